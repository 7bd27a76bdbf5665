// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/command_palette.h"

#include "ui/actions/action_menus.h"
#include "ui/controls/noted_item.h"

#include <QApplication>
#include <QBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>

#include <algorithm>

namespace ui {
namespace {

constexpr int kIndex = NotedItemDelegate::kNote + 1; // of an item: its action; the note is the shortcut
constexpr int kRows = 12;

// Its name and, where the window says more now, that: which file is the third recent one, what would be undone.
QString entryText(const Action& action, const ActionContext& context)
{
    const QString text = action.plainText();
    const QString now = withoutMarks(action.textNow(context));
    if (now.isEmpty() || text.contains(now, Qt::CaseInsensitive))
        return text;
    return now.contains(text, Qt::CaseInsensitive) ? now : text + QStringLiteral(": ") + now;
}

} // namespace

CommandPalette::CommandPalette(const ActionMenus& menus, const ActionContext& context, QWidget* window)
    : QFrame(window)
    , m_menus(menus)
    , m_context(context)
    , m_typed(new QLineEdit(this))
    , m_list(new QListWidget(this))
{
    setObjectName(QStringLiteral("commandPalette"));
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    m_typed->setPlaceholderText(tr("What do you want to do?"));
    m_typed->setAccessibleName(tr("Find an action"));
    m_list->setAccessibleName(tr("Actions found"));
    m_list->setItemDelegate(new NotedItemDelegate(m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 6, 6, 6);
    layout->setSpacing(4);
    layout->addWidget(m_typed);
    layout->addWidget(m_list);
    m_typed->installEventFilter(this);
    connect(m_typed, &QLineEdit::textChanged, this, &CommandPalette::showMatches);
    connect(m_typed, &QLineEdit::returnPressed, this, &CommandPalette::runChosen);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::runChosen);
    hide();
}

std::optional<int> CommandPalette::score(const QString& typed, const QString& text)
{
    // In one piece is better than any letters that happen to follow each other.
    int total = text.contains(typed.trimmed(), Qt::CaseInsensitive) ? 10 * static_cast<int>(typed.size()) : 0;
    qsizetype at = -1;
    for (const QChar letter : typed) {
        if (letter.isSpace())
            continue;
        // The next place where it begins a word counts more than a nearer one inside a word.
        qsizetype inside = -1;
        qsizetype start = -1;
        for (qsizetype i = at + 1; i < text.size() && start < 0; ++i)
            if (text[i].toCaseFolded() == letter.toCaseFolded()) {
                if (inside < 0)
                    inside = i;
                if (i == 0 || !text[i - 1].isLetterOrNumber())
                    start = i;
            }
        if (inside < 0)
            return std::nullopt;
        const bool goesOn = inside == at + 1 && at >= 0;
        at = goesOn || start < 0 ? inside : start;
        total += goesOn ? 6 : at == start ? 5 : 1;
    }
    return total * 8 - static_cast<int>(std::min<qsizetype>(text.size(), 64)) / 8; // of equals the shorter
}

void CommandPalette::open()
{
    if (isVisible())
        return leave();
    m_focusBefore = QApplication::focusWidget();
    const QWidget* window = parentWidget();
    const int width = std::min(window->width() - 40, fontMetrics().averageCharWidth() * 90);
    const int row = fontMetrics().height() + 8;
    const int height = std::min(window->height() - 80, row * kRows + m_typed->sizeHint().height() + 24);
    setGeometry((window->width() - width) / 2, 40, width, height);
    m_typed->clear();
    showMatches();
    show();
    raise();
    m_typed->setFocus(Qt::PopupFocusReason);
}

void CommandPalette::showMatches()
{
    struct Match
    {
        int score;
        std::size_t index;
    };
    std::vector<Match> matches;
    const std::vector<Action>& actions = m_menus.actions();
    for (std::size_t i = 0; i < actions.size(); ++i) {
        if (!actions[i].possible(m_context) || actions[i].id == "find-action")
            continue;
        const QString menu = withoutMarks(titleOf(actions[i].menu));
        if (const auto value = score(m_typed->text(), entryText(actions[i], m_context) + QLatin1Char(' ') + menu))
            matches.push_back({*value, i});
    }
    if (!m_typed->text().trimmed().isEmpty())
        std::stable_sort(matches.begin(), matches.end(),
                         [](const Match& a, const Match& b) { return a.score > b.score; });
    m_list->clear();
    for (const Match& match : matches) {
        const Action& action = actions[match.index];
        auto* item = new QListWidgetItem(withoutMarks(titleOf(action.menu)) + QStringLiteral(":  ") +
                                         entryText(action, m_context));
        item->setData(NotedItemDelegate::kNote, action.shortcuts.empty()
                                                    ? QString()
                                                    : action.shortcuts.front().toString(QKeySequence::NativeText));
        item->setData(kIndex, static_cast<int>(match.index));
        m_list->addItem(item);
    }
    m_list->setCurrentRow(0);
}

void CommandPalette::runChosen()
{
    const QListWidgetItem* chosen = m_list->currentItem();
    if (chosen == nullptr)
        return;
    const Action& action = m_menus.actions()[static_cast<std::size_t>(chosen->data(kIndex).toInt())];
    leave();
    m_menus.run(action);
}

void CommandPalette::leave()
{
    hide();
    if (m_focusBefore != nullptr && m_focusBefore->isVisible())
        m_focusBefore->setFocus(Qt::PopupFocusReason);
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::FocusOut && isVisible() &&
        static_cast<QFocusEvent*>(event)->reason() != Qt::ActiveWindowFocusReason)
        hide();
    if (event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    const int row = m_list->currentRow();
    const int step = key == Qt::Key_Down       ? 1
                     : key == Qt::Key_Up       ? -1
                     : key == Qt::Key_PageDown ? kRows - 1
                     : key == Qt::Key_PageUp   ? 1 - kRows
                                               : 0;
    if (step != 0)
        m_list->setCurrentRow(std::clamp(row + step, 0, m_list->count() - 1));
    else if (key == Qt::Key_Escape)
        leave();
    return step != 0 || key == Qt::Key_Escape || key == Qt::Key_Tab || key == Qt::Key_Backtab;
}

} // namespace ui
