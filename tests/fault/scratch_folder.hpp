#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "io/open_file.hpp"

namespace exifscrub::testing {

inline std::string text_of(Bytes bytes) { return {bytes.begin(), bytes.end()}; }

inline std::vector<Byte> bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

/// A folder of its own for one test, removed with all that is in it.
class ScratchFolder {
 public:
  /// @param below  where to make it; the system's place for such things by default
  explicit ScratchFolder(const std::filesystem::path& below = std::filesystem::temp_directory_path()) {
    std::string pattern = (below / "exifscrub-test-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) std::abort();
    path_ = pattern;
    open_folder();
  }
  /// A folder that is there already, and stays.
  static ScratchFolder existing(const std::filesystem::path& path) { return ScratchFolder{path, Stays{}}; }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder() {
    ::close(descriptor_);
    std::error_code ignored;
    if (!stays_) std::filesystem::remove_all(path_, ignored);
  }

  [[nodiscard]] int descriptor() const { return descriptor_; }
  [[nodiscard]] std::filesystem::path path(const std::string& name = {}) const { return path_ / name; }

  void write(const std::string& name, std::string_view content) const {
    std::ofstream file{path(name), std::ios::binary | std::ios::trunc};
    file.write(content.data(), static_cast<std::streamsize>(content.size()));
    if (!file.flush()) std::abort();
  }

  [[nodiscard]] std::string read(const std::string& name) const {
    std::ifstream file{path(name), std::ios::binary | std::ios::ate};
    if (!file) return {};
    std::string content(static_cast<std::size_t>(file.tellg()), '\0');
    file.seekg(0).read(content.data(), static_cast<std::streamsize>(content.size()));
    return content;
  }

  [[nodiscard]] struct stat status(const std::string& name) const {
    struct stat status {};
    if (::lstat(path(name).c_str(), &status) != 0) ADD_FAILURE() << name << " is missing";
    return status;
  }

  /// Names in the folder, sorted.
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator{path_}) {
      names.push_back(entry.path().filename().string());
    }
    std::ranges::sort(names);
    return names;
  }

  [[nodiscard]] OpenFile open(const std::string& name, FileSystem& files = system_file_system()) const {
    auto opened = open_regular(files, descriptor_, name.c_str());
    if (!opened) std::abort();
    return std::move(opened).value();
  }

 private:
  struct Stays {};
  ScratchFolder(std::filesystem::path path, Stays) : path_(std::move(path)), stays_(true) { open_folder(); }
  void open_folder() {
    descriptor_ = ::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor_ < 0) std::abort();
  }

  std::filesystem::path path_;
  int descriptor_ = -1;
  bool stays_ = false;
};

}  // namespace exifscrub::testing
