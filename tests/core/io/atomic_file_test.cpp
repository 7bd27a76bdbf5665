// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/atomic_file.h"

#include "core/base/error.h"
#include "tests/core/io/temporary_folder.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

namespace core {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t anySize = 1 << 20;

unsigned permissionsOf(const fs::path& path)
{
    struct stat info
    {};
    ::stat(path.c_str(), &info);
    return info.st_mode & 0777;
}

// A full disk for files: writes beyond `bytes` fail with EFBIG instead of ENOSPC, and fail halfway just the same.
class FileSizeLimit
{
public:
    explicit FileSizeLimit(rlim_t bytes)
        : m_handler(std::signal(SIGXFSZ, SIG_IGN))
    {
        ::getrlimit(RLIMIT_FSIZE, &m_old);
        const rlimit lower{bytes, m_old.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &lower);
    }
    ~FileSizeLimit()
    {
        ::setrlimit(RLIMIT_FSIZE, &m_old);
        std::signal(SIGXFSZ, m_handler);
    }

private:
    void (*m_handler)(int);
    rlimit m_old{};
};

TEST(AtomicFile, WritesAndReplacesAWholeFile)
{
    const TemporaryFolder folder;
    const fs::path path = folder / "a.bin";
    const std::string bytes("one\0two", 7);
    writeFileAtomically(path, bytes);
    EXPECT_EQ(readFileBytes(path, anySize), bytes);
    writeFileAtomically(path, "");
    EXPECT_EQ(readFileBytes(path, anySize), "");
    EXPECT_EQ(folder.entries(), 1);
}

TEST(AtomicFile, ShowsNothingBeforeCommit)
{
    const TemporaryFolder folder;
    const fs::path path = folder / "a.txt";
    writeFileAtomically(path, "old");
    {
        AtomicFile file(path);
        file.write("new, ");
        file.write("in pieces");
        EXPECT_EQ(readFileBytes(path, anySize), "old");
        EXPECT_EQ(folder.entries(), 2);
        file.commit();
        EXPECT_EQ(readFileBytes(path, anySize), "new, in pieces");
    }
    EXPECT_EQ(folder.entries(), 1);
}

TEST(AtomicFile, LeavesNothingWithoutCommit)
{
    const TemporaryFolder folder;
    {
        AtomicFile file(folder / "a.txt");
        file.write("unfinished");
    }
    EXPECT_EQ(folder.entries(), 0);
}

TEST(AtomicFile, TwoWritersOfOneTargetDoNotMix)
{
    const TemporaryFolder folder;
    AtomicFile first(folder / "a.txt");
    AtomicFile second(folder / "a.txt");
    first.write("first");
    second.write("second");
    second.commit();
    first.commit();
    EXPECT_EQ(readFileBytes(folder / "a.txt", anySize), "first");
    EXPECT_EQ(folder.entries(), 1);
}

TEST(AtomicFile, AcceptsTheLongestName)
{
    const TemporaryFolder folder;
    writeFileAtomically(folder / std::string(255, 'n'), "x");
    EXPECT_EQ(folder.entries(), 1);
    EXPECT_THROW(writeFileAtomically(folder / std::string(256, 'n'), "x"), Error);
    EXPECT_EQ(folder.entries(), 1);
}

TEST(AtomicFile, KeepsThePermissionsOfAReplacedFile)
{
    const TemporaryFolder folder;
    const mode_t old = ::umask(027);
    writeFileAtomically(folder / "new", "x");
    ::umask(old);
    EXPECT_EQ(permissionsOf(folder / "new"), 0640u);
    ::chmod((folder / "new").c_str(), 0606);
    writeFileAtomically(folder / "new", "y");
    EXPECT_EQ(permissionsOf(folder / "new"), 0606u);
}

TEST(AtomicFile, FollowsASymbolicLink)
{
    const TemporaryFolder folder;
    writeFileAtomically(folder / "real", "old");
    fs::create_symlink("real", folder / "link");
    writeFileAtomically(folder / "link", "new");
    EXPECT_TRUE(fs::is_symlink(folder / "link"));
    EXPECT_EQ(readFileBytes(folder / "real", anySize), "new");
}

TEST(AtomicFile, RefusesAMissingFolder)
{
    const TemporaryFolder folder;
    const fs::path path = folder / "none/a.txt";
    const std::string text = messageOf<Error>([&] { writeFileAtomically(path, "x"); });
    EXPECT_PRED_FORMAT2(testing::IsSubstring,
                        path.string() + ": the folder " + (folder / "none").string() + " does not exist", text);
    writeFileAtomically(folder / "file", "x");
    EXPECT_THROW(writeFileAtomically(folder / "file/a.txt", "x"), Error);
    EXPECT_EQ(folder.entries(), 1);
}

TEST(AtomicFile, RefusesAReadOnlyFolderAndFile)
{
    const TemporaryFolder folder;
    // Permissions do not bind root; the kernel's own file system binds everyone.
    const fs::path locked = ::geteuid() == 0 ? fs::path("/sys/kernel") : folder / "locked";
    if (::geteuid() != 0) {
        fs::create_directory(locked);
        ::chmod(locked.c_str(), 0555);
        writeFileAtomically(folder / "kept", "kept");
        ::chmod((folder / "kept").c_str(), 0444);
        EXPECT_PRED_FORMAT2(testing::IsSubstring, "write-protected",
                            messageOf<Error>([&] { writeFileAtomically(folder / "kept", "x"); }));
        EXPECT_EQ(readFileBytes(folder / "kept", anySize), "kept");
    }
    EXPECT_PRED_FORMAT2(testing::IsSubstring, "the folder " + locked.string() + " cannot be written to",
                        messageOf<Error>([&] { writeFileAtomically(locked / "a.txt", "x"); }));
}

TEST(AtomicFile, RefusesFoldersDevicesAndEmptyNames)
{
    const TemporaryFolder folder;
    EXPECT_PRED_FORMAT2(testing::IsSubstring, "is a folder",
                        messageOf<Error>([&] { writeFileAtomically(folder.path(), "x"); }));
    EXPECT_PRED_FORMAT2(testing::IsSubstring, "not an ordinary file",
                        messageOf<Error>([&] { writeFileAtomically("/dev/null", "x"); }));
    EXPECT_TRUE(fs::is_character_file("/dev/null"));
    EXPECT_THROW(writeFileAtomically("", "x"), Error);
    EXPECT_THROW(writeFileAtomically(folder / "sub/", "x"), Error);
    EXPECT_THROW(writeFileAtomically(folder / "..", "x"), Error);
    EXPECT_EQ(folder.entries(), 0);
}

TEST(AtomicFile, AFolderThatAppearsBeforeCommitIsKept)
{
    const TemporaryFolder folder;
    AtomicFile file(folder / "a");
    file.write("x");
    fs::create_directory(folder / "a");
    EXPECT_THROW(file.commit(), Error);
    EXPECT_TRUE(fs::is_directory(folder / "a"));
    EXPECT_EQ(folder.entries(), 1);
}

TEST(AtomicFile, ADiskThatFillsUpLeavesTheOldFile)
{
    const TemporaryFolder folder;
    const fs::path path = folder / "a.txt";
    writeFileAtomically(path, "old");
    std::string text;
    {
        const FileSizeLimit limit(1000);
        text = messageOf<Error>([&] { writeFileAtomically(path, std::string(5000, 'x')); });
    }
    EXPECT_PRED_FORMAT2(testing::IsSubstring, path.string() + ": the file would be larger", text);
    EXPECT_EQ(readFileBytes(path, anySize), "old");
    EXPECT_EQ(folder.entries(), 1);
}

TEST(AtomicFile, AfterAFailedWriteNothingCanBeCommitted)
{
    const TemporaryFolder folder;
    AtomicFile file(folder / "a.txt");
    {
        const FileSizeLimit limit(10);
        EXPECT_THROW(file.write("more than ten bytes"), Error);
    }
    EXPECT_EQ(folder.entries(), 0);
    EXPECT_THROW(file.write("x"), Error);
    EXPECT_THROW(file.commit(), Error);
    EXPECT_EQ(folder.entries(), 0);
}

TEST(ReadFileBytes, SaysWhatIsWrong)
{
    const TemporaryFolder folder;
    const fs::path path = folder / "a.txt";
    const auto message = [](const fs::path& file, std::uint64_t most) {
        return messageOf<Error>([&] { readFileBytes(file, most); });
    };
    EXPECT_PRED_FORMAT2(testing::IsSubstring, path.string() + ": there is no such file", message(path, 9));
    EXPECT_PRED_FORMAT2(testing::IsSubstring, "is a folder", message(folder.path(), 9));
    EXPECT_PRED_FORMAT2(testing::IsSubstring, "not an ordinary file", message("/dev/zero", 9));
    writeFileAtomically(path, "12345");
    EXPECT_PRED_FORMAT2(testing::IsSubstring, "has 5 bytes, more than the 4 allowed", message(path, 4));
    EXPECT_EQ(readFileBytes(path, 5), "12345");
}

TEST(ReadFileBytes, DoesNotWaitForANamedPipe)
{
    const TemporaryFolder folder;
    ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
    EXPECT_PRED_FORMAT2(testing::IsSubstring, "not an ordinary file",
                        messageOf<Error>([&] { readFileBytes(folder / "pipe", 9); }));
}

TEST(ReadFileBytes, NoticesAFileShorterThanItsSize)
{
    // The kernel states the size of a page for its settings and delivers less.
    const fs::path setting = "/sys/devices/system/cpu/online";
    if (!fs::exists(setting))
        GTEST_SKIP() << "no sysfs here";
    EXPECT_PRED_FORMAT2(testing::IsSubstring, "of its ", messageOf<Error>([&] { readFileBytes(setting, anySize); }));
}

TEST(ReadFileBytes, RefusesAHugeSparseFileBeforeTakingMemory)
{
    const TemporaryFolder folder;
    writeFileAtomically(folder / "big", "x");
    fs::resize_file(folder / "big", std::uintmax_t{1} << 42);
    EXPECT_THROW(readFileBytes(folder / "big", std::uint64_t{2} << 30), Error);
}

TEST(AtomicFile, FilesOfDeadProcessesAreRemovedThoseOfLivingOnesStay)
{
    const TemporaryFolder folder;
    AtomicFile living(folder / "living");
    living.write("half of it");
    std::ofstream(folder / ".part-999999-0") << "left behind";
    std::ofstream(folder / ".part-of-something-else") << "not ours";
    fs::create_directory(folder / ".part-1-1"); // nor is this
    writeFileAtomically(folder / "other", "content");
    EXPECT_FALSE(fs::exists(folder / ".part-999999-0"));
    EXPECT_EQ(folder.entries(), 4); // the living one's, the foreign ones, the new file
    living.write(", and the rest");
    living.commit();
    EXPECT_EQ(readFileBytes(folder / "living", anySize), "half of it, and the rest");
}

TEST(AtomicFile, MakesWhatADanglingLinkPointsTo)
{
    const TemporaryFolder folder;
    fs::create_directory(folder / "elsewhere");
    fs::create_symlink("elsewhere/new", folder / "link");
    writeFileAtomically(folder / "link", "content");
    EXPECT_TRUE(fs::is_symlink(folder / "link"));
    EXPECT_EQ(readFileBytes(folder / "elsewhere" / "new", anySize), "content");
    fs::create_symlink("missing/new", folder / "lost");
    EXPECT_NE(messageOf<Error>([&] { writeFileAtomically(folder / "lost", "content"); }).find("missing"),
              std::string::npos);
}

TEST(AtomicFile, MakesAFolderOnce)
{
    const TemporaryFolder folder;
    makeFolder(folder / "new/");
    makeFolder(folder / "new");
    EXPECT_TRUE(fs::is_directory(folder / "new"));
    EXPECT_THROW(makeFolder(folder / "missing" / "new"), Error);
    writeFileAtomically(folder / "file", "content");
    EXPECT_THROW(makeFolder(folder / "file"), Error);
}

} // namespace
} // namespace core
