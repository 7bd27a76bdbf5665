// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/encoding_panel.h"

#include "core/model/encoding_shape.h"
#include "core/render/value_range.h"
#include "ui/controls/text_line.h"
#include "ui/figure/encoding_figure.h"
#include "ui/plot/curve_plot.h"
#include "ui/plot/matrix_view.h"
#include "ui/settings/look.h"
#include "ui/view_models/column_names.h"
#include "ui/views/view.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QLabel>
#include <QStackedWidget>

#include <algorithm>
#include <numeric>

namespace ui {
namespace {

constexpr int kEncodingDelay = 60;           // ms
constexpr core::Index kMostPositions = 2048; // products of all pairs take as long as the square of it

EncodingSource sourceOf(const ColumnState& column)
{
    const core::ModelConfig& config = column.trace->model().config();
    return {column.label, column.encoding,       column.trace->model().encoding().turns(),
            config.heads, config.trainingLength, column.colour};
}

} // namespace

// What a task brings back; plain values.
struct EncodingPanel::Shapes
{
    MatrixContent cells; // the vectors or angles of one column
    QString hint;        // instead of them
    std::vector<CurvesContent> biases;
    std::vector<CurvesContent> products;
    core::Index distances = 0;
};

EncodingPanel::EncodingPanel(Session& session, Comparison& comparison, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_comparison(comparison)
    , m_about(new TextLine(Qt::AlignLeft, this))
    , m_log(new QCheckBox(tr("Lo&garithmic distance"), this))
    , m_own(new QStackedWidget(this))
    , m_hint(new QLabel(this))
    , m_cells(new MatrixView(this))
    , m_biases(new CurvePlot(this))
    , m_products(new CurvePlot(this))
    , m_refresh(*this, kEncodingDelay, Refresh::When::AtRest, [this] { measure(); })
    , m_measuring(this, {.othersWait = [&session] { return session.isPictureDue(); }})
{
    m_hint->setWordWrap(true);
    m_hint->setAlignment(Qt::AlignCenter);
    m_own->addWidget(m_hint);
    m_own->addWidget(m_cells);
    m_log->setToolTip(tr("Distances by their logarithm, from 1: near keys get more room, and what grows with the "
                         "logarithm is straight"));
    m_biases->setToolTip(tr("What each head of each column adds to a score, by how far the key is back. Past the "
                            "training length it has never been trained. At first the plot goes down to −%1: a bias "
                            "below leaves nothing of a weight. The wheel shows more.")
                             .arg(core::kDeepestBias));
    m_cells->setToolTip(
        tr("What stands for each position: the vector that is added to the embedding, or the angle that "
           "each pair of dimensions is turned by"));
    m_products->setToolTip(
        tr("How alike two positions are, so many tokens apart: the product of their vectors or, where "
           "queries and keys are turned, the match of equal contents; 1 at distance 0"));
    auto* line = new QHBoxLayout;
    line->addWidget(m_about, 1);
    line->addWidget(m_log);
    auto* pictures = new QHBoxLayout;
    for (QWidget* picture :
         {static_cast<QWidget*>(m_own), static_cast<QWidget*>(m_biases), static_cast<QWidget*>(m_products)})
        pictures->addWidget(picture, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(look::kNear, 0, look::kNear, 0);
    layout->setSpacing(look::kNear);
    layout->addLayout(line);
    layout->addLayout(pictures, 1);

    m_refresh.on(session, &Session::setupChanged);
    m_refresh.on(session, &Session::modelsChanged);
    m_refresh.on(session, &Session::chosenColumnChanged);
    m_refresh.on(comparison, &Comparison::columnChanged);
    m_refresh.on(*m_log, &QCheckBox::toggled);
}

QString EncodingPanel::hint() const { return m_own->currentWidget() == m_hint ? m_hint->text() : QString(); }

void EncodingPanel::measure()
{
    struct Subject
    {
        std::shared_ptr<const core::Trace<float>> trace; // for its model, as it runs
        EncodingSource source;
    };
    std::vector<Subject> all;
    std::size_t chosen = 0;
    int biased = 0;
    int trained = 0;
    for (std::size_t c = 0; c < m_comparison.columns(); ++c) {
        const ColumnState& column = m_comparison.column(c);
        if (column.trace == nullptr)
            continue;
        if (c == m_session.chosenColumn())
            chosen = all.size();
        all.push_back({column.trace, sourceOf(column)});
        biased += column.biases ? 1 : 0;
        trained = std::max(trained, column.trainingLength);
    }
    if (all.empty())
        return;
    const auto length = std::clamp<core::Index>(m_comparison.shownLength(), 2, kMostPositions);
    // Distances go past what any of them was trained on, however little is read.
    const auto distances =
        std::clamp<core::Index>(std::max(m_comparison.shownLength(), 2 * trained), 2, kMostPositions);
    const QString nothing = tr("%1 does nothing by itself: there is nothing to draw.").arg(all[chosen].source.model);
    m_measuring.start([this, all = std::move(all), chosen, biased, length, distances, nothing](const Job::Run& run) {
        Shapes shapes;
        shapes.distances = distances;
        const auto shapeOf = [&](const Subject& subject, core::EncodingShape what, core::Index most) {
            const core::Transformer<float>& model = subject.trace->model();
            return core::encodingShape(model, what, std::min(most, model.encoding().longestInput()), run.cancel());
        };
        const auto has = [](const Subject& subject, core::EncodingShape what) {
            return std::ranges::count(core::shapesOf(subject.trace->model().encoding()), what) > 0;
        };
        // Of the chosen column or, where it has none, of the first that has.
        const auto showCells = [&](const Subject& subject) {
            for (const core::EncodingShape what : {core::EncodingShape::Vectors, core::EncodingShape::Angles})
                if (shapes.cells.values.size() == 0 && has(subject, what))
                    shapes.cells = encodingCells(shapeOf(subject, what, length), what, subject.source);
        };
        showCells(all[chosen]);
        std::ranges::for_each(all, showCells);
        if (shapes.cells.values.size() == 0 && !has(all[chosen], core::EncodingShape::Bias))
            shapes.hint = nothing;
        for (const Subject& subject : all) {
            if (has(subject, core::EncodingShape::Bias)) {
                std::vector<int> heads(static_cast<std::size_t>(subject.source.heads));
                std::iota(heads.begin(), heads.end(), 0);
                EncodingSource source = subject.source;
                if (biased == 1)
                    source.colour = QColor(); // each head has one of its own
                shapes.biases.push_back(encodingCurves(shapeOf(subject, core::EncodingShape::Bias, distances),
                                                       core::EncodingShape::Bias, heads, source));
            }
            if (!has(subject, core::EncodingShape::Dot))
                continue;
            CurvesContent products = encodingCurves(shapeOf(subject, core::EncodingShape::Dot, distances),
                                                    core::EncodingShape::Dot, {}, subject.source);
            // Of its own size at distance 0, so that encodings of other sizes can be compared.
            Curve& curve = products.curves.front();
            const double first = curve.y.front();
            for (double& value : curve.y)
                value = first != 0.0 ? value / first : value;
            shapes.products.push_back(std::move(products));
        }
        run.deliver([this, shapes = std::move(shapes)] { take(shapes); });
    });
}

void EncodingPanel::take(const Shapes& shapes)
{
    const bool logarithmic = m_log->isChecked();
    const auto show = [logarithmic](CurvePlot& plot, const std::vector<CurvesContent>& models, const QString& x,
                                    const QString& y) {
        plot.setVisible(!models.empty());
        if (models.empty())
            return;
        const CurvesContent content = together(models);
        plot.setCurves(content.curves);
        plot.setAxes(x, y.isEmpty() ? content.yLabel : y, logarithmic, false);
        plot.setFirstView(content.yView);
        plot.setTrainingLengths(content.marks.trainingLengths);
    };
    const bool own = !shapes.hint.isEmpty() || shapes.cells.values.size() > 0;
    m_own->setVisible(own);
    m_hint->setText(shapes.hint);
    if (shapes.hint.isEmpty())
        m_cells->setContent(shapes.cells);
    m_own->setCurrentWidget(shapes.hint.isEmpty() ? static_cast<QWidget*>(m_cells) : m_hint);
    show(*m_biases, shapes.biases, tr("distance (tokens) of a key from its query"), {});
    show(*m_products, shapes.products, tr("distance (tokens) of two positions"), tr("likeness"));
    m_log->setEnabled(!shapes.biases.empty() || !shapes.products.empty());
    m_about->setText({}, tr("%1: the encoding before any text, as the columns run, up to distance %2")
                             .arg(originText(Origin::Formula))
                             .arg(shapes.distances - 1));
    m_about->setToolTip(originAbout(Origin::Formula));
}

View encodingView()
{
    return {.id = "encoding",
            .title = Views::tr("Encoding"),
            .place = Place::Tray,
            .shortcut = QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P),
            .size = 210,
            .figure = "encoding",
            .make = [](const ViewContext& context) { return new EncodingPanel(context.session, context.comparison); }};
}

} // namespace ui
