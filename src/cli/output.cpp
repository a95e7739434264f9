#include "cli/output.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <boost/iostreams/device/back_inserter.hpp>
#include <boost/iostreams/filter/gzip.hpp>
#include <boost/iostreams/filtering_streambuf.hpp>
#include <cerrno>

#include "base/text.hpp"
#include "cli/exit_status.hpp"
#include "cli/paths.hpp"

namespace exifscrub::cli {

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

void print_message(std::string_view text) {
  // There is nobody left to tell when standard error fails.
  static_cast<void>(write_all(STDERR_FILENO, "exifscrub: " + sanitise_for_terminal(text) + '\n'));
}

struct ReportSink::Compressor {
  std::string out;
  boost::iostreams::filtering_streambuf<boost::iostreams::output> in;

  Compressor() {
    // No name and no time in the header: equal reports make equal files.
    in.push(boost::iostreams::gzip_compressor());
    in.push(boost::iostreams::back_inserter(out));
  }
};

ReportSink::ReportSink(std::string path, FileDescriptor folder)
    : path_(std::move(path)), name_(base_name_of(path_)), folder_(std::move(folder)) {}

ReportSink::~ReportSink() = default;

std::optional<UsageError> ReportSink::open(const std::string& path, Replaces what,
                                           std::span<const FileIdentity> inputs,
                                           std::unique_ptr<ReportSink>& into) {
  const auto failed = [&](std::string_view why) {
    return UsageError{"cannot write the report " + sanitise_for_terminal(path) + ": " + std::string(why)};
  };
  FileSystem& files = system_file_system();
  auto folder = open_file(files, AT_FDCWD, folder_of(path).c_str(), {O_RDONLY | O_DIRECTORY, 0, true});
  if (!folder) return failed(system_words(folder.error().sys));
  std::unique_ptr<ReportSink> sink(new ReportSink(path, std::move(*folder)));
  std::string why;
  sink->replaced_ = find_replaced(files, sink->folder_.get(), sink->name_, what, inputs, why);
  if (!why.empty()) return failed(why);
  auto file = AtomicFile::create(files, sink->folder_.get());
  if (!file) return failed(system_words(file.error().sys));
  sink->file_.emplace(std::move(*file));
  if (path.size() > 3 && path.substr(path.size() - 3) == ".gz")
    sink->compressor_ = std::make_unique<Compressor>();
  into = std::move(sink);
  return std::nullopt;
}

void ReportSink::append_raw(std::string_view bytes) {
  if (error_) return;
  const Bytes raw{reinterpret_cast<const Byte*>(bytes.data()), bytes.size()};
  written_.update(raw);
  const auto done = file_->append(raw);
  if (!done) error_ = done.error();
}

void ReportSink::append(std::string_view text) {
  if (!compressor_) return append_raw(text);
  compressor_->in.sputn(text.data(), static_cast<std::streamsize>(text.size()));
  append_raw(compressor_->out);
  compressor_->out.clear();
}

std::optional<std::string> ReportSink::finish() {
  if (compressor_) {
    compressor_->in.reset();
    append_raw(compressor_->out);
  }
  const auto complete = [&]() -> Result<void> {
    if (error_) return *error_;
    EXS_CHECK(file_->flush());
    FileSource file = file_->read_back();
    EXS_TRY(const Digest there, digest_of(file, DigestKind::xxh3));
    if (there != written_.finish()) return Error{Errc::io, 0, "it does not hold what was written to it"};
    EXS_CHECK(file_->sync());
    if (replaced_) return file_->replace(name_, *replaced_);
    return file_->take_name(name_);
  };
  const auto done = complete();
  if (done) return std::nullopt;
  const Error& error = done.error();
  return "cannot write the report " + sanitise_for_terminal(path_) + ": " +
         (error.sys != 0 ? system_words(error.sys) : std::string(error.what));
}

int usage_failed(const UsageError& error) {
  print_message(error.message);
  return exit_trouble;
}

}  // namespace exifscrub::cli
