#!/usr/bin/env python3
"""Tells lies in exifscrub's name, one at a time, and wants a test to notice each.

    mutants.py --check                        every edit of mutants.toml still fits its file (quick)
    mutants.py WORK RESULT [NAME...]          applies each in a copy of the tree under WORK, builds, runs tests;
                                              with names only those, and the other rows of RESULT stay
    mutants.py --quick WORK RESULT [NAME...]  asks only the tests that the list names, not all, before one has survived

RESULT is a table of the trust programme, a case a mutant: what it is and which test caught it. Exit status 1 when one
survived or did not build.
The copy is built once (some minutes); each mutant then costs one compilation, the links and its tests.
"""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LIST = HERE / "mutants.toml"

# What a mutant must survive before it counts as one that nothing catches.
EVERYTHING = ["unit *", "fault *CallOrder*:*CallSweep*:*AllocationSweep*", "property *", "ctest oracles_corpus|keep_classes"]
PROGRAMS = {"unit": ("unit_tests", "tests/unit_tests"), "fault": ("fault_tests", "tests/fault/fault_tests"),
            "property": ("property_tests", "tests/property/property_tests"), "ctest": ("exifscrub_program", None)}


def read_list():
    with open(LIST, "rb") as file:
        return tomllib.load(file)["mutant"]


def edited(mutant, text):
    """The file with the lie in it."""
    return text.replace(mutant["find"], mutant["put"], 1)


def complaints(mutants):
    """What is wrong with the list, by mutant."""
    names = [mutant["name"] for mutant in mutants]
    for mutant in mutants:
        path = ROOT / mutant["file"]
        times = path.read_text(encoding="utf-8").count(mutant["find"]) if path.exists() else 0
        if times != 1:
            yield f"{mutant['name']}: its text stands {times} times in {mutant['file']}"
        if mutant["find"] == mutant["put"] or names.count(mutant["name"]) != 1:
            yield f"{mutant['name']}: no edit, or a name used twice"
        for step in mutant["by"]:
            if step.split(" ", 1)[0] not in PROGRAMS:
                yield f"{mutant['name']}: no such tests: {step}"


