// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/style.h"

#include <memory>
#include <string>
#include <vector>

class QGuiApplication;

namespace app {

// What painting figures needs of Qt, without a display: one at a time, for as long as figures are made.
class HeadlessFigures
{
public:
    HeadlessFigures();
    ~HeadlessFigures();

    ui::FigureStyle style() const; // for paper

private:
    std::unique_ptr<QGuiApplication> m_application;
};

// What a matrix can be written as: the endings of numbers, and those of figures.
std::vector<std::string> matrixFormats();

} // namespace app
