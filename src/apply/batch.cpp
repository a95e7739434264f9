#include "apply/batch.hpp"

#include <algorithm>
#include <utility>

#include "apply/batch_change.hpp"
#include "apply/way.hpp"
#include "apply/writer.hpp"
#include "plan/planned_source.hpp"

namespace exifscrub {
namespace {

/// Whether a copy that may soon be the only one of its kind holds what it was made from.
Result<void> check_copy(FileSource copy, FileSource original) {
  for (std::uint64_t at = 0; at < original.size();) {
    const auto length =
        static_cast<std::size_t>(std::min<std::uint64_t>(ByteSource::max_window, original.size() - at));
    EXS_TRY(const Bytes copied, copy.window(at, length));
    EXS_TRY(const Bytes wanted, original.window(at, length));
    if (!std::equal(copied.begin(), copied.end(), wanted.begin())) {
      return Error{Errc::io, at, "the backup does not hold what was written to it"};
    }
    at += length;
  }
  return {};
}

}  // namespace

Batch::Batch(FileSystem& files, int folder, WriteOptions options)
    : files_(files), folder_(folder), options_(std::move(options)) {}

Batch::~Batch() = default;

Result<std::size_t> Batch::replace(OpenFile& original, const std::string& name, ByteSource& parsed,
                                   const Plan& plan, const Verify& verify) {
  EXS_CHECK(check_writable(original.identity, options_.force));
  EXS_CHECK(check_replaceable(original.identity, plan));
  EXS_CHECK(hold(files_, original.descriptor.get()));
  Change change;
  change.backup_name = options_.backup_suffix.empty() ? std::string{} : name + options_.backup_suffix;
  EXS_CHECK(prepare_backup(change, original));
  EXS_TRY(AtomicFile output, write_output(folder_, original, parsed, plan, verify));
  const Carry carry{options_.preserve_times, options_.xattrs};
  EXS_CHECK(
      carry_properties(files_, original.descriptor.get(), original.identity, output.descriptor(), carry));
  change.way.emplace<Change::Replacement>(std::move(output));
  return add(std::move(change), original, name);
}

Result<std::size_t> Batch::edit_in_place(OpenFile& original, const std::string& name, ByteSource& parsed,
                                         Plan plan, const Verify& verify) {
  EXS_CHECK(check_writable(original.identity, options_.force));
  PlannedSource planned{parsed, plan};
  EXS_CHECK(verify(planned));
  Change change;
  change.backup_name = options_.backup_suffix.empty() ? std::string{} : name + options_.backup_suffix;
  EXS_TRY(InPlaceEdit edit,
          InPlaceEdit::prepare(files_, folder_, name, original.identity, parsed, std::move(plan.patches)));
  EXS_CHECK(prepare_backup(change, original));
  change.way.emplace<InPlaceEdit>(std::move(edit));
  return add(std::move(change), original, name);
}

Result<std::size_t> Batch::copy_to(int folder, const std::string& target, OpenFile& original,
                                   const std::string& name, ByteSource& parsed, const Plan& plan,
                                   const Verify& verify) {
  if (files_.identity_at(folder, target.c_str())) return Error{Errc::denied, 0, "the output exists already"};
  EXS_TRY(AtomicFile output, write_output(folder, original, parsed, plan, verify));
  constexpr mode_t ordinary_bits = 0777;
  EXS_CHECK(files_.set_mode(output.descriptor(), original.identity.mode & ordinary_bits));
  if (options_.preserve_times) {
    EXS_CHECK(files_.set_times(output.descriptor(), original.identity.accessed, original.identity.modified));
  }
  EXS_TRY(const FileIdentity place, files_.identity(folder));
  Change change;
  change.way.emplace<Change::Copy>(std::move(output), folder, place, target);
  return add(std::move(change), original, name);
}

Result<std::size_t> Batch::drop_xattrs(OpenFile& original, const std::string& name) {
  EXS_CHECK(check_writable(original.identity, options_.force));
  EXS_CHECK(hold(files_, original.descriptor.get()));
  Change change;
  change.way = Change::Relabelling{};
  return add(std::move(change), original, name);
}

Result<std::size_t> Batch::remove(OpenFile& original, const std::string& name) {
  EXS_CHECK(check_removable(original.identity, options_.force));
  EXS_CHECK(hold(files_, original.descriptor.get()));
  Change change;
  change.way = Change::Removing{};
  change.backup_name = options_.backup_suffix.empty() ? std::string{} : name + options_.backup_suffix;
  EXS_CHECK(prepare_backup(change, original));
  return add(std::move(change), original, name);
}

Result<AtomicFile> Batch::write_output(int folder, const OpenFile& original, ByteSource& parsed,
                                       const Plan& plan, const Verify& verify) {
  EXS_TRY(AtomicFile output, AtomicFile::create(files_, folder));
  EXS_CHECK(write_plan(plan, parsed, original.descriptor.get(), output, options_.stop));
  if (durable()) output.start_write_back();
  FileSource written = output.read_back();
  EXS_CHECK(verify(written));
  return output;
}

Result<void> Batch::prepare_backup(Change& change, const OpenFile& original) {
  if (change.backup_name.empty()) return {};
  if (files_.identity_at(folder_, change.backup_name.c_str())) {
    return Error{Errc::denied, 0, "the backup's name is taken"};
  }
  EXS_TRY(AtomicFile backup, AtomicFile::create(files_, folder_));
  EXS_CHECK(backup.append_whole(original.descriptor.get(), original.identity.size, options_.stop));
  EXS_CHECK(
      check_copy(backup.read_back(), FileSource{files_, original.descriptor.get(), original.identity.size}));
  mark_backup(files_, backup.descriptor(), change.backup_name);
  // Nobody but the owner may read what was to be removed. Owner and times are a kindness.
  static_cast<void>(files_.set_owner(backup.descriptor(), original.identity.owner, original.identity.group));
  constexpr mode_t private_bits = 0600;
  EXS_CHECK(files_.set_mode(backup.descriptor(), original.identity.mode & private_bits));
  static_cast<void>(
      files_.set_times(backup.descriptor(), original.identity.accessed, original.identity.modified));
  if (durable()) backup.start_write_back();
  change.backup.emplace(std::move(backup));
  return {};
}

std::size_t Batch::add(Change change, OpenFile& original, const std::string& name) {
  change.name = name;
  change.identity = original.identity;
  change.original = std::move(original.descriptor);
  changes_.push_back(std::move(change));
  return changes_.size() - 1;
}

}  // namespace exifscrub
