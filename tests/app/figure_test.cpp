// SPDX-License-Identifier: GPL-3.0-or-later
// "alibi-lab figure": what a session can be drawn as, without a window.
#include "core/base/json_reader.h"
#include "core/io/atomic_file.h"
#include "core/io/npy.h"
#include "core/setup/session_file.h"
#include "tests/app/program.h"

#include <QImage>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>
#include <sstream>

namespace figure_test { // its names are common ones

using namespace app;

class FigureCommand : public testing::Test
{
protected:
    std::string at(const std::string& name) const { return (m_folder.path() / name).string(); }
    Arguments figure(const std::string& kind, const Arguments& more) const
    {
        Arguments arguments{"figure", kind, "--threads", "1", "--text-file", passage(), "--length", "40"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return arguments;
    }
    std::set<std::string> files() const
    {
        std::set<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(m_folder.path()))
            names.insert(entry.path().filename().string());
        return names;
    }

    core::TemporaryFolder m_folder;
};

std::vector<std::string> kinds()
{
    std::istringstream list(run({"figure", "--list"}).out);
    std::vector<std::string> ids;
    for (std::string line; std::getline(list, line) && !line.empty();)
        ids.push_back(line.substr(0, line.find(' ')));
    return ids;
}

TEST_F(FigureCommand, EveryKindIsDrawnFromTwoModelsInSeveralFormats)
{
    const std::vector<std::string> ids = kinds();
    ASSERT_GE(ids.size(), 17U);
    for (const std::string& kind : ids) {
        Arguments arguments = figure(kind, {"--model", "builtin:alibi-64", "--model", "builtin:sinusoidal-64", "--head",
                                            "3", "--query", "30", "--key", "7"});
        for (const char* ending : {".png", ".pdf", ".svg"})
            arguments.insert(arguments.end(), {"--out", at(kind + ending)});
        if (kind != "cell")
            arguments.insert(arguments.end(), {"--out", at(kind + ".json"), "--out", at(kind + ".csv")});
        const Ending ending = run(arguments);
        ASSERT_EQ(ending.code, 0) << kind << ": " << ending.err;
        EXPECT_EQ(ending.err, "") << kind;
        const QImage image(QString::fromStdString(at(kind + ".png")));
        EXPECT_EQ(image.width(), 1004) << kind; // 85 mm at 300 dpi
        EXPECT_TRUE(image.text(QStringLiteral("Command")).startsWith(QLatin1String("alibi-lab figure"))) << kind;
        EXPECT_TRUE(image.text(QStringLiteral("Models")).contains(QLatin1String("builtin:sinusoidal-64"))) << kind;
        EXPECT_TRUE(contentOf(at(kind + ".pdf")).starts_with("%PDF")) << kind;
        EXPECT_NE(contentOf(at(kind + ".svg")).find("<text"), std::string::npos) << kind;
        if (kind == "cell")
            continue;
        const core::Json json = core::parseJson(contentOf(at(kind + ".json")), kind);
        EXPECT_FALSE(json.at("tables").empty()) << kind;
        EXPECT_EQ(json.at("models").size(), 2U) << kind;
    }
}

TEST_F(FigureCommand, TheNumbersBehindAMapAreTheModels)
{
    const Arguments model{"--model", "builtin:alibi-64", "--layer", "1", "--head", "2", "--stage", "score"};
    Arguments drawn{"figure", "map",      "--text", "The sea was calm that day, and nobody spoke of it.",
                    "--out",  at("a.npy")};
    drawn.insert(drawn.end(), model.begin(), model.end());
    Arguments direct{"attention", "--text", "The sea was calm that day, and nobody spoke of it.", "--out", at("b.npy")};
    direct.insert(direct.end(), model.begin(), model.end());
    ASSERT_EQ(run(drawn).code, 0) << run(drawn).err;
    ASSERT_EQ(run(direct).code, 0);
    const core::Matrix<float> a = core::readNpy(at("a.npy")).matrix();
    const core::Matrix<float> b = core::readNpy(at("b.npy")).matrix();
    ASSERT_EQ(a.rows(), b.rows());
    ASSERT_EQ(a.cols(), b.cols());
    for (core::Index q = 0; q < a.rows(); ++q)
        for (core::Index k = 0; k <= q; ++k)
            EXPECT_NEAR(a(q, k), b(q, k), 1e-4F * std::max(1.0F, std::abs(b(q, k)))) << q << ' ' << k;
}

TEST_F(FigureCommand, ADifferenceIsTheFirstMinusTheSecond)
{
    const std::string text = "The sea was calm that day, and nobody spoke of it.";
    const auto read = [&](const Arguments& more) {
        Arguments arguments{"figure", more.front(), "--text", text, "--layer", "2", "--out", at("d.npy")};
        arguments.insert(arguments.end(), more.begin() + 1, more.end());
        EXPECT_EQ(run(arguments).code, 0);
        return core::readNpy(at("d.npy")).matrix();
    };
    const core::Matrix<float> one = read({"map", "--model", "builtin:alibi-64"});
    const core::Matrix<float> two = read({"map", "--model", "builtin:rotary-64"});
    const core::Matrix<float> minus =
        read({"difference", "--model", "builtin:alibi-64", "--model", "builtin:rotary-64"});
    ASSERT_EQ(minus.rows(), one.rows());
    for (core::Index q = 0; q < one.rows(); ++q)
        for (core::Index k = 0; k <= q; ++k)
            EXPECT_NEAR(minus(q, k), one(q, k) - two(q, k), 1e-5F) << q << ' ' << k;
}

TEST_F(FigureCommand, EqualCallsMakeEqualBytes)
{
    for (const char* kind : {"map", "perplexity", "grid"}) {
        std::string first[3];
        for (const bool again : {false, true}) {
            Arguments arguments = figure(kind, {"--model", "builtin:alibi-64"});
            const char* names[] = {"a.pdf", "a.svg", "a.png"};
            for (const char* name : names)
                arguments.insert(arguments.end(), {"--out", at(name)});
            ASSERT_EQ(run(arguments).code, 0);
            for (int i = 0; i < 3; ++i) {
                const std::string bytes = contentOf(at(names[i]));
                if (again) {
                    EXPECT_TRUE(bytes == first[i]) << kind << ' ' << names[i];
                }
                first[i] = bytes;
            }
        }
    }
}

TEST_F(FigureCommand, TheNumbersBehindTextAndHeadsAreThoseOfOtherCommands)
{
    const auto losses = [&](const char* model) {
        EXPECT_EQ(run(figure("text", {"--model", model, "--out", at("t.json")})).code, 0);
        return core::parseJson(contentOf(at("t.json")), "t").at("tables").at(0).at("values");
    };
    const core::Json one = losses("builtin:alibi-64");
    const core::Json other = losses("builtin:none-64");
    ASSERT_EQ(run(figure("text-difference",
                         {"--model", "builtin:alibi-64", "--model", "builtin:none-64", "--out", at("d.json")}))
                  .code,
              0);
    const core::Json minus = core::parseJson(contentOf(at("d.json")), "d").at("tables").at(0).at("values");
    ASSERT_EQ(one.size(), 40U);
    ASSERT_EQ(minus.size(), 40U);
    EXPECT_TRUE(one.at(0).at(0).is_null()) << "nothing predicts the first token";
    for (std::size_t i = 1; i < 40; ++i)
        EXPECT_NEAR(minus.at(i).at(0).get<double>(), one.at(i).at(0).get<double>() - other.at(i).at(0).get<double>(),
                    1e-4)
            << i;

    ASSERT_EQ(run(figure("head-table", {"--model", "builtin:alibi-64", "--style", "wide", "--out", at("h.json")})).code,
              0);
    const core::Json table = core::parseJson(contentOf(at("h.json")), "h").at("tables").at(0);
    const Ending heads = run({"heads", "--model", "builtin:alibi-64", "--text-file", passage(), "--length", "40",
                              "--out", at("heads.json")});
    ASSERT_EQ(heads.code, 0) << heads.err;
    const core::Json rows = core::parseJson(contentOf(at("heads.json")), "heads").at("heads");
    ASSERT_EQ(table.at("values").size(), rows.size());
    const auto columns = table.at("columns").get<std::vector<std::string>>();
    for (const auto& [title, key] :
         {std::pair("entropy (nats)", "entropy"), std::pair("distance (tokens)", "mean_distance")}) {
        const auto at = static_cast<std::size_t>(std::find(columns.begin(), columns.end(), title) - columns.begin());
        ASSERT_LT(at, columns.size()) << title;
        for (std::size_t i = 0; i < rows.size(); ++i)
            EXPECT_NEAR(table.at("values").at(i).at(at).get<double>(), rows.at(i).at(key).get<double>(), 1e-4)
                << title << ' ' << i;
    }
}

// Where no tooltip explains the legend.
TEST_F(FigureCommand, OnPaperNoMarkIsLeftUnexplained)
{
    ASSERT_EQ(run(figure("perplexity", {"--model", "builtin:alibi-64", "--out", at("p.svg")})).code, 0);
    const std::string measured = contentOf(at("p.svg"));
    EXPECT_EQ(measured.find("✓"), std::string::npos);
    EXPECT_NE(measured.find("“test book”"), std::string::npos) << "the dashed curve";
    ASSERT_EQ(run(figure("bias", {"--model", "builtin:alibi-64", "--out", at("b.svg")})).code, 0);
    const std::string drawn = contentOf(at("b.svg"));
    EXPECT_EQ(drawn.find("ƒ"), std::string::npos);
    EXPECT_NE(drawn.find("no text was read"), std::string::npos);
}

TEST_F(FigureCommand, AllHeadsAtFiveHundredTokensAreASmallFile)
{
    const Ending ending = run({"figure", "grid", "--style", "wide", "--model", "builtin:alibi-64", "--text-file",
                               passage(), "--length", "512", "--out", at("grid.pdf"), "--out", at("grid.svg")});
    ASSERT_EQ(ending.code, 0) << ending.err;
    EXPECT_LT(std::filesystem::file_size(at("grid.pdf")), 5'000'000U);
    EXPECT_LT(std::filesystem::file_size(at("grid.svg")), 5'000'000U);
}

TEST_F(FigureCommand, ASessionIsDrawnAsItWasSaved)
{
    core::SavedSession session;
    session.setup.columns = {{"builtin:t5-64", {}, core::Json::object()}};
    session.setup.text = {core::TextKind::Typed, "The sea was calm that day, and nobody spoke of it."};
    session.setup.view.layer = 1;
    core::writeFileAtomically(at("s.alibilab"), core::sessionText(session, at("s.alibilab")));
    const Ending ending =
        run({"figure", "map", "--setup", at("s.alibilab"), "--out", at("s.png"), "--out", at("s.json")});
    ASSERT_EQ(ending.code, 0) << ending.err;
    EXPECT_EQ(QImage(QString::fromStdString(at("s.png"))).width(), 1004);
    const std::string numbers = contentOf(at("s.json"));
    EXPECT_NE(numbers.find("builtin:t5-64"), std::string::npos);
    EXPECT_NE(numbers.find("layer 1"), std::string::npos);
    // A text that an old session only names is not read for it.
    session.setup.text = {core::TextKind::File, passage()};
    core::writeFileAtomically(at("f.alibilab"), session.setup.toJson().dump());
    const Ending refused = run({"figure", "map", "--setup", at("f.alibilab"), "--out", at("f.png")});
    EXPECT_EQ(refused.code, 1);
    EXPECT_NE(refused.sentence().find("--text-file"), std::string::npos) << refused.err;
    EXPECT_FALSE(std::filesystem::exists(at("f.png")));
}

TEST_F(FigureCommand, SeveralKindsMakeASheetWithLetters)
{
    const Ending ending =
        run({"figure",    "map",         "perplexity", "grid",     "bias",  "loss",      "--threads",
             "1",         "--text-file", passage(),    "--length", "40",    "--model",   "builtin:alibi-64",
             "--across",  "2",           "--style",    "wide",     "--out", at("s.svg"), "--out",
             at("s.png"), "--out",       at("s.json")});
    ASSERT_EQ(ending.code, 0) << ending.err;
    EXPECT_EQ(QImage(QString::fromStdString(at("s.png"))).width(), 2008); // 170 mm at 300 dpi
    const std::string svg = contentOf(at("s.svg"));
    for (const char* letter : {">a<", ">b<", ">c<", ">d<", ">e<"})
        EXPECT_NE(svg.find(letter), std::string::npos) << letter;
    EXPECT_EQ(svg.find(">f<"), std::string::npos);
    EXPECT_EQ(core::parseJson(contentOf(at("s.json")), "s").at("figure"), "map-perplexity-grid-bias-loss");
    EXPECT_EQ(run({"figure", "map", "nosuch", "--model", "builtin:alibi-64", "--out", at("t.png")}).code, 1);
}

TEST_F(FigureCommand, OneCallMakesAFigureOfEachHeadAtEachLength)
{
    const Arguments base{"figure", "map", "--threads", "1", "--text-file", passage(), "--model", "builtin:alibi-64"};
    const auto with = [&base](const Arguments& more) {
        Arguments arguments = base;
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run(arguments);
    };
    const Ending ending = with({"--each-head", "--lengths", "8,20", "--out", at("l{layer}h{head}-{length}.npy")});
    ASSERT_EQ(ending.code, 0) << ending.err;
    EXPECT_NE(ending.err.find("64 of 64 figures"), std::string::npos) << ending.err;
    EXPECT_EQ(files().size(), 64U);
    EXPECT_EQ(core::readNpy(at("l3h7-20.npy")).matrix().rows(), 20);
    EXPECT_EQ(core::readNpy(at("l3h7-8.npy")).matrix().rows(), 8);
    ASSERT_EQ(run({"figure", "map", "--threads", "1", "--text-file", passage(), "--model", "builtin:alibi-64",
                   "--layer", "2", "--head", "5", "--length", "20", "--out", at("alone.npy")})
                  .code,
              0);
    EXPECT_TRUE(contentOf(at("alone.npy")) == contentOf(at("l2h5-20.npy"))) << "the same as by itself";
    ASSERT_EQ(with({"--lengths", "4,5,6", "--out", at("frame-{n}.png")}).code, 0);
    EXPECT_TRUE(files().contains("frame-00002.png"));
    for (const Arguments& wrong :
         {Arguments{"--each-head", "--out", at("x.png")}, Arguments{"--lengths", "4,5", "--out", at("x.png")},
          Arguments{"--lengths", "4,0", "--out", at("{n}.png")},
          Arguments{"--length", "4", "--lengths", "4,5", "--out", at("{n}.png")}})
        EXPECT_EQ(with(wrong).code, 2) << wrong.front();
    EXPECT_FALSE(files().contains("x.png"));
}

// One job of resources/figures/sweep.sbatch, as Slurm runs it.
TEST_F(FigureCommand, TheSweepOfTheReadmeRuns)
{
    QProcess job;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("ALIBI_LAB"), QStringLiteral(PROGRAM));
    environment.insert(QStringLiteral("OUT"), QString::fromStdString(m_folder.path().string()));
    environment.insert(QStringLiteral("SLURM_ARRAY_TASK_ID"), QStringLiteral("7"));
    job.setProcessEnvironment(environment);
    job.start(QStringLiteral("bash"), {QStringLiteral(RESOURCE_DIR "/figures/sweep.sbatch")});
    const Ending ending = end(job);
    ASSERT_EQ(ending.code, 0) << ending.err;
    EXPECT_EQ(files(), std::set<std::string>{"sinusoidal-64-head0-256.pdf"});
}

