// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/model_chooser.h"

#include "ui/controls/noted_item.h"
#include "ui/controls/screen_fit.h"
#include "ui/panels/model_facts_page.h"
#include "ui/session/session.h"
#include "ui/settings/look.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSplitter>

#include <algorithm>
#include <cstdlib>

namespace ui {
namespace {

constexpr int kModelId = NotedItemDelegate::kNote + 1;
constexpr int kPage = 10; // models that PageUp and PageDown pass over

bool isModel(const QListWidgetItem& item) { return item.flags().testFlag(Qt::ItemIsSelectable); }

} // namespace

ModelChooser::ModelChooser(const Session& session, const QStringList& recent, std::size_t column, const QString& label,
                           QWidget* parent)
    : QDialog(parent)
    , m_session(session)
    , m_recent(recent)
    , m_column(column)
    , m_typed(new QLineEdit(this))
    , m_grouping(new QComboBox(this))
    , m_list(new QListWidget(this))
    , m_page(new ModelFactsPage(this))
{
    setWindowTitle(tr("Choose the model of column %1 (now %2)").arg(column + 1).arg(label));
    m_typed->setPlaceholderText(tr("Search …"));
    m_typed->setAccessibleName(tr("Search models by encoding, length or folder"));
    m_typed->setToolTip(m_typed->accessibleName());
    m_typed->setClearButtonEnabled(true);
    m_typed->installEventFilter(this);
    m_grouping->addItem(tr("By training length"));
    m_grouping->addItem(tr("By encoding"));
    m_grouping->setAccessibleName(tr("How models inside the program are grouped"));
    m_grouping->setToolTip(m_grouping->accessibleName());
    m_list->setAccessibleName(tr("Models"));
    m_list->setItemDelegate(new NotedItemDelegate(m_list));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_choose = buttons->addButton(tr("C&hoose"), QDialogButtonBox::AcceptRole);
    m_choose->setDefault(true);
    QPushButton* folder = buttons->addButton(tr("&Open a checkpoint folder …"), QDialogButtonBox::ActionRole);
    folder->setAutoDefault(false);

    auto* left = new QWidget(this);
    auto* search = new QHBoxLayout;
    search->setSpacing(look::kNear);
    search->addWidget(m_typed, 1);
    search->addWidget(m_grouping);
    auto* listed = new QVBoxLayout(left);
    listed->setContentsMargins(0, 0, 0, 0);
    listed->addLayout(search);
    listed->addWidget(m_list, 1);
    auto* parts = new QSplitter(this);
    parts->setChildrenCollapsible(false);
    parts->addWidget(left);
    parts->addWidget(m_page);
    parts->setStretchFactor(0, 2);
    parts->setStretchFactor(1, 3);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(parts, 1);
    layout->addWidget(buttons);

    connect(m_typed, &QLineEdit::textChanged, this, &ModelChooser::showModels);
    connect(m_grouping, &QComboBox::activated, this, &ModelChooser::showModels);
    connect(m_list, &QListWidget::currentItemChanged, this, &ModelChooser::showHighlighted);
    connect(m_list, &QListWidget::itemActivated, this, &QDialog::accept); // Enter and double click
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(folder, &QPushButton::clicked, this, &ModelChooser::openFolder);
    const int letter = fontMetrics().averageCharWidth();
    resize(letter * 150, fontMetrics().height() * 34);
    fitToScreen(*this);
    parts->setSizes({width() * 2 / 5, width() * 3 / 5});
    showModels();
    m_typed->setFocus();
}

std::string ModelChooser::chosen() const
{
    if (!m_folder.empty())
        return m_folder;
    const QListWidgetItem* item = m_list->currentItem();
    return item != nullptr && isModel(*item) ? item->data(kModelId).toString().toStdString() : std::string();
}

std::optional<std::string> ModelChooser::ask(const Session& session, const QStringList& recent, std::size_t column,
                                             const QString& label, QWidget* parent)
{
    ModelChooser dialog(session, recent, column, label, parent);
    if (dialog.exec() != QDialog::Accepted || dialog.chosen().empty())
        return std::nullopt;
    return dialog.chosen();
}

// What is highlighted stays so while it is found, else the column's own model, else the first.
void ModelChooser::showModels()
{
    const std::string before = chosen();
    const std::string present = m_session.setup().columns[m_column].model;
    const QSignalBlocker quiet(m_list);
    m_list->clear();
    QListWidgetItem* first = nullptr;
    QListWidgetItem* wanted = nullptr;
    const auto grouping = m_grouping->currentIndex() == 0 ? ModelGrouping::TrainingLength : ModelGrouping::Encoding;
    for (const ModelGroup& group : modelGroups(m_session, m_recent, grouping)) {
        QListWidgetItem* heading = nullptr;
        for (const ListedModel& model : group.models) {
            if (!isFound(model, group.title, m_typed->text()))
                continue;
            if (heading == nullptr) {
                heading = new QListWidgetItem(group.title, m_list);
                heading->setFlags(Qt::NoItemFlags);
                QFont font = m_list->font();
                font.setBold(true);
                heading->setFont(font);
            }
            auto* item = new QListWidgetItem(QStringLiteral("    ") + model.label, m_list);
            QStringList notes;
            for (const std::size_t column : model.columns)
                notes.append(column == m_column ? tr("✓ this column") : tr("column %1").arg(column + 1));
            if (!model.place.isEmpty())
                notes.append(model.place);
            item->setData(NotedItemDelegate::kNote, notes.join(QStringLiteral(" · ")));
            item->setData(Qt::AccessibleTextRole, (QStringList{model.label} + notes).join(QStringLiteral(", ")));
            item->setData(kModelId, QString::fromStdString(model.id));
            if (model.columns.contains(m_column)) {
                QFont font = m_list->font();
                font.setBold(true);
                item->setFont(font);
            }
            first = first != nullptr ? first : item;
            if (model.id == before || (wanted == nullptr && model.id == present))
                wanted = item;
        }
    }
    m_list->setCurrentItem(wanted != nullptr ? wanted : first);
    if (m_list->currentItem() != nullptr)
        m_list->scrollToItem(m_list->currentItem(), QAbstractItemView::PositionAtCenter);
    showHighlighted();
}

void ModelChooser::showHighlighted()
{
    const std::string id = chosen();
    m_choose->setEnabled(!id.empty());
    if (id == m_shown && !id.empty())
        return;
    m_shown = id;
    if (id.empty())
        m_page->showSentence(tr("No model is called so; clear the search, or open a checkpoint folder."));
    else
        m_page->showModel(id, m_session.model(id));
}

// Past headings.
void ModelChooser::step(int steps)
{
    int row = m_list->currentRow();
    for (int next = row; steps != 0;) {
        next += steps > 0 ? 1 : -1;
        if (next < 0 || next >= m_list->count())
            break;
        if (isModel(*m_list->item(next))) {
            row = next;
            steps -= steps > 0 ? 1 : -1;
        }
    }
    m_list->setCurrentRow(row);
}

void ModelChooser::openFolder()
{
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Open a checkpoint folder"));
    if (folder.isEmpty())
        return;
    m_folder = folder.toStdString();
    accept();
}

// The list is moved through while the text is typed.
bool ModelChooser::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        const int steps = key == Qt::Key_Down       ? 1
                          : key == Qt::Key_Up       ? -1
                          : key == Qt::Key_PageDown ? kPage
                          : key == Qt::Key_PageUp   ? -kPage
                                                    : 0;
        if (steps != 0) {
            step(steps);
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace ui
