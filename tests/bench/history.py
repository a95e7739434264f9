#!/usr/bin/env python3
"""What audit --git-history costs beside git itself: a repository of many commits, each with another picture and another
text, audited; the same contents listed by git alone, and printed by `git cat-file --batch` alone.

    tests/bench/history.py EXIFSCRUB [COMMITS] [REPEATS]

Processor seconds, children included, medians of interleaved repeats; git is asked as exifscrub asks it.
"""
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

import tree

LIST = "git rev-list --all --full-history | git diff-tree --stdin -r -c --root --raw -z --no-abbrev --no-renames"


def numbered(picture: bytes, number: int) -> bytes:
    """The same picture with a comment of its own: another content."""
    text = b"picture %08d" % number
    return picture[:2] + b"\xff\xfe" + (len(text) + 2).to_bytes(2, "big") + text + picture[2:]


def make(repository: pathlib.Path, commits: int) -> None:
    subprocess.run(("git", "init", "-q", "--bare", str(repository)), check=True)
    pictures = tree.variants("tiny")
    with subprocess.Popen(("git", "fast-import", "--quiet"), cwd=repository, stdin=subprocess.PIPE) as importer:
        for number in range(commits):
            text = b"line %d\n" % number * 50
            picture = numbered(pictures[number % len(pictures)], number)
            importer.stdin.write(b"commit refs/heads/main\ncommitter A <a@example.org> %d +0000\ndata 0\n"
                                 % (1700000000 + number))
            for path, content in ((b"pictures/%d.jpg" % (number % 500), picture), (b"text/%d" % (number % 999), text)):
                importer.stdin.write(b"M 100644 inline %s\ndata %d\n%s\n" % (path, len(content), content))
    assert importer.returncode == 0


def cost(*words: str, repository: pathlib.Path, stdin=subprocess.DEVNULL) -> float:
    before = os.times()
    subprocess.run(words, cwd=repository, stdin=stdin, stdout=subprocess.DEVNULL, check=False)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> None:
    program = os.path.abspath(sys.argv[1])
    commits, repeats = (int(word) for word in (sys.argv[2:] + ["10000", "3"][len(sys.argv) - 2:])[:2])
    with tempfile.TemporaryDirectory() as folder:
        repository = pathlib.Path(folder) / "history.git"
        make(repository, commits)
        listing = subprocess.run(LIST, shell=True, cwd=repository, capture_output=True, check=True).stdout.split(b"\0")
        objects = list(dict.fromkeys(line.split()[-2] for line in listing if line.startswith(b":")))
        wanted = pathlib.Path(folder) / "objects"
        wanted.write_bytes(b"\n".join(objects) + b"\n")
        runs = {"git lists": [], "git cat-file": [], "exifscrub": []}
        for _ in range(repeats):
            runs["git lists"].append(cost("sh", "-c", LIST, repository=repository))
            with wanted.open("rb") as file:
                runs["git cat-file"].append(cost("git", "cat-file", "--batch", "--buffer", repository=repository,
                                                 stdin=file))
            runs["exifscrub"].append(cost(program, "audit", "--git-history", "-q", repository=repository))
        print(f"{commits} commits, {len(objects)} contents")
        for name, times in runs.items():
            print(f"{name:14}{statistics.median(times):8.2f} s")


if __name__ == "__main__":
    main()
