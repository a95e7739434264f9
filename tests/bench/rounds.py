"""Repeats of one job on one tree: every candidate once in turn, so that other work on the machine hits all alike."""

from __future__ import annotations

import json
import re
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import candidates
import leftovers
import measure
import tree


@dataclass
class Trees:
    """The tree of a profile, and a small one for peers so slow that a file's time is the same there."""

    profile: str
    files: int
    whole: Path
    small_files: int
    small: Path
    size: int

    @staticmethod
    def make(scratch: Path, profile: str, files: int, small_files: int | None = None) -> "Trees":
        small_files = min(files, small_files or files)
        whole, small = (scratch / f"{profile}-{count}" for count in (files, small_files))
        for place, count in ((whole, files), (small, small_files)):
            if not place.exists():
                place.mkdir()
                tree.make(place, profile, count)
        size = sum(picture.stat().st_size for picture in whole.glob("d*/*.jpg"))
        return Trees(profile, files, whole, small_files, small, size)

    def of(self, candidate: candidates.Candidate) -> tuple[Path, int]:
        return (self.small, self.small_files) if candidate.slow else (self.whole, self.files)


class Rounds:
    """The candidates of one job, their figures so far, and what the last round took."""

    def __init__(self, job: str, trees: Trees, scratch: Path, build: candidates.Build, peers: bool, only: str = ""):
        self.job, self.trees, self.scratch, self.build = job, trees, scratch, build
        replaced = measure.list_replaced(job, build, trees.whole, scratch)
        wanted = [each for each in candidates.of_job(job, build, peers, replaced) if re.search(only, each.name)]
        self.present = [each for each in wanted if each.is_present()]
        self.rows = {
            each.name: {"name": each.name, "durable": each.durable, "present": each.is_present(),
                        "files": trees.of(each)[1], "runs": []}
            for each in wanted
        }
        self.done = 0
        self.seconds = 0.0

    def run(self) -> None:
        began = time.monotonic()
        shift = self.done % max(1, len(self.present))
        for each in self.present[shift:] + self.present[:shift]:
            # A slow peer is far from everybody else: a third of the repeats tells enough.
            if each.slow and self.done % 3 != 0:
                continue
            master, _ = self.trees.of(each)
            place = measure.fresh(master, self.scratch / "work", keep=each.reads_only)
            self.rows[each.name]["runs"].append(measure.run(self.build.runner, each, place))
        self.done += 1
        self.seconds = time.monotonic() - began

    def look_what_is_left(self) -> None:
        for each in self.present:
            if each.is_peer or each.is_ours:
                self.rows[each.name]["left"] = leftovers.after(each, self.trees.whole, self.scratch / "check")

    def result(self) -> dict:
        return {
            "job": self.job, "profile": self.trees.profile, "files": self.trees.files, "bytes": self.trees.size,
            "repeats": self.done, "rows": list(self.rows.values()),
        }


def in_turn(all_jobs: list[Rounds], repeats: int, deadline: float | None) -> None:
    """Round after round over all jobs; the first is always made, further ones as long as they fit."""
    for repeat in range(repeats):
        for job in all_jobs:
            if repeat > 0 and deadline is not None and time.monotonic() + job.seconds > deadline:
                continue
            job.run()
            print(f"{job.trees.profile} {job.job}: round {job.done} took {job.seconds:.0f} s", file=sys.stderr)


def wrong_rows(job: dict) -> list[str]:
    """Floors that failed, and what exifscrub crashed at, left though it had to go or harmed though it had to stay."""
    return [f"{job['profile']} {job['job']}: {row['name']}" for row in job["rows"] if is_wrong(job["job"], row)]


def is_wrong(job: str, row: dict) -> bool:
    statuses = {run["status"] for run in row["runs"]}
    if row["name"].startswith(("floor", "guarded floor", "reading floor")):
        return statuses != {0}
    if not row["name"].startswith("exifscrub"):
        return False
    left = row.get("left") or {"tokens": {}}
    removes_all = job in ("strip", "in-place")
    return (
        not statuses <= {0, 1, 2}
        or removes_all and any(left["tokens"].values())
        or any(left.get(harm) for harm in ("pixels_differ", "orientation_lost", "icc_lost", "dangling_index"))
    )


def save(path: Path, result: dict) -> None:
    path.write_text(json.dumps(result, indent=1) + "\n")
