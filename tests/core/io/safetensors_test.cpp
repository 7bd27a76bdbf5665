// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/safetensors.h"

#include "core/base/json.h"
#include "core/io/atomic_file.h"
#include "tests/core/io/mutation.h"
#include "tests/core/io/temporary_folder.h"
#include "tests/core/sanitized.h"

#include <algorithm>
#include <cstring>
#include <ctime>
#include <limits>

namespace core {
namespace {

using Kind = SafetensorsError::Kind;

std::string fileBytes(const std::string& header, std::size_t dataBytes = 0)
{
    const std::uint64_t length = header.size();
    std::string bytes(sizeof length, '\0');
    std::memcpy(bytes.data(), &length, sizeof length);
    return bytes + header + std::string(dataBytes, '\0');
}

SafetensorsFile parsed(const std::string& header, std::size_t dataBytes = 0)
{
    return SafetensorsFile::parse(fileBytes(header, dataBytes), "test.safetensors");
}

// The error's kind; its message must name the file and stay readable.
Kind kindOf(const std::string& bytes)
{
    try {
        SafetensorsFile::parse(bytes, "test.safetensors");
    } catch (const SafetensorsError& failure) {
        const std::string text = failure.what();
        EXPECT_EQ(text.rfind("test.safetensors: ", 0), 0u) << text;
        EXPECT_LT(text.size(), 400u);
        return failure.kind();
    }
    ADD_FAILURE() << "nothing was thrown";
    return {};
}

Kind kindOf(const std::string& header, std::size_t dataBytes) { return kindOf(fileBytes(header, dataBytes)); }

std::string fromHex(const std::string& hex)
{
    std::string bytes;
    for (std::size_t i = 0; i < hex.size(); i += 2)
        bytes.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
    return bytes;
}

const std::map<std::string, Kind> kinds{
    {"HeaderTooSmall", Kind::HeaderTooSmall},
    {"HeaderTooLarge", Kind::HeaderTooLarge},
    {"InvalidHeaderLength", Kind::InvalidHeaderLength},
    {"InvalidHeader", Kind::InvalidHeader},
    {"InvalidHeaderDeserialization", Kind::InvalidHeaderDeserialization},
    {"InvalidOffset", Kind::InvalidOffset},
    {"ValidationOverflow", Kind::ValidationOverflow},
    {"TensorInvalidInfo", Kind::TensorInvalidInfo},
    {"MetadataIncompleteBuffer", Kind::MetadataIncompleteBuffer},
};

// Files with the verdict of the format's own library.
TEST(Safetensors, AgreesWithTheReferenceLibrary)
{
    const auto path = (std::filesystem::path(GOLDEN_DIR) / "../core/io/safetensors_vectors.json").lexically_normal();
    const Json vectors = Json::parse(readFileBytes(path, 1 << 20));
    ASSERT_EQ(vectors.size(), 18u);
    for (const Json& vector : vectors) {
        SCOPED_TRACE(vector.at("name").get<std::string>());
        const std::string bytes = fromHex(vector.at("hex"));
        if (vector.at("name") == "leading_ws_header") // the format's text refuses it; the library only announces to
            EXPECT_EQ(kindOf(bytes), Kind::InvalidHeaderDeserialization);
        else if (vector.at("expect") == "OK")
            EXPECT_NO_THROW(SafetensorsFile::parse(bytes, "test.safetensors"));
        else
            EXPECT_EQ(kindOf(bytes), kinds.at(vector.at("expect")));
    }
}

TEST(Safetensors, ReadsEntriesInAnyOrderWithBlanksAndEscapes)
{
    const SafetensorsFile file = parsed("{ \"b\\u00e9\" : {\"data_offsets\":[4,4],\"shape\":[0,7],\"dtype\":\"F64\"},"
                                        "\"__metadata__\":{\"format\":\"pt\",\"\":\"\"},"
                                        "\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]} }   ",
                                        4);
    ASSERT_EQ(file.tensors().size(), 2u);
    EXPECT_EQ(file.tensors()[0].name, "a");
    EXPECT_EQ(file.floats("a"), std::vector<float>{0.0f});
    ASSERT_NE(file.find("bé"), nullptr);
    EXPECT_EQ(file.find("bé")->shape, (std::vector<std::int64_t>{0, 7}));
    EXPECT_EQ(file.find("bé")->dtype, Dtype::F64);
    EXPECT_EQ(file.find("c"), nullptr);
    EXPECT_EQ(file.metadata(), (std::map<std::string, std::string>{{"", ""}, {"format", "pt"}}));
}

TEST(Safetensors, KnowsEveryDtype)
{
    const std::vector<std::pair<std::string, int>> bytesOfEight{
        {"BOOL", 8},    {"F4", 4},      {"F6_E2M3", 6}, {"F6_E3M2", 6},     {"U8", 8},          {"I8", 8},
        {"F8_E5M2", 8}, {"F8_E4M3", 8}, {"F8_E8M0", 8}, {"F8_E4M3FNUZ", 8}, {"F8_E5M2FNUZ", 8}, {"I16", 16},
        {"U16", 16},    {"F16", 16},    {"BF16", 16},   {"I32", 32},        {"U32", 32},        {"F32", 32},
        {"C64", 64},    {"F64", 64},    {"I64", 64},    {"U64", 64}};
    for (const auto& [name, bytes] : bytesOfEight) {
        const std::string header =
            fmt::format(R"({{"a":{{"dtype":"{}","shape":[8],"data_offsets":[0,{}]}}}})", name, bytes);
        EXPECT_EQ(dtypeName(parsed(header, static_cast<std::size_t>(bytes)).find("a")->dtype), name);
    }
    EXPECT_EQ(kindOf(R"({"a":{"dtype":"F33","shape":[1],"data_offsets":[0,4]}})", 4),
              Kind::InvalidHeaderDeserialization);
    EXPECT_EQ(kindOf(R"({"a":{"dtype":"F4","shape":[3],"data_offsets":[0,2]}})", 2), Kind::MisalignedSlice);
}

TEST(Safetensors, RefusesWrongHeaders)
{
    const std::string good = R"({"dtype":"F32","shape":[1],"data_offsets":[0,4]})";
    const std::vector<std::string> headers{
        "",
        "null",
        "[]",
        R"({"a":)" + good + "} x",
        R"({"a":)" + good + R"(}{"b":1})",
        R"({"a":)" + good + std::string("}\0x", 3),
        "\xef\xbb\xbf{}",
        R"({"a":)" + good + R"(,"a":)" + good + "}",
        R"({"a":)" + good + R"(,"\u0061":)" + good + "}",
        R"({"a":1})",
        R"({"a":"x"})",
        R"({"a":null})",
        R"({"a":[]})",
        R"({"a":{}})",
        R"({"a":{"dtype":"F32","shape":[1]}})",
        R"({"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}})",
        R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"extra":1}})",
        R"({"a":{"dtype":4,"shape":[1],"data_offsets":[0,4]}})",
        R"({"a":{"dtype":"F32","shape":1,"data_offsets":[0,4]}})",
        R"({"a":{"dtype":"F32","shape":[[1]],"data_offsets":[0,4]}})",
        R"({"a":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}})",
        R"({"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}})",
        R"({"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}})",
        R"({"a":{"dtype":"F32","shape":[true],"data_offsets":[0,4]}})",
        R"({"a":{"dtype":"F32","shape":[18446744073709551616],"data_offsets":[0,4]}})",
        R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}})",
        R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4]}})",
        R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}})",
        R"({"a":{"dtype":"F32","shape":[1],"data_offsets":{}}})",
        R"({"__metadata__":{"a":1}})",
        R"({"__metadata__":{"a":{}}})",
        R"({"__metadata__":[]})",
        R"({"__metadata__":"x"})",
        R"({"__metadata__":{"a":"1","a":"2"}})",
        R"({"__metadata__":{},"__metadata__":{}})",
    };
    for (const std::string& header : headers)
        EXPECT_EQ(kindOf(header, 4), Kind::InvalidHeaderDeserialization) << header;
    EXPECT_EQ(kindOf("{\"a\xed\xa0\x80\":1}", 0), Kind::InvalidHeader); // a surrogate
}

