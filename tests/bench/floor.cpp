// The floor of each job: the system calls that nobody can do without, with the promises that exifscrub makes
// (checked before the rename, read back, locked, mode carried, the same syncs), and no look at the metadata
// beyond what tells where to write. In place that is: what the patches will cover is what was read; each phase is read back
// before the next; a descriptor of its own sees all of it in the end. It is a measure, not a tool: it removes nothing in earnest.
//
// Built with EXIFSCRUB_GUARDED it is a floor with exifscrub's guards: in the sandbox, no symbolic link on the way, a look
// at each inode of the walk, which tells second names of a file. What lies between the two is what the guards cost.
// Built with EXIFSCRUB_READING too, its audits look for location in Exif and XMP, as little as that can be done (tag_glance.hpp).
//
//   bench_floor audit|quick|strip|in-place|gps-only [-j N] [--durability none|batch] [--copy rw|range]
//               [--replace LIST] DIR
//
// LIST: a file with the names, one a line, of what has to be written anew though its size stays, because half of
// the change on the disk would be worse than none of it.

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_set>
#include <vector>

#include "base/digests.hpp"
#include "container/entropy_scan.hpp"
#ifdef EXIFSCRUB_GUARDED
#include <linux/openat2.h>
#include <sys/syscall.h>

#include "cli/sandbox.hpp"
#endif
#ifdef EXIFSCRUB_READING
#include "tag_glance.hpp"
#endif

namespace {

using exifscrub::Byte;
using exifscrub::Bytes;

constexpr std::size_t window = 256 * 1024;
constexpr off_t page = 4096;

// Copies from and to the page cache take three times as long where the room starts where malloc puts it.
struct alignas(page) Place {
  Byte bytes[window + page];
};
using Room = std::unique_ptr<Place>;

Room make_room() { return std::make_unique<Place>(); }

Byte* start_of(const Room& room) { return room->bytes; }
constexpr std::size_t token_files = 32;

struct Options {
  std::string job;
  unsigned threads = 1;
  bool durable = false;
  bool by_range = false;
  std::unordered_set<std::string> replaced;
  std::string folder;
};

[[noreturn]] void die(const char* what) {
  std::perror(what);
  std::exit(1);
}

void check(bool fine, const char* what) {
  if (!fine) die(what);
}

#ifdef EXIFSCRUB_GUARDED
int open_file(int folder, const char* name, int flags) {
  open_how how{};
  how.flags = static_cast<unsigned>(flags | O_NOCTTY | O_NONBLOCK);
  how.resolve = RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
  return static_cast<int>(::syscall(SYS_openat2, folder, name, &how, sizeof how));
}

void look_at_inode(int folder, const char* name) {
  struct stat seen {};
  check(::fstatat(folder, name, &seen, AT_SYMLINK_NOFOLLOW) == 0, "fstatat");
}

/// The same sandbox: audits write nowhere, all else below the folder.
void enter_guards(const Options& options) {
  using namespace exifscrub::cli;
  exifscrub::Sandbox held;
  const bool reads_only = options.job == "audit" || options.job == "quick";
  const auto places = [&] {
    return reads_only ? std::vector<std::string>{} : std::vector<std::string>{options.folder};
  };
  check(!enter_sandbox(SandboxWish::automatic, places, held), "sandbox");
}
#else
int open_file(int folder, const char* name, int flags) { return ::openat(folder, name, flags); }
void look_at_inode(int, const char*) {}
void enter_guards(const Options&) {}
#endif

#ifdef EXIFSCRUB_READING
using Glance = exifscrub::bench::TagGlance;
#else
struct Glance {
  static constexpr bool looks = false;
  static void begin_file() {}
  static void look(Bytes) {}
  static std::size_t sum() { return 0; }
};
#endif

constexpr Byte app1 = 0xE1;

struct Piece {
  off_t begin;
  off_t end;
};

/// The part of `piece` that one call takes.
std::size_t step(const Piece& piece) {
  return static_cast<std::size_t>(std::min(piece.end - piece.begin, static_cast<off_t>(window)));
}

/// What a JPEG is made of, as far as the floor has to know.
struct Shape {
  std::vector<Piece> kept;
  std::vector<Piece> blanked;  ///< payloads of metadata segments, the trailer
  std::vector<Piece> located;  ///< where --gps-only has to write
  off_t held = 0;              ///< bytes from the start of the file that stand in the window at the end
};

unsigned number(const Byte* at, unsigned bytes, bool big) {
  unsigned value = 0;
  for (unsigned i = 0; i < bytes; ++i) value = value << 8 | at[big ? i : bytes - 1 - i];
  return value;
}

/// The GPS pointer's entry in IFD0, if there is one: the IFD it points at, that entry, the table.
void find_gps(const Byte* segment, std::size_t length, off_t at, std::vector<Piece>& located) {
  if (length < 24) return;
  const Byte* tiff = segment + 10;
  const bool big = tiff[0] == 'M';
  const unsigned ifd = number(tiff + 4, 4, big);
  const unsigned count = number(tiff + ifd, 2, big);
  const off_t base = at + 10;
  for (unsigned i = 0; i < count; ++i) {
    const Byte* entry = tiff + ifd + 2 + 12 * i;
    if (number(entry, 2, big) != 0x8825) continue;
    const off_t gps = base + number(entry + 8, 4, big);
    const off_t here = base + (entry - tiff);
    located = {{gps, gps + 200}, {here, here + 12}, {base + ifd, base + ifd + 2}};
  }
}

/// One pass through the file, marker by marker, scans at the speed of the search.
class Reader {
 public:
  Reader(int file, off_t size, Byte* room, Glance& glance)
      : file_(file), size_(size), room_(room), glance_(glance) {
    glance_.begin_file();
  }

