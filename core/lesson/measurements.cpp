// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lesson/measurements.h"

#include "core/base/error.h"
#include "core/base/json_fields.h"
#include "core/eval/attention_reach.h"
#include "core/eval/perplexity.h"
#include "core/model/attention_map.h"
#include "core/model/encoding_shape.h"
#include "core/position/alibi.h"
#include "core/position/slope_rules.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace core {

// What a model has made of the beginning of a text.
struct Measurements::Reading
{
    std::shared_ptr<const Trace<float>> trace;
    std::vector<HeadReach> reach; // empty: not asked for
};

namespace {

constexpr std::size_t kMostReadings = 8;     // kept; a trace of 1024 tokens of a shipped model is 8 MB
constexpr int kMostHeads = 4096;             // of official_slope
constexpr double kLargestArgument = 1 << 20; // lengths and positions

// A whole number that an argument must be.
Index wholeOf(const Call& call, std::size_t argument, double low)
{
    const double value = std::get<double>(call.arguments[argument]);
    if (!(value >= low && value <= kLargestArgument) || std::floor(value) != value)
        throw error("{}: argument {} must be a whole number from {} to {}.", call.function->name, argument + 1, low,
                    kLargestArgument);
    return static_cast<Index>(value);
}

std::vector<double> slopesOf(const Transformer<float>& model)
{
    const Json options = model.encoding().options();
    const auto slopes = options.find("alibi_slopes");
    if (slopes == options.end())
        throw error("slope: the encoding \"{}\" has no slopes; ask for those of an ALiBi model.",
                    model.config().encoding);
    return scaledSlopes(slopes->get<std::vector<double>>(), options);
}

double slopeOf(const std::vector<double>& slopes, const Call& call)
{
    const Index head = wholeOf(call, 1, 0.0);
    if (static_cast<std::size_t>(head) >= slopes.size())
        throw error("{}: there is no head {}; they are 0 to {}.", call.function->name, head, slopes.size() - 1);
    return slopes[static_cast<std::size_t>(head)];
}

} // namespace

// Settings of the measurement itself; what is left are the encoding's.
struct Measurements::Options
{
    std::string text = "lighthouse";
    std::int64_t tokens = 0; // 0: all
    Windowing windowing = Windowing::Nonoverlapping;
    std::int64_t stride = 0; // 0: half the length
    Json encoding;

    static Options of(const Call& call);
};

Measurements::Options Measurements::Options::of(const Call& call)
{
    const Fields fields(call.settings, call.function->name);
    Options options;
    options.text = fields.text("text", options.text);
    options.tokens = fields.whole("tokens", 0, 2, kLongestLength);
    options.windowing = windowingById(fields.text("windows", "nonoverlapping"));
    options.stride = fields.whole("stride", 0, 1, kLongestLength);
    options.encoding = call.settings;
    for (const char* own : {"text", "tokens", "windows", "stride"})
        options.encoding.erase(own);
    return options;
}

// One question, with what it needs around it.
class Measurements::Work
{
public:
    Work(Measurements& all, const Call& call, const Cancel& cancel)
        : m_all(all)
        , m_call(call)
        , m_cancel(cancel)
    {}

    double answer()
    {
        using Method = double (Work::*)();
        static const std::map<std::string_view, Method> methods{{"perplexity", &Work::perplexity},
                                                                {"loss", &Work::loss},
                                                                {"loss_below", &Work::lossBelow},
                                                                {"loss_from", &Work::lossFrom},
                                                                {"share_below", &Work::shareBelow},
                                                                {"content", &Work::content},
                                                                {"bias", &Work::bias},
                                                                {"score", &Work::score},
                                                                {"weight", &Work::weight},
                                                                {"slope", &Work::slope},
                                                                {"official_slope", &Work::officialSlope},
                                                                {"mean_distance", &Work::meanDistance},
                                                                {"weight_beyond", &Work::weightBeyond},
                                                                {"likeness", &Work::likeness},
                                                                {"parameters", &Work::parameters},
                                                                {"training_length", &Work::trainingLength}};
        return (this->*methods.at(m_call.function->name))();
    }

private:
    double perplexity() { return evaluation().perplexity; }
    double loss() { return evaluation().nll; }
    double lossBelow() { return evaluation().nllBelow(wholeOf(m_call, 2, 1.0)); }
    double lossFrom() { return evaluation().nllFrom(wholeOf(m_call, 2, 1.0)); }
    double shareBelow() { return evaluation().shareBelow(wholeOf(m_call, 2, 1.0)); }
    double content() { return static_cast<double>(cell().content); }
    double bias() { return static_cast<double>(cell().bias); }
    double score() { return static_cast<double>(cell().score); }
    double weight() { return static_cast<double>(cell().weight); }
    double slope() { return slopeOf(slopesOf(model().model), m_call); }
    double officialSlope()
    {
        const Index heads = wholeOf(m_call, 0, 1.0);
        if (heads > kMostHeads)
            throw error("official_slope: {} heads are more than {}.", heads, kMostHeads);
        return slopeOf(officialSlopes(static_cast<int>(heads)), m_call);
    }
    double meanDistance() { return reach().meanDistance; }
    double weightBeyond() { return reach().massBeyond; }
    double parameters() { return static_cast<double>(model().model.parameters().values().size()); }
    double trainingLength() { return static_cast<double>(model().model.config().trainingLength); }