TEST(Safetensors, RefusesWrongOffsets)
{
    const auto one = [](const std::string& name, const std::string& offsets) {
        return "\"" + name + R"(":{"dtype":"F32","shape":[1],"data_offsets":)" + offsets + "}";
    };
    const auto two = [&](const std::string& a, const std::string& b) {
        return "{" + one("a", a) + "," + one("b", b) + "}";
    };
    EXPECT_NO_THROW(parsed(two("[4,8]", "[0,4]"), 8));
    EXPECT_EQ(kindOf(two("[0,4]", "[2,6]"), 6), Kind::InvalidOffset);
    EXPECT_EQ(kindOf(two("[0,4]", "[5,9]"), 9), Kind::InvalidOffset);
    EXPECT_EQ(kindOf("{" + one("a", "[4,0]") + "}", 4), Kind::InvalidOffset);
    EXPECT_EQ(kindOf("{" + one("a", "[4,8]") + "}", 8), Kind::InvalidOffset);
    EXPECT_EQ(kindOf("{" + one("a", "[0,8]") + "}", 8), Kind::TensorInvalidInfo);
    EXPECT_EQ(kindOf("{" + one("a", "[0,18446744073709551615]") + "}", 4), Kind::TensorInvalidInfo);
    EXPECT_EQ(kindOf("{" + one("a", "[18446744073709551612,0]") + "}", 4), Kind::InvalidOffset);
    EXPECT_EQ(kindOf("{" + one("a", "[0,4]") + "}", 3), Kind::MetadataIncompleteBuffer);
    EXPECT_EQ(kindOf("{" + one("a", "[0,4]") + "}", 5), Kind::MetadataIncompleteBuffer);
    EXPECT_EQ(kindOf("{}", 1), Kind::MetadataIncompleteBuffer);
}