class Copy:
    """A copy of the tree with a build of its own."""

    def __init__(self, work):
        self.source = work / "source"
        self.build = self.source / "build"  # as in any checkout: what the compiler cache knows is not compiled again
        self.log = work / "last.log"

    def refresh(self):
        """Brings the copy up to date; files that are the same keep their times, so that little is rebuilt."""
        tracked = subprocess.run(["git", "-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                                 check=True, capture_output=True).stdout.split(b"\0")
        names = [name for name in filter(None, map(os.fsdecode, tracked)) if (ROOT / name).is_file()]
        self.forget_all_but({self.source / name for name in names})
        for name in names:
            wanted, there = ROOT / name, self.source / name
            if there.is_file() and there.read_bytes() == wanted.read_bytes():
                continue
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(wanted, there)

    def forget_all_but(self, known):
        """Removes the sources that an older tree had: they would be built too."""
        for folder, folders, files in os.walk(self.source):
            folders[:] = [name for name in folders if pathlib.Path(folder, name) != self.build]
            for name in files:
                if pathlib.Path(folder, name) not in known:
                    os.unlink(os.path.join(folder, name))

    def run(self, *command, **options):
        with open(self.log, "wb") as log:
            return subprocess.run(command, stdout=log, stderr=log, **options).returncode == 0

    def configure(self):
        linker = ["-DCMAKE_EXE_LINKER_FLAGS=-fuse-ld=mold"] if shutil.which("mold") else []
        return self.run("cmake", "-S", self.source, "-B", self.build, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=RelWithDebInfo",
                        "-DCMAKE_CXX_FLAGS_RELWITHDEBINFO=-O1 -DNDEBUG", "-DEXIFSCRUB_TESTS=ON", *linker)

    def make(self, *targets):
        return self.run("ninja", "-C", self.build, *targets)

    def passes(self, step):
        """Whether the tests of a step pass, or nothing when they cannot be built."""
        kind, pattern = step.split(" ", 1)
        target, program = PROGRAMS[kind]
        if not self.make(target):
            return None
        # A mutant may loop for ever or break an assertion: both are noticed.
        limit = {"timeout": 1800}
        try:
            if kind == "ctest":
                return self.run("ctest", "--test-dir", self.build, "-R", f"^({pattern})$", "--no-tests=error", **limit)
            environment = os.environ | {"EXIFSCRUB_CASES": "4000"}
            return self.run(self.build / program, f"--gtest_filter={pattern}", "--gtest_brief=1", "--gtest_fail_fast",
                            env=environment, **limit)
        except subprocess.TimeoutExpired:
            return False

    def first_failure(self):
        """The name of the first test that the last log calls failed."""
        text = self.log.read_text(encoding="utf-8", errors="replace")
        match = re.search(r"\[  FAILED  \] ([\w./]+)", text) or re.search(r"- (\w+) \((?:Failed|Timeout)", text)
        return match[1] if match else "stopped"


def caught_by(copy, mutant, last_steps):
    """The test that notices, None when nothing does, "" when it does not build."""
    steps = mutant["by"] + [step for step in last_steps if step not in mutant["by"]]
    for step in steps:
        passed = copy.passes(step)
        if passed is None:
            return ""
        if not passed:
            return f"{step.split(' ', 1)[0]} {copy.first_failure()}"
    return None


def together(steps):
    """One step for all of a kind."""
    patterns = {}
    for kind, pattern in (step.split(" ", 1) for step in steps):
        patterns.setdefault(kind, {})[pattern] = True
    return [f"{kind} {('|' if kind == 'ctest' else ':').join(each)}" for kind, each in patterns.items()]


def rows_of(result):
    """The rows of an earlier result, by mutant."""
    if not result.exists():
        return {}
    return {line.split("\t")[0]: line for line in result.read_text(encoding="utf-8").splitlines()[1:]}


def write_rows(result, rows):
    order = [mutant["name"] for mutant in read_list()]
    lines = ["case\twhat\tfile\tcaught by\tsurvived", *(rows[name] for name in order if name in rows)]
    result.write_text("\n".join(lines) + "\n", encoding="utf-8")


def run(work, result, mutants, last_steps, rows):
    copy = Copy(work)
    copy.source.mkdir(parents=True, exist_ok=True)
    copy.refresh()
    if not copy.configure():
        sys.exit(f"the copy cannot be configured: see {copy.log}")
    for step in together(step for mutant in mutants for step in mutant["by"]):
        if not copy.passes(step):
            sys.exit(f"without any lie: {step} does not pass: see {copy.log}")
    survivors = 0
    for mutant in mutants:
        began = time.monotonic()
        path = copy.source / mutant["file"]
        honest = path.read_text(encoding="utf-8")
        path.write_text(edited(mutant, honest), encoding="utf-8")
        try:
            by = caught_by(copy, mutant, last_steps)
        finally:
            path.write_text(honest, encoding="utf-8")
        survivors += not by
        words = "nothing" if by is None else by or "does not build"
        rows[mutant["name"]] = "\t".join([mutant["name"], mutant["what"], mutant["file"], words, str(int(not by))])
        write_rows(result, rows)
        print(f"{mutant['name']}: {words} ({time.monotonic() - began:.0f} s)", flush=True)
    print(f"{len(mutants) - survivors} of {len(mutants)} caught")
    return 1 if survivors else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("work", nargs="?", type=pathlib.Path)
    parser.add_argument("result", nargs="?", type=pathlib.Path)
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_args()
    mutants = read_list()
    wrong = list(complaints(mutants))
    for line in wrong:
        print(line, file=sys.stderr)
    if arguments.check or wrong:
        return 1 if wrong else 0
    if arguments.result is None:
        parser.error("WORK and RESULT are missing")
    chosen = [mutant for mutant in mutants if not arguments.names or mutant["name"] in arguments.names]
    rows = rows_of(arguments.result) if arguments.names else {}
    return run(arguments.work.resolve(), arguments.result, chosen, [] if arguments.quick else EVERYTHING, rows)


if __name__ == "__main__":
    sys.exit(main())
