#include "cli/option_table.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace exifscrub::cli {
namespace {

using enum Takes;
using enum Category;

constexpr std::uint8_t on_trees = on_scrub | on_audit;
constexpr std::uint8_t on_policies = on_scrub | on_inspect;

constexpr std::array rows = {
    OptionRow{
        Option::recursive, "recursive", 'r', nothing, "", "", on_trees, files, "take everything in a folder",
        "Take all files of each folder PATH, and of the folders in it. Without this option a folder is an "
        "error. Files are recognised by their content, never by their name."},
    OptionRow{
        Option::include, "include", 0, value, "GLOB", "", on_trees, files,
        "of a folder, take only files that match GLOB",
        "Of the files met in folders take only those that match GLOB; may be given several times. A GLOB "
        "without a slash is compared with the base name, one with a slash with the path below PATH. "
        "An asterisk stops at a slash, two asterisks do not. Files named as PATH are always taken."},
    OptionRow{
        Option::exclude, "exclude", 0, value, "GLOB", "", on_trees, files,
        "of a folder, leave out what matches GLOB",
        "Leave out the files that match GLOB, and folders with everything in them; may be given several "
        "times and beats --include. A slash at the end of GLOB means folders only."},
    OptionRow{Option::hidden, "hidden", 0, nothing, "", "", on_trees, files,
              "take hidden files too (default)",
              "Take files and folders whose name begins with a dot. This is what happens anyway; the option "
              "takes back a --no-hidden of a configuration file."},
    OptionRow{Option::no_hidden, "no-hidden", 0, nothing, "", "", on_trees, files, "leave out hidden files",
              "Leave out files and folders whose name begins with a dot."},
    OptionRow{Option::one_file_system, "one-file-system", 0, nothing, "", "", on_trees, files,
              "do not enter other file systems",
              "Do not enter folders on another file system than their PATH."},
    OptionRow{
        Option::follow, "follow", 0, nothing, "", "", on_trees, files, "follow symbolic links",
        "Follow symbolic links to files and folders. Without this option those met in a folder are counted "
        "and left alone, and one named as PATH is refused when it leads to a file. What is reached twice "
        "is done once."},
    OptionRow{
        Option::files_from, "files-from", 0, value, "FILE", "", on_trees, files,
        "read PATHs from FILE, one a line",
        "Read further files from FILE, one a line; a dash is standard input. They are treated like files "
        "met in a folder: one that is no image is skipped."},
    OptionRow{Option::null, "null", '0', nothing, "", "", on_trees, files, "names in --files-from end in NUL",
              "The names read by --files-from end in a NUL byte instead of a newline."},

    OptionRow{
        Option::near, "near", 0, value, "LAT,LON,RADIUS", "", on_trees, files,
        "only pictures taken there: 52.5,13.4,500m",
        "Take only files that hold a position within RADIUS of a point, as in --near 52.5,13.4,500m: decimal "
        "degrees with a point, south and west negative, and a number of m, km or mi. Distances are great "
        "circles. Files with other positions only, or without a location, are skipped and stay as they are. "
        "A file whose location cannot be compared is refused: damaged metadata, coordinates that make no "
        "sense, a place that is given in words only."},
    OptionRow{
        Option::exif_only, "exif-only", 0, nothing, "", "", on_policies, removal,
        "remove the Exif segments, nothing else",
        "Remove the Exif segments of the primary image and leave every other byte as it is. A file with "
        "location elsewhere is reported as kept."},
    OptionRow{
        Option::gps_only, "gps-only", 0, nothing, "", "", on_policies, removal,
        "remove the location, nothing else",
        "Remove the location wherever it stands. The size of the file does not change, and every other "
        "byte stays as it is. What nobody can read, such as a MakerNote of an unknown maker, stays, and the file is reported as kept; a file whose metadata is damaged so that a reader gets lost in it is refused."},
    OptionRow{
        Option::set_thumbnail, "set-thumbnail", 0, value, "none|FILE|auto", "", on_scrub, removal,
        "change the thumbnail, nothing else",
        "Change the thumbnail in the Exif of the picture, and nothing else: none removes it; FILE, a "
        "JPEG of at most 60,000 bytes, takes its place, without FILE's own metadata, profile and orientation; auto makes a new "
        "one from the picture as it is now, so that it no longer shows what was cropped away. What "
        "fits into the old thumbnail's bytes moves nothing, else its segment is written anew. A "
        "picture without a thumbnail gets none; other small copies stay, and the file is then "
        "reported as kept. Where a folder's .exifscrub.conf removes classes it is refused. A file called none or auto is "
        "written ./none."},
    OptionRow{Option::keep, "keep", 0, value, "CLASS,...", "", on_all, removal,
              "leave these classes in place",
              "Leave the metadata of these classes; the table of classes is below. The rest of a block that "
              "holds some of it is erased at the same size. May be given several times."},
    OptionRow{
        Option::remove, "remove", 0, value, "CLASS,...", "", on_all, removal, "remove these classes too",
        "Remove the metadata of these classes as well, for instance icc, or with --gps-only time. May be "
        "given several times."},
    OptionRow{
        Option::in_place, "in-place", 0, nothing, "", "", on_policies, removal,
        "overwrite with zeros; the size stays",
        "Overwrite what is to go with zeros instead of writing a new file. Nothing moves, all names of a "
        "hard-linked file become clean, and it is much faster. After a power cut in the middle the picture "
        "is whole, but some of its metadata may still be there: run again."},

    OptionRow{
        Option::sidecars, "sidecars", 0, nothing, "", "", on_trees, removal,
        "clean or remove .xmp, .aae, .gpx, .json ... too",
        "Handle the files beside a picture that speak of it: XMP, a JSON record of Google Takeout, a GPX track, "
        "the edits of Apple's Photos and other programs, what macOS keeps in ._ files. One of which nothing "
        "would stay, as by default, is removed; else what the mode removes is erased from XMP and records, "
        "and any other stays as it is and is named. Each is handled for itself, whatever becomes of its "
        "picture. Audit counts what they tell. Without this option they are noted and left alone. "
        "exifscrub-formats(7) tells which names belong together."},
    OptionRow{
        Option::xattrs, "xattrs", 0, nothing, "", "", on_trees, removal,
        "remove attributes that tell the origin",
        "Remove the extended attributes that tell where a file came from: addresses of downloads and of "
        "mails, in every mode; comments and tags of file managers where the mode removes text. Audit counts "
        "them. Without this option they are noted and left alone."},

    OptionRow{Option::dry_run, "dry-run", 'n', nothing, "", "", on_scrub, writing, "do everything but write",
              "Do everything but the writing. The statuses say what would happen."},
    OptionRow{Option::check, "check", 0, nothing, "", "", on_scrub, writing,
              "like -n; exit 1 if a file would change",
              "A dry run for hooks and scripts: exit status 1 when any file would change."},
    OptionRow{
        Option::output, "output", 'o', value, "DIR", "", on_scrub, writing,
        "write clean copies to DIR, change nothing",
        "Write clean copies below DIR and leave the originals alone. Files that are clean already are "
        "copied too, refused ones are not. The content of a folder PATH goes directly below DIR; of "
        "several, each below its own last name. Each name of a hard-linked file gets a copy of its own. A file "
        "that exists is never overwritten."},
    OptionRow{
        Option::backup, "backup", 0, optional_value, "SUFFIX", "", on_scrub, writing,
        "keep each original as NAME.exifscrub-orig",
        "Keep the original of each changed file beside it, with SUFFIX (.exifscrub-orig) added to its name. "
        "A file whose backup exists already is refused. Backups hold everything that was removed. SUFFIX "
        "may be no ending of pictures or sidecars. In folders and lists a scrub passes over as backups what "
        "ends in .exifscrub-orig; what ends in SUFFIX beside the file it was made of; and, whatever the "
        "SUFFIX, what carries its own name in the extended attribute user.exifscrub.backup, which backups "
        "get where files may have such attributes. Elsewhere, and for copies without attributes, use the same "
        "SUFFIX in each run, or the originals kept before are scrubbed too."},
    OptionRow{
        Option::preserve_times, "preserve-times", 0, nothing, "", "", on_scrub, writing,
        "keep the modification time",
        "Give a changed file the modification time of the original. Without it the time is new, so that "
        "backup programs see the change."},
    OptionRow{
        Option::durability, "durability", 0, value, "WHEN", "batch|file|none", on_scrub, writing,
        "force to disk by batch, file or not at all",
        "When changes are forced to the disk: batch (the default) does so for the files of one folder "
        "together, before they are reported; file does so for each one; none leaves it to the system, and a "
        "power cut is then not covered."},
    OptionRow{
        Option::force, "force", 0, nothing, "", "", on_scrub, writing,
        "also read-only files; / and the home folder",
        "Change read-only files too, and allow the root folder, your home folder and one that holds it as PATH."},
    OptionRow{Option::max_stdin, "max-stdin", 0, value, "SIZE", "", on_trees, writing,
              "refuse more than SIZE on standard input",
              "The most that is read from standard input when PATH is a dash, and of one content from a git "
              "repository: bytes, or with K, M or G. 256M unless given."},

    OptionRow{
        Option::format, "format", 0, value, "FORMAT",
        "text|json|ndjson|csv|sarif|github|gitlab|junit|geojson|kml|html", on_all, reports,
        "report as text, json, csv, sarif, html ...",
        "The report on standard output: text for people, json as one object, ndjson with one record a line "
        "and the summary last; csv, a table with one row a file; sarif, github, gitlab and junit for the "
        "hosts and runners of code reviews; geojson and kml with a point for each position; html, a page "
        "with a map, a table and thumbnails that opens without any network. Of inspect: text; json, the "
        "whole tree as one object, whose schema is exifscrub-inspect-1.schema.json; html, one page that "
        "explains each byte."},
    OptionRow{
        Option::report, "report", 0, value, "[FORMAT=]FILE", "", on_trees, reports,
        "write a report to FILE as well",
        "Write a report to FILE too; may be given several times. Without FORMAT the ending decides (.txt, "
        ".json, .ndjson, .csv, .sarif, .xml for junit, .geojson, .kml, .html); .gz compresses. The file "
        "appears when it is complete, readable by you alone. It takes the place of an older report, or of any "
        "other text, of that name; never of an image, of a file given as PATH, or of one that is "
        "read-only. Standard output is --format's."},
    OptionRow{
        Option::coordinates, "coordinates", 0, value, "LEVEL", "none|place|coarse|exact", on_trees, reports,
        "how much of a position reports may tell",
        "How much of a position the reports tell: none; place, the name of the place; coarse, a tenth of a "
        "degree; exact. Below exact no text is told in which a place is written. Text says place unless told otherwise; sarif, github, gitlab and junit none; all "
        "others exact."},
    OptionRow{
        Option::values, "values", 0, value, "SWITCH", "on|off", on_trees, reports,
        "whether reports tell other values",
        "Whether the reports tell the values of metadata that is not location, such as serial numbers. On "
        "in json, ndjson, csv and html, off in all others; text tells them with -v only. In html off leaves "
        "out the thumbnails too."},
    OptionRow{
        Option::datum, "datum", 0, value, "DATUM", "wgs84|gcj02|bd09", on_trees, reports,
        "print coordinates for maps of mainland China",
        "The datum that reports give coordinates in: wgs84 (the default), which GPS and nearly all maps "
        "use; gcj02 or bd09, which maps published in mainland China and those of Baidu are shifted to. Only "
        "positions inside mainland China are shifted, all others stay as they are; the map of html is drawn "
        "in wgs84 and names the datum beside shifted coordinates. Values of tags are shown as they stand in "
        "the file, and a file that holds shifted coordinates already is not recognised."},
    OptionRow{
        Option::group_by, "group-by", 0, value, "WHAT", "place|country|cluster", on_trees, reports,
        "count photos by place, country or cluster",
        "Add to the summary where the photos were taken: by country; by place, which is country, region and "
        "nearest town; or by cluster: at least 3 photos within 100 m of each other, with dates and habits. A "
        "cluster may be a home when at least 5 of its photos have a local time, on at least 3 days, and 60 % "
        "of these lie between 19:00 and 08:00; it may be a workplace when 70 % lie from Monday to Friday "
        "between 09:00 and 18:00. Both are guesses. May be given several times. html lists places, countries "
        "and clusters unasked. --coordinates governs this too: with none nothing is added."},
    OptionRow{
        Option::image_hash, "image-hash", 0, value, "KIND", "xxh3|sha256", on_trees, reports,
        "the digest of the picture in reports",
        "The digest of the picture that reports show, equal before and after: xxh3 (the default) or sha256, "
        "for evidence."},

    OptionRow{Option::root, "root", 0, value, "DIR", "", on_trees, reports,
              "in CI formats, let paths start at DIR",
              "In sarif, github, gitlab and junit, and in baselines, paths start at DIR, the current folder "
              "unless given: the root of the repository, which the host knows. Each PATH must be below it."},

    OptionRow{Option::fail_on, "fail-on", 0, value, "CLASS,...", "", on_audit, gates,
              "what counts as a leak (default: location)",
              "The classes that make a file count as leaking, and the exit status 1. Location unless given."},
    OptionRow{Option::quick, "quick", 0, nothing, "", "", on_audit, gates,
              "read head and tail only: no proof",
              "Read only the head of each file up to the picture data, and the trailers that its last bytes "
              "name. Much faster on large files. What is found is certain, but metadata may stand elsewhere, "
              "inside or behind the picture data: a file in which nothing is found is unproven, not clean."},

    OptionRow{Option::baseline, "baseline", 0, value, "FILE", "", on_audit, gates,
              "accept the leaks that FILE knows",
              "Accept the leaks that FILE knows: they are reported as accepted and do not count for the "
              "exit status. A file that changed, moved, or leaks a further class is new. Paths in it start "
              "at --root."},
    OptionRow{
        Option::write_baseline, "write-baseline", 0, value, "FILE", "", on_audit, gates,
        "write all that leaks today to FILE",
        "Write a baseline with every leak of this run, one a line: path, SHA-256 of the content, classes; no "
        "value of any metadata. These leaks count as accepted at once. An interrupted run writes none. Only "
        "an older baseline is replaced, no other file."},

    OptionRow{Option::staged, "staged", 0, nothing, "", "", on_trees, gates,
              "look at what git is about to commit",
              "Look at the index of the git repository around the current folder instead of files: without "
              "a PATH at what the next commit would bring, with PATHs at all that the index holds there. A "
              "scrub stages the cleaned content and cleans the file in the work tree too, where it is what "
              "was staged. What was staged before stays in the object store until git removes it (git gc)."},
    OptionRow{Option::git_history, "git-history", 0, nothing, "", "", on_audit, gates,
              "look at all that was ever committed",
              "Look at every content in the commits of all branches and tags of a git repository, with the "
              "commits that brought it: of the repository around the current folder, or of PATH, a folder "
              "with a repository or a part of one."},

    OptionRow{Option::tree, "tree", 0, nothing, "", "", on_inspect, inspection,
              "the parts and tags of the file (default)",
              "Show what the file is made of and the tags in it. This is what happens unless another view is "
              "asked for."},
    OptionRow{
        Option::hex, "hex", 0, optional_value, "PART", "", on_inspect, inspection,
        "every byte, in colour, with what it means",
        "Show the bytes, each kind of field in its colour, with a margin that names the fields and follows "
        "offsets in words. PART is a name of the tree (GPSLatitude, IFD0, \"APP1 Exif\", thumbnail), or "
        "FROM-TO: the first and the last byte, decimal or with 0x. Without PART image data and long values "
        "are folded; -v unfolds the values."},
    OptionRow{Option::tags, "tags", 0, nothing, "", "", on_inspect, inspection,
              "tags as GROUP:NAME=VALUE, for scripts",
              "One line a tag: names as ExifTool's -G1, values as its -n writes them. A backslash is written "
              "\\\\, a "
              "newline \\n, any other control character \\xNN."},
    OptionRow{
        Option::raw_map, "raw-map", 0, nothing, "", "", on_inspect, inspection,
        "every byte: first-last, name, role",
        "One line a region: first and last byte in hexadecimal, name, role, class. Every byte of the file "
        "is in exactly one."},
    OptionRow{
        Option::plan, "plan", 0, nothing, "", "", on_inspect, inspection, "what scrub would keep and write",
        "What a scrub with the same options would do, as lines: keep FIRST-LAST for a stretch of the input, "
        "literal HEX for new bytes, patch FIRST-LAST PHASE HEX for bytes overwritten."},
    OptionRow{
        Option::extract, "extract", 0, value, "PART=FILE", "", on_inspect, inspection,
        "write the thumbnail, exif, xmp ... to FILE",
        "Write a part of the file to FILE, which must not exist, as it stands: thumbnail (a JPEG, or the bare "
        "pixels of an uncompressed one), exif (the TIFF stream), xmp (the main packet), icc, iptc (the "
        "datasets), preview (the largest), video (of a motion photo) or gainmap. A dash is standard output. May "
        "be given several times. No such part: exit status 2."},

    OptionRow{
        Option::jobs, "jobs", 'j', value, "N", "", on_trees, general,
        "handle N files at a time (default: by the cores)",
        "How many files to handle at a time; 0, as without this option, is one for each processor core, and "
        "for an audit two, which wait for the disk in turn. Reports are the same for any N."},
    OptionRow{
        Option::config, "config", 0, value, "FILE", "", on_trees, general, "read options from FILE",
        "Read long options from FILE, one a line as name = value, switches as name = true; lines that begin "
        "with # are comments. The command line beats the file."},
    OptionRow{
        Option::sandbox, "sandbox", 0, value, "WHEN", "auto|require|off", on_all, general,
        "give up network and writing elsewhere",
        "Before any file is read, give up the network and writing anywhere but below the PATHs, the folders "
        "of listed files, --output, the repository of --staged and the folders of reports and extracted "
        "parts, for the whole run and for git when it is asked: auto, the default, as far as this system "
        "can; require, or do nothing at all; off. Where the run writes must be known for it: when a list of "
        "--files-from comes through a pipe, and with -r --follow, only the network is given up, unless "
        "--output says where. --version --verbose says what this system offers, reports say what held the "
        "run."},
    OptionRow{Option::color, "color", 0, optional_value, "WHEN", "auto|always|never", on_all, general,
              "colours: auto, always or never",
              "When to use colours: auto, the default, on a terminal unless NO_COLOR is set; always; never. "
              "Without WHEN: always. WHEN stands behind an equals sign, as in --color=never."},
    OptionRow{Option::progress, "progress", 0, optional_value, "WHEN", "auto|always|never", on_trees, general,
              "progress line: auto, always or never",
              "When to show how far the run is, on standard error: auto, the default, when it is a terminal; "
              "always; never. Without WHEN: always. WHEN stands behind an equals sign."},
    OptionRow{
        Option::quiet, "quiet", 'q', nothing, "", "", on_trees, general, "name problems only",
        "Print only the files that failed or were refused, and no summary. The exit status tells the rest."},
    OptionRow{
        Option::verbose, "verbose", 'v', nothing, "", "", on_all, general,
        "name every file and finding; -vv: bytes too",
        "Name clean files too, every finding with its value, and what was not looked at. Twice: the byte "
        "ranges as well. With --version: what this build can do."},
    OptionRow{Option::help, "help", 'h', nothing, "", "", on_all, general, "show this help",
              "Show a short help."},
    OptionRow{Option::version, "version", 0, nothing, "", "", on_all, general, "show the version",
              "Show the version."},
};

constexpr std::array<std::string_view, 4> commands = {"scrub", "audit", "inspect", "completions"};

}  // namespace

