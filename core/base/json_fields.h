// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace core {

// The fields of one object of a file, with errors that say where they are: `a.json: "view.layer" must be …`. A field
// that is null counts as missing, as it does for Hugging Face. What is wrong is an Error. The object and the name must
// outlive this.
template <typename J>
class FieldsOf
{
public:
    // name: the file. where: the object's place in it, e.g. "model" or "models[1]"; empty for the file itself.
    FieldsOf(const J& object, std::string_view name, std::string where = {});

    // Refuses every other key, so that a misspelt one does not go unnoticed.
    void allowOnly(std::initializer_list<std::string_view> known) const;

    // nullptr: missing.
    const J* find(const char* key) const;
    const J& need(const char* key) const;
    FieldsOf object(const char* key) const; // needed
    // Without a standard the field is needed.
    std::string text(const char* key) const;
    std::string text(const char* key, std::string_view standard) const;
    bool flag(const char* key) const;
    bool flag(const char* key, bool standard) const;
    // low <= … <= high
    std::int64_t whole(const char* key, std::int64_t low, std::int64_t high) const;
    std::int64_t whole(const char* key, std::int64_t standard, std::int64_t low, std::int64_t high) const;
    std::uint64_t natural(const char* key, std::uint64_t standard) const; // up to 2^64 - 1
    double number(const char* key) const;                                 // finite
    double number(const char* key, double standard) const;
    // Needed; of finite numbers.
    std::vector<double> numbers(const char* key, std::size_t most) const;
    const J& list(const char* key, std::size_t most) const; // needed

    // `a.json: "view.layer"`
    std::string path(const char* key) const;
    // "view.layer"
    std::string place(const char* key) const;

private:
    const J& m_object;
    std::string_view m_name;
    std::string m_where;
};

using Fields = FieldsOf<Json>;
using OrderedFields = FieldsOf<OrderedJson>;

extern template class FieldsOf<Json>;
extern template class FieldsOf<OrderedJson>;

} // namespace core
