// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/export_dialog.h"

#include "core/base/error.h"
#include "ui/actions/window_services.h"
#include "ui/controls/drag_label.h"
#include "ui/controls/field_message.h"
#include "ui/controls/file_links.h"
#include "ui/controls/screen_fit.h"
#include "ui/figure/plain_number.h"
#include "ui/figure/writers.h"
#include "ui/language/words.h"
#include "ui/panels/figure_options_form.h"
#include "ui/settings/look.h"
#include "ui/settings/preferences.h"
#include "ui/view_models/figure_files.h"
#include "ui/views/view.h"

#include <QApplication>
#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QListWidget>
#include <QProgressBar>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QStandardItemModel>

#include <algorithm>
#include <utility>

namespace ui {
namespace {

constexpr int kSoon = 80;             // ms: several changes at once make one figure
constexpr double kMostPreview = 4000; // pixels a side

QStringList labelsOf(const Comparison& comparison)
{
    QStringList labels;
    for (std::size_t c = 0; c < comparison.columns(); ++c)
        labels.append(comparison.column(c).label);
    return labels;
}

QString translated(const char* text) { return QCoreApplication::translate("ui::figure", text); }

} // namespace

ExportDialog::ExportDialog(const ViewContext& context, const std::string& kind, QWidget* parent)
    : QDialog(parent)
    , m_setup(context.session.setup())
    , m_labels(labelsOf(context.comparison))
    , m_preferences(context.window.preferences())
    , m_maker(context.pool)
    , m_export(m_maker)
    , m_kinds(new QListWidget(this))
    , m_model(new QComboBox(this))
    , m_each(new QComboBox(this))
    , m_room(new QScrollArea(this))
    , m_preview(new DragLabel(m_room))
    , m_size(new QLabel(this))
    , m_form(new FigureOptionsForm(this))
    , m_message(new QLabel(this))
    , m_progress(new QProgressBar(this))
    , m_save(new QPushButton(tr("&Save …"), this))
    , m_copy(new QPushButton(tr("Co&py"), this))
    , m_copyNumbers(new QPushButton(tr("Copy &numbers"), this))
    , m_close(new QPushButton(tr("Close"), this))
{
    for (std::size_t c = 0; c < context.comparison.columns(); ++c)
        m_cells.push_back(context.selection.chosen(c));
    m_maker.session().shareReadings(context.session);
    setWindowTitle(tr("Export figures"));
    m_form->setOwnStyles(m_preferences.figureStyles());
    m_form->setOptions(optionsFrom(m_preferences.figureOptions(), {}));
    build();
    fillKinds(kind);
    m_model->setCurrentIndex(static_cast<int>(context.session.chosenColumn()));
    m_soon.setSingleShot(true);
    m_soon.setInterval(kSoon);
    connect(&m_soon, &QTimer::timeout, this, &ExportDialog::make);
    connect(m_kinds, &QListWidget::itemSelectionChanged, this, &ExportDialog::changed);
    connect(m_model, &QComboBox::activated, this, &ExportDialog::changed);
    connect(m_form, &FigureOptionsForm::changed, this, [this] {
        m_preferences.setFigureOptions(toVariants(m_form->options()));
        changed();
    });
    connect(m_form, &FigureOptionsForm::stylesChanged, this,
            [this] { m_preferences.setFigureStyles(m_form->ownStyles()); });
    connect(&m_maker, &FigureMaker::made, this, &ExportDialog::take);
    connect(&m_maker, &FigureMaker::failed, this, [this](const QString& sentence) {
        if (m_export.isRunning())
            return;
        m_figure.reset();
        m_trouble = sentence;
        showPreview();
    });
    connect(&m_export, &FigureExport::progressed, this, &ExportDialog::showState);
    connect(&m_export, &FigureExport::ended, this, &ExportDialog::endSaving);
    connect(m_save, &QPushButton::clicked, this, &ExportDialog::askAndSave);
    connect(m_copy, &QPushButton::clicked, this, &ExportDialog::copyPicture);
    connect(m_copyNumbers, &QPushButton::clicked, this, &ExportDialog::copyNumbers);
    connect(m_close, &QPushButton::clicked, this, &ExportDialog::reject);
    resize(68 * fontMetrics().height(), 40 * fontMetrics().height());
    fitToScreen(*this);
    make();
}

ExportDialog::~ExportDialog() = default;

void ExportDialog::build()
{
    m_kinds->setAccessibleName(tr("Kind of figure"));
    m_kinds->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_kinds->setToolTip(tr("Several (Ctrl+click) make a sheet with panels a, b, …"));
    m_model->addItems(m_labels);
    m_model->setToolTip(tr("Whose figure it is; it comes first where a figure shows all models"));
    m_each->addItem(tr("this one"), static_cast<int>(Each::This));
    m_each->addItem(tr("of every head"), static_cast<int>(Each::Head));
    m_each->addItem(tr("of every model"), static_cast<int>(Each::Column));
    m_each->setToolTip(
        tr("One figure, or a file for each head or each model, named after them; each in colours of its own "
           "scale, unless the window’s colours have limits"));
    connect(m_each, &QComboBox::activated, this, &ExportDialog::showState);
    auto* body = new QHBoxLayout;
    body->setSpacing(look::kApart);
    auto* list = new QVBoxLayout;
    auto* hint = new QLabel(tr("Ctrl+click: several\non one sheet"), this);
    list->addWidget(m_kinds, 1);
    list->addWidget(hint);
    body->addLayout(list);
    body->addWidget(buildPreview(), 1);
    auto* side = new QScrollArea(this);
    side->setWidget(m_form);
    side->setWidgetResizable(true);
    side->setFrameShape(QFrame::NoFrame);
    side->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    side->setMinimumWidth(m_form->sizeHint().width() + 2 * look::kApart);
    body->addWidget(side);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(body, 1);
    layout->addWidget(buildButtons());
    m_message->setWordWrap(true);
    connectFileLinks(*m_message);
    layout->addWidget(m_message);
    m_progress->setMaximumHeight(fontMetrics().height());
    m_progress->setAccessibleName(tr("Progress"));
    m_progress->hide();
    layout->addWidget(m_progress);
}

QWidget* ExportDialog::buildPreview()
{
    m_preview->setAlignment(Qt::AlignCenter);
    m_preview->setWordWrap(true);
    m_preview->setMargin(look::kApart);
    m_preview->setAccessibleName(tr("Preview"));
    m_preview->setToolTip(tr("Drag the figure into another program or a folder"));
    connect(m_preview, &DragLabel::dragged, this, &ExportDialog::dragOut);
    m_room->setWidget(m_preview);
    m_room->setWidgetResizable(true);
    m_room->setBackgroundRole(QPalette::Mid); // paper of any colour stands out
    auto* page = new QWidget(this);
    auto* choice = new QHBoxLayout;
    const auto add = [&](const QString& name, QComboBox* box) {
        auto* label = new QLabel(name, page);
        label->setBuddy(box);
        choice->addWidget(label);
        choice->addWidget(box);
        box->setAccessibleName(name);
    };
    add(tr("Model"), m_model);
    add(tr("Figure"), m_each);
    choice->addStretch(1);
    choice->addWidget(m_size);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(choice);
    layout->addWidget(m_room, 1);
    return page;
}

QWidget* ExportDialog::buildButtons()
{
    auto* line = new QWidget(this);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(new QLabel(tr("Save as"), line));
    QStringList wanted = m_preferences.figureEndings();
    if (wanted.isEmpty())
        wanted = {QStringLiteral("pdf")};
    for (const QString& ending : figureFileEndings()) {
        auto* box = new QCheckBox(ending.toUpper(), line);
        box->setChecked(wanted.contains(ending));
        box->setObjectName(ending);
        box->setToolTip(isNumbersEnding(ending)   ? tr("The numbers behind the figure")
                        : !carriesSession(ending) ? tr("TikZ, to be read by LaTeX’s \\input; curves and small maps")
                                                  : tr("A picture that carries its session: dropped on the window it "
                                                       "shows again what it was made of"));
        connect(box, &QCheckBox::toggled, this, [this] {
            m_preferences.setFigureEndings(endings());
            showState();
        });
        m_formats.push_back(box);
        row->addWidget(box);
    }
    row->addStretch(1);
    m_copy->setToolTip(tr("The figure as a picture and as a drawing (SVG), for other programs"));
    m_copyNumbers->setToolTip(tr("The numbers behind the figure, for a table"));
    for (QPushButton* button : {m_copyNumbers, m_copy, m_save, m_close}) {
        button->setAutoDefault(false);
        row->addWidget(button);
    }
    m_save->setDefault(true);
    return line;
}

void ExportDialog::fillKinds(const std::string& chosen)
{
    const bool cell = std::ranges::any_of(m_cells, [](const auto& one) { return one.has_value(); });
    for (const SessionFigureKind& kind : sessionFigureKinds()) {
        auto* item = new QListWidgetItem(translated(kind.label), m_kinds);
        item->setData(Qt::UserRole, QString::fromUtf8(kind.id));
        item->setToolTip(translated(kind.about));
        if (kind.describe().needs.cell && !cell) {
            item->setFlags(Qt::NoItemFlags);
            item->setToolTip(tr("%1 First choose a cell by a click on a map.").arg(item->toolTip()));
        }
        if (kind.id == chosen && item->flags() != Qt::NoItemFlags)
            m_kinds->setCurrentItem(item);
    }
    if (m_kinds->currentRow() < 0)
        m_kinds->setCurrentRow(0);
    m_kinds->setFixedWidth(m_kinds->sizeHintForColumn(0) + 2 * m_kinds->frameWidth() + look::kApart);
}

FigureRequest ExportDialog::request() const
{
    FigureRequest request{m_setup, {}, m_form->options()};
    for (int row = 0; row < m_kinds->count(); ++row)
        if (m_kinds->item(row)->isSelected())
            request.kinds.push_back(m_kinds->item(row)->data(Qt::UserRole).toString().toStdString());
    // Figures of one model are of the first.
    const auto place = static_cast<std::size_t>(std::max(0, m_model->currentIndex()));
    auto& columns = request.setup.columns;
    if (place < columns.size())
        std::rotate(columns.begin(), columns.begin() + static_cast<std::ptrdiff_t>(place),
                    columns.begin() + static_cast<std::ptrdiff_t>(place) + 1);
    if (place < m_cells.size())
        request.cell = m_cells[place];
    return request;
}

QStringList ExportDialog::endings() const
{
    QStringList chosen;
    for (const QCheckBox* box : m_formats)
        if (box->isChecked())
            chosen.append(box->objectName());
    return chosen;
}

void ExportDialog::changed()
{
    say({}); // of what was chosen before
    m_soon.start();
    showState();
}

void ExportDialog::make()
{
    m_soon.stop();
    m_trouble.clear();
    m_made = request();
    m_maker.make(m_made);
    showState();
}

bool ExportDialog::isComplete() const { return !m_soon.isActive() && !m_maker.isBusy() && !m_export.isRunning(); }

void ExportDialog::take(const std::shared_ptr<const Figure>& figure)
{
    if (m_export.isRunning())
        return;
    m_figure = figure;
    m_trouble.clear();
    showPreview();
}

// As large as it will be.
void ExportDialog::showPreview()
{
    m_size->clear();
    try {
        if (m_figure != nullptr) {
            const FigureOutput output = outputFor(m_made.options, *m_figure, {});
            const QSizeF mm = pageSize(*m_figure, output);
            const double screen = m_room->screen()->physicalDotsPerInch();
            const double dotsPerInch = screen >= 50 && screen <= 400 ? screen : 96.0; // screens may not know
            const double ratio = devicePixelRatioF();
            const double wanted = dotsPerInch * ratio / output.unitsPerInch;
            const double most = kMostPreview / std::max(m_figure->size().width(), m_figure->size().height());
            QImage picture = pictureOf(*m_figure, std::min(wanted, most));
            picture.setDevicePixelRatio(ratio);
            m_preview->setPixmap(QPixmap::fromImage(std::move(picture)));
            const QString wide = plainNumber(mm.width(), 4);
            const QString high = plainNumber(mm.height(), 4);
            const QString size =
                most < wanted ? tr("%1 × %2 mm, shown at %3 %").arg(wide, high).arg(qRound(100.0 * most / wanted))
                              : tr("%1 × %2 mm").arg(wide, high);
            m_size->setText(size);
        } else {
            m_preview->setText(m_trouble);
        }
    } catch (const core::Error& problem) {
        m_figure.reset();
        m_trouble = sentenceOf(problem);
        m_preview->setText(m_trouble);
    }
    showState();
}

void ExportDialog::showState()
{
    const bool saving = m_export.isRunning();
    const bool ready = m_figure != nullptr && isComplete();
    if (m_figure == nullptr && m_trouble.isEmpty())
        m_preview->setText(tr("The figure is being made …"));
    const bool oneHead = isOfOneHead(request());
    if (auto* items = qobject_cast<QStandardItemModel*>(m_each->model()))
        items->item(static_cast<int>(Each::Head))->setEnabled(oneHead);
    if (!oneHead && m_each->currentIndex() == static_cast<int>(Each::Head))
        m_each->setCurrentIndex(static_cast<int>(Each::This));
    const bool numbers = m_figure != nullptr && !m_figure->numbers().isEmpty();
    m_save->setEnabled(ready && !endings().isEmpty());
    m_save->setToolTip(endings().isEmpty() ? tr("Choose a format first") : QString());
    m_copy->setEnabled(ready);
    m_copyNumbers->setEnabled(ready && numbers);
    m_close->setText(saving ? tr("Stop") : tr("Close"));
    for (QWidget* choice : {static_cast<QWidget*>(m_kinds), static_cast<QWidget*>(m_model),
                            static_cast<QWidget*>(m_each), static_cast<QWidget*>(m_form)})
        choice->setEnabled(!saving);
    for (QCheckBox* box : m_formats)
        box->setEnabled(!saving && (!isNumbersEnding(box->objectName()) || numbers || m_figure == nullptr));
    m_progress->setVisible(saving);
    m_progress->setMaximum(std::max(1, m_export.files()));
    m_progress->setValue(static_cast<int>(m_export.saved().size()));
}

// file: one that was written, with links to it.
void ExportDialog::say(const QString& sentence, const QString& file)
{
    m_said = sentence;
    m_message->setStyleSheet(QString());
    m_message->setTextFormat(file.isEmpty() ? Qt::PlainText : Qt::RichText);
    m_message->setText(file.isEmpty() ? sentence : withFileLinks(sentence, file));
}

void ExportDialog::sayWrong(const QString& sentence)
{
    say(sentence);
    m_message->setStyleSheet(QStringLiteral("color: %1").arg(wrongColour(palette().color(QPalette::Window)).name()));
}

QString ExportDialog::message() const { return m_said; }
QSize ExportDialog::previewSize() const { return m_preview->pixmap(Qt::ReturnByValue).size(); }

} // namespace ui
