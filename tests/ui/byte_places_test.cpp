// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/byte_places.h"

#include <gtest/gtest.h>

namespace {

using ui::TokenEnds;

const TokenEnds coarse{4, 8, 12};        // three tokens of four bytes
const TokenEnds fine{1, 2, 4, 5, 8, 12}; // six of the same text

TEST(BytePlaces, LengthsHoldTheSameText)
{
    EXPECT_EQ(ui::sameLength(coarse, fine, 1), 3);
    EXPECT_EQ(ui::sameLength(coarse, fine, 2), 5);
    EXPECT_EQ(ui::sameLength(coarse, fine, 99), 6);
    EXPECT_EQ(ui::sameLength(fine, coarse, 1), 1); // never none
    EXPECT_EQ(ui::sameLength(fine, coarse, 4), 1); // a token that is not read whole is not read
    EXPECT_EQ(ui::sameLength(fine, coarse, 5), 2);
    EXPECT_EQ(ui::sameLength(coarse, coarse, 2), 2);
}

TEST(BytePlaces, PlacesHoldTheSameFirstByte)
{
    EXPECT_EQ(ui::samePlace(coarse, fine, 0), 0);
    EXPECT_EQ(ui::samePlace(coarse, fine, 1), 3);
    EXPECT_EQ(ui::samePlace(fine, coarse, 2), 0);
    EXPECT_EQ(ui::samePlace(fine, coarse, 3), 1);
    EXPECT_EQ(ui::samePlace(fine, coarse, 77), 2);
    EXPECT_EQ(ui::samePlace(fine, coarse, -1), 0);
}

TEST(BytePlaces, RegionsCoverTheSameText)
{
    EXPECT_EQ(ui::sameRegion(coarse, fine, {1, 2, 0, 1}), (core::Region{3, 3, 0, 1}));
}

} // namespace