std::span<const std::string_view> command_names() { return commands; }

std::string_view name_of(Command command) { return commands[static_cast<std::size_t>(command)]; }

std::optional<Command> command_named(std::string_view name) {
  for (std::size_t i = 0; i < commands.size(); ++i) {
    if (commands[i] == name) return static_cast<Command>(i);
  }
  return std::nullopt;
}

std::string_view title_of(Category category) {
  constexpr std::array<std::string_view, category_count> titles = {
      "Which files", "What goes", "Writing", "Reports", "Gates", "Views", "General"};
  return titles[static_cast<std::size_t>(category)];
}

std::span<const OptionRow> option_table() { return rows; }

const OptionRow& row_of(Option option) {
  const auto row =
      std::find_if(rows.begin(), rows.end(), [&](const OptionRow& r) { return r.option == option; });
  EXS_ASSERT(row != rows.end());
  return *row;
}

const OptionRow* row_named(std::string_view name) {
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const OptionRow& r) { return r.name == name; });
  return row == rows.end() ? nullptr : &*row;
}

bool serves(const OptionRow& row, Command command) {
  switch (command) {
    case Command::scrub:
      return (row.verbs & on_scrub) != 0;
    case Command::audit:
      return (row.verbs & on_audit) != 0;
    case Command::inspect:
      return (row.verbs & on_inspect) != 0;
    case Command::completions:
      return row.option == Option::help;
  }
  return false;
}

std::vector<std::string_view> choices_of(const OptionRow& row) {
  std::vector<std::string_view> choices;
  std::string_view rest = row.choices;
  while (!rest.empty()) {
    const std::size_t bar = rest.find('|');
    choices.push_back(rest.substr(0, bar));
    rest = bar == std::string_view::npos ? std::string_view() : rest.substr(bar + 1);
  }
  return choices;
}

std::string name_of(const OptionRow& row) { return std::string("--").append(row.name); }

std::string synopsis_of(const OptionRow& row) {
  std::string text = name_of(row);
  if (row.takes == value) text.append(" ").append(row.value);
  if (row.takes == optional_value) text.append("[=").append(row.value).append("]");
  return text;
}

}  // namespace exifscrub::cli
