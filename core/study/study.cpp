// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/study.h"

#include "core/base/error.h"

namespace core {

#define STUDY(describe) Study describe();
#include "core/study/studies.def"
#undef STUDY

std::span<const Study> studies()
{
#define STUDY(describe) describe(),
    static const std::vector<Study> all{
#include "core/study/studies.def"
    };
#undef STUDY
    return all;
}

const Study& studyById(std::string_view id)
{
    std::string known;
    for (const Study& study : studies()) {
        if (study.id == id)
            return study;
        known += (known.empty() ? "" : ", ") + std::string(study.id);
    }
    throw error("The study \"{}\" is unknown; known are {}.", id, known);
}

std::vector<std::vector<Sentence>> findingsOf(const StudyResults& results, std::span<const std::string> labels)
{
    auto lines = studyById(results.study).findings(results, labels);
    for (std::size_t model = 0; model < results.models.size(); ++model)
        if (results.models[model].limited)
            lines.push_back({sentence("{}: {}", labels[model], limitOf(results.models[model]))});
    return lines;
}

} // namespace core
