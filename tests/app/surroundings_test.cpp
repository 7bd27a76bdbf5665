// SPDX-License-Identifier: GPL-3.0-or-later
// What happens around a run must not cost it: streams nobody reads, signals, limits, a save that was cut short.
#include "tests/app/program.h"

#include "core/io/checkpoint.h"
#include "core/setup/session_file.h"
#include "tests/core/sanitized.h"

#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <limits>
#include <thread>

namespace app {
namespace {

namespace fs = std::filesystem;

// The program as a shell starts it, e.g. shell("ulimit -v 400000; exec \"$@\" 2>/dev/full", …).
void startInShell(QProcess& process, const std::string& script, const Arguments& arguments)
{
    QStringList list{QStringLiteral("-c"), QString::fromStdString(script), QStringLiteral("sh"),
                     QStringLiteral(PROGRAM)};
    for (const std::string& argument : arguments)
        list << QString::fromStdString(argument);
    process.start(QStringLiteral("/bin/sh"), list);
}

Ending shell(const std::string& script, const Arguments& arguments)
{
    QProcess process;
    startInShell(process, script, arguments);
    return end(process);
}

Arguments endless(const fs::path& out)
{
    return with(trainingOf(out, {"--checkpoint-every", "1"}), "--steps", "100000000");
}

void waitFor(const fs::path& file)
{
    for (int i = 0; i < 600 && !fs::exists(file); ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
}

void expectWhole(const fs::path& folder)
{
    EXPECT_NO_THROW(core::loadCheckpoint(folder));
    for (const auto& entry : fs::directory_iterator(folder)) {
        EXPECT_FALSE(entry.path().filename().string().starts_with(".")) << entry.path();
        EXPECT_NE(entry.path().filename().string(), "first-save-incomplete.txt");
    }
}

TEST(Messages, ThatCannotBeWrittenDoNotEndTheTraining)
{
    const core::TemporaryFolder folder;
    int i = 0;
    for (const char* script : {"exec \"$@\" 2>/dev/full", "exec \"$@\" 2>&-", "exec \"$@\" <&- >&- 2>&-"}) {
        const fs::path out = folder / std::to_string(i++);
        EXPECT_EQ(shell(script, trainingOf(out, {"--validation-file", passage()})).code, 0) << script;
        expectWhole(out);
        EXPECT_EQ(shell(script, trainingOf(out)).code, 1) << script; // nobody can be told why
        EXPECT_EQ(shell(script, {"train", "--nonsense"}).code, 2) << script;
    }
}

TEST(Messages, OutputThatCannotBeWrittenIsAFailure)
{
    for (const Arguments& arguments : {Arguments{"slopes", "--heads", "8"}, {"--help"}, {"--version"}}) {
        EXPECT_EQ(shell("exec \"$@\" >/dev/full", arguments).code, 1);
        const Ending closed = shell("exec \"$@\" >&-", arguments);
        EXPECT_EQ(closed.code, 1);
        EXPECT_NE(closed.sentence().find("standard output"), std::string::npos) << closed.err;
    }
}

TEST(Messages, APipeThatNobodyReadsAnyMoreIsNoFault)
{
    const Ending ending = shell("{ \"$@\"; echo \"code $?\" >&2; } | true", {"slopes", "--heads", "8"});
    EXPECT_TRUE(ending.err == "code 1\n" || ending.err == "code 0\n") << ending.err; // it may have written before
}

TEST(Signals, HangingUpAndTerminatingSaveTheTraining)
{
    const core::TemporaryFolder folder;
    for (const int signal : {SIGHUP, SIGTERM}) {
        const fs::path out = folder / std::to_string(signal);
        QProcess process;
        start(process, endless(out));
        waitFor(out / "training.safetensors");
        ::kill(static_cast<pid_t>(process.processId()), signal);
        if (signal == SIGHUP) // the shell and the system both send it
            ::kill(static_cast<pid_t>(process.processId()), signal);
        const Ending ending = end(process);
        EXPECT_EQ(ending.code, 1) << signal;
        EXPECT_NE(ending.sentence().find("--resume"), std::string::npos) << ending.err;
        expectWhole(out);
        Arguments more = endless(out);
        more.insert(more.end(), {"--resume", "--pause-after", "1"});
        EXPECT_EQ(run(more).code, 0);
    }
}

TEST(Signals, NohupKeepsTraining)
{
    const core::TemporaryFolder folder;
    QProcess process;
    startInShell(process, "trap '' HUP; exec \"$@\"", endless(folder / "m"));
    waitFor(folder / "m" / "training.safetensors");
    ::kill(static_cast<pid_t>(process.processId()), SIGHUP);
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    EXPECT_EQ(::kill(static_cast<pid_t>(process.processId()), 0), 0);
    ::kill(static_cast<pid_t>(process.processId()), SIGTERM);
    EXPECT_EQ(end(process).code, 1);
    expectWhole(folder / "m");
}

// As with "2>&1 | head -1".
TEST(Signals, AReaderThatGoesAwaySavesTheTraining)
{
    const core::TemporaryFolder folder;
    const std::string script = "{ \"$@\" 2>&1; echo \"$?\" >\"$CODE\"; } | true";
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("CODE"), QString::fromStdString((folder / "code").string()));
    process.setProcessEnvironment(environment);
    startInShell(process, script, endless(folder / "m"));
    EXPECT_TRUE(process.waitForFinished(120'000));
    EXPECT_EQ(contentOf(folder / "code"), "1\n");
    if (fs::exists(folder / "m")) // where it had not begun, there was nothing to save
        expectWhole(folder / "m");
}

TEST(Limits, ThreadsThatCannotBeMadeAreDoneWithout)
{
    if constexpr (kSanitized)
        return; // a sanitizer takes all addresses there are
    const core::TemporaryFolder folder;
    const Ending ending = shell("ulimit -v 700000; exec \"$@\"", trainingOf(folder / "m", {"--threads", "1024"}));
    EXPECT_EQ(ending.code, 0) << ending.err;
    EXPECT_NE(ending.err.find("going on with"), std::string::npos) << ending.err;
    expectWhole(folder / "m");
}

// Memory is refused: in the pass, in the training, for files that state senseless sizes.
TEST(Limits, MemoryThatIsRefusedIsToldInASentence)
{
    if constexpr (kSanitized)
        return; // a sanitizer takes all addresses there are
    const core::TemporaryFolder folder;
    const fs::path model = folder / "m";
    ASSERT_EQ(run(trainingOf(model)).code, 0);
    std::string tokens = "[1";
    for (int i = 1; i < 200'000; ++i)
        tokens += ",1";
    core::writeFileAtomically(folder / "tokens.json", tokens + "]");
    const auto refused = [&](const Arguments& arguments) {
        const Ending ending = shell("ulimit -v 400000; exec \"$@\"", arguments);
        EXPECT_EQ(ending.code, 1) << ending.err;
        EXPECT_NE(ending.sentence(), "") << ending.err;
        return ending.err;
    };
    const std::string few = "--threads=1"; // each has a stack and memory of its own
    EXPECT_NE(
        refused({"evaluate", "--model", std::string(RESOURCE_DIR) + "/models/alibi-64", "--tokens-file",
                 (folder / "tokens.json").string(), "--lengths", "199999", "--out", (folder / "e.json").string(), few})
            .find("memory"),
        std::string::npos);
    EXPECT_NE(refused(with(with(with(trainingOf(folder / "large", {few}), "--width", "2048"), "--layers", "8"),
                           "--heads", "16"))
                  .find("memory"),
              std::string::npos);
    EXPECT_FALSE(fs::exists(folder / "large" / "model.safetensors"));
    fs::resize_file(model / "model.safetensors", std::uintmax_t{8} << 30);
    const Arguments logits{
        "logits", "--model", model.string(), "--tokens", "1,2", "--out", (folder / "l.npy").string()};
    EXPECT_NE(refused(logits).find("model.safetensors"), std::string::npos);
    const std::string header = R"({"a":{"dtype":"U8","shape":[8589934592],"data_offsets":[0,8589934592]}})";
    const std::uint64_t length = header.size();
    core::writeFileAtomically(model / "model.safetensors",
                              std::string(reinterpret_cast<const char*>(&length), sizeof length) + header);
    fs::resize_file(model / "model.safetensors", sizeof length + header.size() + (std::uintmax_t{8} << 30));
    EXPECT_NE(refused(logits).find("tensor"), std::string::npos);
    std::ofstream(folder / "text.txt") << "a";
    fs::resize_file(folder / "text.txt", std::uintmax_t{8} << 30);
    EXPECT_NE(refused(with(trainingOf(folder / "t"), "--text-file", (folder / "text.txt").string())).find("text.txt"),
              std::string::npos);
}

// The states that killing leaves: some of the files, the mark, and no training state.
TEST(Saving, AFirstSaveThatWasCutShortIsNoDeadEnd)
{
    const core::TemporaryFolder folder;
    ASSERT_EQ(run(trainingOf(folder / "whole")).code, 0);
    for (const Arguments& more : {Arguments{}, Arguments{"--resume"}}) {
        const fs::path out = folder / ("cut" + std::to_string(more.size()));
        fs::create_directory(out);
        std::ofstream(out / "first-save-incomplete.txt") << "…";
        std::ofstream(out / ".part-999999-3") << "half of a file";
        fs::copy_file(folder / "whole" / "model.safetensors", out / "model.safetensors");
        fs::copy_file(folder / "whole" / "config.json", out / "config.json");
        const Ending ending = run(trainingOf(out, more));
        EXPECT_EQ(ending.code, 0) << ending.err;
        expectWhole(out);
        EXPECT_EQ(contentOf(out / "training.safetensors"), contentOf(folder / "whole" / "training.safetensors"));
    }
    fs::create_directory(folder / "empty"); // killed even before that
    EXPECT_EQ(run(trainingOf(folder / "empty", {"--resume"})).code, 0);
}

TEST(Saving, ADamagedStateNeverReplacesGoodWeights)
{
    const core::TemporaryFolder folder;
    const fs::path out = folder / "m";
    ASSERT_EQ(run(trainingOf(out, {"--pause-after", "4"})).code, 0);
    const std::string good = contentOf(out / "model.safetensors");
    std::string state = contentOf(out / "training.safetensors");
    const float value = std::numeric_limits<float>::quiet_NaN();
    state.replace(state.size() - sizeof value, sizeof value, reinterpret_cast<const char*>(&value), sizeof value);
    core::writeFileAtomically(out / "training.safetensors", state);
    const Ending ending = run(trainingOf(out, {"--resume"}));
    EXPECT_EQ(ending.code, 1);
    EXPECT_NE(ending.sentence().find("training.safetensors"), std::string::npos) << ending.err;
    EXPECT_EQ(contentOf(out / "model.safetensors"), good);
    expectWhole(out);
}

TEST(Saving, ALinkToAFolderThatIsMissingIsToldBeforeTheTraining)
{
    const core::TemporaryFolder folder;
    fs::create_symlink("missing", folder / "m");
    const Ending ending = run(with(trainingOf(folder / "m"), "--steps", "100000000"));
    EXPECT_EQ(ending.code, 1);
    EXPECT_NE(ending.sentence().find("link"), std::string::npos) << ending.err;
}

// What /proc says of signals, e.g. "SigCgt": those that the process has handlers for.
bool hasSignal(qint64 process, const std::string& which, int signal)
{
    std::ifstream status("/proc/" + std::to_string(process) + "/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(which))
            return (std::stoull(line.substr(line.find('\t') + 1), nullptr, 16) >> (signal - 1) & 1U) != 0;
    return false;
}

// Nothing is asked, for nobody may be there; places are kept, and no file is left.
TEST(Window, ClosesInOrderWhenASignalComes)
{
    for (const int signal : {SIGTERM, SIGHUP, SIGINT}) {
        SCOPED_TRACE(signal);
        if (hasSignal(::getpid(), "SigIgn", signal))
            continue; // as nohup leaves it, for the window, too
        const core::TemporaryFolder folder;
        for (const char* name : {"home", "tmp"})
            fs::create_directory(folder / name);
        QProcess process;
        const std::string home = (folder / "home").string();
        start(process, {"--threads", "1", passage()},
              {.variables = {{"QT_QPA_PLATFORM", "offscreen"},
                             {"HOME", home},
                             {"XDG_CONFIG_HOME", home},
                             {"XDG_CACHE_HOME", home},
                             {"XDG_RUNTIME_DIR", home},
                             {"TMPDIR", (folder / "tmp").string()}}});
        ASSERT_TRUE(process.waitForStarted());
        const auto isReady = [&] { return hasSignal(process.processId(), "SigCgt", signal); };
        for (int i = 0; i < 1200 && !isReady(); ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        ASSERT_TRUE(isReady());
        ::kill(static_cast<pid_t>(process.processId()), signal);
        const Ending ending = end(process);
        EXPECT_EQ(ending.code, 0) << ending.err;
        EXPECT_NE(contentOf(folder / "home" / "alibi-lab" / "alibi-lab.ini").find("window="), std::string::npos);
        for (const auto& left : fs::directory_iterator(folder / "tmp"))
            EXPECT_TRUE(left.path().filename().string().starts_with("runtime-")) << left.path(); // Qt's own folder
    }
}

TEST(Screenshot, WithoutAnyPictureIsAFailure)
{
    if constexpr (kSanitized)
        return; // a sanitizer takes all addresses there are
    const core::TemporaryFolder folder;
    std::string text;
    for (int i = 0; i < 40; ++i)
        text += contentOf(passage());
    core::Setup setup;
    setup.columns.resize(2);
    setup.columns[0].model = "builtin:alibi-64";
    setup.columns[1].model = "builtin:sinusoidal-64";
    setup.text = {core::TextKind::Typed, text, {}};
    setup.length = 100'000;
    core::writeFileAtomically(folder / "s.alibilab", core::sessionText({setup, {}}, folder / "s.alibilab"));
    const Ending ending =
        shell("ulimit -v 800000; unset DISPLAY WAYLAND_DISPLAY QT_QPA_PLATFORM; exec \"$@\"",
              {"--threads", "1", "--screenshot", (folder / "s.png").string(), (folder / "s.alibilab").string()});
    EXPECT_EQ(ending.code, 1);
    EXPECT_NE(ending.err.find("alibi-lab: There is not enough memory"), std::string::npos) << ending.err;
    EXPECT_FALSE(fs::exists(folder / "s.png"));
}

} // namespace
} // namespace app