TEST(Safetensors, RefusesSizesThatWrap)
{
    const auto kindOfShape = [](const std::string& shape) {
        return kindOf(R"({"a":{"dtype":"F32","shape":)" + shape + R"(,"data_offsets":[0,0]}})", 0);
    };
    EXPECT_EQ(kindOfShape("[4294967296,4294967296]"), Kind::ValidationOverflow);
    EXPECT_EQ(kindOfShape("[576460752303423488]"), Kind::ValidationOverflow);    // 2^59 × 32 bits
    EXPECT_EQ(kindOfShape("[0,9223372036854775808]"), Kind::ValidationOverflow); // no std::int64_t
    // Empty whatever the other size is.
    EXPECT_NO_THROW(parsed(R"({"a":{"dtype":"F32","shape":[9223372036854775807,0],"data_offsets":[0,0]}})"));
}

TEST(Safetensors, RefusesHeadersMadeToEatMemory)
{
    EXPECT_EQ(kindOf(std::string(1'000'000, '['), 0), Kind::InvalidHeaderDeserialization);
    EXPECT_EQ(kindOf(R"({"a":)" + std::string(1'000'000, '{'), 0), Kind::InvalidHeaderDeserialization);
    EXPECT_EQ(kindOf("{\"" + std::string(1'000'000, 'n') + "\":1}", 0), Kind::InvalidHeaderDeserialization);
    EXPECT_EQ(kindOf("{\"" + std::string(1'000'000, 'n'), 0), Kind::InvalidHeaderDeserialization);
    std::string zeros = "0";
    for (int i = 0; i < 64; ++i)
        zeros += ",0";
    EXPECT_EQ(kindOf(R"({"a":{"dtype":"F32","shape":[)" + zeros + R"(],"data_offsets":[0,0]}})", 0),
              Kind::InvalidHeaderDeserialization);
    std::string tensors = "{";
    std::string metadata = R"({"__metadata__":{)";
    for (int i = 0; i <= 100'000; ++i) {
        tensors += fmt::format(R"({}"{}":{{"dtype":"U8","shape":[0],"data_offsets":[0,0]}})", i == 0 ? "" : ",", i);
        metadata += fmt::format(R"({}"{}":"")", i == 0 ? "" : ",", i);
    }
    EXPECT_EQ(kindOf(tensors + "}", 0), Kind::HeaderTooLarge);
    EXPECT_EQ(kindOf(metadata + "}}", 0), Kind::HeaderTooLarge);
}

TEST(Safetensors, RefusesAHeaderLargerThanAnyModels)
{
    std::string bytes(8, '\0');
    const std::uint64_t most = 4'000'000;
    std::memcpy(bytes.data(), &most, 8);
    EXPECT_EQ(kindOf(bytes), Kind::InvalidHeaderLength);
    const std::uint64_t more = most + 1;
    std::memcpy(bytes.data(), &more, 8);
    EXPECT_EQ(kindOf(bytes), Kind::HeaderTooLarge);
    EXPECT_EQ(kindOf(std::string(8, '\xff')), Kind::HeaderTooLarge);
    EXPECT_EQ(kindOf(std::string(7, '\0')), Kind::HeaderTooSmall);
}

