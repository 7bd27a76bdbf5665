// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/message_bar.h"

#include "ui/settings/look.h"

#include <QBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace ui {
namespace {

constexpr int kWhile = 8000; // ms

}

MessageBar::MessageBar(QWidget* parent)
    : QWidget(parent)
{
    setStyleSheet(look::messageLines());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(look::kNear);
    m_errorLine = addLine(QStringLiteral("errorBar"), m_error); // tests and scripts find them by these names
    m_noticeLine = addLine(QStringLiteral("noticeBar"), m_notice);
    m_while.setSingleShot(true);
    m_while.setInterval(kWhile);
    connect(&m_while, &QTimer::timeout, m_noticeLine, &QWidget::hide);
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
    connect(close, &QToolButton::clicked, line, &QWidget::hide);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(10, 4, 4, 4);
    row->addWidget(text, 1);
    row->addWidget(close);
    line->hide();
    layout()->addWidget(line);
    return line;
}

QString MessageBar::notice() const { return m_noticeLine->isHidden() ? QString() : m_notice->text(); }

void MessageBar::showError(const QString& sentence)
{
    m_noticeLine->hide();
    m_error->setText(sentence);
    m_errorLine->show();
}

void MessageBar::hideError() { m_errorLine->hide(); }

void MessageBar::say(const QString& sentence)
{
    m_notice->setText(sentence);
    m_noticeLine->show();
    m_while.start();
}

} // namespace ui