    double likeness()
    {
        const Index distance = wholeOf(m_call, 1, 0.0);
        const Index length = wholeOf(m_call, 2, 1.0);
        if (distance >= length)
            throw error("likeness: positions {} apart are not among the first {}.", distance, length);
        return static_cast<double>(encodingShape(model().model, EncodingShape::Dot, length, m_cancel)(0, distance));
    }

    // With the call's switches.
    const Checkpoint& model()
    {
        if (m_model)
            return *m_model;
        const auto& id = std::get<std::string>(m_call.arguments[0]);
        {
            const std::lock_guard lock(m_all.m_mutex);
            m_model = m_all.m_models[id];
        }
        if (!m_model) {
            m_model = m_all.m_sources.model(id, m_cancel);
            const std::lock_guard lock(m_all.m_mutex);
            m_all.m_models[id] = m_model;
        }
        if (!m_options.encoding.empty()) {
            auto switched = std::make_shared<Checkpoint>(*m_model);
            switched->model = m_model->model.withEncodingOptions(m_options.encoding);
            m_model = std::move(switched);
        }
        return *m_model;
    }

    std::vector<int> tokens()
    {
        const bool itself = m_options.text.find(' ') != std::string::npos;
        const std::string text = itself ? m_options.text : m_all.m_sources.text(m_options.text, m_cancel);
        std::vector<int> all = model().needTokenizer().encode(text, m_cancel);
        if (m_options.tokens > 0 && static_cast<std::size_t>(m_options.tokens) < all.size())
            all.resize(static_cast<std::size_t>(m_options.tokens));
        return all;
    }

    void checkLength(Index length, std::size_t there)
    {
        if (static_cast<std::size_t>(length) > there)
            throw error("{}: {} tokens are more than the {} the text has; take a shorter length.",
                        m_call.function->name, length, there);
        if (length > model().model.encoding().longestInput())
            throw error("{}: {} tokens are more than the {} that {} can read; take a shorter length.",
                        m_call.function->name, length, model().model.encoding().longestInput(), m_model->name);
    }

    Evaluation evaluation()
    {
        const std::vector<int> read = tokens();
        EvaluationOptions options;
        options.length = wholeOf(m_call, 1, 1.0);
        options.windowing = m_options.windowing;
        options.stride = m_options.stride > 0 ? m_options.stride : std::max<Index>(1, options.length / 2);
        options.cancel = m_cancel;
        checkLength(options.length, read.size());
        return evaluate(model().model, read, options, m_all.m_pool);
    }

    // Of the first `length` tokens; later ones change nothing before them.
    std::shared_ptr<const Reading> reading(Index length, bool withReach)
    {
        const std::string key = std::get<std::string>(m_call.arguments[0]) + m_call.settings.dump() +
                                fmt::format(" {} {}", length, withReach);
        {
            const std::lock_guard lock(m_all.m_mutex);
            if (const auto found = m_all.m_readings.find(key); found != m_all.m_readings.end())
                return found->second;
        }
        const std::vector<int> read = tokens();
        checkLength(length, read.size());
        auto made = std::make_shared<Reading>();
        made->trace = forward(model().model, std::span(read).first(static_cast<std::size_t>(length)), m_all.m_pool,
                              {.cancel = m_cancel});
        if (withReach)
            made->reach = attentionReach(*made->trace, {.cancel = m_cancel, .progress = {}}, m_all.m_pool);
        const std::lock_guard lock(m_all.m_mutex);
        if (m_all.m_readings.size() >= kMostReadings)
            m_all.m_readings.clear();
        m_all.m_readings[key] = made;
        return made;
    }

    void checkHead(Index layer, Index head)
    {
        const ModelConfig& config = model().model.config();
        if (layer >= config.layers || head >= config.heads)
            throw error("{}: there is no head {} in a layer {}; layers are 0 to {}, heads 0 to {}.",
                        m_call.function->name, head, layer, config.layers - 1, config.heads - 1);
    }

    AttentionCell cell()
    {
        const Index layer = wholeOf(m_call, 1, 0.0);
        const Index head = wholeOf(m_call, 2, 0.0);
        const Index query = wholeOf(m_call, 3, 0.0);
        const Index key = wholeOf(m_call, 4, 0.0);
        checkHead(layer, head);
        if (key > query)
            throw error("{}: key {} comes after query {}, which does not see it.", m_call.function->name, key, query);
        const auto read = reading(query + 1, false);
        return attentionCell(*read->trace, static_cast<int>(layer), static_cast<int>(head), query, key);
    }

