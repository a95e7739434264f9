#!/usr/bin/env python3
"""Makes TRUST.md from the result files.

    page.py            writes it
    page.py --check    fails when it is not what the results say, when a result breaks a limit that no known
                       failure names, or when a known failure excuses nothing
"""
import fnmatch
import sys

from result import HERE, SOURCE, Result, parts, result_path, rows_of

PAGE = SOURCE / "TRUST.md"
INTRODUCTION = """# What has been tried to break exifscrub

Made by `scripts/trust` from the files in `tests/trust/results`; not edited by hand. Each part below is a programme in this
repository that tries to break one promise: never lose a picture, never say clean when it is not, never touch the picture, never
be harmed by a file. Run `scripts/trust` to get your own figures; `scripts/test` runs a short version of each part.
"""


class Excuses:
    """Known failures: which figures may be above their limit, and why."""

    def __init__(self):
        self.rows = rows_of("known-failures.tsv")
        self.used = set()

    def excuse(self, part, case, column):
        for index, (name, pattern, which, _) in enumerate(self.rows):
            if name == part and which == column and fnmatch.fnmatchcase(case, pattern):
                self.used.add(index)
                return True
        return False

    def unused(self):
        return [row for index, row in enumerate(self.rows) if index not in self.used]


def cell(text):
    return text.replace("|", "\\|")


def markdown(columns, rows):
    lines = ["| " + " | ".join(map(cell, columns)) + " |", "|" + "---|" * len(columns)]
    lines += ["| " + " | ".join(map(cell, row)) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def section(part, result):
    header = result.header
    build = f", built {header['build']}" if "build" in header else ""
    made = (f"`{header['command']}`, {header['date']}, {header['seconds']} s, commit {header['commit']}{build}. "
            f"{header['versions']}.\n")
    return f"## {part.title}\n\n{part.text.strip()}\n\n{markdown(result.columns, result.rows)}\n{made}"


def make():
    """The page, and what is wrong with the results."""
    excuses, troubles, overview, sections = Excuses(), [], [], []
    for part in parts():
        path = result_path(part)
        if not path.exists():
            overview.append([part.name, part.title, "-", "never run", "-"])
            continue
        result = Result(path.read_text(encoding="utf-8"))
        excess = list(part.excess(result))
        bad = [found for found in excess if not excuses.excuse(part.name, *found[:2])]
        troubles += [f"{part.name}: {case}: {column} is {figure}, more than {limit:g}"
                     for case, column, figure, limit in bad]
        if result.header["status"] != "0" and not excess:
            troubles.append(f"{part.name}: its programme says that it failed")
        verdict = "FAILED" if bad else "known failures" if excess else "held"
        overview.append([part.name, part.title, str(len(result.rows)), verdict, result.header["date"]])
        sections.append(section(part, result))
    troubles += [f"known-failures.tsv: excuses nothing: {' '.join(row[:3])}" for row in excuses.unused()]
    failures = markdown(["part", "case", "figure", "why"], excuses.rows) if excuses.rows else "None.\n"
    page = [INTRODUCTION, markdown(["part", "what", "cases", "verdict", "date"], overview), *sections,
            "## Known failures\n\n" + failures,
            "## What these programmes found, and the test that holds it mended\n\n" +
            markdown(["area", "what was wrong", "test"], rows_of("findings.tsv")),
            (HERE / "out-of-scope.md").read_text(encoding="utf-8")]
    return "\n".join(page), troubles


def main():
    page, troubles = make()
    if "--check" not in sys.argv:
        PAGE.write_text(page, encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page:
        troubles.append("TRUST.md is not what tests/trust/page.py makes of the results")
    for trouble in troubles:
        print(trouble)
    return 1 if troubles and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
