// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/safetensors.h"
#include "tests/fuzz/reader.h"

namespace fuzz {

void safetensors(std::string_view bytes)
{
    attempt([&] {
        const auto file = core::SafetensorsFile::parse(std::string(bytes), "file");
        std::size_t all = 0;
        unsigned sum = 0;
        for (const core::TensorEntry& tensor : file.tensors()) {
            promise(file.find(tensor.name) == &tensor, "a tensor is found by its name");
            all += tensor.bytes.size();
            for (const std::byte byte : tensor.bytes) // a sanitizer looks at the bounds
                sum += static_cast<unsigned>(byte);
            attempt([&] { (void)file.floats(tensor.name); });
        }
        promise(all <= bytes.size() && sum <= 255U * bytes.size(), "the tensors lie inside the file");
    });
}

} // namespace fuzz
