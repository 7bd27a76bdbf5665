// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/view_models/figure_maker.h"

#include "core/base/error.h"
#include "ui/figure/sheet.h"
#include "ui/language/words.h"
#include "ui/view_models/map_source.h"

#include <QCoreApplication>
#include <QGuiApplication>

#include <algorithm>
#include <utility>

namespace ui {
namespace {

constexpr int kLeastCells = 512; // rows and columns that maps are never reduced below
constexpr int kMostCells = 1800; // nor have more of: paper shows no more
constexpr int kLeastThumbnail = 64;
constexpr double kMmOfInch = 25.4;
constexpr std::size_t kMostPanels = 12;
constexpr int kLeastPanel = 300; // units: what a panel needs for its letters and some picture

int cellsFor(const FigureOptions& options)
{
    return static_cast<int>(
        std::clamp(options.width / kMmOfInch * options.dpi, double(kLeastCells), double(kMostCells)));
}

} // namespace

bool needsCell(const FigureRequest& request)
{
    return std::ranges::any_of(request.kinds,
                               [](const std::string& kind) { return sessionFigureKind(kind).describe().needs.cell; });
}

bool isOfOneHead(const FigureRequest& request)
{
    return std::ranges::any_of(
        request.kinds, [](const std::string& kind) { return sessionFigureKind(kind).describe().needs.oneHead; });
}

QString kindsText(const FigureRequest& request)
{
    QStringList words;
    for (const std::string& kind : request.kinds)
        words.append(QString::fromStdString(kind));
    return words.join(QLatin1Char('-'));
}

QString kindsLabel(const FigureRequest& request)
{
    QStringList labels;
    for (const std::string& kind : request.kinds)
        labels.append(QCoreApplication::translate("ui::figure", sessionFigureKind(kind).label));
    return labels.join(QStringLiteral(", "));
}

FigureMaker::FigureMaker(core::ThreadPool& pool, QObject* parent)
    : QObject(parent)
    , m_session(pool)
    , m_comparison(m_session)
    , m_selection(m_comparison)
    , m_heads(m_session, m_comparison, pool)
{
    connect(&m_session, &Session::settled, this, &FigureMaker::proceedOrFail);
    connect(&m_session, &Session::failed, this, &FigureMaker::fail);
    connect(&m_heads, &MeasuredHeads::ended, this,
            [this](const QString& trouble) { trouble.isEmpty() ? proceedOrFail() : fail(trouble); });
}

void FigureMaker::make(const FigureRequest& request)
{
    m_wanted = request;
    m_view = request.setup.view;
    m_kinds.clear();
    m_drawn.clear();
    m_maps.clear();
    m_views.clear();
    m_shown = false;
    m_measured = false;
    try {
        for (const std::string& kind : request.kinds)
            m_kinds.push_back(sessionFigureKind(kind).describe());
        if (m_kinds.empty() || m_kinds.size() > kMostPanels)
            throw core::error("A figure has 1 to {} panels, not {}.", kMostPanels, m_kinds.size());
    } catch (const core::Error& problem) {
        fail(sentenceOf(problem));
        return;
    }
    const int cells = cellsFor(request.options);
    m_session.setPictureSizes({cells, cells}, std::max(kLeastThumbnail, cells / 4));
    if (std::exchange(m_started, true))
        m_session.open(QString(), [setup = request.setup](core::Setup& e) { e = setup; });
    else
        m_session.start(request.setup);
    proceedOrFail(); // it may be what was shown before
}

void FigureMaker::cancel()
{
    m_wanted.reset();
    m_session.cancelLongWork();
}

void FigureMaker::fail(const QString& sentence)
{
    if (std::exchange(m_wanted, std::nullopt))
        emit failed(sentence);
}

bool FigureMaker::isWaiting() const
{
    const bool curves = std::ranges::any_of(m_kinds, [](const auto& kind) { return kind.needs.curves; });
    return m_session.isReading() || m_session.text() == nullptr ||
           (curves ? m_session.isBusy() : m_session.isPictureDue());
}

void FigureMaker::proceedOrFail()
{
    try {
        while (m_wanted && !isWaiting() && proceed()) {
        }
    } catch (const core::Error& problem) {
        fail(sentenceOf(problem));
    }
}

// What the setup shows is there for the first time.
void FigureMaker::begin()
{
    for (std::size_t c = 0; c < m_comparison.columns(); ++c)
        if (const QString& trouble = m_comparison.column(c).error; !trouble.isEmpty())
            throw core::error("{}", trouble.toStdString());
    const auto& cell = m_wanted->cell;
    const int length = m_comparison.column(0).length;
    if (cell && (cell->query < 0 || cell->query >= length || cell->key < 0 || cell->key > cell->query))
        throw core::error("There is no cell of query {} and key {}: {} tokens are read, and no query sees what comes "
                          "after it.",
                          cell->query, cell->key, length);
    if (cell)
        m_selection.choose(0, *cell);
    else
        m_selection.release();
}

// One step after the other. False: the next waits for what was asked for now, or all is done.
bool FigureMaker::proceed()
{
    if (!std::exchange(m_shown, true))
        begin();
    const SessionFigureKind::Description& kind = m_kinds[m_drawn.size()];
    if (m_views.empty()) {
        core::Setup setup = m_session.setup(); // with its columns' ids
        setup.view = m_view;
        m_views = kind.needs.views != nullptr ? kind.needs.views(setup) : std::vector{m_view};
        for (core::MapView& view : m_views)
            if (m_wanted->options.limits)
                view.limits = m_wanted->options.limits;
    }
    if (m_maps.size() < m_views.size()) {
        if (const core::MapView& view = m_views[m_maps.size()]; view != m_session.setup().view) {
            m_session.adjust([&](core::Setup& e) { e.view = view; });
            return false;
        }
        std::vector<MapContent> columns;
        for (std::size_t c = 0; c < m_comparison.columns(); ++c)
            columns.push_back(mapContentOf(m_comparison, c));
        m_maps.push_back(std::move(columns));
        return true;
    }
    if (kind.needs.heads && !std::exchange(m_measured, true)) {
        m_heads.measure();
        return !m_heads.isBusy();
    }
    const FigureOptions options = partOptions();
    m_drawn.push_back(kind.draw({m_session, m_comparison, m_selection, m_heads, std::exchange(m_maps, {}), options,
                                 styleFor(options, QGuiApplication::font())}));
    m_views.clear();
    if (m_drawn.size() < m_kinds.size())
        return true;
    const std::shared_ptr<const Figure> figure = whole();
    m_wanted.reset();
    emit made(figure);
    return false;
}

int FigureMaker::across() const
{
    const auto panels = static_cast<int>(m_kinds.size());
    const int room = std::max(1, roomFor(m_wanted->options, 1.0).width() / kLeastPanel);
    return std::min(panels, m_wanted->across > 0 ? m_wanted->across : std::min(panels <= 4 ? 2 : 3, room));
}

// Panels share the width; how high a sheet is they say.
FigureOptions FigureMaker::partOptions() const
{
    FigureOptions options = m_wanted->options;
    if (m_kinds.size() == 1)
        return options;
    options.width /= across();
    options.height = 0.0;
    return options;
}

std::shared_ptr<const Figure> FigureMaker::whole()
{
    if (m_drawn.size() == 1)
        return m_drawn.front();
    SheetContent content;
    content.parts = m_drawn;
    content.across = across();
    content.letters = true;
    return std::make_shared<Sheet>(std::move(content), styleFor(m_wanted->options, QGuiApplication::font()));
}

} // namespace ui
