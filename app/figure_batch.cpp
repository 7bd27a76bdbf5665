// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/figure_batch.h"

#include "app/messages.h"
#include "app/progress.h"
#include "app/usage_error.h"
#include "core/base/error.h"

#include <fmt/format.h>

#include <chrono>
#include <utility>

namespace app {
namespace {

bool has(const std::string& name, const char* place) { return name.find(place) != std::string::npos; }

std::string filled(std::string name, const ui::FigureRequest& request, int number)
{
    const std::pair<const char*, std::string> places[] = {{"{layer}", std::to_string(request.setup.view.layer)},
                                                          {"{head}", std::to_string(request.setup.view.head)},
                                                          {"{length}", std::to_string(request.setup.length)},
                                                          {"{n}", fmt::format("{:05}", number)}};
    for (const auto& [place, text] : places)
        for (std::size_t at = name.find(place); at != std::string::npos; at = name.find(place, at + text.size()))
            name.replace(at, std::string_view(place).size(), text);
    return name;
}

// Of the first model, which a figure was made of just now.
std::vector<ui::FigureRequest> withEachHead(const ui::FigureRequest& request, HeadlessMaker& maker)
{
    const auto [layers, heads] = maker.headsOfFirst();
    std::vector<ui::FigureRequest> all;
    for (int layer = 0; layer < layers; ++layer)
        for (int head = 0; head < heads; ++head) {
            all.push_back(request);
            all.back().setup.view.layer = layer;
            all.back().setup.view.head = head;
        }
    return all;
}

} // namespace

void checkNames(const FigureBatch& batch)
{
    for (const std::string& out : batch.outs) {
        if (has(out, "{n}"))
            continue;
        if (batch.eachHead && !(has(out, "{layer}") && has(out, "{head}")))
            throw usageError("--out \"{}\" must contain {{layer}} and {{head}}, or {{n}}, so that each head has a file",
                             out);
        if (batch.lengths.size() > 1 && !has(out, "{length}"))
            throw usageError("--out \"{}\" must contain {{length}}, or {{n}}, so that each length has a file", out);
    }
}

int makeFigures(HeadlessMaker& maker, const ui::FigureRequest& request, const FigureBatch& batch,
                const std::string& command)
{
    std::vector<ui::FigureRequest> wanted;
    const std::vector<int> lengths = batch.lengths.empty() ? std::vector{request.setup.length} : batch.lengths;
    for (const int length : lengths) {
        wanted.push_back(request);
        wanted.back().setup.length = length;
    }
    if (batch.eachHead) {
        maker.make(wanted.front());
        std::vector<ui::FigureRequest> all;
        for (const ui::FigureRequest& one : wanted)
            for (ui::FigureRequest& its : withEachHead(one, maker))
                all.push_back(std::move(its));
        wanted = std::move(all);
    }
    const auto make = [&](std::size_t i) {
        maker.make(wanted[i]);
        for (const std::string& out : batch.outs)
            maker.write(filled(out, wanted[i], static_cast<int>(i)), command);
    };
    if (batch.isOne()) {
        make(0);
        return 0;
    }
    const auto begun = std::chrono::steady_clock::now();
    int failed = 0;
    {
        Progress progress("figure");
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            try {
                make(i);
            } catch (const core::Error& problem) {
                ++failed;
                progress.say(core::sentence("Left out, layer {}, head {}, length {}: {}", wanted[i].setup.view.layer,
                                            wanted[i].setup.view.head, wanted[i].setup.length, problem.message())
                                 .translated());
            }
            progress.update(static_cast<double>(i + 1) / static_cast<double>(wanted.size()));
        }
    }
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    say(core::sentence("{} of {} figures were made in {}.", wanted.size() - static_cast<std::size_t>(failed),
                       wanted.size(), durationText(seconds))
            .translated());
    return failed;
}

} // namespace app
