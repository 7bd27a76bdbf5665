// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/study_form.h"

#include "core/base/error.h"
#include "core/io/json_file.h"
#include "core/model/config.h"
#include "ui/controls/colour_chip.h"
#include "ui/figure/series_colours.h"
#include "ui/library/library.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QRegularExpression>
#include <QSignalBlocker>
#include <QToolButton>

#include <algorithm>
#include <array>
#include <set>

namespace ui {
namespace {

constexpr int kId = Qt::UserRole;
constexpr int kTrainingLength = Qt::UserRole + 1;
constexpr int kColumn = Qt::UserRole + 2; // of the comparison; -1: not one of them

struct Known
{
    const char* id;
    const char* name;
    const char* about;
    const char* lengths; // which ones, when none are given
};

constexpr std::array kStudys{
    Known{"extrapolation", QT_TRANSLATE_NOOP("ui::StudyForm", "Extrapolation"),
          QT_TRANSLATE_NOOP("ui::StudyForm", "Perplexity by length, past the length each model was trained on."),
          QT_TRANSLATE_NOOP("ui::StudyForm", "8 … 32 × training length")},
    Known{"short-long", QT_TRANSLATE_NOOP("ui::StudyForm", "Train short, test long"),
          QT_TRANSLATE_NOOP("ui::StudyForm", "One model trained on short inputs, one on long ones, both tested at "
                                             "the long length; and what each training takes on this machine."),
          QT_TRANSLATE_NOOP("ui::StudyForm", "the longer training length")},
    Known{"windows", QT_TRANSLATE_NOOP("ui::StudyForm", "Sliding window against nonoverlapping"),
          QT_TRANSLATE_NOOP("ui::StudyForm", "The same predictions from windows side by side and from sliding "
                                             "ones, where no prediction lacks context."),
          QT_TRANSLATE_NOOP("ui::StudyForm", "½ … 8 × training length")},
    Known{"reach", QT_TRANSLATE_NOOP("ui::StudyForm", "Reach"),
          QT_TRANSLATE_NOOP("ui::StudyForm", "How far back every head looks, against what its bias alone would "
                                             "give; and how much context can be cut away before the loss "
                                             "changes."),
          QT_TRANSLATE_NOOP("ui::StudyForm", "8 × training length")},
};

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
    , m_options(new QFormLayout)
    , m_lengths(new QLineEdit(this))
    , m_tokens(new QSpinBox(this))
    , m_windowing(new QComboBox(this))
    , m_stride(new QSpinBox(this))
    , m_early(new QSpinBox(this))
    , m_samples(new QSpinBox(this))
    , m_tolerance(new QDoubleSpinBox(this))
    , m_steps(new QSpinBox(this))
    , m_stepTokens(new QSpinBox(this))
    , m_seed(new QSpinBox(this))
{
    fillStudies();
    m_about->setWordWrap(true);
    m_models->setAccessibleName(tr("Models to measure"));
    m_addFolder->setText(tr("Add &folder …"));
    m_addFolder->setToolTip(tr("Add a model: a checkpoint folder"));
    m_text->addItem(QString());
    m_text->setAccessibleName(tr("Text to read"));
    m_text->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_openText->setText(tr("File …"));
    m_openText->setToolTip(tr("Read a text file (UTF-8)"));
    m_openText->setAccessibleName(tr("Read a text file"));
    buildNumbers();
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
    connect(m_windowing, &QComboBox::currentIndexChanged, this, &StudyForm::showOptions);
}

void StudyForm::fillStudies()
{
    for (const Known& known : kStudys)
        m_study->addItem(tr(known.name), QString::fromLatin1(known.id));
    m_study->setAccessibleName(tr("Study"));
    m_study->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
}

void StudyForm::buildNumbers()
{
    m_lengths->setAccessibleName(tr("Lengths in tokens"));
    m_windowing->addItems({tr("side by side"), tr("sliding")});
    m_windowing->setAccessibleName(tr("Windows"));
    const auto set = [](QSpinBox* box, int least, int value, const QString& name, const QString& tip) {
        box->setRange(least, 1 << 24);
        box->setValue(value);
        box->setAccessibleName(name);
        box->setToolTip(tip);
    };
    set(m_tokens, 0, 0, tr("Scored tokens"), tr("How many predictions are scored, the same ones at every length"));
    set(m_stride, 1, 1, tr("Stride"), tr("Tokens a sliding window moves on by"));
    set(m_early, 1, 10, tr("Early tokens"), tr("A prediction from at most so many tokens of context counts as early"));
    set(m_samples, 1, 100, tr("Samples"), tr("Predictions whose context is cut"));
    set(m_steps, 1, 30, tr("Training steps"), tr("Steps of training that are measured"));
    set(m_stepTokens, 1, 2048, tr("Tokens per step"), tr("Tokens of a training step"));
    set(m_seed, 0, 1, tr("Seed"), tr("Seed of whatever is drawn at random"));
    m_tolerance->setRange(0.01, 99.0);
    m_tolerance->setValue(1.0);
    m_tolerance->setSuffix(QStringLiteral(" %"));
    m_tolerance->setAccessibleName(tr("Tolerance"));
    m_tolerance->setToolTip(tr("Part of the loss that counts as no change"));
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
    m_options->addRow(tr("&Lengths"), m_lengths);
    m_options->addRow(tr("W&indows"), m_windowing);
    m_options->addRow(tr("St&ride"), m_stride);
    m_options->addRow(tr("Scored to&kens"), m_tokens);
    m_options->addRow(tr("Earl&y: at most"), m_early);
    m_options->addRow(tr("Sa&mples"), m_samples);
    m_options->addRow(tr("T&olerance"), m_tolerance);
    m_options->addRow(tr("Trai&ning steps"), m_steps);
    m_options->addRow(tr("To&kens per step"), m_stepTokens);
    m_options->addRow(tr("See&d"), m_seed);
    m_options->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_study);
    layout->addWidget(m_about);
    layout->addLayout(row({caption(tr("&Models"), m_models), m_addFolder}));
    layout->addWidget(m_models, 1);
    layout->addWidget(caption(tr("&Text"), m_text));
    layout->addLayout(row({m_text, m_openText}));
    layout->addLayout(m_options);
}

QString StudyForm::title() const { return m_study->currentText(); }

std::string StudyForm::study() const { return m_study->currentData().toString().toStdString(); }

void StudyForm::setStudy(const std::string& study)
{
    m_study->setCurrentIndex(m_study->findData(QString::fromStdString(study)));
}

void StudyForm::showOptions()
{
    const Known& known = kStudys[static_cast<std::size_t>(m_study->currentIndex())];
    const std::string id = known.id;
    m_about->setText(tr(known.about));
    m_lengths->setPlaceholderText(tr(known.lengths));
    m_lengths->setToolTip(id == "short-long" ? tr("The length both are tested at; empty: %1").arg(tr(known.lengths))
                                             : tr("For example 32, 64, 128; empty: %1").arg(tr(known.lengths)));
    m_tokens->setSpecialValueText(id == "windows" ? tr("1000 or the longest length") : tr("all"));
    const bool windows = id == "windows";
    const bool reach = id == "reach";
    const bool shortLong = id == "short-long";
    m_options->setRowVisible(m_windowing, id == "extrapolation");
    m_options->setRowVisible(m_stride, windows || (id == "extrapolation" && m_windowing->currentIndex() == 1));
    m_options->setRowVisible(m_tokens, !reach);
    m_options->setRowVisible(m_early, windows);
    m_options->setRowVisible(m_samples, reach);
    m_options->setRowVisible(m_tolerance, reach);
    m_options->setRowVisible(m_steps, shortLong);
    m_options->setRowVisible(m_stepTokens, shortLong);
    m_options->setRowVisible(m_seed, reach || shortLong);
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
    for (std::size_t c = 0; c < choices.size(); ++c) {
        const auto checkpoint = m_session.checkpoint(c);
        const QString id = QString::fromStdString(switchedModelId(choices[c]));
        bool listed = false;
        for (int i = 0; i < m_models->count(); ++i)
            listed = listed || m_models->item(i)->data(kId) == id;
        if (checkpoint == nullptr || listed)
            continue;
        QString label = QString::fromStdString(checkpoint->name);
        for (const BuiltinModel& builtin : builtinModels())
            if (builtin.id.toStdString() == choices[c].model)
                label = builtin.label;
        if (id.toStdString() != choices[c].model)
            label += tr(", changed");
        const auto& config = checkpoint->model.config();
        auto* item = addModel(id, tr("%1 (column %2)").arg(label).arg(c + 1), QString::fromStdString(config.encoding),
                              config.trainingLength);
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
        emit failed(QString::fromUtf8(problem.what()));
    }
}

void StudyForm::chooseFile()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Read a text"));
    if (!path.isEmpty())
        useFile(path);
}

