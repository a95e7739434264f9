#include <cstdio>

#include "base/text.hpp"
#include "report/text.hpp"
#include "report/words.hpp"

namespace exifscrub {
namespace {

struct StatusWords {
  Status status;
  std::string_view words;
  std::string_view of_one = {};  ///< where that differs
};

constexpr std::array<StatusWords, status_count> scrub_order = {{{Status::scrubbed, "scrubbed"},
                                                                {Status::would_scrub, "would be scrubbed"},
                                                                {Status::kept, "kept in part"},
                                                                {Status::clean, "clean"},
                                                                {Status::leaks, "leaking"},
                                                                {Status::metadata, "with other metadata"},
                                                                {Status::unproven, "looked at in part"},
                                                                {Status::skipped, "no images", "no image"},
                                                                {Status::refused, "refused"},
                                                                {Status::error, "failed"}}};

/// "11 scrubbed, 2 clean, 1 refused" of the statuses that `wanted` lets through.
template <class Wanted>
std::string counts_text(const Summary& summary, Wanted wanted) {
  std::vector<std::string> parts;
  for (const StatusWords& row : scrub_order) {
    std::uint64_t count = summary.count(row.status);
    if (row.status == Status::skipped) count -= summary.outside_near;
    if (row.status == Status::metadata) count -= summary.unread;
    if (count == 0 || !wanted(row.status)) continue;
    const std::string_view one = row.of_one.empty() ? row.words : row.of_one;
    parts.push_back(count_text(count, one, row.words));
  }
  return joined(parts, ", ", ", ");
}

std::string scrub_text(const Summary& summary, const TextSettings& settings) {
  std::string text = count_text(summary.files - summary.outside_near, "file", "files") + ": " +
                     counts_text(summary, [](Status) { return true; }) + '.';
  if (settings.dry_run) {
    if (summary.bytes_removed > 0) text += ' ' + size_text(summary.bytes_removed) + " would go.";
    return text + " Nothing was written.";
  }
  if (summary.changed == 0) return text;
  if (summary.bytes_removed > 0) {
    text += ' ' + size_text(summary.bytes_removed) + " removed, picture data identical in all.";
  } else {
    text += " Picture data identical in all.";
  }
  return text;
}

/// What a file that `leaks` gives away, as the end of "3 of 14 files give away ...".
std::string leak_words(const TextSettings& settings, bool many) {
  std::vector<std::string> parts;
  bool location_only = true;
  for (std::size_t i = 0; i < leak_class_count; ++i) {
    if (!settings.fail_on[i]) continue;
    location_only = location_only && static_cast<LeakClass>(i) == LeakClass::location;
    parts.emplace_back(words_for(static_cast<LeakClass>(i)));
  }
  if (location_only) return many ? "where they were taken" : "where it was taken";
  return joined(parts, ", ", " or ");
}

bool is_not_proven(Status status) {
  return status == Status::unproven || status == Status::refused || status == Status::error;
}

std::uint64_t not_proven(const Summary& summary) {
  return summary.count(Status::unproven) + summary.count(Status::refused) + summary.count(Status::error) +
         summary.unread;
}

/// "Not proven: 2 refused, 1 with something that nobody can read."
std::string not_proven_text(const Summary& summary) {
  std::string text = counts_text(summary, is_not_proven);
  if (summary.unread > 0) {
    if (!text.empty()) text += ", ";
    text += number_text(summary.unread) + " with something that nobody can read (-v names it)";
  }
  return "Not proven: " + text + '.';
}

/// "3 of 14 files give away "
std::string leaking_text(std::uint64_t leaks, std::uint64_t images) {
  if (images == 1) return "The file gives away ";
  if (leaks == images) return "All " + count_text(images, "file", "files") + " give away ";
  return number_text(leaks) + " of " + count_text(images, "file", "files") +
         (leaks == 1 ? " gives away " : " give away ");
}

/// "None of 44 files gives away "
std::string innocent_text(std::uint64_t proven, bool beside_others) {
  if (proven == 1) return beside_others ? "The other file does not give away " : "1 file does not give away ";
  return (beside_others ? "None of the other " : "None of ") + number_text(proven) + " files gives away ";
}

std::string audit_text(const Summary& summary, const TextSettings& settings) {
  const std::uint64_t leaks = summary.count(Status::leaks);
  const std::uint64_t open = not_proven(summary);
  const std::uint64_t proven = summary.images() - open;
  const std::string others = counts_text(summary, [](Status status) {
    return status != Status::leaks && status != Status::skipped && !is_not_proven(status);
  });
  std::string text;
  if (leaks > 0) {
    text = leaking_text(leaks, summary.images()) + leak_words(settings, leaks != 1);
    if (summary.accepted > 0) text += ", " + number_text(summary.accepted) + " known to the baseline";
    if (settings.fail_on[static_cast<std::size_t>(LeakClass::location)]) {
      if (const std::string habit = habit_text(summary, settings); !habit.empty()) text += "; " + habit;
    }
    text += others.empty() ? "." : ". The others: " + others + '.';
    if (open > 0) text += ' ' + not_proven_text(summary);
  } else {
    if (open > 0) text = not_proven_text(summary);
    if (proven > 0) {
      text += (open > 0 ? " " : "") + innocent_text(proven, open > 0);
      text += leak_words(settings, false) + ": " + others + '.';
    }
  }
  const std::uint64_t skipped = summary.count(Status::skipped) - summary.outside_near;
  if (skipped > 0) text += ' ' + count_text(skipped, "file is no image.", "files are no images.");
  return text;
}

/// "Not looked at: 2 symbolic links, 1 special file."
std::string not_looked_at_text(const Summary& summary) {
  struct Words {
    std::string_view one;
    std::string_view many;
  };
  constexpr std::array<Words, passed_over_count> words = {
      {{"symbolic link", "symbolic links"},
       {"other name of a file", "other names of files"},
       {"special file", "special files"},
       {"version control folder", "version control folders"},
       {"backup", "backups"},
       {"temporary file", "temporary files"},
       {"submodule", "submodules"}}};
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < passed_over_count; ++i) {
    const std::uint64_t count = summary.not_looked_at[i];
    if (count > 0) parts.push_back(count_text(count, words[i].one, words[i].many));
  }
  return parts.empty() ? std::string() : "Not looked at: " + joined(parts, ", ", ", ") + ".\n";
}

/// "Beside the images: 12 sidecars, 9 with a location (--sidecars handles them)."
std::string beside_text(const Summary& summary) {
  const Summary::Beside& beside = summary.beside;
  std::vector<std::string> parts;
  if (beside.sidecars > 0) {
    std::string part = count_text(beside.sidecars, "sidecar", "sidecars");
    if (beside.sidecars_located > 0) part += ", " + number_text(beside.sidecars_located) + " with a location";
    parts.push_back(part +
                    (beside.sidecars == 1 ? " (--sidecars handles it)" : " (--sidecars handles them)"));
  }
  if (beside.attributes > 0) {
    parts.push_back(count_text(beside.attributes, "file", "files") +
                    " with attributes that tell an origin or comment (--xattrs removes them)");
  }
  return parts.empty() ? std::string() : "Beside the images: " + joined(parts, "; ", "; ") + ".\n";
}

std::string unsupported_text(const Summary& summary, const TextSettings& settings) {
  std::string text;
  for (std::size_t i = 0; i < format_count; ++i) {
    const std::uint64_t count = summary.unsupported[i];
    if (count == 0) continue;
    const std::string name(title_of(static_cast<FormatId>(i)));
    text += count_text(count, name + " file", name + " files") + ": not supported yet, untouched";
    text += settings.verbosity == 0 ? " (-v names them).\n" : ".\n";
  }
  return text;
}

std::string no_images_text(const Summary& summary) {
  if (summary.outside_near > 0) return "no image within --near.";
  const std::uint64_t others = summary.count(Status::skipped);
  if (others == 0) return "no images found.";
  return "no images found (" + count_text(others, "other file", "other files") + ").";
}

/// Shown on terminals only; the space in it does not break.
std::string duration_text(double seconds) {
  char text[32];
  std::snprintf(text, sizeof text, seconds < 10 ? " %.2f\xC2\xA0s" : " %.0f\xC2\xA0s", seconds);
  return text;
}

}  // namespace