// The largest there may be, of nothing: the reader never holds more than the text itself.
TEST(Safetensors, ALargeHeaderOfBlanksIsSoonRefused)
{
    const std::clock_t start = std::clock();
    EXPECT_EQ(kindOf("{" + std::string(3'990'000, ' '), 0), Kind::InvalidHeaderDeserialization);
    EXPECT_LT(double(std::clock() - start) / CLOCKS_PER_SEC, kSanitized ? 10.0 : 0.5);
}

// A small file with tensors of all three dtypes, as its bytes.
std::string sampleBytes()
{
    const TemporaryFolder folder;
    const std::vector<float> data{1.0f, -2.5f, 65504.0f, 1e-7f, 1e6f, 0.1f};
    const auto path = folder / "sample.safetensors";
    writeSafetensors(path,
                     {{"z", {2, 3}, data, Dtype::F32},
                      {"half", {6}, data, Dtype::F16},
                      {"brain", {3, 1, 2}, data, Dtype::BF16},
                      {"a", {}, std::span(data).first(1), Dtype::F32},
                      {"none", {0, 4}, {}, Dtype::F16}},
                     {{"format", "pt"}, {"note", "café \"q\"\n"}});
    return readFileBytes(path, 1 << 20);
}

TEST(SafetensorsWriter, WhatIsWrittenReadsBack)
{
    constexpr float infinity = std::numeric_limits<float>::infinity();
    const SafetensorsFile file = SafetensorsFile::parse(sampleBytes(), "sample");
    ASSERT_EQ(file.tensors().size(), 5u);
    EXPECT_EQ(file.floats("z"), (std::vector<float>{1.0f, -2.5f, 65504.0f, 1e-7f, 1e6f, 0.1f}));
    EXPECT_EQ(file.find("z")->shape, (std::vector<std::int64_t>{2, 3}));
    EXPECT_EQ(file.floats("half"), (std::vector<float>{1.0f, -2.5f, 65504.0f, 0x1p-23f, infinity, 0x1.998p-4f}));
    EXPECT_EQ(file.floats("brain"), (std::vector<float>{1.0f, -2.5f, 65536.0f, 0x1.aep-24f, 999424.0f, 0x1.9ap-4f}));
    EXPECT_EQ(file.floats("a"), std::vector<float>{1.0f});
    EXPECT_TRUE(file.find("a")->shape.empty());
    EXPECT_TRUE(file.floats("none").empty());
    EXPECT_EQ(file.metadata().at("note"), "café \"q\"\n");
}

TEST(SafetensorsWriter, SortsPadsAndRepeatsItself)
{
    const TemporaryFolder folder;
    const std::vector<float> data{1.0f};
    std::vector<TensorToWrite> tensors{{"b", {1}, data, Dtype::F16},
                                       {"d", {1}, data, Dtype::F32},
                                       {"a", {1}, data, Dtype::F16},
                                       {"c", {1}, data, Dtype::F32}};
    writeSafetensors(folder / "1", tensors);
    std::reverse(tensors.begin(), tensors.end());
    writeSafetensors(folder / "2", tensors);
    const std::string bytes = readFileBytes(folder / "1", 1 << 20);
    EXPECT_EQ(bytes, readFileBytes(folder / "2", 1 << 20));
    const std::string header = R"({"c":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},)"
                               R"("d":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},)"
                               R"("a":{"dtype":"F16","shape":[1],"data_offsets":[8,10]},)"
                               R"("b":{"dtype":"F16","shape":[1],"data_offsets":[10,12]}})";
    const std::string padded = header + std::string((8 - header.size() % 8) % 8, ' ');
    EXPECT_EQ(bytes, fileBytes(padded) + std::string("\0\0\x80\x3f\0\0\x80\x3f\0\x3c\0\x3c", 12));
    writeSafetensors(folder / "empty", {});
    EXPECT_EQ(readFileBytes(folder / "empty", 1 << 20), fileBytes("{}      "));
}

