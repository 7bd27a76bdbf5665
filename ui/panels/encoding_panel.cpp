// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/encoding_panel.h"

#include "core/model/encoding_shape.h"
#include "ui/figure/encoding_figure.h"
#include "ui/plot/curve_plot.h"
#include "ui/plot/matrix_view.h"
#include "ui/settings/look.h"
#include "ui/view_models/column_names.h"
#include "ui/views/view.h"

#include <QBoxLayout>
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
    return {column.label, column.encoding, column.trace->model().encoding().turns(), config.heads,
            config.trainingLength};
}

} // namespace

// What a task brings back; plain values.
struct EncodingPanel::Shapes
{
    CurvesContent biases;
    MatrixContent cells;
    CurvesContent products;
    QString model; // whose biases or cells
    QString hint;  // instead of them
};

EncodingPanel::EncodingPanel(Session& session, Comparison& comparison, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_comparison(comparison)
    , m_own(new QStackedWidget(this))
    , m_hint(new QLabel(this))
    , m_biases(new CurvePlot(this))
    , m_cells(new MatrixView(this))
    , m_products(new CurvePlot(this))
    , m_refresh(*this, kEncodingDelay, Refresh::When::AtRest, [this] { measure(); })
    , m_measuring(this, {.othersWait = [&session] { return session.isPictureDue(); }})
{
    m_hint->setWordWrap(true);
    m_hint->setAlignment(Qt::AlignCenter);
    for (QWidget* page :
         {static_cast<QWidget*>(m_hint), static_cast<QWidget*>(m_biases), static_cast<QWidget*>(m_cells)})
        m_own->addWidget(page);
    m_biases->setToolTip(tr("What each head of the chosen column adds to a score, by how far the key is back. Past the "
                            "training length it has never been trained."));
    m_cells->setToolTip(
        tr("What stands for each position: the vector that is added to the embedding, or the angle that "
           "each pair of dimensions is turned by"));
    m_products->setToolTip(
        tr("How alike two positions are, so many tokens apart: the product of their vectors or, where "
           "queries and keys are turned, the match of equal contents; 1 at distance 0"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(look::kNear, 0, look::kNear, 0);
    layout->addWidget(m_own, 1);
    layout->addWidget(m_products, 1);

    m_refresh.on(session, &Session::setupChanged);
    m_refresh.on(session, &Session::modelsChanged);
    m_refresh.on(session, &Session::chosenColumnChanged);
    m_refresh.on(comparison, &Comparison::columnChanged);
}

QString EncodingPanel::hint() const { return m_own->currentWidget() == m_hint ? m_hint->text() : QString(); }

void EncodingPanel::measure()
{
    struct Subject
    {
        std::shared_ptr<const core::Trace<float>> trace; // for its model, as it runs
        EncodingSource source;
        QColor colour;
    };
    std::vector<Subject> all;
    std::size_t chosen = 0;
    for (std::size_t c = 0; c < m_comparison.columns(); ++c) {
        const ColumnState& column = m_comparison.column(c);
        if (column.trace == nullptr)
            continue;
        if (c == m_session.chosenColumn())
            chosen = all.size();
        all.push_back({column.trace, sourceOf(column), column.colour});
    }
    if (all.empty())
        return;
    const auto length = std::clamp<core::Index>(m_comparison.shownLength(), 2, kMostPositions);
    const QString nothing = tr("%1 does nothing by itself: there is nothing to draw.").arg(all[chosen].source.model);
    m_measuring.start([this, all = std::move(all), chosen, length, nothing](const Job::Run& run) {
        Shapes shapes;
        const auto shapeOf = [&](const Subject& subject, core::EncodingShape what) {
            const core::Transformer<float>& model = subject.trace->model();
            return core::encodingShape(model, what, std::min(length, model.encoding().longestInput()), run.cancel());
        };
        const auto has = [](const Subject& subject, core::EncodingShape what) {
            return std::ranges::count(core::shapesOf(subject.trace->model().encoding()), what) > 0;
        };
        const Subject& own = all[chosen];
        shapes.model = own.source.model;
        if (has(own, core::EncodingShape::Bias)) {
            std::vector<int> heads(static_cast<std::size_t>(own.source.heads));
            std::iota(heads.begin(), heads.end(), 0);
            shapes.biases =
                encodingCurves(shapeOf(own, core::EncodingShape::Bias), core::EncodingShape::Bias, heads, own.source);
        } else {
            shapes.hint = nothing;
            for (const core::EncodingShape what : {core::EncodingShape::Vectors, core::EncodingShape::Angles})
                if (has(own, what)) {
                    shapes.cells = encodingCells(shapeOf(own, what), what, own.source);
                    shapes.hint.clear();
                }
        }
        for (const Subject& subject : all) {
            if (!has(subject, core::EncodingShape::Dot))
                continue;
            CurvesContent products = encodingCurves(shapeOf(subject, core::EncodingShape::Dot),
                                                    core::EncodingShape::Dot, {}, subject.source);
            // Of its own size at distance 0, so that encodings of other sizes can be compared.
            Curve& curve = products.curves.front();
            const double first = curve.y.front();
            for (double& value : curve.y)
                value = first != 0.0 ? value / first : value;
            curve.colour = subject.colour;
            shapes.products.curves.append(curve);
            shapes.products.marks.trainingLengths += products.marks.trainingLengths;
        }
        run.deliver([this, shapes = std::move(shapes)] { take(shapes); });
    });
}

void EncodingPanel::take(const Shapes& shapes)
{
    const auto show = [](CurvePlot& plot, const CurvesContent& content, const QString& x, const QString& y) {
        plot.setCurves(content.curves);
        plot.setAxes(x, y, false, false);
        plot.setTrainingLengths(content.marks.trainingLengths);
    };
    m_hint->setText(shapes.hint);
    if (!shapes.hint.isEmpty()) {
        m_own->setCurrentWidget(m_hint);
    } else if (!shapes.biases.curves.isEmpty()) {
        show(*m_biases, shapes.biases, tr("distance (tokens) of a key from its query: %1").arg(shapes.model),
             tr("bias"));
        m_own->setCurrentWidget(m_biases);
    } else {
        m_cells->setContent(shapes.cells);
        m_own->setCurrentWidget(m_cells);
    }
    show(*m_products, shapes.products, tr("distance (tokens) of two positions"), tr("likeness"));
    m_products->setVisible(!shapes.products.curves.isEmpty());
}

View encodingView()
{
    return {.id = "encoding",
            .title = Views::tr("Encoding"),
            .place = Place::Tray,
            .shortcut = QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P),
            .size = 210,
            .make = [](const ViewContext& context) { return new EncodingPanel(context.session, context.comparison); }};
}

} // namespace ui
