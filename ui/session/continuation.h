// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/sampling.h"
#include "core/model/trace.h"
#include "core/render/map.h"
#include "core/render/value_range.h"
#include "ui/session/engine.h"

#include <QObject>
#include <QString>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <utility>
#include <vector>

namespace ui {

// A text goes on to so many tokens at most, those it began with included.
inline constexpr int kLongestContinuation = 4096;

// A column that goes on with the text.
struct ContinuedColumn
{
    int id = 0; // core::Column::id
    ColumnSource source;
    std::shared_ptr<const std::vector<int>> tokens; // of the text
    int prompt = 0;                                 // it goes on behind so many of them
    bool operator==(const ContinuedColumn&) const = default;
};
using ContinuationPlan = std::vector<ContinuedColumn>;

// How it goes on, from the next token on.
struct ContinuationOptions
{
    core::SamplingOptions sampling{.temperature = 0.7};
    std::uint64_t seed = 1;
    double speed = 20.0; // tokens a second in each column, at most
};

// What is looked at while it goes on.
struct ContinuationLook
{
    std::map<int, std::pair<int, int>> heads; // layer and head of each column, by its id
    int judge = 0;                            // the column whose surprise is shown; 0: each text's own model
    bool operator==(const ContinuationLook&) const = default;
};

// A column's text as it was a moment ago. Immutable.
struct ContinuedText
{
    int id = 0; // of the column
    std::vector<int> tokens;
    int prompt = 0; // so many of them were there
    // Of each token behind the prompt: -log p in nats of the column's own model and of the judge's; `judged` is empty
    // where that one reads other tokens, or as far as it cannot.
    std::vector<double> surprises;
    std::vector<double> judged;
    std::shared_ptr<const core::Trace<float>> trace; // of the tokens, and perhaps more; null before the prompt is read
    std::shared_ptr<const core::ReducedMap> map;     // of the head that is looked at
    core::ValueRange range;                          // of the map's colours
    QString trouble;                                 // why it goes on no further; empty: it does
    int written() const { return static_cast<int>(tokens.size()) - prompt; }
};

struct ContinuationView
{
    bool ready = false; // the prompts have been read
    bool playing = false;
    int written = 0; // tokens behind the prompt, of the columns that went farthest
    bool canGoOn = false;
    int branches = 0;                 // that takeBranchBack() can bring back
    double tokensPerSecond = 0.0;     // in each column, lately; 0: it has just begun or stands
    std::vector<ContinuedText> texts; // in the plan's order
};

// Continues one text with the models of all columns at once, on a thread of its own. Each step adds one token to every
// text that can go on; where one cannot, the others go on. A token is one row through the layers, which threads could
// not share: that thread does it all, so that no token waits for its turn behind a long task of others. Every function
// returns at once; what they ask for happens between two tokens, in order. GUI thread only. The destructor takes up to
// 50 ms.
class Continuation : public QObject
{
    Q_OBJECT

public:
    // giveWay, asked from the other thread: somebody is waiting for the processor.
    explicit Continuation(std::function<bool()> giveWay, QObject* parent = nullptr);
    ~Continuation() override;

    // Begins anew; if it was playing it goes on playing.
    void prepare(ContinuationPlan plan);
    void setOptions(const ContinuationOptions& options);
    void look(const ContinuationLook& what);
    void play();
    void pause();
    void step();              // one token in every column, then pause
    void back();              // the same backwards
    void branch(int written); // as cut(), but what is cut can be brought back
    void takeBranchBack();    // brings back what branch() cut last, then pauses
    void cut(int written);    // all texts to so many tokens behind the prompt, if there are more; plays on if it played
    void rewind() { branch(0); }

    // The newest; never null.
    std::shared_ptr<const ContinuationView> view() const;

signals:
    void changed(); // view() is another one
    void failed(const QString& sentence);

private:
    class Worker;
    std::unique_ptr<Worker> m_worker;
};

} // namespace ui
