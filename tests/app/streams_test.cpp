// SPDX-License-Identifier: GPL-3.0-or-later
// Standard input and output, addresses instead of paths, values that are no values, displays that are gone.
#include "core/base/json.h"
#include "core/io/safetensors.h"
#include "tests/app/program.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace app {
namespace {

class Streams : public testing::Test
{
protected:
    // As a shell runs it: redirections, pipes, bytes that are not UTF-8. $0 is the program.
    static Ending shell(const std::string& script, const Surroundings& surroundings = {})
    {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
            environment.remove(QString::fromLatin1(name));
        for (const auto& [name, value] : surroundings.variables)
            environment.insert(QString::fromStdString(name), QString::fromStdString(value));
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral("/bin/bash"), {QStringLiteral("-c"), QString::fromStdString(script),
                                                    QStringLiteral(PROGRAM), QString::fromStdString(alibi())});
        return end(process);
    }
    static std::string alibi() { return golden("alibi"); }
    std::string at(const std::string& name) const { return (m_folder / name).string(); }

    core::TemporaryFolder m_folder;
};

TEST_F(Streams, ResultsGoToStandardOutput)
{
    const Arguments logits{"logits", "--model", alibi(), "--tokens", "1,2,3", "--out"};
    auto to = [](Arguments arguments, const std::string& out) {
        arguments.push_back(out);
        return run(arguments);
    };
    ASSERT_EQ(to(logits, at("a.npy")).code, 0);
    const Ending piped = to(logits, "-");
    EXPECT_EQ(piped.code, 0) << piped.err;
    EXPECT_EQ(piped.out, contentOf(m_folder / "a.npy"));
    const Arguments attention{"attention", "--model", alibi(), "--tokens", "1,2,3", "--layer",
                              "0",         "--head",  "0",     "--stage",  "score", "--out"};
    ASSERT_EQ(to(attention, at("a.csv")).code, 0);
    EXPECT_EQ(to(attention, "-.csv").out, contentOf(m_folder / "a.csv"));
    EXPECT_TRUE(to(attention, "-").out.starts_with("\x93NUMPY"));
    EXPECT_TRUE(to(attention, "-.png").out.starts_with("\x89PNG"));
    const Arguments evaluate{"evaluate", "--model", alibi(), "--tokens", "1,2,3,4", "--lengths", "2", "--out"};
    EXPECT_TRUE(to(evaluate, "-").out.starts_with("{"));
    EXPECT_NE(to(evaluate, "-.csv").out.find(','), std::string::npos);
    EXPECT_EQ(to({"train", "--encoding", "alibi", "--steps", "1", "--text-file", passage(), "--out"}, "-").code, 1);
    EXPECT_EQ(shell("\"$0\" logits --model \"$1\" --tokens 1,2 --out - > /dev/full").code, 1);
}

TEST_F(Streams, TextsComeFromStandardInputAndPipes)
{
    const std::filesystem::path model = m_folder / "m";
    ASSERT_EQ(run(trainingOf(model)).code, 0);
    const std::string command = "\"$0\" evaluate --model '" + model.string() + "' --lengths 2 --text-file ";
    std::ofstream(m_folder / "t.txt") << "a bright day on the water";
    const std::string expected = core::Json::parse(shell(command + "'" + at("t.txt") + "'").out)["results"].dump();
    for (const char* from : {"-", "/dev/stdin", "<(cat)", "/dev/fd/0"}) {
        const Ending ending = shell("printf 'a bright day on the water' | " + command + from);
        ASSERT_EQ(ending.code, 0) << from << ending.err;
        EXPECT_EQ(core::Json::parse(ending.out)["results"].dump(), expected) << from;
    }
    EXPECT_EQ(shell(command + "/dev/zero").code, 1);
    EXPECT_EQ(shell(command + "'file://" + at("t.txt") + "'").code, 0);
}

