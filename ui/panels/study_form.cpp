// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/study_form.h"

#include "core/base/error.h"
#include "core/io/json_file.h"
#include "core/model/config.h"
#include "ui/controls/colour_chip.h"
#include "ui/figure/series_colours.h"
#include "ui/language/words.h"
#include "ui/library/library.h"
#include "ui/panels/study_options.h"
#include "ui/view_models/column_names.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QListWidget>
#include <QSignalBlocker>
#include <QToolButton>

#include <algorithm>
#include <set>
#include <utility>

namespace ui {
namespace {

constexpr int kId = Qt::UserRole;
constexpr int kTrainingLength = Qt::UserRole + 1;
constexpr int kColumn = Qt::UserRole + 2;  // of the comparison; -1: not one of them
constexpr int kPassage = Qt::UserRole + 3; // of a text

} // namespace

StudyForm::StudyForm(Session& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_study(new QComboBox(this))
    , m_about(new QLabel(this))
    , m_models(new QListWidget(this))
    , m_addFolder(new QToolButton(this))
    , m_text(new QComboBox(this))
    , m_openText(new QToolButton(this))
    , m_layout(new QVBoxLayout(this))
{
    fillStudies();
    m_about->setWordWrap(true);
    m_models->setAccessibleName(tr("Models to measure"));
    m_addFolder->setText(tr("Add &folder …"));
    m_addFolder->setToolTip(tr("Add a model: a checkpoint folder"));
    m_text->addItem(QString());
    for (const PassageInfo& passage : passagesAndAll()) {
        m_text->addItem(passage.title);
        m_text->setItemData(m_text->count() - 1, passage.id, kPassage);
        m_text->setItemData(m_text->count() - 1, passage.about, Qt::ToolTipRole);
    }
    m_text->setAccessibleName(tr("Text to read"));
    m_text->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_openText->setText(tr("File …"));
    m_openText->setToolTip(tr("Read a text file (UTF-8)"));
    m_openText->setAccessibleName(tr("Read a text file"));
    layOut();
    showOptions();
    showSession();
    connect(m_study, &QComboBox::currentIndexChanged, this, [this] {
        showOptions();
        emit studyChanged();
    });
    connect(m_models, &QListWidget::itemChanged, this, &StudyForm::changed);
    connect(m_addFolder, &QToolButton::clicked, this, &StudyForm::chooseFolder);
    connect(m_openText, &QToolButton::clicked, this, &StudyForm::chooseFile);
}

void StudyForm::fillStudies()
{
    for (const core::Study& study : core::studies())
        m_study->addItem(words(study.title), QString::fromLatin1(study.id));
    m_study->setAccessibleName(tr("Study"));
    m_study->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
}

void StudyForm::layOut()
{
    const auto row = [](std::initializer_list<QWidget*> widgets) {
        auto* line = new QHBoxLayout;
        for (QWidget* widget : widgets)
            line->addWidget(widget, widget == *widgets.begin() ? 1 : 0);
        return line;
    };
    const auto caption = [this](const QString& name, QWidget* buddy) {
        auto* label = new QLabel(name, this);
        label->setBuddy(buddy);
        return label;
    };
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->addWidget(m_study);
    m_layout->addWidget(m_about);
    m_layout->addLayout(row({caption(tr("&Models"), m_models), m_addFolder}));
    m_layout->addWidget(m_models, 1);
    m_layout->addWidget(caption(tr("&Text"), m_text));
    m_layout->addLayout(row({m_text, m_openText}));
}

QString StudyForm::title() const { return m_study->currentText(); }

const core::Study& StudyForm::study() const
{
    return core::studies()[static_cast<std::size_t>(m_study->currentIndex())];
}

void StudyForm::setStudy(const std::string& id)
{
    m_study->setCurrentIndex(m_study->findData(QString::fromLatin1(core::studyById(id).id)));
}

// What was typed for one study stays for options of the same name.
void StudyForm::showOptions()
{
    if (m_options != nullptr)
        m_contents.insert(m_options->contents());
    delete m_options;
    m_options = new StudyOptions(study(), m_contents, this);
    m_layout->addWidget(m_options);
    m_options->show(); // now, not when the loop comes round: letters are given to what is seen
    m_about->setText(words(study().asks));
}

// ── models and text ────────────────────────────────────────────────────────────────────────────────────────────────

QListWidgetItem* StudyForm::addModel(const QString& id, const QString& label, const QString& encoding,
                                     int trainingLength)
{
    const QIcon chip = colourChip(encodingColour(encoding), m_models->palette().color(QPalette::Base));
    auto* item = new QListWidgetItem(chip, label, m_models);
    item->setData(kId, id);
    item->setData(kTrainingLength, trainingLength);
    item->setData(kColumn, -1);
    item->setToolTip(tr("%1, trained at %2 tokens").arg(id).arg(trainingLength));
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsSelectable);
    item->setCheckState(Qt::Unchecked);
    return item;
}

void StudyForm::addColumns()
{
    const auto& choices = m_session.setup().columns;
    const QVector<ColumnName> names = columnNames(m_session);
    for (std::size_t c = 0; c < choices.size(); ++c) {
        const auto checkpoint = m_session.checkpoint(c);
        const QString id = QString::fromStdString(switchedModelId(choices[c]));
        bool listed = false;
        for (int i = 0; i < m_models->count(); ++i)
            listed = listed || m_models->item(i)->data(kId) == id;
        if (checkpoint == nullptr || listed)
            continue;
        const auto& config = checkpoint->model.config();
        const QString label = names[static_cast<qsizetype>(c)].label;
        auto* item = addModel(id, tr("%1 (column %2)").arg(label).arg(c + 1), QString::fromStdString(config.encoding),
                              config.trainingLength);
        item->setIcon(colourChip(names[static_cast<qsizetype>(c)].colour, m_models->palette().color(QPalette::Base)));
        item->setData(kColumn, static_cast<int>(c));
    }
}

// The columns first, then the others; what was checked stays so.
void StudyForm::showSession()
{
    const QSignalBlocker quiet(m_models);
    std::set<QString> checked;
    std::set<int> checkedColumns;
    std::vector<QListWidgetItem*> folders;
    while (m_models->count() > 0) {
        QListWidgetItem* item = m_models->takeItem(0);
        const int column = item->data(kColumn).toInt();
        if (item->checkState() == Qt::Checked)
            column >= 0 ? void(checkedColumns.insert(column)) : void(checked.insert(item->data(kId).toString()));
        const bool folder = column < 0 && !item->data(kId).toString().toStdString().starts_with(kBuiltin);
        folder ? folders.push_back(item) : delete item;
    }
    addColumns();
    const int columns = m_models->count();
    for (const BuiltinModel& builtin : builtinModels()) {
        bool isColumn = false;
        for (int i = 0; i < columns; ++i)
            isColumn = isColumn || m_models->item(i)->data(kId) == builtin.id;
        if (!isColumn)
            addModel(builtin.id, builtin.label, builtin.encoding, builtin.trainingLength);
    }
    for (QListWidgetItem* folder : folders)
        m_models->addItem(folder);
    for (int i = 0; i < m_models->count(); ++i) {
        QListWidgetItem* item = m_models->item(i);
        const bool column = item->data(kColumn).toInt() >= 0;
        const bool on = column ? !m_filled || checkedColumns.contains(item->data(kColumn).toInt())
                               : checked.contains(item->data(kId).toString());
        item->setCheckState(on ? Qt::Checked : Qt::Unchecked);
    }
    m_filled = m_filled || columns > 0;
    const auto text = m_session.text();
    m_text->setItemText(0, text ? text->title : tr("The main window's text"));
    m_text->setItemData(0, tr("The text of the main window"), Qt::ToolTipRole);
    emit changed();
}

std::vector<QListWidgetItem*> StudyForm::checkedModels() const
{
    std::vector<QListWidgetItem*> items;
    for (int i = 0; i < m_models->count(); ++i)
        if (m_models->item(i)->checkState() == Qt::Checked)
            items.push_back(m_models->item(i));
    return items;
}

void StudyForm::addFolder(const QString& folder)
{
    const std::string file = folder.toStdString() + "/config.json";
    const core::ModelConfig config = core::ModelConfig::fromJson(core::readJsonFile(file), file);
    addModel(folder, QFileInfo(folder).fileName(), QString::fromStdString(config.encoding), config.trainingLength)
        ->setCheckState(Qt::Checked);
}

void StudyForm::useFile(const QString& path)
{
    int at = m_text->findData(path);
    if (at < 0) {
        at = m_text->count();
        m_text->addItem(QFileInfo(path).fileName(), path);
        m_text->setItemData(at, path, Qt::ToolTipRole);
    }
    m_text->setCurrentIndex(at);
}

void StudyForm::chooseFolder()
{
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Add a checkpoint folder"));
    if (folder.isEmpty())
        return;
    try {
        addFolder(folder);
    } catch (const core::Error& problem) {
        emit failed(sentenceOf(problem));
    }
}

void StudyForm::chooseFile()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Read a text"));
    if (!path.isEmpty())
        useFile(path);
}

