// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/heads_field.h"

#include "ui/controls/field_message.h"
#include "ui/figure/heads_text.h"

#include <QKeyEvent>
#include <QRegularExpression>

#include <algorithm>
#include <optional>

namespace ui {
namespace {

// In order, each once; nothing where the text is no list of heads of a model of that shape.
std::optional<std::vector<core::HeadPlace>> headsOf(const QString& text, const core::HeadPlace& shape)
{
    static const QRegularExpression between(QStringLiteral("[\\s,;]+"));
    static const QRegularExpression one(QRegularExpression::anchoredPattern(QStringLiteral("(\\d+)\\.(\\d+)")));
    std::vector<core::HeadPlace> heads;
    for (const QString& part : text.split(between, Qt::SkipEmptyParts)) {
        const QRegularExpressionMatch match = one.match(part);
        bool layerFits = false; // an int
        bool headFits = false;
        const core::HeadPlace head{match.captured(1).toInt(&layerFits), match.captured(2).toInt(&headFits)};
        if (!layerFits || !headFits || head.layer >= shape.layer || head.head >= shape.head)
            return std::nullopt;
        heads.push_back(head);
    }
    return core::headsIn(core::headSet(std::move(heads)));
}

} // namespace

HeadsField::HeadsField(QWidget* parent)
    : QLineEdit(parent)
    , m_message(new FieldMessage(this))
{
    connect(this, &QLineEdit::textEdited, m_message, &FieldMessage::clear);
    connect(this, &QLineEdit::editingFinished, this, &HeadsField::take);
}

void HeadsField::showHeads(const std::vector<core::HeadPlace>& heads)
{
    if (heads == m_heads)
        return; // what is being typed stays
    m_heads = heads;
    m_message->clear();
    setText(headsText(heads));
}

QString HeadsField::message() const { return m_message->text(); }

void HeadsField::take()
{
    const QString typed = text();
    const auto heads = headsOf(typed, m_shape);
    setText(headsText(heads.value_or(m_heads)));
    if (!heads)
        m_message->sayOnce(tr("“%1” was not taken: write heads as layer.head, such as 0.0, 0.1, with layers from 0 to "
                              "%2 and heads from 0 to %3.")
                               .arg(typed.simplified().left(40))
                               .arg(m_shape.layer - 1)
                               .arg(m_shape.head - 1));
    if (!heads || *heads == m_heads)
        return;
    m_heads = *heads;
    emit headsChanged();
}

bool HeadsField::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto& key = static_cast<QKeyEvent&>(*event);
        const bool edited = text() != headsText(m_heads);
        if (isForWindow(key, edited)) {
            event->ignore();
            return true;
        }
        if (key.key() == Qt::Key_Escape && (edited || !message().isEmpty())) {
            event->accept();
            return true;
        }
    }
    return QLineEdit::event(event);
}

void HeadsField::keyPressEvent(QKeyEvent* event)
{
    if (event->key() != Qt::Key_Escape)
        return QLineEdit::keyPressEvent(event);
    const bool used = text() != headsText(m_heads) || !message().isEmpty();
    m_message->clear();
    setText(headsText(m_heads));
    event->setAccepted(used);
}

} // namespace ui
