#include "scrub/surroundings.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "io/file_source.hpp"
#include "metadata/takeout.hpp"
#include "scrub/name_date.hpp"

namespace exifscrub {
namespace {

Finding finding_beside(LeakClass leak_class, std::string name, std::string_view carrier, const Job& job) {
  Finding finding;
  finding.leak_class = leak_class;
  finding.standing = Standing::remark;
  finding.action = job.verb == Verb::audit ? Action::found : Action::kept;
  finding.name = std::move(name);
  finding.carrier = carrier;
  return finding;
}

/// An attribute's value as text; binary ones (macOS property lists) only by their size.
std::string value_in_words(const std::vector<Byte>& value) {
  constexpr std::size_t longest = 500;
  const std::string text{value.begin(), value.end()};
  const bool plain = is_utf8(text) && text.find('\0') == std::string::npos;
  return plain ? text.substr(0, longest) : std::to_string(value.size()) + " bytes";
}

void add_xattrs(FileSystem& files, int descriptor, const FolderEntry& entry, const Job& job,
                Surroundings& into) {
  const Result<std::vector<std::string>> names = xattr_names(files, descriptor);
  if (!names) return;
  const XattrClasses removed = removed_xattrs(job.policy);
  for (const std::string& name : *names) {
    const auto leak_class = class_of_xattr(name);
    if (!leak_class) continue;
    Finding finding = finding_beside(*leak_class, "xattr:" + name, attribute_carrier, job);
    const auto value = job.values ? xattr_value(files, descriptor, name) : Result<std::vector<Byte>>{Error{}};
    if (value) finding.value = value_in_words(*value);
    const bool goes = job.xattrs && removed[static_cast<std::size_t>(*leak_class)];
    if (goes) finding.standing = Standing::leak;
    // A copy elsewhere has no extended attributes at all.
    if (job.verb == Verb::scrub && (goes || !entry.output_path.empty())) finding.action = Action::removed;
    into.drops_xattrs = into.drops_xattrs || goes;
    into.findings.push_back(std::move(finding));
  }
}

void add_sidecar(FileSystem& files, int folder, const std::string& name, const Job& job, Surroundings& into) {
  OpenFile opened;
  const Result<Sidecar> sidecar = read_sidecar(files, folder, name, job.values, opened);
  if (!sidecar) return;
  Outcome read;
  sidecar->account(read);
  for (Finding& each : read.findings) {
    if (each.standing != Standing::leak) continue;
    Finding finding =
        finding_beside(each.leak_class, std::move(each.name), std::string(sidecar_carrier) + name, job);
    finding.value = std::move(each.value);
    into.findings.push_back(std::move(finding));
  }
}

}  // namespace

XattrClasses removed_xattrs(const Policy& policy) {
  XattrClasses classes = policy.removes;
  for (const LeakClass origin : {LeakClass::history, LeakClass::person}) {
    const auto index = static_cast<std::size_t>(origin);
    classes[index] = !policy.kept_by_user[index];
  }
  return classes;
}

Result<Sidecar> read_sidecar(FileSystem& files, int folder, const std::string& name, bool values,
                             OpenFile& opened) {
  const auto kind = sidecar_kind_of(name);
  if (!kind) return Error{Errc::unsupported, 0, "no sidecar by its name"};
  EXS_TRY(opened, open_regular(files, folder, name.c_str()));
  const bool is_record = kind->form == SidecarForm::takeout;
  if (is_record && opened.identity.size > longest_takeout) {
    return Error{Errc::unsupported, 0, "longer than any Google Takeout record"};
  }
  if (opened.identity.size > Sidecar::longest) return Error{Errc::limit, 0, "longer than any sidecar"};
  FileSource source{files, opened.descriptor.get(), opened.identity.size};
  std::vector<Byte> bytes(opened.identity.size);
  EXS_CHECK(source.read_into(0, bytes));
  return Sidecar::read(*kind, std::move(bytes), values);
}

Surroundings look_around(FileSystem& files, int folder, int descriptor, const FolderEntry& entry,
                         const Job& job) {
  Surroundings around;
  if (const std::string date = date_in_name(entry.name); !date.empty()) {
    Finding finding = finding_beside(LeakClass::time, "System:FileName", name_carrier, job);
    if (job.values) finding.value = date;
    around.findings.push_back(std::move(finding));
  }
  add_xattrs(files, descriptor, entry, job, around);
  if (job.sidecars) return around;
  for (const std::string& name : entry.sidecars) add_sidecar(files, folder, name, job, around);
  return around;
}

void judge_surroundings(const Surroundings& around, const Job& job, Outcome& outcome) {
  if (outcome.status != Status::metadata && outcome.status != Status::clean) return;
  for (const Finding& finding : around.findings) {
    if (finding.standing != Standing::leak) continue;
    if (outcome.status == Status::clean) outcome.status = Status::metadata;
    if (job.fail_on[static_cast<std::size_t>(finding.leak_class)]) outcome.status = Status::leaks;
  }
}

}  // namespace exifscrub
