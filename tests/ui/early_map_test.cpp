// SPDX-License-Identifier: GPL-3.0-or-later
// A changed slope: the map that is looked at comes before the whole pass is done.
#include "core/model/attention_map.h"
#include "tests/ui/main_window_fixture.h"
#include "ui/session/engine.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace {

// What the engine said of the newest request, in its order.
class Record : public ui::EngineListener
{
public:
    struct Said
    {
        char what; // 't'race, 'd'etail
        int column;
        std::shared_ptr<const core::ReducedMap> map;
    };

    void tokensReady(ui::TokensReady) override {}
    void traceReady(ui::TraceReady answer) override
    {
        add(answer.number, {'t', answer.column, nullptr});
        m_trace[static_cast<std::size_t>(answer.column)] = answer.trace;
    }
    void detailReady(ui::DetailReady answer) override { add(answer.number, {'d', answer.column, answer.map}); }
    void thumbnailsReady(ui::ThumbnailsReady) override {}
    void perplexityReady(ui::PerplexityReady) override {}
    void columnFailed(ui::ColumnFailed) override { add(-1, {'f', 0, nullptr}); }
    void working(ui::LongWork) override {}
    void settled(ui::Settled answer) override
    {
        const std::lock_guard lock(m_mutex);
        m_settled = answer.number;
        m_wake.notify_all();
    }

    bool answered(ui::Engine& engine, const ui::Request& request)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_number = request.number;
            m_said.clear();
        }
        engine.request(request);
        std::unique_lock lock(m_mutex);
        return m_wake.wait_for(lock, std::chrono::milliseconds(ui::kPatience),
                               [&] { return m_settled == request.number; });
    }

    // E.g. "d0 d1 t0 d0 t1 d1".
    std::string order() const
    {
        std::string text;
        for (const Said& said : m_said)
            text += fmt::format("{}{}{}", text.empty() ? "" : " ", said.what, said.column);
        return text;
    }

    std::vector<Said> m_said;
    std::shared_ptr<const core::Trace<float>> m_trace[2];

private:
    void add(long number, Said said)
    {
        const std::lock_guard lock(m_mutex);
        if (number == m_number)
            m_said.push_back(std::move(said));
    }

    std::mutex m_mutex;
    std::condition_variable m_wake;
    long m_number = 0;
    long m_settled = 0;
};

class EarlyMap : public testing::Test
{
protected:
    EarlyMap()
    {
        request.number = 1;
        request.columns = {{0, {ui::loadModel("builtin:alibi-64"), core::Json::object()}},
                           {1, {ui::loadModel("builtin:sinusoidal-64"), core::Json::object()}}};
        request.text = ui::loadText({core::TextKind::Passage, "lighthouse"});
        request.length = 300;
        request.detailRows = request.detailCols = 128;
        request.thumbnailSide = 16;
        request.curves = false;
    }

    void changeSlope(double slope)
    {
        request.columns[0].source.switches = {
            {"alibi_slopes", {slope, 0.25, 0.125, 0.0625, 0.03, 0.015, 0.008, 0.004}}};
        ++request.number;
    }

    Record record;
    core::ThreadPool pool{2};
    ui::Engine engine{record, pool};
    ui::Request request;
};

TEST_F(EarlyMap, ComesBeforeThePassWithTheColumnsThatStay)
{
    request.columns[0].layer = request.columns[1].layer = 1;
    ASSERT_TRUE(record.answered(engine, request));
    EXPECT_EQ(record.order(), "t0 d0 t1 d1");
    changeSlope(1.5);
    ASSERT_TRUE(record.answered(engine, request));
    EXPECT_EQ(record.order(), "d0 d1 t0 d0 t1 d1");
    // It is the finished trace's map, and not the one from before.
    const core::Matrix<float>& early = record.m_said.front().map->values;
    const core::Matrix<float> made =
        core::attentionMap(*record.m_trace[0], record.m_said.front().map->request, pool).values;
    for (core::Index i = 0; i < made.size(); ++i)
        ASSERT_TRUE(early.data()[i] == made.data()[i] || (std::isnan(early.data()[i]) && std::isnan(made.data()[i])));
    EXPECT_EQ(record.m_said.front().map, record.m_said[3].map); // it is not made again
}

TEST_F(EarlyMap, OfTheLastLayerComesWithThePass)
{
    request.columns[0].layer = request.columns[1].layer = 3;
    ASSERT_TRUE(record.answered(engine, request));
    changeSlope(1.5);
    ASSERT_TRUE(record.answered(engine, request));
    EXPECT_EQ(record.order(), "t0 d0 t1 d1");
}

// The columns' lengths and labels would not be those of the map.
TEST_F(EarlyMap, WaitsForThePassWhenTheLengthChangesToo)
{
    ASSERT_TRUE(record.answered(engine, request));
    changeSlope(1.5);
    request.length = 310;
    ASSERT_TRUE(record.answered(engine, request));
    EXPECT_EQ(record.order(), "t0 d0 t1 d1");
}

} // namespace