TEST_F(Streams, TrainingReadsStandardInputAndPipes)
{
    const auto train = [&](const std::string& from, const std::string& out) {
        return "\"$0\" train --encoding alibi --length 8 --steps 2 --batch 2 --width 8 --layers 1 --heads 2 "
               "--vocabulary "
               "260 --text-file " +
               from + " --out '" + at(out) + "'";
    };
    const std::string text = "'" + passage() + "'";
    ASSERT_EQ(shell(train(text, "file")).code, 0);
    int number = 0;
    for (const char* from : {"-", "/dev/stdin", "<(cat)", "/dev/fd/0"}) {
        const std::string out = std::to_string(++number);
        const Ending ending = shell("cat " + text + " | " + train(from, out));
        ASSERT_EQ(ending.code, 0) << from << ending.err;
        EXPECT_EQ(contentOf(m_folder / out / "model.safetensors"), contentOf(m_folder / "file" / "model.safetensors"));
    }
    EXPECT_EQ(shell("printf '' | " + train("-", "none")).code, 1);
    EXPECT_EQ(shell(train("'file://" + passage() + "'", "address")).code, 0);
}

TEST_F(Streams, AFileOfACheckpointOrItsAddressIsTheModel)
{
    const std::string rest = " --tokens 1,2 --out -";
    for (const char* model : {"\"$1\"/config.json", "\"$1\"/model.safetensors", "\"file://$1\""})
        EXPECT_EQ(shell(std::string("\"$0\" logits --model ") + model + rest).code, 0) << model;
}

TEST_F(Streams, ValuesThatAreNoneGetASentence)
{
    const Ending empty = run(
        {"train", "--encoding", "alibi", "--steps", "1", "--length", "", "--text-file", passage(), "--out", at("m")});
    EXPECT_EQ(empty.code, 2);
    EXPECT_NE(empty.err.find("--length"), std::string::npos) << empty.err;
    const Ending bytes = shell("\"$0\" logits --model \"$1\" --tokens 1,2 --out - --set $'\\xff=null'");
    EXPECT_EQ(bytes.code, 1);
    EXPECT_NE(bytes.sentence().find("--set"), std::string::npos) << bytes.err;
    EXPECT_EQ(bytes.err.find("unexpected"), std::string::npos) << bytes.err;
    const Ending twice = shell("\"$0\" logits --model \"$1\" --tokens 1,2 --out - --set 'a={\"b\":1,\"b\":2}'");
    EXPECT_NE(twice.sentence().find("twice"), std::string::npos) << twice.err;
    const Ending deep = shell("\"$0\" logits --model \"$1\" --tokens 1,2 --out - --set a=$(printf '[%.0s' {1..9999})");
    EXPECT_NE(deep.sentence().find("nested"), std::string::npos) << deep.err;
}

TEST_F(Streams, NamesThatAreNotUtf8Work)
{
    const Ending ending = shell("cp -r \"$1\" '" + at("") + "'$'/m\\xff' && \"$0\" logits --model '" + at("") +
                                "'$'/m\\xff' --tokens 1,2 --out '" + at("") + "'$'/o\\xff.npy'");
    EXPECT_EQ(ending.code, 0) << ending.err;
}

// These ended with exit code 134.
TEST_F(Streams, ADisplayThatIsGone)
{
    for (const auto& [name, value] :
         {std::pair<std::string, std::string>{"DISPLAY", ":987"}, {"WAYLAND_DISPLAY", "wayland-gone"}}) {
        const Surroundings gone{.variables = {{name, value}}};
        const Ending window = run({}, gone);
        EXPECT_EQ(window.code, 1) << name << window.err;
        EXPECT_NE(window.sentence().find("display"), std::string::npos) << window.err;
        const Ending picture = run({"--screenshot", at("a.png"), "--size", "900x600"}, gone);
        EXPECT_EQ(picture.code, 0) << name << picture.err;
        EXPECT_TRUE(contentOf(m_folder / "a.png").starts_with("\x89PNG")) << name;
        std::filesystem::remove(m_folder / "a.png");
    }
}

} // namespace
} // namespace app
