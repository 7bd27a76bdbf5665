// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/tokenizer.h"

#include "core/base/error.h"
#include "core/text/bpe_trainer.h"
#include "core/text/tokenizer_data.h"
#include "core/text/utf8.h"

#include <algorithm>

namespace core {

Tokenizer::Tokenizer(std::shared_ptr<const Data> data)
    : m_data(std::move(data))
{}

Tokenizer Tokenizer::train(std::string_view text, int vocabularySize, const std::function<bool()>& cancelled)
{
    auto data = std::make_shared<Data>();
    data->model = trainBpe(text, vocabularySize, cancelled);
    return Tokenizer(std::move(data));
}

std::vector<int> Tokenizer::encode(std::string_view text, const Cancel& cancel) const
{
    std::vector<int> ids;
    ids.reserve(text.size() / 3);
    BpeEncoder encoder(m_data->model, cancel);
    std::size_t start = 0; // of the stretch without added tokens
    if (!m_data->search.empty())
        for (const TokenSearch::Found& found : m_data->search.all(text, cancel)) {
            encoder.encode(text.substr(start, found.position - start), ids);
            ids.push_back(found.id);
            start = found.position + m_data->model.tokens[static_cast<std::size_t>(found.id)].size();
        }
    encoder.encode(text.substr(start), ids);
    return ids;
}

std::string Tokenizer::decode(std::span<const int> ids) const
{
    std::string bytes;
    for (const int id : ids)
        bytes += bytesOf(id);
    return bytes;
}

int Tokenizer::size() const { return static_cast<int>(m_data->model.tokens.size()); }

const std::string& Tokenizer::bytesOf(int id) const
{
    if (id < 0 || id >= size())
        throw error("There is no token {}: this tokenizer's ids are 0 to {}.", id, size() - 1);
    return m_data->model.tokens[static_cast<std::size_t>(id)];
}

std::string Tokenizer::displayOf(int id) const
{
    const std::string& bytes = bytesOf(id);
    std::string shown;
    for (std::size_t position = 0; position < bytes.size();) {
        const Utf8Char character = utf8At(bytes, position);
        const auto length = static_cast<std::size_t>(character.length);
        if (bytes[position] == ' ')
            shown += "·";
        else if (bytes[position] == '\n')
            shown += "↵";
        else if (bytes[position] == '\t')
            shown += "⇥";
        else if (character.valid && isVisible(character.codePoint))
            shown += bytes.substr(position, length);
        else
            for (std::size_t i = 0; i < length; ++i)
                shown += fmt::format("⟨{:02X}⟩", static_cast<unsigned char>(bytes[position + i]));
        position += length;
    }
    return shown;
}

} // namespace core
