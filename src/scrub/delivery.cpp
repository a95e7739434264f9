#include "scrub/delivery.hpp"

#include "apply/way.hpp"
#include "io/output_folder.hpp"
#include "plan/planned_source.hpp"
#include "scrub/surroundings.hpp"

namespace exifscrub {
namespace {

WriteOptions write_options(const Job& job, const std::atomic<bool>* stop) {
  WriteOptions options;
  options.durability = job.durability;
  options.preserve_times = job.preserve_times;
  options.force = job.force;
  options.backup_suffix = job.backup_suffix;
  if (job.xattrs) options.xattrs = removed_xattrs(job.policy);
  options.stop = stop;
  return options;
}

}  // namespace

Delivery::Delivery(const Job& job, int folder, const std::atomic<bool>* stop)
    : job_(job), batch_(system_file_system(), folder, write_options(job, stop)) {}

Result<Delivery::Change> Delivery::write(const FolderEntry& entry, OpenFile& original, ByteSource& parsed,
                                         const Plan& plan, bool must_replace, const Verify& verify) {
  if (job_.dry_run) {
    EXS_CHECK(rehearse(entry, original, parsed, plan, must_replace, verify));
    return Change{};
  }
  const auto verify_written = [&](ByteSource& output) { return verify(output, Evidence::written); };
  if (!entry.output_path.empty()) {
    EXS_TRY(const Change change, copy(entry, original, parsed, plan, verify_written));
    return change;
  }
  EXS_TRY(const Way way, choose_way(plan, original.identity, must_replace, job_.force));
  if (way == Way::replace) {
    EXS_TRY(const Change change, batch_.replace(original, entry.name, parsed, plan, verify_written));
    return change;
  }
  const auto verify_planned = [&](ByteSource& view) { return verify(view, Evidence::planned); };
  EXS_TRY(const Change change, batch_.edit_in_place(original, entry.name, parsed, plan, verify_planned));
  return change;
}

Result<void> Delivery::rehearse(const FolderEntry& entry, const OpenFile& original, ByteSource& parsed,
                                const Plan& plan, bool must_replace, const Verify& verify) const {
  if (entry.output_path.empty()) {
    EXS_TRY([[maybe_unused]] const Way way, choose_way(plan, original.identity, must_replace, job_.force));
  }
  PlannedSource planned{parsed, plan};
  return verify(planned, Evidence::planned);
}

Result<std::size_t> Delivery::copy(const FolderEntry& entry, OpenFile& original, ByteSource& parsed,
                                   const Plan& plan, const Batch::Verify& verify) {
  EXS_TRY(FileDescriptor folder, open_output_folder(system_file_system(), entry.output_path));
  const std::string target = entry.output_path.substr(entry.output_path.rfind('/') + 1);
  EXS_TRY(const std::size_t change,
          batch_.copy_to(folder.get(), target, original, entry.name, parsed, plan, verify));
  output_folders_.push_back(std::move(folder));
  return change;
}

Result<Delivery::Change> Delivery::drop_xattrs(const FolderEntry& entry, OpenFile& original) {
  if (job_.dry_run) {
    EXS_CHECK(check_writable(original.identity, job_.force));
    return Change{};
  }
  EXS_TRY(const Change change, batch_.drop_xattrs(original, entry.name));
  return change;
}

Result<Delivery::Change> Delivery::remove(const FolderEntry& entry, OpenFile& original) {
  if (job_.dry_run) {
    EXS_CHECK(check_removable(original.identity, job_.force));
    return Change{};
  }
  EXS_TRY(const Change change, batch_.remove(original, entry.name));
  return change;
}

}  // namespace exifscrub
