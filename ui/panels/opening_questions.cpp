// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/opening_questions.h"

#include "core/base/error.h"
#include "core/text/encoding.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QLabel>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>

namespace ui {
namespace {

QString say(const char* text) { return QCoreApplication::translate("ui::Questions", text); }

std::optional<QString> askForFolder(QWidget* parent, const QString& path)
{
    const auto answer = QMessageBox::question(
        parent, say(QT_TRANSLATE_NOOP("ui::Questions", "Model not found")),
        say(QT_TRANSLATE_NOOP("ui::Questions", "The session needs the model %1, which is not there.\n\nChoose its "
                                               "folder?"))
            .arg(path),
        QMessageBox::Open | QMessageBox::Cancel);
    if (answer != QMessageBox::Open)
        return std::nullopt;
    const QString folder =
        QFileDialog::getExistingDirectory(parent, say(QT_TRANSLATE_NOOP("ui::Questions", "Open a checkpoint folder")));
    return folder.isEmpty() ? std::nullopt : std::optional(folder);
}

bool askToRead(QWidget* parent, const QString& path)
{
    return QMessageBox::question(
               parent, say(QT_TRANSLATE_NOOP("ui::Questions", "Read another file?")),
               say(QT_TRANSLATE_NOOP("ui::Questions", "This session, of an older version, does not hold its text but "
                                                      "names the file %1.\n\nRead that file?"))
                   .arg(path),
               QMessageBox::Yes | QMessageBox::No, QMessageBox::No) == QMessageBox::Yes;
}

// Shows what the beginning would read as.
std::optional<std::string> askForEncoding(QWidget* parent, const QString& path, const std::string& beginning)
{
    QDialog dialog(parent);
    dialog.setObjectName(QStringLiteral("encoding"));
    dialog.setWindowTitle(say(QT_TRANSLATE_NOOP("ui::Questions", "Encoding of the text")));
    dialog.resize(560, 360);
    auto* about = new QLabel(
        say(QT_TRANSLATE_NOOP("ui::Questions", "%1 is not UTF-8. Choose the encoding with which it reads well:"))
            .arg(path),
        &dialog);
    about->setWordWrap(true);
    auto* choice = new QComboBox(&dialog);
    for (const core::TextEncoding& encoding : core::kTextEncodings)
        choice->addItem(QStringLiteral("%1 (%2)").arg(QCoreApplication::translate("core::TextEncoding", encoding.about),
                                                      QString::fromLatin1(encoding.id)));
    auto* sample = new QPlainTextEdit(&dialog);
    sample->setReadOnly(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Open | QDialogButtonBox::Cancel, &dialog);
    auto* layout = new QVBoxLayout(&dialog);
    layout->addWidget(about);
    layout->addWidget(choice);
    layout->addWidget(sample, 1);
    layout->addWidget(buttons);
    const auto chosen = [choice] {
        return std::string(core::kTextEncodings[static_cast<std::size_t>(choice->currentIndex())].id);
    };
    const auto show = [&] {
        // A character of several bytes may be cut off at the end.
        for (std::size_t size = beginning.size(); size + 4 > beginning.size(); --size)
            try {
                const std::string text = core::asUtf8(std::string_view(beginning).substr(0, size), chosen(), "");
                sample->setPlainText(QString::fromStdString(text));
                buttons->button(QDialogButtonBox::Open)->setEnabled(true);
                return;
            } catch (const core::Error&) {
                if (size == 0)
                    break;
            }
        sample->setPlainText(say(QT_TRANSLATE_NOOP("ui::Questions", "The text is none of this encoding.")));
        buttons->button(QDialogButtonBox::Open)->setEnabled(false);
    };
    QObject::connect(choice, &QComboBox::currentIndexChanged, &dialog, show);
    QObject::connect(buttons, &QDialogButtonBox::accepted, &dialog, &QDialog::accept);
    QObject::connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    show();
    return dialog.exec() == QDialog::Accepted ? std::optional(chosen()) : std::nullopt;
}

} // namespace

Questions questionsOver(QWidget* parent)
{
    Questions questions;
    questions.otherFolder = [parent](const QString& path) { return askForFolder(parent, path); };
    questions.mayRead = [parent](const QString& path) { return askToRead(parent, path); };
    questions.encoding = [parent](const QString& path, const std::string& beginning) {
        return askForEncoding(parent, path, beginning);
    };
    return questions;
}

} // namespace ui