    Spread reach()
    {
        const Index layer = wholeOf(m_call, 1, 0.0);
        const Index head = wholeOf(m_call, 2, 0.0);
        checkHead(layer, head);
        const auto read = reading(wholeOf(m_call, 3, 1.0), true);
        return std::ranges::find_if(read->reach, [&](const HeadReach& r) { return r.layer == layer && r.head == head; })
            ->attention;
    }

    Measurements& m_all;
    const Call& m_call;
    const Cancel& m_cancel;
    Options m_options = Options::of(m_call);
    std::shared_ptr<const Checkpoint> m_model;
};

Measurements::Measurements(LessonSources sources, ThreadPool& pool)
    : m_sources(std::move(sources))
    , m_pool(pool)
{}

Measurements::~Measurements() = default;

double Measurements::of(const Call& call, const Cancel& cancel)
{
    const std::string key = call.text();
    {
        const std::lock_guard lock(m_mutex);
        if (const auto found = m_known.find(key); found != m_known.end())
            return found->second;
    }
    const double value = Work(*this, call, cancel).answer();
    const std::lock_guard lock(m_mutex);
    return m_known[key] = value;
}

LessonFacts::LessonFacts(Measurements& measurements, std::optional<LessonState> state, Cancel cancel)
    : m_measurements(measurements)
    , m_state(std::move(state))
    , m_cancel(std::move(cancel))
{}

Value LessonFacts::of(const Call& call)
{
    if (call.function->kind == FunctionKind::State)
        return ofState(call);
    const bool ofColumn = !call.arguments.empty() && call.function->parameters[0] == ValueType::Model &&
                          std::holds_alternative<double>(call.arguments[0]);
    return m_measurements.of(ofColumn ? withColumn(call) : call, m_cancel);
}

Call LessonFacts::withColumn(const Call& call) const
{
    const Column& chosen = column(call.arguments[0]);
    Call same = call;
    same.arguments[0] = chosen.model;
    const Json switches = chosen.switches();
    for (const auto& [key, value] : switches.items())
        if (!same.settings.contains(key))
            same.settings[key] = value;
    return same;
}

const Column& LessonFacts::column(const Value& number) const
{
    if (!m_state)
        throw error("A column of the window is asked for where there is no window; name a model instead.");
    const double place = std::get<double>(number);
    const std::vector<Column>& columns = m_state->setup.columns;
    if (!(place >= 1.0 && place <= static_cast<double>(columns.size())) || std::floor(place) != place)
        throw error("There is no column {} now; there are {}.", place, columns.size());
    return columns[static_cast<std::size_t>(place) - 1];
}

Value LessonFacts::ofState(const Call& call) const
{
    if (!m_state)
        throw error("\"{}\" is asked for where there is no window.", call.function->name);
    const Setup& setup = m_state->setup;
    const std::string_view name = call.function->name;
    const double none = std::numeric_limits<double>::quiet_NaN();
    if (name == "length")
        return static_cast<double>(setup.length);
    if (name == "layer")
        return static_cast<double>(setup.view.layer);
    if (name == "head")
        return static_cast<double>(setup.view.head);
    if (name == "stage")
        return std::string(idOf(setup.view.stage));
    if (name == "text")
        return setup.text.kind == TextKind::Passage
                   ? setup.text.value.string()
                   : std::string(setup.text.kind == TextKind::Typed ? "typed" : "file");
    if (name == "columns")
        return static_cast<double>(setup.columns.size());
    if (name == "difference")
        return setup.view.difference.has_value();
    if (name == "query")
        return m_state->cell ? static_cast<double>(m_state->cell->first) : none;
    if (name == "key")
        return m_state->cell ? static_cast<double>(m_state->cell->second) : none;
    if (name == "training_step")
        return static_cast<double>(m_state->trainingStep);
    if (name == "training_length_now")
        return static_cast<double>(m_state->trainingLength);
    const Column& chosen = column(call.arguments[0]);
    if (name == "live")
        return chosen.model.starts_with("live:");
    if (name == "model") // without "builtin:"
        return chosen.model.starts_with("builtin:") ? chosen.model.substr(8) : chosen.model;
    if (name == "window") {
        const auto window = chosen.options.find("attention_window");
        return window != chosen.options.end() && window->is_number() ? window->get<double>()
                                                                     : std::numeric_limits<double>::infinity();
    }
    for (const char* key : {"rope_scaling", "alibi_scaling"}) // "scaling"
        if (const auto scaling = chosen.options.find(key); scaling != chosen.options.end() && scaling->is_object())
            for (const char* type : {"type", "rope_type"})
                if (const auto found = scaling->find(type); found != scaling->end() && found->is_string())
                    return found->get<std::string>();
    return std::string("off");
}

} // namespace core
