// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/position/options.h"

#include "core/base/error.h"

#include <algorithm>

namespace core {

double numberOption(const Json& options, const std::string& key, double standard, double smallest, double largest)
{
    const auto found = options.find(key);
    if (found == options.end())
        return standard;
    const double value = found->is_number() ? found->get<double>() : smallest - 1.0;
    if (!(value >= smallest && value <= largest)) // NaN is refused here too
        throw error("\"{}\" must be a number between {} and {}, not {}.", key, smallest, largest,
                    found->dump().substr(0, 40));
    return value;
}

int wholeOption(const Json& options, const std::string& key, int standard, int smallest, int largest)
{
    const auto found = options.find(key);
    if (found == options.end())
        return standard;
    const double value = found->is_number_integer() ? found->get<double>() : smallest - 1.0;
    if (!(value >= smallest && value <= largest))
        throw error("\"{}\" must be a whole number between {} and {}, not {}.", key, smallest, largest,
                    found->dump().substr(0, 40));
    return static_cast<int>(value);
}

std::string wordOption(const Json& options, const std::string& key, std::initializer_list<const char*> words)
{
    const auto found = options.find(key);
    if (found == options.end())
        return *words.begin();
    if (std::none_of(words.begin(), words.end(), [&](const char* word) { return *found == word; }))
        throw error("\"{}\" must be one of {}, not {}.", key,
                    Json(std::vector<std::string>(words.begin(), words.end())).dump(), found->dump().substr(0, 40));
    return found->get<std::string>();
}

} // namespace core