  Shape read() {
    need(0, 2);
    keep(0, 2);
    off_t at = 2;
    bool has_index = false;
    while (at + 4 <= size_) {
      need(at, 4);
      const Byte* here = room_ + (at - begin_);
      const Byte code = here[1];
      if (code == 0xD9) break;
      const off_t length = 2 + (here[2] << 8 | here[3]);
      if (code == 0xE2 && at + 8 <= size_ && std::memcmp(here + 4, "MPF", 3) == 0) has_index = true;
      segment(code, at, length);
      at += length;
      if (code == 0xDA) at = skip_scan(at);
    }
    keep(at, std::min(at + 2, size_));
    rest(at + 2, has_index);
    shape_.held = begin_ == 0 ? held_ : 0;
    return std::move(shape_);
  }

 private:
  void need(off_t at, off_t count) {
    if (at >= begin_ && at + count <= begin_ + held_) return;
    begin_ = at;
    held_ = ::pread(file_, room_, window, at);
    check(held_ >= 0, "pread");
  }

  off_t skip_scan(off_t at) {
    const off_t start = at;
    for (;;) {
      need(at, 2);
      const Byte* here = room_ + (at - begin_);
      const auto found = exifscrub::scan_entropy({here, static_cast<std::size_t>(begin_ + held_ - at)});
      at += static_cast<off_t>(found.settled);
      if (found.marker || begin_ + held_ >= size_) break;
    }
    keep(start, at);
    return at;
  }

  void segment(Byte code, off_t at, off_t length) {
    const Byte* here = room_ + (at - begin_);
    const bool application = code >= 0xE0 && code <= 0xEF;
    const bool viewer_needs = code == 0xE0 || code == 0xE2 || code == 0xEE;
    if ((application && !viewer_needs) || code == 0xFE) {
      shape_.blanked.push_back({at + 4, at + length});
      if (code == app1 && at + length <= begin_ + held_)
        glance_.look({here + 4, static_cast<std::size_t>(length - 4)});
      if (code == app1 && here[4] == 'E' && at + length <= begin_ + held_) {
        find_gps(here, static_cast<std::size_t>(length), at, shape_.located);
      } else if (code == app1 || code == 0xED) {
        shape_.located.push_back({at + length / 2, at + length / 2 + 40});
      }
    } else {
      keep(at, at + length);
    }
  }

  void rest(off_t at, bool has_index) {
    for (off_t step = at; step < size_; step += static_cast<off_t>(window)) need(step, 1);
    if (at >= size_) return;
    if (has_index) {
      keep(at, size_);
    } else {
      shape_.blanked.push_back({at, size_});
    }
  }

  void keep(off_t begin, off_t end) {
    if (!shape_.kept.empty() && shape_.kept.back().end == begin) {
      shape_.kept.back().end = end;
    } else {
      shape_.kept.push_back({begin, end});
    }
  }

  int file_;
  off_t size_;
  Byte* room_;
  Glance& glance_;
  off_t begin_ = 0;
  off_t held_ = 0;
  Shape shape_;
};

struct Item {
  int folder;
  std::string name;
};

/// What a token has to do together.
struct Pending {
  const Item* item;
  int original = -1;
  int output = -1;
  struct stat seen {};
  Shape shape;
  std::vector<exifscrub::Digest> preimage;  ///< of what stood at the pieces that will be written
};

class Worker {
 public:
  explicit Worker(const Options& options) : options_(options), room_(make_room()), other_(make_room()) {}

