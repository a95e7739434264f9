"""Figures in Markdown."""

from __future__ import annotations

from statistics import median

import leftovers

MIB = 1 << 20


def middle(row: dict, *keys: str) -> float:
    return median(sum(run[key] for key in keys) for run in row["runs"])


def floor_of(rows: list[dict], row: dict) -> dict | None:
    """The fastest floor with the same syncs and as many threads; peers run in two processes."""
    threads = "-j1" if "-j1" in row["name"] else "-j2"
    same = [
        each for each in rows
        if each["name"].startswith("floor") and threads in each["name"]
        and ("quick" in each["name"]) == ("quick" in row["name"])
        and each["durable"] == row["durable"] and each["runs"]
    ]
    return min(same, key=lambda each: middle(each, "wall"), default=None)


def ratio(row: dict, floor: dict | None, *keys: str) -> str:
    if floor is None or middle(floor, *keys) == 0:
        return "-"
    return f"{a_file(row, *keys) / a_file(floor, *keys):.2f}"


def of_times(result: dict) -> str:
    machine = result["machine"]
    head = (
        f"{machine['file_system']}{'' if machine['journal'] else ' without a journal'}, kernel {machine['kernel']}, "
        f"{machine['cores']} cores, load {machine['load']:.1f} when it began; warm cache, medians. us: a file's time. "
        "x: ratio to the fastest floor of the same syncs and threads. With flush: with what a sync takes afterwards, "
        "which is the disk's time that a run without syncs leaves to others.\n"
    )
    return "\n".join([head, *(of_job(job) for job in result["jobs"])])


def of_job(job: dict) -> str:
    lines = [
        f"#### {job['job']}, {job['profile']}: {job['files']} files of {job['bytes'] // job['files'] // 1000} kB, "
        f"{job['repeats']} {'repeat' if job['repeats'] == 1 else 'repeats'}",
        "",
        "| what | us | x | with flush us | x | CPU us | x CPU | peak MiB | written kB | leaves behind (of "
        f"{leftovers.SAMPLE} files) |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [line_of(row, job["rows"]) for row in job["rows"]]
    return "\n".join(lines) + "\n"


def line_of(row: dict, rows: list[dict]) -> str:
    if not row["runs"]:
        return f"| {row['name']} | absent | | | | | | | | |"
    floor = floor_of(rows, row)
    cells = [row["name"]]
    for keys in (("wall",), ("wall", "flush"), ("user", "system")):
        cells += [f"{a_file(row, *keys) * 1e6:.1f}", ratio(row, floor, *keys)]
    cells += [
        f"{middle(row, 'peak') / MIB:.1f}",
        f"{a_file(row, 'written') / 1000:.0f}",
        leftovers.in_words(row.get("left", {})),
    ]
    return f"| {' | '.join(cells)} |"


def a_file(row: dict, *keys: str) -> float:
    return middle(row, *keys) / row["files"]


def of_counts(rows: list[dict]) -> str:
    lines = [
        "### Instructions in user space and system calls, by cachegrind and strace, one thread",
        "",
        "| job | what | instructions/file | at start (k) | system calls/file | at start |",
        "|---|---|---|---|---|---|",
    ]
    for row in rows:
        lines.append(
            f"| {row['job']} | {row['name']} | {number(row['instructions'])} "
            f"| {number(row['instructions_at_start'], 1000)} | {number(row['calls'])} | {number(row['calls_at_start'])} |"
        )
    return "\n".join(lines) + "\n"


def number(value: float | None, unit: int = 1) -> str:
    return "-" if value is None else f"{value / unit:.0f}" if value / unit > 50 else f"{value / unit:.1f}"
