// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace core {

// A model's or a run's folder is saved file by file, each whole or not at all. While that happens for the first time a
// mark lies in it, a file that says so to people, too. When the save is cut short the mark stays, and whoever saves
// there next knows that what lies beside it is nobody's model and may be replaced.
//
//     FirstSave save(folder);    // makes the folder where there is none; a mark that is there is taken over
//     … write the files …
//     save.complete();           // the last step: from now on everything is there
class FirstSave
{
public:
    // Throws Error when folder or mark cannot be made.
    explicit FirstSave(std::filesystem::path folder);
    void complete() const;

private:
    std::filesystem::path m_folder;
};

// Whether a first save into this folder was begun and not completed.
bool isFirstSaveCut(const std::filesystem::path& folder);

// Throws Error naming the file when the folder holds a model that is somebody's: files of a model beside no mark.
void checkHoldsNoModel(const std::filesystem::path& folder);

} // namespace core
