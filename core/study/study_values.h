// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/matrix.h"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace core {

// One option of a study, as data: form, command line and the command that repeats a run are made from it. Texts are
// said().
struct StudyOption
{
    enum class Kind {
        Lengths,     // a list of lengths in tokens
        Length,      // one length in tokens
        WholeNumber, //
        Share,       // between 0 and 1; people type it in percent
        Choice,      //
        Flag,        // off unless given
    };
    struct Choice
    {
        const char* id; // on the command line
        const char* label;
    };

    const char* name; // on the command line, without "--"
    Kind kind;
    const char* label;   // in the form
    const char* meaning; // one sentence, without a full stop
    // What the study takes by itself where nothing is given, in words; null: it takes `value`.
    const char* usual = nullptr;
    double value = 0.0;
    double least = 1.0;
    double most = 1L << 40;
    std::vector<Choice> choices = {}; // the first is taken where none is given
    // Another option and the choice of it that this one belongs to; null: it always applies.
    const char* belongsTo = nullptr;
    const char* belongsToChoice = nullptr;
};

// An option's value: lengths, a length or whole number, a share, a choice's id, a flag.
using StudyValue = std::variant<std::vector<Index>, Index, double, std::string, bool>;

// What was chosen of a study's options. Options without a value, or with 0 or no lengths where the study has something
// usual, count as not given. Asking for a name that the study does not have is a fault of the program.
class StudyValues
{
public:
    StudyValues() = default;
    // options: must outlive this, as those of studies() do.
    explicit StudyValues(std::span<const StudyOption> options)
        : m_options(options)
    {}

    void set(std::string_view name, StudyValue value);

    bool given(std::string_view name) const;
    // Where it was not given: the option's own value; 0, or no lengths, where the study has something usual.
    std::vector<Index> lengths(std::string_view name) const;
    Index number(std::string_view name) const;
    double share(std::string_view name) const;
    std::string choice(std::string_view name) const;
    bool flag(std::string_view name) const;

    // Whether what it belongs to is chosen.
    bool applies(const StudyOption& option) const;
    // The longest of the lengths that were given; 0: none was.
    Index longest() const;
    // What a command line says to choose the same: values that differ from nothing, and those that have a value of
    // their own even when it is the usual one.
    std::vector<std::string> arguments() const;

private:
    const StudyOption& option(std::string_view name) const;

    std::span<const StudyOption> m_options;
    std::map<std::string, StudyValue, std::less<>> m_values;
};

} // namespace core
