// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/message_bar.h"

#include "ui/controls/file_links.h"
#include "ui/settings/look.h"

#include <QBoxLayout>
#include <QEvent>
#include <QLabel>
#include <QToolButton>

namespace ui {
namespace {

constexpr int kWhile = 8000; // ms

}

MessageBar::MessageBar(QWidget* over)
    : QWidget(over)
{
    over->installEventFilter(this);
    setStyleSheet(look::messageLines());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(look::kNear);
    m_errorLine = addLine(QStringLiteral("errorBar"), m_error); // tests and scripts find them by these names
    m_noticeLine = addLine(QStringLiteral("noticeBar"), m_notice);
    connectFileLinks(*m_notice);
    m_while.setSingleShot(true);
    m_while.setInterval(kWhile);
    connect(&m_while, &QTimer::timeout, this, [this] { showLine(m_noticeLine, false); });
    hide();
}

bool MessageBar::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parent() && event->type() == QEvent::Resize)
        place();
    return QWidget::eventFilter(watched, event);
}

void MessageBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        place();
}

void MessageBar::showLine(QWidget* line, bool shown)
{
    line->setVisible(shown);
    setVisible(!m_errorLine->isHidden() || !m_noticeLine->isHidden());
    place();
}

void MessageBar::place()
{
    const int wide = parentWidget()->width() - 2 * look::kEdge;
    layout()->invalidate();
    const int high =
        layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(wide) : layout()->sizeHint().height();
    setGeometry(look::kEdge, parentWidget()->height() - high - look::kNear, wide, high);
    raise();
}

QWidget* MessageBar::addLine(const QString& name, QLabel*& text)
{
    auto* line = new QWidget(this);
    line->setObjectName(name);
    text = new QLabel(line);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* close = new QToolButton(line);
    close->setText(QStringLiteral("✕"));
    close->setToolTip(tr("Hide this message"));
    close->setAccessibleName(tr("Hide this message"));
    close->setAutoRaise(true);
    connect(close, &QToolButton::clicked, this, [this, line] { showLine(line, false); });
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(10, 4, 4, 4);
    row->addWidget(text, 1);
    row->addWidget(close);
    line->hide();
    layout()->addWidget(line);
    return line;
}

QString MessageBar::notice() const { return m_noticeLine->isHidden() ? QString() : m_said; }

void MessageBar::showError(const QString& sentence)
{
    m_error->setText(sentence);
    showLine(m_noticeLine, false);
    showLine(m_errorLine, true);
}

void MessageBar::hideError()
{
    if (!m_errorLine->isHidden())
        showLine(m_errorLine, false);
}

void MessageBar::say(const QString& sentence, const QString& file)
{
    m_said = sentence;
    m_notice->setTextFormat(file.isEmpty() ? Qt::PlainText : Qt::RichText);
    m_notice->setText(file.isEmpty() ? sentence : withFileLinks(sentence, file));
    showLine(m_errorLine, false); // of an attempt before
    showLine(m_noticeLine, true);
    m_while.start();
}

} // namespace ui