// ── what comes of it ───────────────────────────────────────────────────────────────────────────────────────────────

bool StudyForm::accepts() { return m_options->accepts(); }

StudyPlan StudyForm::plan() const
{
    StudyPlan plan;
    plan.study = study().id;
    for (const QListWidgetItem* item : checkedModels()) {
        const int column = item->data(kColumn).toInt();
        PlannedModel model{item->data(kId).toString().toStdString(), nullptr};
        if (column >= 0 && model.id.starts_with(kLive))
            model.checkpoint = m_session.checkpoint(static_cast<std::size_t>(column));
        plan.models.push_back(std::move(model));
    }
    const QString file = m_text->currentData().toString();
    const QString passage = m_text->currentData(kPassage).toString();
    if (!passage.isEmpty())
        plan.text = {core::TextKind::Passage, passage.toStdString()};
    else
        plan.text =
            file.isEmpty() ? m_session.setup().text : core::TextChoice{core::TextKind::File, file.toStdString()};
    plan.values = m_options->values();
    plan.seed = m_options->seed();
    return plan;
}

QString StudyForm::obstacle() const
{
    const auto models = checkedModels();
    const core::Study& chosen = study();
    std::vector<int> trained;
    for (const QListWidgetItem* item : models)
        trained.push_back(item->data(kTrainingLength).toInt());
    if (chosen.misfit != nullptr) {
        std::vector<int> listed;
        for (int i = 0; i < m_models->count(); ++i)
            listed.push_back(m_models->item(i)->data(kTrainingLength).toInt());
        if (const auto problem = chosen.misfit(trained, listed))
            return words(*problem);
    }
    if (models.empty())
        return tr("Check at least one model.");
    if (models.size() < chosen.fewestModels)
        return tr("This study takes at least %1 models; check more.").arg(chosen.fewestModels);
    if (models.size() > chosen.mostModels)
        return tr("This study takes at most %1 models; check fewer.").arg(chosen.mostModels);
    return {};
}

} // namespace ui
