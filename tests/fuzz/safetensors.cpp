// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/safetensors.h"
#include "tests/fuzz/reader.h"

namespace fuzz {

void safetensors(std::string_view bytes)
{
    attempt([&] {
        const auto file = core::SafetensorsFile::parse(std::string(bytes), "file");
        std::size_t all = 0;
        for (const core::TensorEntry& tensor : file.tensors()) {
            promise(file.find(tensor.name) == &tensor, "a tensor is found by its name");
            promise(tensor.begin <= tensor.end && tensor.end <= bytes.size(), "a tensor lies inside the file");
            all += tensor.end - tensor.begin;
            attempt([&] { (void)file.floats(tensor.name); });
        }
        promise(all <= bytes.size(), "the tensors fit in the file");
    });
}

} // namespace fuzz
