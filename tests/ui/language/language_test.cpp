// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/language/language.h"

#include "core/base/error.h"
#include "ui/language/words.h"

#include <QCoreApplication>

#include <gtest/gtest.h>

namespace ui {
namespace {

const QByteArray kGerman = R"json({"language": "Deutsch", "plural": "n != 1", "sentences": {"Length": "Länge",
"Height": "", "ui::Other|Length": "Dauer", "%n token(s)": ["%n Token", "%n Tokens"]}})json";

TEST(Language, ACatalogueTranslatesWithContextAndNumber)
{
    const Catalogue german(kGerman, QStringLiteral("de.json"));
    EXPECT_EQ(german.translate("ui::Any", "Length"), QStringLiteral("Länge"));
    EXPECT_EQ(german.translate("ui::Other", "Length"), QStringLiteral("Dauer"));
    EXPECT_TRUE(german.translate("ui::Any", "Width").isNull());
    EXPECT_TRUE(german.translate("ui::Any", "Height").isNull()); // empty: not yet
    EXPECT_EQ(german.translate("ui::Any", "%n token(s)", nullptr, 1), QStringLiteral("%n Token"));
    EXPECT_EQ(german.translate("ui::Any", "%n token(s)", nullptr, 0), QStringLiteral("%n Tokens"));
    QByteArray other = kGerman;
    const Catalogue oneForm(other.replace("n != 1", "none"), QStringLiteral("zh.json"));
    EXPECT_EQ(oneForm.translate("ui::Any", "%n token(s)", nullptr, 7), QStringLiteral("%n Token"));
}

TEST(Language, ABrokenCatalogueIsRefusedByName)
{
    for (const char* broken : {"", "[]", "{", R"({"plural": "none"})", R"({"plural": "none", "sentences": {"a": 3}})",
                               R"({"plural": "none", "sentences": {"a": []}})"})
        try {
            const Catalogue catalogue(broken, QStringLiteral("xx.json"));
            ADD_FAILURE() << broken;
        } catch (const core::Error& problem) {
            EXPECT_TRUE(std::string(problem.what()).starts_with("xx.json: ")) << problem.what();
        }
}

TEST(Language, EveryCatalogueSaysWhatItsLanguageIsCalled)
{
    EXPECT_EQ(languageName(QStringLiteral("en")), QStringLiteral("English"));
    for (const QString& id : languages())
        EXPECT_NE(languageName(id), id) << id.toStdString();
    EXPECT_FALSE(languages().contains(QStringLiteral("pseudo")));
}

TEST(Language, IsChosenForQtAndCoreAlikeAndUnknownOnesAreListed)
{
    setLanguage(QStringLiteral("pseudo"));
    EXPECT_EQ(QCoreApplication::translate("ui::Any", "A %1 <b>&Length</b>"), QStringLiteral("⟦Å %1 <b>&Ļéñĝţħ</b>⟧"));
    EXPECT_EQ(core::translated("Length {:.2f}"), "⟦Ļéñĝţħ {:.2f}⟧");
    EXPECT_EQ(words("Length"), QStringLiteral("⟦Ļéñĝţħ⟧"));
    setLanguage(QStringLiteral("en"));
    EXPECT_EQ(QCoreApplication::translate("ui::Any", "%n token(s)", nullptr, 1), QStringLiteral("1 token"));
    EXPECT_EQ(core::translated("Length"), "Length");
    try {
        setLanguage(QStringLiteral("klingon"));
        FAIL();
    } catch (const core::Error& problem) {
        EXPECT_STREQ(problem.what(), "There is no language \"klingon\"; there are en.");
    }
}

} // namespace
} // namespace ui
