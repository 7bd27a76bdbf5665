// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/figure_options_form.h"

#include "core/base/error.h"
#include "core/render/colour_map.h"
#include "ui/controls/number_box.h"
#include "ui/language/words.h"
#include "ui/settings/look.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QFontDatabase>
#include <QFormLayout>
#include <QInputDialog>
#include <QLabel>
#include <QToolButton>

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace ui {
namespace {

constexpr int kOwn = -1;   // an item's data: of a style of people's own
constexpr int kOther = -2; // of no style
constexpr qsizetype kLongestName = 40;

template <typename Value>
Value chosenIn(const QComboBox& box)
{
    return static_cast<Value>(box.currentData().toInt());
}

} // namespace

FigureOptionsForm::FigureOptionsForm(QWidget* parent)
    : QWidget(parent)
    , m_style(new QComboBox(this))
    , m_keep(new QToolButton(this))
    , m_forget(new QToolButton(this))
    , m_width(new NumberBox(NumberBox::Kind::Real, this))
    , m_height(new NumberBox(NumberBox::Kind::Real, this))
    , m_dpi(new NumberBox(NumberBox::Kind::Whole, this))
    , m_family(new QComboBox(this))
    , m_points(new NumberBox(NumberBox::Kind::Real, this))
    , m_ground(new QComboBox(this))
    , m_colourMap(new QComboBox(this))
    , m_tokens(new QComboBox(this))
    , m_title(new QCheckBox(tr("T&itles"), this))
    , m_caption(new QCheckBox(tr("&Caption"), this))
    , m_bar(new QCheckBox(tr("Colour &bars"), this))
    , m_mark(new QCheckBox(tr("&Mark of the training length"), this))
{
    build();
    fillStyles();
    show();
    connect(m_style, &QComboBox::activated, this, &FigureOptionsForm::chooseStyle);
    connect(m_keep, &QToolButton::clicked, this, &FigureOptionsForm::askName);
    connect(m_forget, &QToolButton::clicked, this, &FigureOptionsForm::forgetStyle);
    for (NumberBox* box : {m_width, m_height, m_dpi, m_points})
        connect(box, &NumberBox::valueChanged, this, &FigureOptionsForm::take);
    for (QComboBox* box : {m_family, m_ground, m_colourMap, m_tokens})
        connect(box, &QComboBox::activated, this, &FigureOptionsForm::take);
    for (QCheckBox* box : {m_title, m_caption, m_bar, m_mark})
        connect(box, &QCheckBox::toggled, this, &FigureOptionsForm::take);
}

void FigureOptionsForm::build()
{
    for (NumberBox* box : {m_width, m_height, m_points})
        box->setStepType(NumberBox::DefaultStepType);
    m_width->setSingleStep(5);
    m_height->setSingleStep(10); // from none to the least
    m_points->setSingleStep(0.5);
    m_width->setRange(10, 5000);
    m_width->setSuffix(QStringLiteral(" mm"));
    m_height->setRange(0, 5000);
    m_height->setSuffix(QStringLiteral(" mm"));
    m_height->setSpecialValueText(tr("as suits it"));
    m_height->setToolTip(tr("0: as high as suits what is shown"));
    m_dpi->setRange(30, 4800);
    m_dpi->setSuffix(QStringLiteral(" dpi"));
    m_dpi->setToolTip(tr("Pixels to the inch, of pictures that have pixels; journals ask for 300 to 600"));
    m_points->setRange(5.5, 500);
    m_points->setSuffix(QStringLiteral(" pt"));
    m_points->setToolTip(tr("Height of letters on paper; lines and gaps go with them"));
    m_family->addItem(tr("the program’s"), QString());
    for (const QString& family : QFontDatabase::families())
        if (!QFontDatabase::isPrivateFamily(family) && QFontDatabase::isSmoothlyScalable(family))
            m_family->addItem(family, family);
    m_family->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_family->setMinimumContentsLength(14);
    m_ground->addItem(tr("white"), static_cast<int>(Ground::White));
    m_ground->addItem(tr("transparent"), static_cast<int>(Ground::Transparent));
    m_ground->addItem(tr("dark"), static_cast<int>(Ground::Dark));
    m_colourMap->addItem(tr("as suits what is shown"), QString());
    const std::map<std::string, QString> names{
        {"diverging", tr("blue to red")}, {"bias", tr("pale to blue")}, {"grey", tr("grey")}};
    for (const core::ColourMap& map : core::colourMaps()) {
        const auto name = names.find(map.id());
        const QString id = QString::fromStdString(map.id());
        m_colourMap->addItem(name != names.end() ? name->second : id, id);
    }
    m_tokens->addItem(tr("all, where there is room"), static_cast<int>(TokenLabels::All));
    m_tokens->addItem(tr("some"), static_cast<int>(TokenLabels::Some));
    m_tokens->addItem(tr("rotated"), static_cast<int>(TokenLabels::Rotated));
    m_tokens->addItem(tr("none"), static_cast<int>(TokenLabels::None));
    m_keep->setText(tr("Keep …"));
    m_keep->setToolTip(tr("Keep these as a style of your own"));
    m_forget->setText(QStringLiteral("✕"));
    m_forget->setToolTip(tr("Forget this style of your own"));
    m_forget->setAccessibleName(m_forget->toolTip());
    auto* styles = new QHBoxLayout;
    styles->setSpacing(look::kNear);
    styles->addWidget(m_style, 1);
    styles->addWidget(m_keep);
    styles->addWidget(m_forget);
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setVerticalSpacing(look::kNear);
    const auto add = [form](const QString& name, QWidget* field) {
        form->addRow(name, field);
        if (auto* label = qobject_cast<QLabel*>(form->labelForField(field)))
            field->setAccessibleName(label->text().remove(QLatin1Char('&')));
    };
    form->addRow(tr("&Style"), styles);
    m_style->setAccessibleName(tr("Style"));
    if (auto* label = qobject_cast<QLabel*>(form->labelForField(styles)))
        label->setBuddy(m_style);
    add(tr("&Width"), m_width);
    add(tr("&Height"), m_height);
    add(tr("&Resolution"), m_dpi);
    add(tr("&Font"), m_family);
    add(tr("&Letters"), m_points);
    add(tr("&Ground"), m_ground);
    add(tr("C&olours"), m_colourMap);
    add(tr("&Tokens"), m_tokens);
    for (QCheckBox* box : {m_title, m_caption, m_bar, m_mark})
        form->addRow(QString(), box);
}

void FigureOptionsForm::fillStyles()
{
    m_style->clear();
    for (int i = 0; i < static_cast<int>(readyStyles().size()); ++i)
        m_style->addItem(QCoreApplication::translate("ui::figure", readyStyles()[static_cast<std::size_t>(i)].label),
                         i);
    for (auto own = m_own.begin(); own != m_own.end(); ++own)
        m_style->addItem(own.key(), kOwn);
    m_style->addItem(tr("another"), kOther);
}

void FigureOptionsForm::setOwnStyles(const QVariantMap& styles)
{
    m_own = styles;
    fillStyles();
    show();
}

void FigureOptionsForm::setOptions(const FigureOptions& options)
{
    m_options = options;
    show();
}

void FigureOptionsForm::show()
{
    m_showing = true;
    m_width->showValue(m_options.width);
    m_height->showValue(m_options.height);
    m_dpi->showValue(m_options.dpi);
    m_points->showValue(m_options.points);
    m_family->setCurrentIndex(std::max(0, m_family->findData(QString::fromStdString(m_options.family))));
    m_ground->setCurrentIndex(m_ground->findData(static_cast<int>(m_options.ground)));
    m_colourMap->setCurrentIndex(std::max(0, m_colourMap->findData(QString::fromStdString(m_options.colourMap))));
    m_tokens->setCurrentIndex(m_tokens->findData(static_cast<int>(m_options.tokens)));
    m_title->setChecked(m_options.title);
    m_caption->setChecked(m_options.caption);
    m_bar->setChecked(m_options.colourBar);
    m_mark->setChecked(m_options.trainingMark);
    int style = m_style->count() - 1;
    for (int i = m_style->count() - 2; i >= 0; --i) {
        const int which = m_style->itemData(i).toInt();
        const FigureOptions its = which == kOwn ? optionsFrom(m_own.value(m_style->itemText(i)).toMap(), {})
                                                : readyStyles()[static_cast<std::size_t>(which)].options;
        if (its == m_options)
            style = i;
    }
    m_style->setCurrentIndex(style);
    m_forget->setEnabled(m_style->currentData().toInt() == kOwn);
    m_showing = false;
}

void FigureOptionsForm::chooseStyle()
{
    const int which = m_style->currentData().toInt();
    if (which != kOther)
        m_options = which == kOwn ? optionsFrom(m_own.value(m_style->currentText()).toMap(), m_options)
                                  : readyStyles()[static_cast<std::size_t>(which)].options;
    show();
    emit changed();
}

void FigureOptionsForm::take()
{
    if (m_showing)
        return;
    FigureOptions options = m_options;
    options.width = m_width->value();
    options.height = m_height->value();
    options.dpi = m_dpi->value();
    options.points = m_points->value();
    options.family = m_family->currentData().toString().toStdString();
    options.ground = chosenIn<Ground>(*m_ground);
    options.colourMap = m_colourMap->currentData().toString().toStdString();
    options.tokens = chosenIn<TokenLabels>(*m_tokens);
    options.title = m_title->isChecked();
    options.caption = m_caption->isChecked();
    options.colourBar = m_bar->isChecked();
    options.trainingMark = m_mark->isChecked();
    try {
        checkOptions(options);
        m_options = options;
    } catch (const core::Error& problem) { // heights between 0 and the least
        if (auto* box = qobject_cast<NumberBox*>(sender())) {
            show();
            box->say(sentenceOf(problem));
        }
        return;
    }
    show();
    emit changed();
}

void FigureOptionsForm::askName()
{
    const QString name = QInputDialog::getText(this, tr("Keep the style"), tr("Name of your style"));
    if (!name.simplified().isEmpty())
        keepStyle(name.simplified().left(kLongestName));
}

void FigureOptionsForm::keepStyle(const QString& name)
{
    m_own[name] = toVariants(m_options);
    fillStyles();
    show();
    emit stylesChanged();
}

void FigureOptionsForm::forgetStyle()
{
    if (m_style->currentData().toInt() != kOwn)
        return;
    m_own.remove(m_style->currentText());
    fillStyles();
    show();
    emit stylesChanged();
}

} // namespace ui
