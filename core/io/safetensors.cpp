// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/safetensors.h"

#include "core/base/hash.h"
#include "core/base/input_file.h"
#include "core/base/json.h"
#include "core/io/atomic_file.h"
#include "core/io/half.h"
#include "core/io/safetensors_header.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <optional>
#include <tuple>

namespace core {

namespace {

using safetensors::dtypeInfo;
using safetensors::Header;
using safetensors::shownName;
using safetensors::TensorInfo;
using Kind = SafetensorsError::Kind;

static_assert(std::endian::native == std::endian::little, "the numbers are copied as they lie in the file");

constexpr std::uint64_t lengthBytes = 8;
constexpr std::size_t kFirstLook = 4096;             // bytes
constexpr std::size_t kPiece = std::size_t{1} << 20; // bytes that are converted or hashed at once
// The reference allows 100 MB, which take the JSON parser seconds; 30,000 tensors need less than this.
constexpr std::uint64_t maxHeader = 4'000'000;
constexpr std::uint64_t maxDimension = std::numeric_limits<std::int64_t>::max();

template <typename... Args>
[[noreturn]] void fail(Kind kind, fmt::format_string<Args...> text, Args&&... args)
{
    throw SafetensorsError(kind, sentence(text, std::forward<Args>(args)...));
}

// Nothing if it does not fit 64 bits.
std::optional<std::uint64_t> product(std::span<const std::uint64_t> factors)
{
    std::uint64_t result = 1;
    for (const std::uint64_t factor : factors) {
        if (__builtin_mul_overflow(result, factor, &result) || factor > maxDimension)
            return std::nullopt;
    }
    return result;
}

void checkTensor(const std::string& file, const std::string& name, const TensorInfo& tensor)
{
    const auto count = product(tensor.shape);
    const std::uint64_t bits = dtypeInfo(tensor.dtype).bits;
    std::uint64_t total = 0;
    if (!count || __builtin_mul_overflow(*count, bits, &total))
        fail(Kind::ValidationOverflow, "{}: the shape of tensor {} is impossibly large; export the file again.", file,
             shownName(name));
    if (total % 8 != 0)
        fail(Kind::MisalignedSlice, "{}: tensor {} does not end at a whole byte; export the file again.", file,
             shownName(name));
    if (tensor.end - tensor.begin != total / 8)
        fail(Kind::TensorInvalidInfo,
             "{}: tensor {} takes {} bytes, but its shape and dtype need {}; export the file "
             "again.",
             file, shownName(name), tensor.end - tensor.begin, total / 8);
}

// The tensors must fill the data without a hole or an overlap. Returns where the last one ends.
std::uint64_t checkOffsets(const std::string& file, const Header& header)
{
    std::vector<const std::pair<const std::string, TensorInfo>*> order;
    order.reserve(header.tensors.size());
    for (const auto& entry : header.tensors)
        order.push_back(&entry);
    std::sort(order.begin(), order.end(), [](const auto* a, const auto* b) {
        return std::tie(a->second.begin, a->second.end, a->first) < std::tie(b->second.begin, b->second.end, b->first);
    });
    std::uint64_t end = 0;
    for (const auto* entry : order) {
        const auto& [name, tensor] = *entry;
        if (tensor.begin != end || tensor.end < tensor.begin)
            fail(Kind::InvalidOffset,
                 "{}: tensor {} lies at bytes {} to {}, but should begin at {}; export the file again.", file,
                 shownName(name), tensor.begin, tensor.end, end);
        checkTensor(file, name, tensor);
        end = tensor.end;
    }
    return end;
}

// The header's.
std::uint64_t checkLength(const std::string& file, std::uint64_t length, std::uint64_t size)
{
    if (length > maxHeader)
        fail(Kind::HeaderTooLarge, "{}: states a header of {} bytes, {} are allowed; choose a safetensors file.", file,
             length, maxHeader);
    if (length > size - lengthBytes)
        fail(Kind::InvalidHeaderLength,
             "{}: states a header of {} bytes but has only {}; the file is cut off or not in "
             "the safetensors format.",
             file, length, size);
    return length;
}

// The header's length and the header, padded so that the data begins at a multiple of eight.
std::string headerBytes(const std::filesystem::path& path, std::span<const TensorToWrite> tensors,
                        const std::map<std::string, std::string>& metadata)
{
    OrderedJson header = OrderedJson::object();
    if (!metadata.empty())
        header["__metadata__"] = metadata;
    std::uint64_t begin = 0;
    for (const TensorToWrite& tensor : tensors) {
        const std::uint64_t end = begin + tensor.data.size() * dtypeInfo(tensor.dtype).bits / 8;
        header[tensor.name] = {
            {"dtype", dtypeName(tensor.dtype)}, {"shape", tensor.shape}, {"data_offsets", {begin, end}}};
        begin = end;
    }
    std::string text;
    try {
        text = header.dump();
    } catch (const Json::type_error&) {
        throw error("{}: a tensor's name or the metadata is not UTF-8 text; rename it.", path.string());
    }
    text.resize((text.size() + 7) / 8 * 8, ' ');
    const std::uint64_t length = text.size();
    return std::string(reinterpret_cast<const char*>(&length), sizeof length) + text;
}

void checkTensors(const std::filesystem::path& path, std::span<const TensorToWrite> tensors)
{
    for (const TensorToWrite& tensor : tensors) {
        if (tensor.dtype != Dtype::F32 && tensor.dtype != Dtype::F16 && tensor.dtype != Dtype::BF16)
            throw error("{}: tensor {} cannot be written as {}; choose F32, F16 or BF16.", path.string(),
                        shownName(tensor.name), dtypeName(tensor.dtype));
        // A negative size becomes one too large for product().
        const std::vector<std::uint64_t> shape(tensor.shape.begin(), tensor.shape.end());
        if (product(shape) != tensor.data.size())
            throw error("{}: tensor {} has {} numbers, which do not fit its shape; give as many as the shape says.",
                        path.string(), shownName(tensor.name), tensor.data.size());
        if (tensor.name == "__metadata__")
            throw error("{}: a tensor cannot be called __metadata__; rename it.", path.string());
    }
    std::vector<std::string_view> names;
    for (const TensorToWrite& tensor : tensors)
        names.push_back(tensor.name);
    std::sort(names.begin(), names.end());
    const auto twin = std::adjacent_find(names.begin(), names.end());
    if (twin != names.end())
        throw error("{}: two tensors are called {}; rename one.", path.string(), shownName(*twin));
}

void writeNarrowed(AtomicFile& file, std::span<const float> data, std::uint16_t (*narrow)(float))
{
    constexpr std::size_t piece = 1 << 16;
    std::vector<std::uint16_t> buffer;
    while (!data.empty()) {
        const auto part = data.first(std::min(piece, data.size()));
        buffer.resize(part.size());
        std::transform(part.begin(), part.end(), buffer.begin(), narrow);
        file.write({reinterpret_cast<const char*>(buffer.data()), buffer.size() * sizeof(std::uint16_t)});
        data = data.subspan(part.size());
    }
}

void writeData(AtomicFile& file, const TensorToWrite& tensor)
{
    if (tensor.dtype == Dtype::F16)
        writeNarrowed(file, tensor.data, floatToHalf);
    else if (tensor.dtype == Dtype::BF16)
        writeNarrowed(file, tensor.data, floatToBfloat);
    else
        file.write({reinterpret_cast<const char*>(tensor.data.data()), tensor.data.size_bytes()});
}

} // namespace

SafetensorsFile SafetensorsFile::read(const std::filesystem::path& path, std::uint64_t maxBytes)
{
    const auto file = std::make_shared<const InputFile>(path, maxBytes);
    const auto read = [file](std::uint64_t from, std::span<char> out, const Cancel& cancel) {
        file->read(from, out, cancel);
    };
    return checked(read, file->size(), path.string());
}

SafetensorsFile SafetensorsFile::parse(std::string bytes, const std::string& file)
{
    const auto all = std::make_shared<const std::string>(std::move(bytes));
    const auto read = [all](std::uint64_t from, std::span<char> out, const Cancel&) {
        std::copy_n(all->data() + from, out.size(), out.data());
    };
    return checked(read, all->size(), file);
}

SafetensorsFile SafetensorsFile::checked(Read read, std::uint64_t size, const std::string& file)
{
    if (size < lengthBytes)
        fail(Kind::HeaderTooSmall, "{}: has only {} bytes; choose a safetensors file.", file, size);
    std::uint64_t length = 0;
    read(0, {reinterpret_cast<char*>(&length), lengthBytes}, {});
    std::string text(std::min<std::size_t>(checkLength(file, length, size), kFirstLook), '\0');
    read(lengthBytes, text, {});
    if (const std::size_t known = text.size(); text.starts_with('{')) { // else parseHeader() refuses it by that
        text.resize(length);
        read(lengthBytes + known, std::span(text).subspan(known), {});
    }
    Header header = safetensors::parseHeader(text, file);
    const std::uint64_t dataStart = lengthBytes + length;
    const std::uint64_t end = checkOffsets(file, header);
    if (end != size - dataStart)
        fail(Kind::MetadataIncompleteBuffer,
             "{}: the tensors need {} bytes, the file has {}; it is cut off or has "
             "bytes added, get it again.",
             file, end, size - dataStart);

    SafetensorsFile result;
    result.m_file = file;
    result.m_read = std::move(read);
    result.m_size = size;
    result.m_metadata = std::move(header.metadata);
    result.m_tensors.reserve(header.tensors.size());
    for (const auto& [name, tensor] : header.tensors) {
        result.m_tensors.push_back({name,
                                    tensor.dtype,
                                    {tensor.shape.begin(), tensor.shape.end()},
                                    dataStart + tensor.begin,
                                    dataStart + tensor.end});
    }
    return result;
}

const TensorEntry* SafetensorsFile::find(std::string_view name) const
{
    const auto found = std::lower_bound(m_tensors.begin(), m_tensors.end(), name,
                                        [](const TensorEntry& entry, std::string_view n) { return entry.name < n; });
    return found != m_tensors.end() && found->name == name ? &*found : nullptr;
}

std::vector<float> SafetensorsFile::floats(std::string_view name) const
{
    const TensorEntry* entry = find(name);
    if (entry == nullptr)
        fail(Kind::TensorNotFound, "{}: has no tensor {}; choose a file of the right model.", m_file, shownName(name));
    copyFloats(*entry, 0, {}); // refuses another dtype
    std::vector<float> result((entry->end - entry->begin) * 8 / dtypeInfo(entry->dtype).bits);
    copyFloats(*entry, 0, result);
    return result;
}

void SafetensorsFile::copyFloats(const TensorEntry& tensor, std::uint64_t first, std::span<float> out,
                                 const Cancel& cancel) const
{
    const std::uint64_t from = tensor.begin + first * dtypeInfo(tensor.dtype).bits / 8;
    switch (tensor.dtype) {
    case Dtype::F32:
        return m_read(from, {reinterpret_cast<char*>(out.data()), out.size_bytes()}, cancel);
    case Dtype::F16:
        return widen(from, out, cancel, halfToFloat);
    case Dtype::BF16:
        return widen(from, out, cancel, bfloatToFloat);
    default:
        fail(Kind::UnsupportedDtype, "{}: tensor {} is {}, but only F32, F16 and BF16 can be used; convert the file.",
             m_file, shownName(tensor.name), dtypeName(tensor.dtype));
    }
}

template <typename Convert>
void SafetensorsFile::widen(std::uint64_t from, std::span<float> out, const Cancel& cancel,
                            const Convert& convert) const
{
    std::vector<std::uint16_t> piece(std::min(out.size(), kPiece / sizeof(std::uint16_t)));
    while (!out.empty()) {
        const auto part = std::span(piece).first(std::min(piece.size(), out.size()));
        m_read(from, {reinterpret_cast<char*>(part.data()), part.size_bytes()}, cancel);
        std::transform(part.begin(), part.end(), out.begin(), convert);
        from += part.size_bytes();
        out = out.subspan(part.size());
    }
}

std::uint64_t SafetensorsFile::hash(const Cancel& cancel) const
{
    std::string piece(std::min<std::uint64_t>(m_size, kPiece), '\0');
    std::uint64_t hash = hashOf(std::string_view());
    for (std::uint64_t from = 0; from < m_size; from += piece.size()) {
        piece.resize(std::min<std::uint64_t>(piece.size(), m_size - from));
        m_read(from, piece, cancel);
        hash = hashOf(piece, hash);
    }
    return hash;
}

void writeSafetensors(const std::filesystem::path& path, std::vector<TensorToWrite> tensors,
                      const std::map<std::string, std::string>& metadata)
{
    checkTensors(path, tensors);
    std::sort(tensors.begin(), tensors.end(), [](const TensorToWrite& a, const TensorToWrite& b) {
        return std::tie(b.dtype, a.name) < std::tie(a.dtype, b.name);
    });
    const std::string header = headerBytes(path, tensors, metadata);
    AtomicFile file(path);
    file.write(header);
    for (const TensorToWrite& tensor : tensors)
        writeData(file, tensor);
    file.commit();
}

} // namespace core
