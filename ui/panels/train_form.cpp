// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/train_form.h"

#include "core/position/registry.h"
#include "core/position/slope_rules.h"
#include "ui/controls/colour_chip.h"
#include "ui/controls/number_box.h"
#include "ui/figure/series_colours.h"
#include "ui/language/words.h"

#include <QComboBox>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QListWidget>
#include <QSignalBlocker>
#include <QToolButton>

#include <algorithm>

namespace ui {
namespace {

QString sizeLabel(const LiveSize& size) { return TrainForm::tr("%1 layers × %2").arg(size.layers).arg(size.width); }

} // namespace

TrainForm::TrainForm(QWidget* parent)
    : QWidget(parent)
    , m_encodings(new QListWidget(this))
    , m_text(new QComboBox(this))
    , m_open(new QToolButton(this))
    , m_length(new QComboBox(this))
    , m_size(new QComboBox(this))
    , m_seed(new NumberBox(NumberBox::Kind::Whole, this))
    , m_rate(new NumberBox(NumberBox::Kind::Real, this))
{
    buildEncodings();
    buildNumbers();
    m_text->addItem(tr("The program's passages"), QString());
    m_text->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_text->setAccessibleName(tr("Text to learn from"));
    m_open->setText(tr("File …"));
    m_open->setToolTip(tr("Learn from a text file (UTF-8), cut by the program's own tokenizer"));
    layOut();
    LivePlan start;
    start.encodings = {"alibi", "sinusoidal"};
    setPlan(start);
    connect(m_encodings, &QListWidget::itemChanged, this, &TrainForm::takeEncoding);
    connect(m_size, &QComboBox::activated, this, &TrainForm::fitSlopes); // before anybody hears of it
    connect(m_open, &QToolButton::clicked, this, &TrainForm::chooseFile);
    for (QComboBox* box : {m_text, m_length, m_size})
        connect(box, &QComboBox::activated, this, &TrainForm::changed);
    connect(m_seed, &NumberBox::valueChanged, this, &TrainForm::changed);
    connect(m_rate, &NumberBox::valueChanged, this, &TrainForm::changed);
}

void TrainForm::buildEncodings()
{
    m_encodings->setAccessibleName(tr("Encodings to train, one run each"));
    m_encodings->setFlow(QListView::LeftToRight);
    m_encodings->setWrapping(true);
    m_encodings->setResizeMode(QListView::Adjust);
    m_encodings->setSpacing(2);
    for (const auto& entry : core::encodings<float>())
        addEncoding(QString::fromUtf8(entry.id.data(), static_cast<qsizetype>(entry.id.size())), words(entry.label),
                    words(entry.about));
    const QString alibi = QStringLiteral("alibi");
    m_other = addEncoding(alibi, QString(), QString());
    m_learned = addEncoding(alibi, tr("ALiBi, learned slopes"),
                            tr("Every head learns its slope, from the official one on; the paper's authors found it no "
                               "better."));
    fitEncodings();
}

QListWidgetItem* TrainForm::addEncoding(const QString& id, const QString& label, const QString& about)
{
    auto* item = new QListWidgetItem(label, m_encodings);
    item->setData(Qt::UserRole, id);
    item->setIcon(colourChip(encodingColour(id), m_encodings->palette().color(QPalette::Base)));
    item->setToolTip(about);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsSelectable);
    item->setCheckState(Qt::Unchecked);
    return item;
}

// ── ALiBi with other slopes ────────────────────────────────────────────────────────────────────────────────────────

int TrainForm::heads() const
{
    for (const LiveSize& size : liveSizes())
        if (m_size->currentData().toString() == QLatin1String(size.id))
            return size.heads;
    return 0;
}

void TrainForm::offerSlopes(const OfferedSlopes& slopes)
{
    m_offered = slopes;
    fitSlopes();
}

LiveEncoding TrainForm::offeredEncoding() const
{
    core::Json options{{"alibi_slopes", m_offered.slopes}};
    if (m_offered.exponential)
        options["alibi_growth"] = "exponential";
    return {"alibi", options, tr("ALiBi: %1").arg(m_offered.label).toStdString()};
}

// A list is for one number of heads. What was chosen keeps its slopes whatever is offered meanwhile.
void TrainForm::fitSlopes()
{
    const QSignalBlocker quiet(m_encodings);
    if (m_otherChosen && static_cast<int>(m_otherChosen->options["alibi_slopes"].size()) != heads()) {
        m_otherChosen.reset();
        m_other->setCheckState(Qt::Unchecked);
    }
    const bool fits = static_cast<int>(m_offered.slopes.size()) == heads();
    const bool chosen = m_otherChosen.has_value();
    m_other->setText(chosen                      ? QString::fromStdString(m_otherChosen->name)
                     : m_offered.label.isEmpty() ? tr("ALiBi, other slopes")
                                                 : QString::fromStdString(offeredEncoding().name));
    m_other->setFlags(fits || chosen ? Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsSelectable
                                     : Qt::ItemIsSelectable);
    m_other->setToolTip(m_offered.label.isEmpty() ? tr("The slopes of the slope lab (Ctrl+Shift+B)")
                        : fits || chosen          ? tr("The slopes of the slope lab, as they are when this is chosen")
                                                  : tr("The slope lab shows %1 heads; models of this size have %2.")
                                               .arg(m_offered.slopes.size())
                                               .arg(heads()));
}

