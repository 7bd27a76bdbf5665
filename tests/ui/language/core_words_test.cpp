// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/setup/setup.h"
#include "ui/language/language.h"

#include <gtest/gtest.h>

namespace ui {
namespace {

struct InPseudo
{
    InPseudo() { setLanguage(QStringLiteral("pseudo")); }
    ~InPseudo() { setLanguage(QStringLiteral("en")); }
};

// Whatever core throws passes through one place.
TEST(CoreWords, EveryErrorCanBeTranslated)
{
    const InPseudo language;
    try {
        core::Setup::fromJson(core::Json::parse(R"({"alibi_lab_session": 1, "models": 3, "text": {}})"), "name");
        FAIL();
    } catch (const core::Error& problem) {
        EXPECT_TRUE(std::string(problem.what()).find("must be") != std::string::npos) << problem.what();
        EXPECT_TRUE(QString::fromStdString(problem.message()).startsWith(QStringLiteral("⟦name")) ||
                    problem.message().find("name") != std::string::npos);
        EXPECT_EQ(problem.message().find("must"), std::string::npos) << problem.message();
    }
}

TEST(CoreWords, AnErrorInAnErrorIsTranslatedWithIt)
{
    const InPseudo language;
    const core::Error inner = core::error("{} apples", 3);
    const core::Error outer = core::error("{}: {}", "basket", inner.sentence());
    EXPECT_STREQ(outer.what(), "basket: 3 apples");
    EXPECT_EQ(outer.message(), "⟦basket: ⟦3 åþþļéš⟧⟧");
    EXPECT_EQ(core::error("{:.1f} {{}} {:#04x}", 2.25, static_cast<unsigned char>(7)).message(), "⟦2.2 {} 0x07⟧");
}

} // namespace
} // namespace ui
