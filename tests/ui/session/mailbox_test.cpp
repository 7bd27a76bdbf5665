// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/mailbox.h"

#include <QCoreApplication>
#include <QTest>
#include <QThread>

#include <gtest/gtest.h>

#include <memory>
#include <thread>
#include <vector>

namespace {

using ui::Mailbox;

constexpr int kPosts = 1000;

TEST(Mailbox, CallsInOrderOnTheThreadItWasMadeOn)
{
    Mailbox mailbox;
    std::vector<int> heard;
    QThread* const here = QThread::currentThread();
    std::thread([&] {
        for (int i = 0; i < kPosts; ++i)
            mailbox.post([&heard, here, i] {
                EXPECT_EQ(QThread::currentThread(), here);
                heard.push_back(i);
            });
    }).join();
    EXPECT_TRUE(heard.empty()); // nothing is called before the event loop runs
    QCoreApplication::sendPostedEvents(&mailbox);
    ASSERT_EQ(heard.size(), std::size_t(kPosts));
    for (int i = 0; i < kPosts; ++i)
        EXPECT_EQ(heard[std::size_t(i)], i);
}

TEST(Mailbox, WhatIsOnItsWayIsDroppedWhenItGoes)
{
    const auto held = std::make_shared<int>(0);
    {
        Mailbox mailbox;
        mailbox.post([held] { ++*held; });
        EXPECT_EQ(held.use_count(), 2);
    }
    QCoreApplication::sendPostedEvents();
    EXPECT_EQ(*held, 0);
    EXPECT_EQ(held.use_count(), 1);
}

TEST(Mailbox, MayEndInWhatItCalls)
{
    auto mailbox = std::make_unique<Mailbox>();
    int heard = 0;
    for (int i = 0; i < 2; ++i)
        mailbox->post([&] {
            ++heard;
            mailbox.reset();
        });
    QCoreApplication::sendPostedEvents();
    EXPECT_EQ(heard, 1);
}

} // namespace