void TrainForm::takeEncoding(const QListWidgetItem* item)
{
    if (item == m_other) {
        m_otherChosen = item->checkState() == Qt::Checked ? std::optional(offeredEncoding()) : std::nullopt;
        fitSlopes();
    }
    emit changed();
}

void TrainForm::fitEncodings()
{
    const int rows = std::clamp(static_cast<int>((m_encodings->count() + 3) / 4), 1, 3);
    m_encodings->setFixedHeight(rows * (fontMetrics().height() + 10) + 8);
}

void TrainForm::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitEncodings();
}

void TrainForm::buildNumbers()
{
    for (const int length : {16, 32, 64, 128, 256})
        m_length->addItem(QString::number(length), length);
    m_length->setAccessibleName(tr("Training length in tokens"));
    for (const LiveSize& size : liveSizes())
        m_size->addItem(sizeLabel(size), QString::fromLatin1(size.id));
    m_size->setAccessibleName(tr("Size of the models"));
    m_seed->setRange(0, 999999999);
    m_seed->setAccessibleName(tr("Seed of the first weights and of the order of the text"));
    m_rate->setRange(0.00001, 10.0);
    m_rate->setDigits(4);
    m_rate->setAccessibleName(tr("Learning rate; may be changed while it trains"));
    m_rate->setToolTip(m_rate->accessibleName());
}

void TrainForm::layOut()
{
    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setVerticalSpacing(4);
    const auto add = [&](int row, int column, const QString& name, QWidget* field, int columns = 1) {
        auto* label = new QLabel(name, this);
        label->setBuddy(field);
        layout->addWidget(label, row, column);
        layout->addWidget(field, row, column + 1, 1, columns);
    };
    add(0, 0, tr("&Runs"), m_encodings, 4);
    add(1, 0, tr("Lear&n from"), m_text, 3);
    layout->addWidget(m_open, 1, 4);
    add(2, 0, tr("&Length"), m_length);
    add(2, 2, tr("Si&ze"), m_size, 2);
    add(3, 0, tr("&Seed"), m_seed);
    add(3, 2, tr("Learning r&ate"), m_rate, 2);
    layout->setColumnStretch(1, 1);
    layout->setColumnStretch(3, 1);
}

LivePlan TrainForm::plan() const
{
    LivePlan plan;
    for (int i = 0; i < m_encodings->count(); ++i) {
        const QListWidgetItem* item = m_encodings->item(i);
        if (item->checkState() != Qt::Checked)
            continue;
        if (item == m_other && m_otherChosen)
            plan.encodings.push_back(*m_otherChosen);
        else if (item == m_learned)
            plan.encodings.emplace_back("alibi", core::Json{{"alibi_learned_slopes", core::officialSlopes(heads())}},
                                        item->text().toStdString());
        else
            plan.encodings.emplace_back(item->data(Qt::UserRole).toString().toStdString());
    }
    plan.length = m_length->currentData().toInt();
    plan.size = m_size->currentData().toString().toStdString();
    plan.seed = static_cast<std::uint64_t>(m_seed->wholeValue());
    plan.learningRate = m_rate->value();
    plan.file = m_text->currentData().toString().toStdString();
    return plan;
}

void TrainForm::setPlan(const LivePlan& plan)
{
    const QSignalBlocker quietList(m_encodings);
    m_otherChosen.reset();
    bool learned = false;
    std::vector<std::string> plain;
    for (const LiveEncoding& encoding : plan.encodings) {
        learned = learned || encoding.options.contains("alibi_learned_slopes");
        if (encoding.options.contains("alibi_slopes"))
            m_otherChosen = encoding;
        else if (encoding.options.empty())
            plain.push_back(encoding.id);
    }
    for (int i = 0; i < m_encodings->count(); ++i) {
        QListWidgetItem* item = m_encodings->item(i);
        const bool wanted = item == m_other ? m_otherChosen.has_value()
                            : item == m_learned
                                ? learned
                                : std::ranges::count(plain, item->data(Qt::UserRole).toString().toStdString()) > 0;
        item->setCheckState(wanted ? Qt::Checked : Qt::Unchecked);
    }
    m_length->setCurrentIndex(m_length->findData(plan.length));
    m_size->setCurrentIndex(m_size->findData(QString::fromStdString(plan.size)));
    fitSlopes();
    m_seed->showValue(static_cast<double>(plan.seed));
    m_rate->showValue(plan.learningRate);
    m_text->setCurrentIndex(plan.file.empty() ? 0 : addFile(QString::fromStdString(plan.file)));
}

void TrainForm::setState(bool atStart, bool playing)
{
    m_encodings->setEnabled(!playing);
    for (QWidget* field :
         {static_cast<QWidget*>(m_text), static_cast<QWidget*>(m_open), static_cast<QWidget*>(m_length),
          static_cast<QWidget*>(m_size), static_cast<QWidget*>(m_seed)}) {
        field->setEnabled(atStart && !playing);
        if (field != m_open)
            field->setToolTip(field->isEnabled() ? QString() : tr("Rewind to change this"));
    }
}

void TrainForm::chooseFile()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Open a text to learn from"), QString(),
                                                      tr("Text files (*.txt *.md);;All files (*)"));
    if (!path.isEmpty())
        useFile(path);
}

void TrainForm::useFile(const QString& path)
{
    m_text->setCurrentIndex(addFile(path));
    emit changed();
}

int TrainForm::addFile(const QString& path)
{
    if (m_text->findData(path) < 0)
        m_text->addItem(QFileInfo(path).fileName(), path);
    return m_text->findData(path);
}

} // namespace ui