// ── what comes of it ───────────────────────────────────────────────────────────────────────────────────────────────

std::vector<core::Index> StudyForm::lengths() const
{
    std::vector<core::Index> lengths;
    const QStringList parts =
        m_lengths->text().split(QRegularExpression(QStringLiteral("[,;\\s]+")), Qt::SkipEmptyParts);
    for (const QString& part : parts) {
        bool fine = false;
        const int length = part.toInt(&fine);
        if (!fine || length < 1 || length > core::kLongestLength)
            throw core::error("Lengths: \"{}\" is not a length; give whole numbers from 1 to {}, for example 32, 64, "
                              "128.",
                              part.left(40).toStdString(), core::kLongestLength);
        lengths.push_back(length);
    }
    if (study() == "short-long" && lengths.size() > 1)
        throw core::error("Lengths: both models are tested at one length; give only one.");
    return lengths;
}

StudyPlan StudyForm::plan() const
{
    StudyPlan plan;
    plan.study = study();
    for (const QListWidgetItem* item : checkedModels()) {
        const int column = item->data(kColumn).toInt();
        PlannedModel model{item->data(kId).toString().toStdString(), nullptr};
        if (column >= 0 && model.id.starts_with(kLive))
            model.checkpoint = m_session.checkpoint(static_cast<std::size_t>(column));
        plan.models.push_back(std::move(model));
    }
    const QString file = m_text->currentData().toString();
    plan.text = file.isEmpty() ? m_session.setup().text : core::TextChoice{core::TextKind::File, file.toStdString()};
    plan.lengths = lengths();
    plan.tokens = m_tokens->value();
    plan.windowing = m_windowing->currentIndex() == 1 ? core::Windowing::Sliding : core::Windowing::Nonoverlapping;
    plan.stride = m_stride->value();
    plan.early = m_early->value();
    plan.samples = m_samples->value();
    plan.tolerance = m_tolerance->value() / 100.0;
    plan.cost = {m_steps->value(), m_stepTokens->value(), static_cast<std::uint64_t>(m_seed->value())};
    return plan;
}

