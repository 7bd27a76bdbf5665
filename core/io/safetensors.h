// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// The safetensors format, https://github.com/huggingface/safetensors: eight bytes with the length of the header, the
// header (JSON), then the numbers of all tensors, little-endian and in C order.
namespace core {

// In the order of the format's own library, which sorts by it when writing.
enum class Dtype {
    Bool,
    F4,
    F6E2M3,
    F6E3M2,
    U8,
    I8,
    F8E5M2,
    F8E4M3,
    F8E8M0,
    F8E4M3Fnuz,
    F8E5M2Fnuz,
    I16,
    U16,
    F16,
    BF16,
    I32,
    U32,
    F32,
    C64,
    F64,
    I64,
    U64
};

// As files spell it, e.g. "BF16".
std::string_view dtypeName(Dtype dtype);

// Which rule a file breaks, by the names of the format's own library.
class SafetensorsError : public Error
{
public:
    enum class Kind {
        HeaderTooSmall,               // fewer than eight bytes
        HeaderTooLarge,               // more than 4,000,000 bytes of header, or too many entries
        InvalidHeaderLength,          // the header would end behind the end of the file
        InvalidHeader,                // not UTF-8
        InvalidHeaderDeserialization, // not JSON, not the expected fields, an unknown dtype, a duplicate name
        InvalidOffset,                // tensors overlap, leave a hole, or end before they begin
        ValidationOverflow,           // a size that does not fit 64 bits
        MisalignedSlice,              // a tensor of less than eight bits each that ends inside a byte
        TensorInvalidInfo,            // the offsets do not fit shape and dtype
        MetadataIncompleteBuffer,     // the file is shorter or longer than its tensors
        TensorNotFound,
        UnsupportedDtype, // valid, but not something floats() converts
    };

    SafetensorsError(Kind kind, Sentence sentence)
        : Error(std::move(sentence))
        , m_kind(kind)
    {}
    Kind kind() const { return m_kind; }

private:
    Kind m_kind;
};

struct TensorEntry
{
    std::string name;
    Dtype dtype = Dtype::F32;
    std::vector<std::int64_t> shape; // empty: one number
    std::uint64_t begin = 0;         // in the file, where its bytes lie at any alignment
    std::uint64_t end = 0;
};

// A file all of whose rules have been checked. Any thread may read it; copies share the bytes.
class SafetensorsFile
{
public:
    // core::Error if the file cannot be read, SafetensorsError if it breaks a rule. Only the header is read; numbers
    // are when they are asked for, so that a senseless file of any size is refused at once.
    static SafetensorsFile read(const std::filesystem::path& path, std::uint64_t maxBytes = std::uint64_t{1} << 36);
    // `file` names the bytes in error messages.
    static SafetensorsFile parse(std::string bytes, const std::string& file);

    // Ordered by name.
    std::span<const TensorEntry> tensors() const { return m_tensors; }
    // Null if there is none.
    const TensorEntry* find(std::string_view name) const;
    const std::map<std::string, std::string>& metadata() const { return m_metadata; }

    // The numbers of an F32, F16 or BF16 tensor in C order. SafetensorsError for a missing name or another dtype, Error
    // when the file has become shorter since.
    std::vector<float> floats(std::string_view name) const;
    // As many of them as `out` has room for, from the first-th on. This and hash() throw Cancelled soon after cancel()
    // is true.
    void copyFloats(const TensorEntry& tensor, std::uint64_t first, std::span<float> out,
                    const Cancel& cancel = {}) const;
    // Of the whole file, see core/base/hash.h: reads all of it.
    std::uint64_t hash(const Cancel& cancel = {}) const;

private:
    // Fills `out` with the bytes from `from` on.
    using Read = std::function<void(std::uint64_t from, std::span<char> out, const Cancel& cancel)>;
    static SafetensorsFile checked(Read read, std::uint64_t size, const std::string& file);
    template <typename Convert>
    void widen(std::uint64_t from, std::span<float> out, const Cancel& cancel, const Convert& convert) const;

    std::string m_file;
    Read m_read;
    std::uint64_t m_size = 0;
    std::vector<TensorEntry> m_tensors;
    std::map<std::string, std::string> m_metadata;
};

struct TensorToWrite
{
    std::string name;
    std::vector<std::int64_t> shape;
    std::span<const float> data; // C order, as many as the shape says
    Dtype dtype = Dtype::F32;    // or F16, BF16: rounded to nearest even, too large becomes infinite
};

// Writes whole or not at all, the same bytes for the same tensors in whatever order. core::Error for names that repeat
// or are not UTF-8, data that does not fit its shape, another dtype, or a file that cannot be written.
void writeSafetensors(const std::filesystem::path& path, std::vector<TensorToWrite> tensors,
                      const std::map<std::string, std::string>& metadata = {});

} // namespace core