// One page that needs nothing beside it.
TEST_F(FigureCommand, AReportHoldsFiguresNumbersModelsAndTheSession)
{
    ASSERT_EQ(
        run(figure("map", {"--model", "builtin:alibi-64", "--model", "builtin:sinusoidal-64", "--out", at("s.png")}))
            .code,
        0);
    const Ending ending =
        run({"report", at("s.png"), "--threads", "1", "--title", "A <report>", "--out", at("r.html")});
    ASSERT_EQ(ending.code, 0) << ending.err;
    const std::string page = contentOf(at("r.html"));
    EXPECT_TRUE(page.starts_with("<!DOCTYPE html>"));
    EXPECT_NE(page.find("<h1>A &lt;report&gt;</h1>"), std::string::npos);
    EXPECT_EQ(page.find("http"), std::string::npos) << "it asks the net for nothing";
    std::size_t figures = 0;
    for (std::size_t at = page.find("<img src=\"data:image/svg+xml;base64,"); at != std::string::npos;
         at = page.find("<img src=", at + 1))
        ++figures;
    EXPECT_GE(figures, 7U);
    for (const char* said :
         {"ALiBi-64", "Sinusoidal-64", "as trained", "alibi-lab figure perplexity --setup", "market"})
        EXPECT_NE(page.find(said), std::string::npos) << said;
    // The session in it opens again.
    const std::string mark = "data:application/json;base64,";
    const std::size_t begin = page.find(mark) + mark.size();
    const QByteArray session =
        QByteArray::fromBase64(QByteArray::fromStdString(page.substr(begin, page.find('"', begin) - begin)));
    EXPECT_EQ(core::parseSession(session.toStdString(), at("r.html")).setup.columns.size(), 2U);
    const Ending again =
        run({"report", at("s.png"), "--threads", "1", "--title", "A <report>", "--out", at("r2.html")});
    ASSERT_EQ(again.code, 0);
    EXPECT_EQ(contentOf(at("r2.html")).size(), page.size() + 1) << "equal but for the name in the command";
    EXPECT_EQ(run({"report", at("none.alibilab"), "--out", at("r3.html")}).code, 1);
    EXPECT_EQ(run({"report", at("s.png"), "--out", at("r3.pdf")}).code, 1);
    EXPECT_EQ(run({"report", at("s.png"), "--kind", "cell", "--out", at("r3.html")}).code, 1) << "it has no cell";
    EXPECT_FALSE(files().contains("r3.html"));
}