std::string summary_text(const Summary& summary, const TextSettings& settings) {
  std::string text;
  if (summary.images() == 0) {
    text = no_images_text(summary);
  } else {
    text = settings.verb == Verb::scrub ? scrub_text(summary, settings) : audit_text(summary, settings);
  }
  if (summary.seconds > 0) text += duration_text(summary.seconds);
  text += '\n';
  text += unsupported_text(summary, settings);
  text += beside_text(summary);
  if (summary.outside_near > 0) {
    text += "Left out by --near: " + count_text(summary.outside_near, "file", "files") +
            " taken elsewhere or without a location.\n";
  }
  text += not_looked_at_text(summary);
  for (const std::string& file : summary.config) {
    text += "Settings taken from " + sanitise_for_terminal(file) + ".\n";
  }
  if (!settings.synced && summary.changed > 0 && !settings.dry_run) {
    text += "Not forced to the disk (--durability none): a power cut now is not covered.\n";
  }
  const bool prints_degrees = settings.disclosure.coordinates == Coordinates::coarse ||
                              settings.disclosure.coordinates == Coordinates::exact;
  if (prints_degrees && summary.located > 0 && settings.disclosure.datum != Datum::wgs84) {
    text += "Note: " + std::string(note_on(settings.disclosure.datum)) + ".\n";
  }
  if (settings.verbosity > 1) text += "Sandbox: " + words_for(summary.sandbox) + ".\n";
  if (summary.interrupted) text += "Interrupted: files not listed or counted here are untouched.\n";
  return wrapped(text, settings.columns) + places_text(summary, settings);
}

}  // namespace exifscrub