QString StudyForm::obstacle() const
{
    const auto models = checkedModels();
    if (study() != "short-long")
        return models.empty() ? tr("Check at least one model.") : QString();
    const auto trained = [&](std::size_t i) { return models[i]->data(kTrainingLength).toInt(); };
    if (models.size() == 2 && trained(0) != trained(1))
        return {};
    return pairHint();
}

// Which pair would do, or what is missing for one.
QString StudyForm::pairHint() const
{
    std::set<int> lengths;
    for (int i = 0; i < m_models->count(); ++i)
        lengths.insert(m_models->item(i)->data(kTrainingLength).toInt());
    for (const int length : lengths)
        if (lengths.contains(2 * length))
            return tr("Check two models, one trained on shorter inputs than the other: for example one trained at %1 "
                      "and one at %2.")
                .arg(length)
                .arg(2 * length);
    QStringList all;
    for (const int length : lengths)
        all.append(QString::number(length));
    return tr("Two models are needed, one trained at twice the length of the other. Those listed were trained at %1 "
              "tokens. Train one at %2 (Ctrl+L in the main window), save it, and add its folder here.")
        .arg(all.join(QStringLiteral(", ")))
        .arg(lengths.empty() ? 128 : 2 * *lengths.begin());
}

} // namespace ui