// A figure carries its session: from it alone the same figure is made again.
TEST_F(FigureCommand, AFigureIsMadeAgainFromItself)
{
    const Arguments first = figure("stages", {"--model", "builtin:alibi-64", "--stage", "bias", "--head", "2", "--out",
                                              at("a.png"), "--out", at("a.pdf"), "--out", at("a.svg")});
    ASSERT_EQ(run(first).code, 0);
    const QImage picture(QString::fromStdString(at("a.png")));
    for (const char* from : {"a.png", "a.pdf", "a.svg"}) {
        const Ending ending = run({"figure", "stages", "--threads", "1", "--setup", at(from), "--out", at("b.png")});
        ASSERT_EQ(ending.code, 0) << from << ": " << ending.err;
        EXPECT_EQ(QImage(QString::fromStdString(at("b.png"))).convertToFormat(QImage::Format_RGB32),
                  picture.convertToFormat(QImage::Format_RGB32))
            << from;
    }
    // The stages were looked at one by one for it; the session is the one that was asked for.
    const core::SavedSession inside = core::parseSession(contentOf(at("a.png")), at("a.png"));
    EXPECT_EQ(inside.setup.view.stage, core::Stage::Bias);
    EXPECT_EQ(inside.setup.view.head, 2);
    QImage(8, 8, QImage::Format_RGB32).save(QString::fromStdString(at("plain.png")));
    const Ending none = run({"figure", "map", "--setup", at("plain.png"), "--out", at("c.png")});
    EXPECT_EQ(none.code, 1);
    EXPECT_NE(none.sentence().find("no session"), std::string::npos) << none.err;
}

