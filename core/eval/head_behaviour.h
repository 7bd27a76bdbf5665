// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eval/head_measures.h"

#include <optional>
#include <string_view>

namespace core {

// What a head mostly does on a text, in a word, with the number that earns it:
//   Previous   mean weight on the token just before. A positional head; Voita et al. 2019 (arXiv 1905.09418, section
//              5.2) ask instead that the largest weight be there for 90 % of the queries
//   First      mean weight on the first token: a sink (Xiao et al. 2024, arXiv 2309.17453, section 3.1)
//   Induction  mean weight on tokens that followed an earlier one equal to the query's (Olsson et al. 2022, arXiv
//              2209.11895), over the queries that have such
//   Same       mean weight on earlier tokens equal to the query's, likewise: a duplicate token head (Wang et al. 2022,
//              arXiv 2211.00593)
//   Far        mean weight at the training length and farther back
//   Local      mean distance of what it attends to, in tokens
// There is no agreed line; the first four ask for a mean weight of 0.4, the custom of exercises on such heads (ARENA,
// "score > 0.4"), where the largest wins. Only where none of them is reached, Far asks for half of the weight, then
// Local for a mean distance of at most four tokens. Those two lines are ours.
enum class Behaviour { Previous, First, Induction, Same, Far, Local };

inline constexpr double kMarkShare = 0.4;
inline constexpr double kFarShare = 0.5;
inline constexpr double kLocalDistance = 4.0;

struct HeadBehaviour
{
    Behaviour what = Behaviour::Previous;
    double number = 0.0;
    bool operator==(const HeadBehaviour&) const = default;
};

// Nothing where no line is reached.
std::optional<HeadBehaviour> behaviourOf(const HeadMeasures& measures);
std::string_view idOf(Behaviour behaviour); // "previous", "first", "induction", "same", "far", "local"

} // namespace core