TEST(SafetensorsWriter, ConvertsTensorsLargerThanItsBuffer)
{
    const TemporaryFolder folder;
    std::vector<float> data(200'001);
    for (std::size_t i = 0; i < data.size(); ++i)
        data[i] = static_cast<float>(i % 2048);
    writeSafetensors(folder / "a", {{"a", {200'001}, data, Dtype::F16}});
    EXPECT_EQ(SafetensorsFile::read(folder / "a").floats("a"), data);
}

TEST(SafetensorsWriter, RefusesWhatCannotBeReadBack)
{
    const TemporaryFolder folder;
    const std::vector<float> data{1.0f, 2.0f};
    const auto refuses = [&](std::vector<TensorToWrite> tensors, std::map<std::string, std::string> metadata = {}) {
        EXPECT_THROW(writeSafetensors(folder / "a", std::move(tensors), metadata), Error);
        EXPECT_EQ(folder.entries(), 0);
    };
    refuses({{"a", {3}, data}});
    refuses({{"a", {-2}, data}});
    refuses({{"a", {-1, -2}, data}});
    refuses({{"a", {0, -1}, {}}});
    refuses({{"a", {2}, data, Dtype::F64}});
    refuses({{"a", {2}, data}, {"a", {2}, data}});
    refuses({{"__metadata__", {2}, data}});
    refuses({{"\xff", {2}, data}});
    refuses({{"a", {2}, data}}, {{"key", "\xff"}});
}

TEST(Safetensors, CopiesAndMovesKeepTheirData)
{
    SafetensorsFile copy = SafetensorsFile::parse(sampleBytes(), "sample");
    {
        SafetensorsFile first = copy;
        copy = std::move(first);
    }
    EXPECT_EQ(copy.floats("a"), std::vector<float>{1.0f});
}

TEST(Safetensors, SaysWhichTensorItCannotGive)
{
    const auto file = parsed(R"({"i":{"dtype":"I32","shape":[1],"data_offsets":[0,4]}})", 4);
    EXPECT_EQ(messageOf<SafetensorsError>([&] { (void)file.floats("i"); }),
              "test.safetensors: tensor \"i\" is I32, but only F32, F16 and BF16 can be used; convert the file.");
    EXPECT_EQ(messageOf<SafetensorsError>([&] { (void)file.floats("j"); }),
              "test.safetensors: has no tensor \"j\"; choose a file of the right model.");
}

TEST(Safetensors, ReadKeepsToItsLimit)
{
    const TemporaryFolder folder;
    const std::string bytes = sampleBytes();
    writeFileAtomically(folder / "a", bytes);
    EXPECT_EQ(SafetensorsFile::read(folder / "a", bytes.size()).tensors().size(), 5u);
    EXPECT_THROW(SafetensorsFile::read(folder / "a", bytes.size() - 1), Error);
}

// A mapped file would end the process.
TEST(Safetensors, AFileThatIsShortenedWhileItIsOpenIsAnError)
{
    const TemporaryFolder folder;
    const std::vector<float> data(1'000'000, 1.0F);
    writeSafetensors(folder / "a", {{"a", {1'000'000}, data}, {"half", {1'000'000}, data, Dtype::F16}});
    const SafetensorsFile file = SafetensorsFile::read(folder / "a");
    EXPECT_EQ(file.floats("half"), data);
    std::filesystem::resize_file(folder / "a", 5000);
    for (const char* name : {"a", "half"})
        EXPECT_NE(messageOf<Error>([&] { (void)file.floats(name); }).find("ends after"), std::string::npos);
    EXPECT_THROW((void)file.hash(), Error);
}

TEST(Safetensors, EveryTruncationIsRefused)
{
    const std::string bytes = sampleBytes();
    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_THROW(SafetensorsFile::parse(bytes.substr(0, size), "cut"), SafetensorsError) << size;
}

TEST(Safetensors, DamagedFilesLoadOrThrow)
{
    const auto use = [](const std::string& bytes) {
        const SafetensorsFile file = SafetensorsFile::parse(bytes, "damaged");
        for (const TensorEntry& tensor : file.tensors()) {
            if (tensor.dtype == Dtype::F32 || tensor.dtype == Dtype::F16 || tensor.dtype == Dtype::BF16)
                (void)file.floats(tensor.name);
        }
    };
    const std::string whole = sampleBytes();
    const int loaded = parseMutations(whole, 5000, use);
    EXPECT_GT(loaded, 0);
    EXPECT_LT(loaded, 5000);
    // Again with the header's length kept right, so that the damage reaches the JSON and the checks behind it.
    std::uint64_t length = 0;
    std::memcpy(&length, whole.data(), sizeof length);
    const std::string header = whole.substr(8, length);
    const std::string data = whole.substr(8 + length);
    EXPECT_LT(parseMutations(header, 5000, [&](const std::string& text) { use(fileBytes(text) + data); }), 5000);
}

} // namespace
} // namespace core
