// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/position/slope_rules.h"

#include "core/base/error.h"
#include "core/base/random.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numeric>
#include <stdexcept>

namespace core {

std::vector<SlopeOrigin> officialOrigins(int heads)
{
    if (heads < 1)
        throw std::invalid_argument("slopes need at least one head");
    const int power = static_cast<int>(std::bit_floor(static_cast<unsigned>(heads)));
    std::vector<SlopeOrigin> origins;
    for (int place = 1; place <= power; ++place)
        origins.push_back({power, place});
    for (int place = 1; static_cast<int>(origins.size()) < heads; place += 2)
        origins.push_back({2 * power, place});
    return origins;
}

std::vector<double> officialSlopes(int heads)
{
    std::vector<double> slopes;
    for (const SlopeOrigin& origin : officialOrigins(heads))
        slopes.push_back(std::exp2(-8.0 * origin.place / origin.list));
    return slopes;
}

namespace {

using Slopes = std::span<const double>;

std::vector<double> officialFor(Slopes slopes) { return officialSlopes(static_cast<int>(slopes.size())); }

// 2^(-most h / heads) for h = first, first + 1, …
std::vector<double> series(Slopes slopes, double most, int first)
{
    std::vector<double> made;
    for (std::size_t h = 0; h < slopes.size(); ++h)
        made.push_back(std::exp2(-most * (first + static_cast<double>(h)) / static_cast<double>(slopes.size())));
    return made;
}

std::vector<double> times(Slopes slopes, double factor)
{
    std::vector<double> made(slopes.begin(), slopes.end());
    for (double& slope : made)
        slope *= factor;
    return made;
}

std::vector<double> equal(Slopes slopes)
{
    const std::vector<double> official = officialFor(slopes);
    const bool positive = std::all_of(slopes.begin(), slopes.end(), [](double slope) { return slope > 0.0; });
    double sum = 0.0;
    for (const double slope : positive ? slopes : Slopes(official))
        sum += std::log2(slope);
    return std::vector<double>(slopes.size(), std::exp2(sum / static_cast<double>(slopes.size())));
}

std::vector<double> drawn(Slopes slopes, std::uint64_t seed)
{
    std::vector<double> made = officialFor(slopes);
    const double mean = std::accumulate(made.begin(), made.end(), 0.0) / static_cast<double>(made.size());
    Random random(seed);
    for (double& slope : made)
        slope = -mean * std::log1p(-random.uniform());
    return made;
}

std::vector<double> drawnOctaves(Slopes slopes, std::uint64_t seed)
{
    std::vector<double> made = officialFor(slopes);
    const auto [least, most] = std::minmax_element(made.begin(), made.end());
    const double low = std::log2(*least);
    const double range = std::log2(*most) - low;
    Random random(seed);
    for (double& slope : made)
        slope = std::exp2(low + range * random.uniform());
    return made;
}

// transformers, bloom/modeling_bloom.py, build_alibi_tensor: powers of a base, both of 32 bits.
std::vector<double> bloom(Slopes slopes)
{
    const int heads = static_cast<int>(slopes.size());
    const int power = static_cast<int>(std::bit_floor(static_cast<unsigned>(heads)));
    const auto base = [](double list) { return static_cast<float>(std::exp2(-std::exp2(3.0 - std::log2(list)))); };
    std::vector<double> made;
    for (int exponent = 1; exponent <= power; ++exponent)
        made.push_back(std::pow(base(power), static_cast<float>(exponent)));
    for (int exponent = 1; static_cast<int>(made.size()) < heads; exponent += 2)
        made.push_back(std::pow(base(2.0 * power), static_cast<float>(exponent)));
    return made;
}

// transformers, mpt/modeling_mpt.py, build_mpt_alibi_tensor, and llm-foundry's gen_slopes: the series for the next
// higher power of two, its even places, then its odd ones; of 32 bits.
std::vector<double> mpt(Slopes slopes, float most)
{
    const int power = static_cast<int>(std::bit_ceil(slopes.size()));
    std::vector<double> all;
    for (int place = 1; place <= power; ++place)
        all.push_back(1.0F / std::exp2(static_cast<float>(place) * (most / static_cast<float>(power))));
    if (all.size() == slopes.size())
        return all;
    std::vector<double> made;
    for (std::size_t i = 1; i < all.size(); i += 2)
        made.push_back(all[i]);
    for (std::size_t i = 0; i < all.size(); i += 2)
        made.push_back(all[i]);
    made.resize(slopes.size());
    return made;
}

// llama.cpp, ggml_soft_max_ext: powers of m0 for the first heads, of m1 for the others; of 32 bits.
std::vector<double> llama(Slopes slopes)
{
    const int power = static_cast<int>(std::bit_floor(slopes.size()));
    const float m0 = std::exp2(-8.0F / static_cast<float>(power));
    const float m1 = std::exp2(-4.0F / static_cast<float>(power));
    std::vector<double> made;
    made.reserve(slopes.size());
    for (int h = 0; h < static_cast<int>(slopes.size()); ++h)
        made.push_back(h < power ? std::pow(m0, static_cast<float>(h + 1))
                                 : std::pow(m1, static_cast<float>(2 * (h - power) + 1)));
    return made;
}

float toBfloat16(float value) // nearest, ties to even
{
    const auto bits = std::bit_cast<std::uint32_t>(value);
    return std::bit_cast<float>((bits + 0x7FFFU + ((bits >> 16) & 1U)) & 0xFFFF0000U);
}

std::vector<double> falcon(Slopes slopes)
{
    std::vector<double> made = bloom(slopes);
    for (double& slope : made)
        slope = static_cast<double>(toBfloat16(static_cast<float>(slope))) / 8.0;
    return made;
}

const std::array<SlopeRule, 17> kRules{{
    {.id = "official",
     .label = said("Official"),
     .about = said("The list of the paper's authors (attention_with_linear_biases, get_slopes): for 2^k heads "
                   "2^(−8h/heads); otherwise that of the next lower power of two, then every second of the next "
                   "higher."),
     .badge = said("official slopes"),
     .make = [](Slopes slopes, std::uint64_t) { return officialFor(slopes); }},
    {.id = "equal",
     .label = said("Equal (geometric mean)"),
     .about = said("One slope for every head: the geometric mean of those there were."),
     .badge = said("equal slopes"),
     .make = [](Slopes slopes, std::uint64_t) { return equal(slopes); },
     .fromSlopes = true},
    {.id = "zero",
     .label = said("All zero"),
     .about = said("No bias at all: no head knows how far a key is."),
     .badge = said("zero slopes"),
     .make = [](Slopes slopes, std::uint64_t) { return std::vector<double>(slopes.size(), 0.0); }},
    {.id = "reversed",
     .label = said("Reversed"),
     .about = said("The slopes there were, from the last head to the first."),
     .badge = said("reversed slopes"),
     .make = [](Slopes slopes, std::uint64_t) { return std::vector<double>(slopes.rbegin(), slopes.rend()); },
     .fromSlopes = true},
    {.id = "doubled",
     .label = said("×2"),
     .about = said("Twice the slopes there were: every head reaches half as far."),
     .badge = said("doubled slopes"),
     .make = [](Slopes slopes, std::uint64_t) { return times(slopes, 2.0); },
     .fromSlopes = true},
    {.id = "halved",
     .label = said("×½"),
     .about = said("Half the slopes there were: every head reaches twice as far."),
     .badge = said("halved slopes"),
     .make = [](Slopes slopes, std::uint64_t) { return times(slopes, 0.5); },
     .fromSlopes = true},
    {.id = "exponential",
     .label = said("Exponential growth"),
     .about = said("The official slopes with a penalty of e^(slope × distance) − 1; the paper's authors tried "
                   "exponential growth and found linear best."),
     .badge = said("official slopes"),
     .make = [](Slopes slopes, std::uint64_t) { return officialFor(slopes); },
     .growth = SlopeGrowth::Exponential},
    {.id = "off_by_one",
     .label = said("Off by one: starts at 1"),
     .about = said("2^(−8(h−1)/heads): a common mistake that counts heads from 0, so that the first slope is 1 "
                   "(paiml/aprender, pull request 2143)."),
     .badge = said("off-by-one slopes"),
     .make = [](Slopes slopes, std::uint64_t) { return series(slopes, 8.0, 0); }},
    {.id = "interpolated",
     .label = said("Interpolated"),
     .about = said("2^(−8h/heads) for any number of heads, as the paper's sentence says it; for 2^k heads the official "
                   "list, otherwise without its jump."),
     .badge = said("interpolated slopes"),
     .make = [](Slopes slopes, std::uint64_t) { return series(slopes, 8.0, 1); }},
    {.id = "base_16",
     .label = said("Base 16"),
     .about = said("As MPT's model for 65,000 tokens, alibi_bias_max 16: the last slope is 2^−16 instead of 2^−8 "
                   "(mosaicml/llm-foundry, issue 172)."),
     .badge = said("base-16 slopes"),
     .make = [](Slopes slopes, std::uint64_t) { return mpt(slopes, 16.0F); }},
    {.id = "random",
     .label = said("Random (exponential)"),
     .about = said("Drawn from the exponential distribution with the mean of the official slopes; section 3 of the "
                   "paper reports that such draws sometimes worked, with high variance."),
     .badge = said("random slopes"),
     .make = drawn,
     .drawn = true},
    {.id = "random_octaves",
     .label = said("Random (even by octave)"),
     .about = said("Drawn between the flattest and the steepest official slope, every octave as likely."),
     .badge = said("random slopes"),
     .make = drawnOctaves,
     .drawn = true},
    {.id = "bloom",
     .label = said("BLOOM’s code"),
     .about = said("transformers, bloom/modeling_bloom.py, build_alibi_tensor: powers of a base of 32 bits. The "
                   "official list but for roundings."),
     .badge = said("official slopes"),
     .make = [](Slopes slopes, std::uint64_t) { return bloom(slopes); },
     .ofCode = true},
    {.id = "mpt",
     .label = said("MPT’s code"),
     .about = said("transformers, mpt/modeling_mpt.py, build_mpt_alibi_tensor, alibi_bias_max 8: the series for the "
                   "next higher power of two, its even places, then its odd ones. The official list."),
     .badge = said("official slopes"),
     .make = [](Slopes slopes, std::uint64_t) { return mpt(slopes, 8.0F); },
     .ofCode = true},
    {.id = "llama_cpp",
     .label = said("llama.cpp’s code"),
     .about = said("ggml_soft_max_ext with max_bias 8: powers of 2^(−8/n), then odd powers of 2^(−4/n), n the next "
                   "lower power of two. The official list but for roundings."),
     .badge = said("official slopes"),
     .make = [](Slopes slopes, std::uint64_t) { return llama(slopes); },
     .ofCode = true},
    {.id = "falcon_rw",
     .label = said("Falcon-RW’s code"),
     .about = said("transformers, falcon/modeling_falcon.py: slopes of 16 bits, and the bias is divided by √64, the "
                   "head's width, together with q·k. In force is an eighth."),
     .badge = said("an eighth of the slopes"),
     .make = [](Slopes slopes, std::uint64_t) { return falcon(slopes); },
     .ofCode = true},
    {.id = "mlx",
     .label = said("MLX’s code, once"),
     .about = said("ml-explore/mlx before pull request 3071: 2^(−8h/heads) for any number of heads, the official list "
                   "only for 2^k."),
     .badge = said("interpolated slopes"),
     .make = [](Slopes slopes, std::uint64_t) { return series(slopes, 8.0, 1); },
     .ofCode = true},
}};

// By summing up; the weight of a key falls below what changes a sum where the penalty is past 45.
std::optional<Index> keysHoldingExponential(double share, double slope, std::optional<Index> keys)
{
    if (!keys && !(slope >= std::exp2(-20.0)))
        return std::nullopt;
    const auto weight = [slope](Index distance) {
        return std::exp(-std::expm1(std::min(slope * static_cast<double>(distance), 20.0)));
    };
    const Index end = keys.value_or(static_cast<Index>(std::ceil(std::log1p(45.0) / slope)) + 1);
    double all = 0.0;
    for (Index d = 0; d < end; ++d)
        all += weight(d);
    double sum = 0.0;
    Index held = 0;
    while (held < end && sum < share * all)
        sum += weight(held++);
    return held;
}

} // namespace

std::span<const SlopeRule> slopeRules() { return kRules; }

const SlopeRule& slopeRule(std::string_view id)
{
    const auto found = std::ranges::find(kRules, id, &SlopeRule::id);
    if (found != kRules.end())
        return *found;
    std::vector<std::string_view> known(kRules.size());
    std::ranges::transform(kRules, known.begin(), &SlopeRule::id);
    throw error("The slopes \"{}\" are unknown; known are {}.", id, fmt::join(known, ", "));
}

std::vector<double> slopesByRule(std::string_view id, std::span<const double> slopes, std::uint64_t seed)
{
    return slopeRule(id).make(slopes, seed);
}

std::optional<Index> keysHolding(double share, double slope, std::optional<Index> keys, SlopeGrowth growth)
{
    if (growth == SlopeGrowth::Exponential && slope != 0.0)
        return keysHoldingExponential(share, slope, keys);
    if (!keys && !(slope > 0.0))
        return std::nullopt;
    // The share of the n nearest, (1 − e^(−slope n)) / (1 − e^(−slope keys)).
    const double whole = keys ? -std::expm1(-slope * static_cast<double>(*keys)) : 1.0;
    if (!std::isfinite(whole)) // the farthest key has all of it
        return *keys;
    const auto holds = [&](Index n) {
        const auto count = static_cast<double>(n);
        if (slope == 0.0)
            return count >= share * static_cast<double>(*keys);
        const double part = -std::expm1(-slope * count);
        return slope > 0.0 ? part >= share * whole : part <= share * whole;
    };
    const double exact = slope == 0.0 ? share * static_cast<double>(*keys) : -std::log1p(-share * whole) / slope;
    if (!(exact < 9e15)) // more than a count can say
        return std::nullopt;
    auto held = std::max<Index>(1, static_cast<Index>(std::ceil(exact)));
    while (held > 1 && holds(held - 1)) // roundings
        --held;
    while (!holds(held))
        ++held;
    return keys ? std::min(held, *keys) : held;
}

} // namespace core
