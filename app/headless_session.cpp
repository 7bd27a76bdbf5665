// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/headless_session.h"

#include "app/interruption.h"
#include "core/base/error.h"
#include "ui/view_models/map_source.h"

#include <QEventLoop>
#include <QGuiApplication>
#include <QTimer>

#include <vector>

namespace app {
namespace {

constexpr int kLook = 50; // ms between looks for an interruption

} // namespace

HeadlessSession::HeadlessSession(int threads)
    : m_pool(threads)
    , m_session(m_pool)
    , m_comparison(m_session)
    , m_selection(m_comparison)
    , m_heads(m_session, m_comparison, m_pool)
{}

void HeadlessSession::show(core::Setup setup, int pixels, int thumbnail, bool curves)
{
    m_curves = curves;
    m_session.setPictureSizes({pixels, pixels}, thumbnail);
    m_session.start(std::move(setup));
    wait();
}

void HeadlessSession::wait()
{
    QEventLoop loop;
    QString trouble;
    QObject::connect(&m_session, &ui::Session::settled, &loop, [&] { // of the newest request that was sent
        if (!m_session.isReading() && !(m_curves ? m_session.isBusy() : m_session.isPictureDue()))
            loop.quit();
    });
    QObject::connect(&m_session, &ui::Session::failed, &loop, [&](const QString& sentence) {
        trouble = sentence;
        loop.quit();
    });
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
        if (interrupted())
            loop.quit();
    });
    look.start(kLook);
    loop.exec();
    if (interrupted())
        throw core::Cancelled();
    for (std::size_t c = 0; c < m_comparison.columns() && trouble.isEmpty(); ++c)
        trouble = m_comparison.column(c).error;
    if (!trouble.isEmpty())
        throw core::error("{}", trouble.toStdString());
}

void HeadlessSession::measureHeads()
{
    QEventLoop loop;
    QString trouble;
    QObject::connect(&m_heads, &ui::MeasuredHeads::ended, &loop, [&](const QString& sentence) {
        trouble = sentence;
        loop.quit();
    });
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
        if (interrupted() || !m_heads.isBusy())
            loop.quit();
    });
    look.start(kLook);
    m_heads.measure();
    loop.exec();
    if (interrupted())
        throw core::Cancelled();
    if (!trouble.isEmpty())
        throw core::error("{}", trouble.toStdString());
}

void HeadlessSession::chooseCell(int query, int key)
{
    const int length = m_comparison.column(0).length;
    if (query < 0 || query >= length || key < 0 || key > query)
        throw core::error("There is no cell of query {} and key {}: {} tokens are read, and no query sees what comes "
                          "after it.",
                          query, key, length);
    m_selection.choose(0, {query, key});
}

std::unique_ptr<ui::Figure> HeadlessSession::draw(const ui::SessionFigureKind& kind, const ui::FigureOptions& options)
{
    const ui::SessionFigureKind::Description description = kind.describe();
    std::vector<core::MapView> views{m_session.setup().view};
    if (description.needs.views != nullptr)
        views = description.needs.views(m_session.setup());
    std::vector<std::vector<ui::MapContent>> maps;
    for (core::MapView& view : views) {
        if (options.limits)
            view.limits = options.limits;
        if (view != m_session.setup().view) {
            m_session.adjust([&](core::Setup& e) { e.view = view; });
            wait();
        }
        std::vector<ui::MapContent> columns;
        for (std::size_t c = 0; c < m_comparison.columns(); ++c)
            columns.push_back(ui::mapContentOf(m_comparison, c));
        maps.push_back(std::move(columns));
    }
    if (description.needs.heads)
        measureHeads();
    return description.draw({m_session, m_comparison, m_selection, m_heads, std::move(maps), options,
                             ui::styleFor(options, QGuiApplication::font())});
}

} // namespace app
