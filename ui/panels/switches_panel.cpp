// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/switches_panel.h"

#include "core/position/registry.h"
#include "ui/view_models/model_changes.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QScreen>
#include <QSignalBlocker>
#include <QSpinBox>

#include <algorithm>
#include <cmath>

namespace ui {
namespace {

constexpr int kLongestWindow = 1 << 24; // what the option takes

// The option that stretches the positions, and what it calls the kind of stretching; both empty where there is none.
struct ScalingKeys
{
    std::string option;
    std::string type;
};
ScalingKeys scalingKeys(const QString& encoding)
{
    if (encoding == QLatin1String("alibi"))
        return {"alibi_scaling", "type"};
    if (encoding == QLatin1String("rotary"))
        return {"rope_scaling", "rope_type"};
    return {};
}

// Whether the box shows this number, which may have more digits.
bool shows(const QDoubleSpinBox& box, double number)
{
    return std::abs(box.value() - number) <= 0.5 * std::pow(10.0, -box.decimals());
}

void describe(QWidget* widget, const QString& name, const QString& about)
{
    widget->setAccessibleName(name);
    widget->setAccessibleDescription(about);
    widget->setToolTip(about);
}

} // namespace

SwitchesPanel::SwitchesPanel(Session& session, std::size_t column, QWidget* parent)
    : QFrame(parent, Qt::Popup)
    , m_session(session)
    , m_column(column)
    , m_rows(new QFormLayout(this))
    , m_about(new QLabel(this))
    , m_scaling(new QComboBox(this))
    , m_scalingFactor(new QDoubleSpinBox(this))
    , m_growth(new QComboBox(this))
    , m_biasFactor(new QDoubleSpinBox(this))
    , m_divided(new QCheckBox(tr("÷ √d, a common mistake"), this))
    , m_windowed(new QCheckBox(tr("&Window of"), this))
    , m_window(new QSpinBox(this))
    , m_sinks(new QSpinBox(this))
{
    setFrameStyle(int(QFrame::StyledPanel) | int(QFrame::Raised));
    setAccessibleName(tr("Switches"));
    m_about->setWordWrap(true);
    m_about->setTextFormat(Qt::PlainText);
    m_about->setMinimumWidth(320);
    buildRows(m_rows);
    connectRows();
}

void SwitchesPanel::buildRows(QFormLayout* rows)
{
    m_scalingFactor->setPrefix(QStringLiteral("× "));
    m_biasFactor->setRange(-1e6, 1e6);
    m_biasFactor->setSingleStep(0.25);
    m_biasFactor->setPrefix(QStringLiteral("× "));
    m_window->setRange(1, kLongestWindow);
    m_window->setSuffix(tr(" tokens"));
    m_sinks->setRange(0, kLongestWindow);
    m_sinks->setSuffix(tr(" tokens"));
    for (QAbstractSpinBox* spin :
         std::initializer_list<QAbstractSpinBox*>{m_scalingFactor, m_biasFactor, m_window, m_sinks}) {
        spin->setKeyboardTracking(false);
        spin->setAccelerated(true);
    }
    m_growth->addItem(tr("linear"), QStringLiteral("linear"));
    m_growth->addItem(tr("exponential"), QStringLiteral("exponential"));
    describe(m_scaling, tr("Stretching of the positions"),
             tr("Lets a trained model take longer distances for shorter ones it knows"));
    describe(m_scalingFactor, tr("Factor of the stretching"),
             tr("How many times as far: length ÷ training length brings the whole text into the known range"));
    describe(m_growth, tr("Growth of the penalty with distance"), aboutExponentialGrowth());
    describe(m_biasFactor, tr("Factor of the bias"), aboutBiasFactor());
    describe(m_divided, tr("Bias divided by the square root of the head width"), aboutDividedBias());
    for (QWidget* widget : std::initializer_list<QWidget*>{m_windowed, m_window})
        describe(widget, tr("Attention window"), aboutWindow());
    describe(m_sinks, tr("Sink tokens, visible at any distance"), aboutWindow());

    rows->addRow(m_about);
    rows->addRow(tr("&Stretch"), m_scaling);
    rows->addRow(tr("&by"), m_scalingFactor);
    rows->addRow(tr("&Growth"), m_growth);
    rows->addRow(tr("B&ias"), m_biasFactor);
    rows->addRow(QString(), m_divided);
    rows->addRow(m_windowed, m_window);
    rows->addRow(tr("and sin&ks"), m_sinks);
    auto* back = new QPushButton(tr("Take all changes back"), this);
    rows->addRow(QString(), back);
    connect(back, &QPushButton::clicked, this, &SwitchesPanel::takeBack);
}

void SwitchesPanel::connectRows()
{
    connect(m_scaling, &QComboBox::activated, this, [this] { take(tr("stretch positions"), false); });
    connect(m_growth, &QComboBox::activated, this, [this] { take(tr("change growth"), false); });
    connect(m_divided, &QCheckBox::clicked, this, [this] { take(tr("divide the bias"), false); });
    connect(m_windowed, &QCheckBox::clicked, this, [this] { take(tr("switch window"), false); });
    for (QDoubleSpinBox* spin : {m_scalingFactor, m_biasFactor})
        connect(spin, &QDoubleSpinBox::valueChanged, this, [this] { take(tr("change factor"), true); });
    for (QSpinBox* spin : {m_window, m_sinks})
        connect(spin, &QSpinBox::valueChanged, this, [this] { take(tr("change window"), true); });
    connect(&m_interaction, &Interaction::started, &m_session, &Session::beginInteraction);
    connect(&m_interaction, &Interaction::finished, &m_session, &Session::endInteraction);
}

void SwitchesPanel::fillScaling(const QString& encoding)
{
    const QSignalBlocker quiet(m_scaling);
    const QSignalBlocker quietFactor(m_scalingFactor); // a new range may move its value
    m_scaling->clear();
    m_scalingFactor->setRange(encoding == QLatin1String("alibi") ? 0.01 : 1.0, 1e6);
    const auto add = [this](const QString& text, const char* type, const QString& about) {
        m_scaling->addItem(text, QString::fromLatin1(type));
        m_scaling->setItemData(m_scaling->count() - 1, about, Qt::ToolTipRole);
    };
    add(tr("none"), "", {});
    if (encoding == QLatin1String("alibi")) {
        add(tr("position interpolation"), "linear", aboutSlopeScaling(false));
        add(tr("NTK-ALiBi"), "ntk", aboutSlopeScaling(true));
    } else {
        add(tr("position interpolation"), "linear", aboutRotaryScaling(QStringLiteral("linear")));
        add(tr("NTK-aware base"), "ntk", aboutRotaryScaling(QStringLiteral("ntk")));
        add(tr("YaRN"), "yarn", aboutRotaryScaling(QStringLiteral("yarn")));
    }
}

void SwitchesPanel::showSetup()
{
    const auto checkpoint = m_session.checkpoint(m_column);
    if (checkpoint == nullptr)
        return;
    const core::ModelConfig& config = checkpoint->model.config();
    const core::Column& choice = m_session.setup().columns[m_column];
    const auto option = [&](const char* key, const core::Json& standard) {
        const core::Json value = optionOf(choice, *checkpoint, key);
        return value.is_null() ? standard : value;
    };
    const auto& entry = core::encodingById<float>(config.encoding);
    const bool biases = checkpoint->model.encoding().biases();
    if (m_encoding != QString::fromStdString(config.encoding)) {
        m_encoding = QString::fromStdString(config.encoding);
        fillScaling(m_encoding);
    }
    m_about->setText(QString::fromUtf8(entry.about.data(), static_cast<qsizetype>(entry.about.size())));
    const ScalingKeys keys = scalingKeys(m_encoding);
    const core::Json scaling = keys.option.empty() ? core::Json() : option(keys.option.c_str(), core::Json());
    const core::Json window = option("attention_window", core::Json());
    const double stretch = double(m_session.setup().length) / config.trainingLength;

    const std::initializer_list<QWidget*> controls{m_scalingFactor, m_biasFactor, m_window, m_sinks};
    for (QWidget* control : controls)
        control->blockSignals(true);
    const QString type = scaling.is_object() ? QString::fromStdString(scaling.value(keys.type, "")) : QString();
    m_scaling->setCurrentIndex(std::max(0, m_scaling->findData(type)));
    m_scalingFactor->setValue(scaling.is_object() ? scaling.value("factor", 1.0) : stretch > 1.0 ? stretch : 2.0);
    m_growth->setCurrentIndex(option("alibi_growth", "linear") == "exponential" ? 1 : 0);
    m_biasFactor->setValue(option("bias_factor", 1.0).get<double>());
    m_divided->setChecked(option("bias_divided_by_sqrt_d", false).get<bool>());
    m_windowed->setChecked(!window.is_null());
    m_window->setValue(window.is_null() ? config.trainingLength : window.get<int>());
    m_sinks->setValue(option("attention_sinks", 0).get<int>());
    for (QWidget* control : controls)
        control->blockSignals(false);

    m_rows->setRowVisible(m_scaling, !keys.option.empty());
    m_rows->setRowVisible(m_scalingFactor, !keys.option.empty());
    m_rows->setRowVisible(m_growth, m_encoding == QLatin1String("alibi"));
    m_rows->setRowVisible(m_biasFactor, biases);
    m_rows->setRowVisible(m_divided, biases);
    m_scalingFactor->setEnabled(m_scaling->currentIndex() > 0);
    m_window->setEnabled(m_windowed->isChecked());
    m_sinks->setEnabled(m_windowed->isChecked());
}

// As the controls say it; where they show `present`, that itself, which may say more than they can.
core::Json SwitchesPanel::scaling(const core::Json& present) const
{
    const ScalingKeys keys = scalingKeys(m_encoding);
    const std::string type = m_scaling->currentData().toString().toStdString();
    const bool known =
        present.is_object() && m_scaling->findData(QString::fromStdString(present.value(keys.type, ""))) >= 0;
    if (known ? type == present.value(keys.type, "") && shows(*m_scalingFactor, present.value("factor", 1.0))
              : type.empty())
        return present;
    if (type.empty())
        return nullptr;
    return {{keys.type, type}, {"factor", m_scalingFactor->value()}};
}

// oneOfMany: a spin box sends many values while its arrow is held, which are one undo step.
void SwitchesPanel::take(const QString& what, bool oneOfMany)
{
    const auto checkpoint = m_session.checkpoint(m_column);
    if (checkpoint == nullptr)
        return;
    if (oneOfMany)
        m_interaction.beginOrContinue();
    else
        m_interaction.end();
    m_session.edit(what, [&](core::Setup& e) {
        core::Column& choice = e.columns[m_column];
        const auto set = [&](const std::string& key, const core::Json& value, const core::Json& standard) {
            setOption(choice, *checkpoint, key, value, standard);
        };
        if (const std::string key = scalingKeys(m_encoding).option; !key.empty())
            set(key, scaling(optionOf(choice, *checkpoint, key)), nullptr);
        if (m_encoding == QLatin1String("alibi"))
            set("alibi_growth", m_growth->currentData().toString().toStdString(), "linear");
        if (checkpoint->model.encoding().biases()) {
            const core::Json present = optionOf(choice, *checkpoint, "bias_factor");
            const bool same = present.is_number() && shows(*m_biasFactor, present.get<double>());
            set("bias_factor", same ? present : core::Json(m_biasFactor->value()), 1.0);
            set("bias_divided_by_sqrt_d", m_divided->isChecked(), false);
        }
        const bool windowed = m_windowed->isChecked();
        set("attention_window", windowed ? core::Json(m_window->value()) : core::Json(), nullptr);
        set("attention_sinks", windowed ? m_sinks->value() : 0, 0);
    });
    if (oneOfMany)
        m_interaction.endLater();
}

void SwitchesPanel::takeBack()
{
    m_interaction.end();
    m_session.edit(tr("take changes back"), [this](core::Setup& e) {
        e.columns[m_column].slopes.clear();
        e.columns[m_column].options = core::Json::object();
    });
}

void SwitchesPanel::openBelow(const QWidget& opener)
{
    showSetup();
    adjustSize();
    QPoint corner = opener.mapToGlobal(QPoint(opener.width() - width(), opener.height()));
    const QRect screen = opener.screen()->availableGeometry();
    corner.setX(std::clamp(corner.x(), screen.left(), std::max(screen.left(), screen.right() - width())));
    corner.setY(std::clamp(corner.y(), screen.top(), std::max(screen.top(), screen.bottom() - height())));
    move(corner);
    show();
    QWidget* first = m_scaling->isVisible() ? static_cast<QWidget*>(m_scaling) : m_windowed;
    (m_biasFactor->isVisible() && !m_scaling->isVisible() ? m_biasFactor : first)->setFocus(Qt::PopupFocusReason);
}

} // namespace ui
