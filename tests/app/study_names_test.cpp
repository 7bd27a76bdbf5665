// SPDX-License-Identifier: GPL-3.0-or-later
// That the command line knows the studies by their descriptions.
#include "tests/app/program.h"

#include "core/study/study.h"

namespace app {
namespace {

TEST(StudyNames, AnUnknownOneIsRefusedNamingTheKnown)
{
    const Ending ending = run({"experiment", "alchemy", "--model", "builtin:alibi-64"});
    EXPECT_EQ(ending.code, 2);
    for (const core::Study& study : core::studies())
        EXPECT_NE(ending.sentence().find(study.id), std::string::npos) << ending.err;
    EXPECT_NE(ending.sentence().find("\"alchemy\" is unknown"), std::string::npos) << ending.err;
}

TEST(StudyNames, HelpOfEachTellsEveryOption)
{
    const Ending all = run({"experiment", "--help"});
    EXPECT_EQ(all.code, 0);
    EXPECT_EQ(all.out.find("STUDY"), std::string::npos) << all.out;
    for (const core::Study& study : core::studies()) {
        EXPECT_NE(all.out.find(study.id), std::string::npos);
        const Ending help = run({"experiment", study.id, "--help"});
        EXPECT_EQ(help.code, 0);
        EXPECT_NE(help.out.find(study.means), std::string::npos) << help.out;
        for (const core::StudyOption& option : study.options)
            EXPECT_NE(help.out.find(std::string("--") + option.name), std::string::npos) << help.out;
    }
}

} // namespace
} // namespace app
