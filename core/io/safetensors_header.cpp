// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/safetensors_header.h"

#include "core/base/json.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <utility>

namespace core::safetensors {

namespace {

using Kind = SafetensorsError::Kind;

constexpr std::string_view metadataKey = "__metadata__";

constexpr std::array<DtypeInfo, 22> dtypes{
    {{"BOOL", 8},    {"F4", 4},      {"F6_E2M3", 6}, {"F6_E3M2", 6},     {"U8", 8},          {"I8", 8},
     {"F8_E5M2", 8}, {"F8_E4M3", 8}, {"F8_E8M0", 8}, {"F8_E4M3FNUZ", 8}, {"F8_E5M2FNUZ", 8}, {"I16", 16},
     {"U16", 16},    {"F16", 16},    {"BF16", 16},   {"I32", 32},        {"U32", 32},        {"F32", 32},
     {"C64", 64},    {"F64", 64},    {"I64", 64},    {"U64", 64}}};
static_assert(dtypes.size() == static_cast<std::size_t>(Dtype::U64) + 1);

bool isUtf8(std::string_view text)
{
    const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    auto left = static_cast<utf8proc_ssize_t>(text.size());
    while (left > 0) {
        utf8proc_int32_t point = 0;
        const utf8proc_ssize_t length = utf8proc_iterate(at, left, &point);
        if (length <= 0)
            return false;
        at += length;
        left -= length;
    }
    return true;
}

// Takes the JSON parser's events and knows at every moment what may come next, so nothing deeper or larger than the
// header we expect is ever built. The function names are those the parser calls.
class HeaderReader
{
public:
    HeaderReader(const std::string& file, Header& header)
        : m_file(file)
        , m_header(header)
    {}

    bool null() { return unexpected(sentence("null")); }
    bool boolean(bool) { return unexpected(sentence("true or false")); }
    bool number_integer(Json::number_integer_t) { return unexpected(sentence("a negative number")); }
    bool number_float(Json::number_float_t, const std::string&)
    {
        return unexpected(sentence("a number that is not a whole one of at most 64 bits"));
    }
    bool binary(Json::binary_t&) { return unexpected(sentence("binary data")); }

    bool number_unsigned(std::uint64_t number)
    {
        if (m_state == State::Shape) {
            if (m_tensor->shape.size() == maxDimensions)
                fail(Kind::InvalidHeaderDeserialization, "has more than {} dimensions", maxDimensions);
            m_tensor->shape.push_back(number);
        } else if (m_state == State::Offsets && m_offsets < 2) {
            (m_offsets++ == 0 ? m_tensor->begin : m_tensor->end) = number;
        } else {
            unexpected(sentence("a number"));
        }
        return true;
    }

    bool string(std::string& text)
    {
        if (m_state == State::Metadata) {
            *m_value = std::move(text);
        } else if (m_state == State::Tensor && m_field == Field::Dtype) {
            const auto dtype = dtypeFromName(text);
            if (!dtype)
                fail(Kind::InvalidHeaderDeserialization, "has the unknown dtype {}", shownName(text));
            m_tensor->dtype = *dtype;
        } else {
            unexpected(sentence("a text"));
        }
        return true;
    }

    bool start_object(std::size_t)
    {
        if (m_state == State::Start)
            m_state = State::Top;
        else if (m_state == State::Top)
            m_state = m_isMetadata ? State::Metadata : State::Tensor;
        else
            unexpected(sentence("an object"));
        return true;
    }

    bool end_object()
    {
        if (m_state == State::Tensor && m_seen != allFields)
            fail(Kind::InvalidHeaderDeserialization, "lacks dtype, shape or data_offsets");
        m_state = m_state == State::Top ? State::Start : State::Top;
        return true;
    }

    bool start_array(std::size_t)
    {
        if (m_state == State::Tensor && m_field == Field::Shape)
            m_state = State::Shape;
        else if (m_state == State::Tensor && m_field == Field::Offsets)
            m_state = State::Offsets;
        else
            unexpected(sentence("a list"));
        return true;
    }

    bool end_array()
    {
        if (m_state == State::Offsets && m_offsets != 2)
            fail(Kind::InvalidHeaderDeserialization, "needs two data_offsets");
        m_state = State::Tensor;
        return true;
    }

    bool key(std::string& name)
    {
        if (m_state == State::Top)
            startEntry(name);
        else if (m_state == State::Metadata)
            startMetadata(name);
        else
            startField(name);
        return true;
    }

    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&)
    {
        throw SafetensorsError(Kind::InvalidHeaderDeserialization,
                               sentence("{}: the header is not valid JSON at its byte {}; the file is damaged or not "
                                        "in the safetensors format.",
                                        m_file, position));
    }

private:
    enum class State { Start, Top, Metadata, Tensor, Shape, Offsets };
    enum class Field : unsigned { Dtype = 1, Shape = 2, Offsets = 4 };
    static constexpr unsigned allFields = 7;