  void run(const Item* first, const Item* last) {
    std::vector<Pending> token;
    for (const Item* item = first; item != last; ++item) handle(*item, token);
    commit_replaced(token);
    std::erase_if(token, [](const Pending& file) { return file.output >= 0; });
    commit_in_place(token);
  }

  /// Of all that was looked at, so that no look is optimised away.
  [[nodiscard]] std::size_t sum() const { return sink_ + glance_.sum(); }

 private:
  void handle(const Item& item, std::vector<Pending>& token) {
    Pending file;
    file.item = &item;
    file.original = open_file(item.folder, item.name.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    check(file.original >= 0, item.name.c_str());
    check(::fstat(file.original, &file.seen) == 0, "fstat");
    if (options_.job == "quick") {
      read_sparsely(file);
    } else {
      look_at(file, token);
    }
    if (file.original >= 0) ::close(file.original);
  }

  void look_at(Pending& file, std::vector<Pending>& token) {
    Byte start[2] = {};
    if (file.seen.st_size < 64) {
      check(::pread(file.original, start, 2, 0) >= 0, "pread");
      return;
    }
    file.shape = Reader{file.original, file.seen.st_size, start_of(room_), glance_}.read();
    if (options_.job == "audit") return;
    const bool idle = options_.job == "gps-only" ? file.shape.located.empty() : file.shape.blanked.empty();
    if (idle) return;
    const bool replaced = options_.replaced.contains(file.item->name);
    if (replaced) file.shape.kept = {{0, file.seen.st_size}};
    if (replaced || options_.job == "strip") {
      write_output(file);
    } else {
      for (const Piece& piece : pieces_of(file)) file.preimage.push_back(parsed_digest(file, piece));
    }
    token.push_back(std::move(file));
    file.original = -1;
  }

  /// Head and tail, and the places where the markers of the head lead.
  void read_sparsely(const Pending& file) {
    check(::pread(file.original, start_of(room_), page, 0) >= 0, "pread");
    glance_.begin_file();
    off_t at = 2;
    for (off_t begin = 0;;) {
      if (at + 4 > begin + (begin == 0 ? page : 512)) {
        if (at + 4 > file.seen.st_size) break;
        begin = at;
        check(::pread(file.original, start_of(room_), 512, begin) >= 0, "pread");
      }
      const Byte* here = start_of(room_) + (at - begin);
      if (here[0] != 0xFF || here[1] == 0xDA) break;
      const off_t length = 2 + (here[2] << 8 | here[3]);
      if (Glance::looks && here[1] == app1)
        look_at_payload(file, at + 4, length - 4, begin == 0 ? here + 4 : nullptr);
      at += length;
    }
    if (file.seen.st_size > page) {
      check(::pread(file.original, start_of(room_), page, file.seen.st_size - page) >= 0, "pread");
    }
  }

  /// `head`: where the payload begins in the head of the file, which may hold it whole.
  void look_at_payload(const Pending& file, off_t at, off_t length, const Byte* head) {
    const auto size = static_cast<std::size_t>(length);
    if (head == nullptr || at + length > page) {
      check(::pread(file.original, start_of(other_), size, at) >= 0, "pread");
      head = start_of(other_);
    }
    glance_.look({head, size});
  }

  void write_output(Pending& file) {
    check(::flock(file.original, LOCK_EX | LOCK_NB) == 0, "flock");
    file.output = ::openat(file.item->folder, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    check(file.output >= 0, "O_TMPFILE");
    off_t size = 0;
    for (const Piece& piece : file.shape.kept) {
      if (options_.by_range && piece.end - piece.begin > 65536) {
        off64_t from = piece.begin;
        while (from < piece.end) {
          check(::copy_file_range(file.original, &from, file.output, &size,
                                  static_cast<std::size_t>(piece.end - from), 0) > 0,
                "copy_file_range");
        }
      } else {
        size = copy(file, piece, size);
      }
    }
    if (options_.durable) ::sync_file_range(file.output, 0, 0, SYNC_FILE_RANGE_WRITE);
    for (off_t at = 0; at < size; at += static_cast<off_t>(window)) {
      const ssize_t got = ::pread(file.output, start_of(room_), window, at);
      check(got > 0, "pread");
      sink_ += exifscrub::scan_entropy({start_of(room_), static_cast<std::size_t>(got)}).settled;
    }
    ::flistxattr(file.original, nullptr, 0);
    check(::fchmod(file.output, file.seen.st_mode & 07777) == 0, "fchmod");
  }

  /// Small files stand in the window already; large ones pass through it again.
  off_t copy(const Pending& file, Piece piece, off_t to) {
    while (piece.begin < piece.end) {
      const std::size_t length = step(piece);
      Byte* const other = start_of(other_) + to % page;
      const Byte* bytes = other;
      if (piece.begin + static_cast<off_t>(length) <= file.shape.held) {
        bytes = start_of(room_) + piece.begin;
      } else {
        check(::pread(file.original, other, length, piece.begin) > 0, "pread");
      }
      check(::pwrite(file.output, bytes, length, to) == static_cast<ssize_t>(length), "pwrite");
      piece.begin += static_cast<off_t>(length);
      to += static_cast<off_t>(length);
    }
    return to;
  }

  void look_again(const Pending& file) {
    struct stat now {};
    check(::fstatat(file.item->folder, file.item->name.c_str(), &now, AT_SYMLINK_NOFOLLOW) == 0, "fstatat");
    check(now.st_ino == file.seen.st_ino, "changed");
  }

  /// Those that were written anew.
  void commit_replaced(const std::vector<Pending>& token) {
    bool any = false;
    for (const Pending& file : token) {
      if (options_.durable && file.output >= 0) check(::fsync(file.output) == 0, "fsync");
    }
    for (const Pending& file : token) {
      if (file.output < 0) continue;
      any = true;
      const std::string temp = ".floor-" + file.item->name;
      const std::string path = "/proc/self/fd/" + std::to_string(file.output);
      check(::linkat(AT_FDCWD, path.c_str(), file.item->folder, temp.c_str(), AT_SYMLINK_FOLLOW) == 0,
            "linkat");
      look_again(file);
      check(::renameat(file.item->folder, temp.c_str(), file.item->folder, file.item->name.c_str()) == 0,
            "rename");
    }
    if (options_.durable && any) check(::fsync(token.front().item->folder) == 0, "fsync folder");
    for (const Pending& file : token) {
      if (file.output < 0) continue;
      ::close(file.output);
      ::close(file.original);
    }
  }

  /// The barriers of exifscrub: two for a strip, three for --gps-only.
  void commit_in_place(std::vector<Pending>& token) {
    const std::size_t phases = options_.job == "gps-only" ? 3 : 2;
    for (Pending& file : token) {
      file.output = open_file(file.item->folder, file.item->name.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
      check(file.output >= 0 && ::flock(file.output, LOCK_EX | LOCK_NB) == 0, "open for writing");
      look_again(file);
      const std::vector<Piece>& pieces = pieces_of(file);
      for (std::size_t i = 0; i < pieces.size(); ++i) {
        check(digest_at(file.output, pieces[i]) == file.preimage[i], "preimage");
      }
    }
    for (std::size_t phase = 0; phase < phases; ++phase) {
      const auto each_piece = [&](const Pending& file, auto use) {
        const std::vector<Piece>& pieces = pieces_of(file);
        for (std::size_t i = 0; i < pieces.size(); ++i) {
          if (std::min(i, phases - 1) == phase) use(pieces[i]);
        }
      };
      for (const Pending& file : token) each_piece(file, [&](Piece piece) { blank(file, piece); });
      for (const Pending& file : token) {
        if (options_.durable) check(::fdatasync(file.output) == 0, "fdatasync");
      }
      for (const Pending& file : token) {
        const bool goes_on = pieces_of(file).size() > phase + 1;
        if (goes_on && phase + 1 < phases)
          each_piece(file, [&](Piece piece) { sink_ += digest_at(file.output, piece).bytes[0]; });
      }
    }
    for (const Pending& file : token) verify(file);
  }

  const std::vector<Piece>& pieces_of(const Pending& file) const {
    return options_.job == "gps-only" ? file.shape.located : file.shape.blanked;
  }

  /// With a descriptor of its own, so that it sees what others see.
  void verify(const Pending& file) {
    const int fresh =
        open_file(file.item->folder, file.item->name.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    struct stat now {};
    check(fresh >= 0 && ::fstat(fresh, &now) == 0 && now.st_ino == file.seen.st_ino, "open to verify");
    for (const Piece& piece : pieces_of(file)) sink_ += digest_at(fresh, piece).bytes[0];
    ::close(fresh);
    ::close(file.output);
    ::close(file.original);
  }

  void blank(const Pending& file, Piece piece) {
    static const std::vector<Byte> zeros(window);
    while (piece.begin < piece.end) {
      const std::size_t length = step(piece);
      check(::pwrite(file.output, zeros.data(), length, piece.begin) == static_cast<ssize_t>(length),
            "pwrite");
      piece.begin += static_cast<off_t>(length);
    }
  }

  /// Of the window that the file was read through, as far as it reaches.
  exifscrub::Digest parsed_digest(const Pending& file, Piece piece) {
    if (piece.end > file.shape.held) return digest_at(file.original, piece);
    return exifscrub::xxh3(
        {start_of(room_) + piece.begin, static_cast<std::size_t>(piece.end - piece.begin)});
  }

  /// Of what a window holds; of a longer piece of its last window.
  exifscrub::Digest digest_at(int descriptor, Piece piece) {
    exifscrub::Digest digest{};
    while (piece.begin < piece.end) {
      const std::size_t length = step(piece);
      const ssize_t got = ::pread(descriptor, start_of(other_), length, piece.begin);
      check(got == static_cast<ssize_t>(length), "pread");
      digest = exifscrub::xxh3({start_of(other_), length});
      piece.begin += static_cast<off_t>(length);
    }
    return digest;
  }

  const Options& options_;
  Room room_;
  Room other_;
  Glance glance_;
  std::size_t sink_ = 0;
};

/// Files folder by folder; folders stay open, as the tokens need them.
void walk(int folder, std::vector<Item>& items) {
  DIR* listing = ::fdopendir(::dup(folder));
  check(listing != nullptr, "fdopendir");
  std::vector<std::string> names, folders;
  while (const dirent* entry = ::readdir(listing)) {
    const std::string_view name = entry->d_name;
    if (name == "." || name == "..") continue;
    if (entry->d_type == DT_REG) names.emplace_back(name);
    if (entry->d_type == DT_DIR) folders.emplace_back(name);
  }
  ::closedir(listing);
  std::sort(names.begin(), names.end());
  std::sort(folders.begin(), folders.end());
  for (std::string& name : names) {
    look_at_inode(folder, name.c_str());
    items.push_back({folder, std::move(name)});
  }
  for (const std::string& name : folders) {
    const int below = ::openat(folder, name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    check(below >= 0, "open folder");
    walk(below, items);
  }
}

/// Where each token begins: at most 32 files of one folder.
std::vector<std::size_t> tokens(const std::vector<Item>& items) {
  std::vector<std::size_t> starts;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const bool full = !starts.empty() && i - starts.back() == token_files;
    if (starts.empty() || full || items[i].folder != items[i - 1].folder) starts.push_back(i);
  }
  starts.push_back(items.size());
  return starts;
}

Options options_of(int count, char** arguments) {
  Options options;
  for (int i = 1; i < count; ++i) {
    const std::string_view word = arguments[i];
    const auto value = [&] { return std::string_view{++i < count ? arguments[i] : ""}; };
    if (word == "-j") {
      options.threads = static_cast<unsigned>(std::atoi(value().data()));
    } else if (word == "--durability") {
      options.durable = value() == "batch";
    } else if (word == "--replace") {
      std::ifstream list{value().data()};
      for (std::string name; std::getline(list, name);) options.replaced.insert(name);
    } else if (word == "--copy") {
      options.by_range = value() == "range";
    } else if (options.job.empty()) {
      options.job = word;
    } else {
      options.folder = word;
    }
  }
  return options;
}

}  // namespace

int main(int count, char** arguments) {
  const Options options = options_of(count, arguments);
  const int root = ::open(options.folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (root < 0) {
    std::fprintf(stderr,
                 "usage: bench_floor audit|quick|strip|in-place|gps-only [-j N] "
                 "[--durability none|batch] [--copy rw|range] [--replace LIST] DIR\n");
    return 2;
  }
  enter_guards(options);
  std::vector<Item> items;
  walk(root, items);
  const std::vector<std::size_t> starts = tokens(items);
  std::atomic<std::size_t> next{0};
  std::atomic<std::size_t> seen{0};
  const auto work = [&] {
    Worker worker{options};
    for (std::size_t token; (token = next.fetch_add(1)) + 1 < starts.size();) {
      worker.run(items.data() + starts[token], items.data() + starts[token + 1]);
    }
    seen += worker.sum();
  };
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < options.threads; ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
  return 0;
}
