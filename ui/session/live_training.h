// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/parallel.h"
#include "core/io/checkpoint.h"
#include "core/render/map.h"
#include "core/render/value_range.h"
#include "core/train/live_run.h"

#include <QObject>
#include <QString>
#include <QStringList>
#include <QVector>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ui {

// The models that can be trained live; all have the recipe of the program's own (vocabulary, widths in proportion).
struct LiveSize
{
    const char* id;
    int layers;
    int width;
    int heads;
};
QVector<LiveSize> liveSizes();

// An encoding that a run is trained with.
struct LiveEncoding
{
    std::string id; // as in encodings.def
    core::Json options = core::Json::object();
    std::string name = {}; // for people; empty: the encoding's

    LiveEncoding(const char* encoding) // NOLINT(google-explicit-constructor): most are nothing but their name
        : id(encoding)
    {}
    LiveEncoding(std::string encoding, core::Json with = core::Json::object(),
                 std::string called = {}) // NOLINT(google-explicit-constructor)
        : id(std::move(encoding))
        , options(std::move(with))
        , name(std::move(called))
    {}
    bool isOf(const core::ModelConfig& model) const { return model.encoding == id && model.encodingOptions == options; }
    bool operator==(const LiveEncoding&) const = default;
};

// What is to be trained. Every run gets all of it; only the encoding differs.
struct LivePlan
{
    std::vector<LiveEncoding> encodings; // one run each
    int length = 32;                     // tokens
    std::string size = "small";          // of liveSizes()
    std::uint64_t seed = 1;
    double learningRate = 1e-3; // low enough that a minute on the passages does not only learn them by heart
    std::string file;           // the text; empty: the program's passages
};

// One run as it was a moment ago. Immutable.
struct LiveRunView
{
    long id = 0; // of this run, for as long as it is there
    QString encoding;
    int nth = 0;   // of that encoding, from 0
    QString label; // "ALiBi"
    long step = 0;
    long tokens = 0;
    double seconds = 0.0; // spent in steps
    double tokensPerSecond = 0.0;
    double loss = 0.0;                            // mean nats per token over the last steps
    std::vector<std::pair<double, double>> curve; // (step, loss)
    std::vector<core::HeldOutLoss> heldOut;
    QString trouble; // why it has stopped; empty: it has not
    long sampleStep = -1;
    QString sample; // what it makes of the prompt; without the prompt
    int layers = 0;
    int heads = 0;
    std::shared_ptr<const core::ReducedMap> map; // attention weights of the chosen head over LiveView::labels
    core::ValueRange range;
};

struct LiveView
{
    bool ready = false; // the text has been read and the runs stand at their start
    bool playing = false;
    bool canTakeBack = false; // LiveTraining::takeBack() has something to bring back
    LivePlan plan;
    QString title; // of the text
    long trainingTokens = 0;
    long heldOutTokens = 0;
    QString prompt;     // of the samples
    QStringList labels; // tokens of the piece of text under the maps
    std::vector<LiveRunView> runs;
};

// A run's weights, ready to be compared.
struct LiveModel
{
    QString encoding;
    long step = 0;
    std::shared_ptr<const core::Checkpoint> checkpoint;
};

// Trains the runs of a plan on a thread of its own, one short step at a time and always the run that is furthest
// behind, so that all of them have seen the same text. Every function returns at once; what they ask for happens
// between two steps, in order. The text is cut by the tokenizer of the built-in models, and the last tenth of each
// document is never learned from. The destructor ends everything within a step's tenth, but writes what was asked to be
// saved.
class LiveTraining : public QObject
{
    Q_OBJECT

public:
    // giveWay, asked from the training's thread between two steps: somebody is waiting for the processor. Training then
    // waits, but not for ever. The pool outlives this object.
    LiveTraining(core::ThreadPool& pool, std::function<bool()> giveWay, QObject* parent = nullptr);
    ~LiveTraining() override;

    // Changes what is different from the plan before: other encodings drop runs or add them at their start, with the
    // learning rates that the others had (they catch up, then all go on together); another learning rate holds from the
    // next step on; anything else begins anew with all runs. What cannot be done is reported by failed().
    void prepare(LivePlan plan);
    void play();
    void pause();
    void step();   // one step of every run, then pause
    void rewind(); // all runs to their start, bit for bit
    // Brings back the runs that the last rewind() or prepare() took away, as they were, with the plan of then. They are
    // kept until training goes on or something else changes; nothing when there are none.
    void takeBack();
    void showHead(int layer, int head);
    // Writes a checkpoint folder (core/io/live_checkpoint.h); answered by saved() or failed().
    void save(long run, std::filesystem::path folder);
    // Answered by modelsTaken() with the weights of all runs as they are at that moment.
    void takeModels();

    // The newest; never null.
    std::shared_ptr<const LiveView> view() const;

signals:
    void changed();
    void saved(const QString& folder);
    void modelsTaken(const std::vector<ui::LiveModel>& models);
    void failed(const QString& sentence);

private:
    class Worker;
    std::unique_ptr<Worker> m_worker;
};

} // namespace ui