    void startEntry(std::string& name)
    {
        m_name = name;
        m_isMetadata = name == metadataKey;
        if (m_isMetadata) {
            if (std::exchange(m_hadMetadata, true))
                fail(Kind::InvalidHeaderDeserialization, "occurs twice");
            return;
        }
        if (m_header.tensors.size() == maxEntries)
            fail(Kind::HeaderTooLarge, "is one tensor more than the {} allowed", maxEntries);
        const auto [place, isNew] = m_header.tensors.try_emplace(std::move(name));
        if (!isNew)
            fail(Kind::InvalidHeaderDeserialization, "occurs twice");
        m_tensor = &place->second;
        m_seen = 0;
        m_offsets = 0;
    }

    void startMetadata(std::string& name)
    {
        if (m_header.metadata.size() == maxEntries)
            fail(Kind::HeaderTooLarge, "has more than {} entries", maxEntries);
        const auto [place, isNew] = m_header.metadata.try_emplace(std::move(name));
        if (!isNew)
            fail(Kind::InvalidHeaderDeserialization, "has the key {} twice", shownName(place->first));
        m_value = &place->second;
    }

    void startField(const std::string& name)
    {
        if (name == "dtype")
            m_field = Field::Dtype;
        else if (name == "shape")
            m_field = Field::Shape;
        else if (name == "data_offsets")
            m_field = Field::Offsets;
        else
            fail(Kind::InvalidHeaderDeserialization, "has the unknown field {}", shownName(name));
        const auto bit = static_cast<unsigned>(m_field);
        if ((m_seen & bit) != 0)
            fail(Kind::InvalidHeaderDeserialization, "has {} twice", name);
        m_seen |= bit;
    }

    template <typename... Args>
    [[noreturn]] void fail(Kind kind, fmt::format_string<Args...> text, Args&&... args) const
    {
        throw SafetensorsError(kind, sentence("{}: the header's entry {} {}; export the file again.", m_file,
                                              shownName(m_name), sentence(text, std::forward<Args>(args)...)));
    }

    bool unexpected(const Sentence& what) const
    {
        fail(Kind::InvalidHeaderDeserialization, "has {} where it does not belong", what);
    }

    const std::string& m_file;
    Header& m_header;
    State m_state = State::Start;
    Field m_field = Field::Dtype;
    std::string m_name;             // of the entry we are in
    TensorInfo* m_tensor = nullptr; // its tensor
    std::string* m_value = nullptr; // or its metadata value
    bool m_isMetadata = false;
    bool m_hadMetadata = false;
    unsigned m_seen = 0;
    int m_offsets = 0;
};

} // namespace

const DtypeInfo& dtypeInfo(Dtype dtype) { return dtypes[static_cast<std::size_t>(dtype)]; }

std::optional<Dtype> dtypeFromName(std::string_view name)
{
    const auto* found = std::find_if(dtypes.begin(), dtypes.end(), [&](const DtypeInfo& d) { return d.name == name; });
    if (found == dtypes.end())
        return std::nullopt;
    return static_cast<Dtype>(found - dtypes.begin());
}

std::string shownName(std::string_view name)
{
    constexpr std::size_t longest = 80;
    if (name.size() <= longest)
        return fmt::format("\"{}\"", name);
    std::size_t length = longest;
    while (length > 0 && (static_cast<unsigned char>(name[length]) & 0xc0) == 0x80) // not inside a UTF-8 sequence
        --length;
    return fmt::format("\"{}…\"", name.substr(0, length));
}

Header parseHeader(std::string_view text, const std::string& file)
{
    // The format's rule, and quick: a file of another kind is seldom so by chance.
    if (!text.starts_with('{') && isUtf8(text.substr(0, std::min<std::size_t>(text.size(), 4096))))
        throw SafetensorsError(
            Kind::InvalidHeaderDeserialization,
            sentence("{}: the header does not begin with a brace; choose a safetensors file.", file));
    if (!text.starts_with('{') || !isUtf8(text))
        throw SafetensorsError(Kind::InvalidHeader,
                               sentence("{}: the header is not UTF-8 text; choose a safetensors file.", file));
    // The parser would take a zero byte for the end and not look at what follows.
    if (text.find('\0') != text.npos)
        throw SafetensorsError(Kind::InvalidHeaderDeserialization,
                               sentence("{}: the header is not a JSON object; choose a safetensors file.", file));
    Header header;
    HeaderReader reader(file, header);
    Json::sax_parse(text, &reader);
    return header;
}

} // namespace core::safetensors

namespace core {

std::string_view dtypeName(Dtype dtype) { return safetensors::dtypeInfo(dtype).name; }

} // namespace core
