// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/model_facts_page.h"

#include "ui/library/library.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QScrollBar>
#include <QTextOption>

namespace ui {
namespace {

// Weights that were trained in this window have no file to hash.
std::string sha256Of(const std::string& id, const core::Cancel& cancel)
{
    return id.starts_with(kLive) ? std::string() : weightsSha256(id, cancel);
}

QString factRow(const ModelFact& fact, const QColor& quiet)
{
    const QString value = fact.value.toHtmlEscaped();
    return QStringLiteral("<tr><td style='padding: 1px 12px 1px 0; color: %1; white-space: nowrap'>%2</td>"
                          "<td style='padding: 1px 0; %4'>%3</td></tr>")
        .arg(quiet.name(), fact.name.toHtmlEscaped(), value,
             fact.isRecorded() ? QString() : QStringLiteral("color: %1").arg(quiet.name()));
}

} // namespace

ModelFactsPage::ModelFactsPage(QWidget* parent)
    : QTextBrowser(parent)
{
    setAccessibleName(tr("About the model"));
    setOpenLinks(false);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere); // a hash is longer than a narrow page
    setTabChangesFocus(true);
}

void ModelFactsPage::showModel(const std::string& id, std::shared_ptr<const core::Checkpoint> known)
{
    m_facts.reset();
    setPlainText(tr("reading the model …"));
    emit factsChanged();
    m_reading.start(
        [this, id, known = std::move(known)](const Job::Run& run) {
            ModelFacts facts =
                known ? modelFacts(id, *known, sha256Of(id, run.cancel())) : readModelFacts(id, run.cancel());
            run.deliver([this, facts = std::move(facts)] {
                m_facts = facts;
                showFacts();
                emit factsChanged();
            });
        },
        [this](const JobEnding& ending) {
            if (!ending.trouble.isEmpty())
                showSentence(ending.trouble);
        });
}

void ModelFactsPage::showSentence(const QString& sentence)
{
    m_reading.forget();
    m_facts.reset();
    setPlainText(sentence);
    emit factsChanged();
}

void ModelFactsPage::copyAll() const
{
    if (m_facts)
        QApplication::clipboard()->setText(m_facts->text());
}

void ModelFactsPage::showFacts()
{
    const QColor quiet = palette().color(QPalette::PlaceholderText);
    QString html = QStringLiteral("<h3>%1</h3><table>").arg(m_facts->title.toHtmlEscaped());
    for (const ModelFactGroup& group : m_facts->groups) {
        html += QStringLiteral("<tr><td colspan='2' style='padding: 8px 0 2px 0'>"
                               "<b>%1</b></td></tr>")
                    .arg(group.title.toHtmlEscaped());
        for (const ModelFact& fact : group.facts)
            html += factRow(fact, quiet);
    }
    html += QStringLiteral("</table>");
    const int place = verticalScrollBar()->value();
    setHtml(html);
    verticalScrollBar()->setValue(place);
}

void ModelFactsPage::changeEvent(QEvent* event)
{
    QTextBrowser::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_facts)
        showFacts();
}

} // namespace ui