TEST_F(FigureCommand, WhatCannotBeDrawnIsOneSentenceAndNoFile)
{
    const std::string model = "builtin:alibi-64";
    const auto refused = [&](const Arguments& arguments, int code, const char* part) {
        const Ending ending = run(arguments);
        EXPECT_EQ(ending.code, code) << ending.err;
        EXPECT_NE(ending.sentence().find(part), std::string::npos) << ending.err;
        EXPECT_TRUE(files().empty());
    };
    const std::string out = at("a.png");
    refused(figure("nothing", {"--model", model, "--out", out}), 1, "grid");
    refused(figure("map", {"--model", model, "--out", at("a.gif")}), 1, ".svg");
    refused(figure("map", {"--model", model, "--out", at("none/a.png")}), 1, "none");
    refused(figure("map", {"--model", model, "--out", out, "--style", "huge"}), 1, "poster");
    refused(figure("map", {"--model", model, "--out", out, "--width", "3 feet"}), 1, "85mm");
    refused(figure("map", {"--model", model, "--out", out, "--width", "9km"}), 1, "85mm");
    refused(figure("map", {"--model", model, "--out", out, "--width", "9000mm"}), 1, "5000");
    refused(figure("map", {"--model", model, "--out", out, "--dpi", "1e9"}), 1, "dpi");
    refused(figure("map", {"--model", model, "--out", out, "--limits", "3"}), 2, "LOW,HIGH");
    refused(figure("map", {"--model", model, "--out", out, "--colour-map", "pink"}), 1, "viridis");
    refused(figure("map", {"--model", "builtin:none", "--out", out}), 1, "none");
    refused(figure("map", {"--out", out}), 2, "--model");
    refused(figure("map", {"--model", model}), 2, "--out");
    refused(figure("difference", {"--model", model, "--out", out}), 1, "two models");
    refused(figure("cell", {"--model", model, "--out", out}), 2, "--query");
    refused(figure("cell", {"--model", model, "--out", out, "--query", "4000"}), 1, "4000");
    refused(figure("map", {"--model", "builtin:rotary-64", "--stage", "bias", "--out", out}), 1, "adds nothing");
    refused({"figure", "map", "--model", model, "--tokens", "1,2", "--out", out}, 2, "text");
    refused({"figure", "map", "--setup", at("none.alibilab"), "--out", out}, 1, "none.alibilab");
}

} // namespace figure_test
