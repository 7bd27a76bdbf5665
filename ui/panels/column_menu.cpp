// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/column_menu.h"

#include "ui/library/library.h"
#include "ui/session/column_edits.h"
#include "ui/view_models/heads_off.h"

#include <QAction>
#include <QCoreApplication>
#include <QFileDialog>
#include <QMenu>

namespace ui {
namespace {

QString menuText(const char* text) { return QCoreApplication::translate("ui::ColumnMenu", text); }

// Where an ampersand is no mark.
QString plain(QString text) { return text.replace(QLatin1Char('&'), QLatin1String("&&")); }

template <typename Act>
QAction* add(QMenu& menu, const QString& text, bool possible, Act act)
{
    QAction* entry = menu.addAction(text);
    entry->setEnabled(possible);
    QObject::connect(entry, &QAction::triggered, &menu, act);
    return entry;
}

void addDifference(QMenu& menu, Session& session, const Comparison& comparison, std::size_t a, std::size_t b)
{
    const auto& columns = session.setup().columns;
    QAction* entry =
        add(menu, menuText("%1 − %2").arg(plain(comparison.column(a).label), plain(comparison.column(b).label)), true,
            [&session, a, b] { showDifference(session, a, b); });
    entry->setCheckable(true);
    entry->setChecked(session.setup().view.difference == core::Difference{columns[a].id, columns[b].id});
}

void addNoDifference(QMenu& menu, Session& session)
{
    QAction* none = add(menu, menuText("No difference"), true, [&session] { hideDifference(session); });
    none->setCheckable(true);
    none->setChecked(!session.setup().view.difference);
}

} // namespace

void fillModelMenu(QMenu& menu, const std::function<void(const std::string&)>& choose)
{
    for (const BuiltinModel& model : builtinModels())
        add(menu, plain(model.label), true, [choose, id = model.id.toStdString()] { choose(id); });
    menu.addSeparator();
    add(menu, menuText("Open a checkpoint folder …"), true, [choose, parent = menu.parentWidget()] {
        const QString folder = QFileDialog::getExistingDirectory(parent, menuText("Open a checkpoint folder"));
        if (!folder.isEmpty())
            choose(folder.toStdString());
    });
}

void fillColumnMenu(QMenu& menu, Session& session, const Comparison& comparison, std::size_t column,
                    const std::function<void(const QString& action)>& act)
{
    menu.clear();
    qDeleteAll(menu.findChildren<QMenu*>(QString(), Qt::FindDirectChildrenOnly)); // clear() leaves them
    const auto& columns = session.setup().columns;
    if (column >= columns.size() || comparison.columns() != columns.size())
        return;
    add(menu, menuText("Choose another model …"), true, [act] { act(QStringLiteral("choose-model")); });
    add(menu, menuText("About this model …"), session.checkpoint(column) != nullptr,
        [act] { act(QStringLiteral("about-model")); });
    add(menu, menuText("The same model again beside it"), canAddColumn(session),
        [&session, column] { copyColumn(session, column); });
    menu.addSeparator();
    QMenu* difference = menu.addMenu(menuText("Difference of the maps"));
    difference->setEnabled(columns.size() > 1);
    for (std::size_t other = 0; other < columns.size(); ++other)
        if (other != column)
            addDifference(*difference, session, comparison, column, other);
    addNoDifference(*difference, session);
    menu.addSeparator();
    add(menu, menuText("Move to the left"), column > 0,
        [&session, column] { moveColumn(session, column, column - 1); });
    add(menu, menuText("Move to the right"), column + 1 < columns.size(),
        [&session, column] { moveColumn(session, column, column + 1); });
    QMenu* swap = menu.addMenu(menuText("Swap with"));
    swap->setEnabled(columns.size() > 1);
    for (std::size_t other = 0; other < columns.size(); ++other)
        if (other != column)
            add(*swap, plain(comparison.column(other).label), true,
                [&session, column, other] { swapColumns(session, column, other); });
    menu.addSeparator();
    add(menu, menuText("Remove this column"), canRemoveColumn(session),
        [&session, column] { removeColumn(session, column); });
}

void fillHeadMenu(QMenu& menu, Session& session, std::size_t column, const core::HeadPlace& head)
{
    const bool off = isHeadOff(session, column, head);
    const QString text = off ? menuText("Switch layer %1 head %2 on") : menuText("Switch layer %1 head %2 off");
    add(menu, text.arg(head.layer).arg(head.head), true,
        [&session, column, head, off] { switchHead(session, column, head, off); });
    const auto checkpoint = session.checkpoint(column);
    add(menu, menuText("Switch all heads on"),
        checkpoint != nullptr && !headsOff(session.setup().columns[column], *checkpoint).empty(),
        [&session, column] { switchAllHeadsOn(session, column); });
}

void fillDifferenceMenu(QMenu& menu, Session& session, const Comparison& comparison)
{
    menu.clear();
    for (std::size_t a = 0; a < comparison.columns(); ++a)
        for (std::size_t b = 0; b < comparison.columns(); ++b)
            if (a != b)
                addDifference(menu, session, comparison, a, b);
    if (!menu.isEmpty())
        menu.addSeparator();
    addNoDifference(menu, session);
}

} // namespace ui
