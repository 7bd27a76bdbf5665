// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace core {

struct Rgb
{
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;
    bool operator==(const Rgb&) const = default;
};

// A continuous colour scale: 256 sRGB colours between t = 0 (lowest value) and t = 1 (highest).
class ColourMap
{
public:
    using Table = std::array<Rgb, 256>;

    ColourMap(std::string id, std::string label, const Table& table);

    // Written into session files and scripts: never renamed.
    const std::string& id() const { return m_id; }
    // English name for people.
    const std::string& label() const { return m_label; }
    const Table& table() const { return m_table; }
    // The nearest of the 256 colours; t outside 0..1 (also infinite) is clamped, NaN counts as 0.
    Rgb at(double t) const;

private:
    std::string m_id;
    std::string m_label;
    Table m_table;
};

// In the order to offer them. Ids:
//   viridis    sequential, dark violet to yellow. Interpolated from 18 colours of matplotlib's map (Smith & van der
//   Walt,
//              2015); where we compared the two they differ by at most 3/255.
//   cividis    sequential, dark blue to yellow, the same for most kinds of colour vision. After Nuñez, Anderton &
//   Renslow
//              (2018), 18 colours likewise; up to 9/255 in red near t = 0.09, where the original has a kink, else
//              3/255.
//   diverging  blue - white - red with equal OKLab lightness at equal distance from the middle (0 belongs there).
//   bias       the blue half of diverging, 0 at the top (t = 1) and palest: negative is blue everywhere.
//   grey       white to black, for print.
// Reading them from several threads is safe.
const std::vector<ColourMap>& colourMaps();

// Throws core::Error naming the known ids.
const ColourMap& colourMap(std::string_view id);

// For cells without a value: a slightly warm grey that is in none of the maps, at least 5/255 away from their colours.
Rgb maskedColour(bool darkTheme);

} // namespace core
