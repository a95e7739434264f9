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
    return f"{middle(row, *keys) / middle(floor, *keys):.2f}"


def of_job(job: str, result: dict) -> str:
    rows = result["jobs"][job]
    machine = result["machine"]
    lines = [
        f"### {job}: {result['files']} files, profile {result['profile']} "
        f"({result['bytes'] // result['files'] // 1000} kB a file), {result['repeats']} repeats",
        "",
        f"{machine['file_system']}, kernel {machine['kernel']}, {machine['cores']} cores, "
        f"load {machine['load']:.1f} when it began. x: ratio to the floor of the same syncs and threads.",
        "",
        "| what | us/file | x | CPU us/file | x CPU | flush ms | peak MiB | written MiB | leaves behind (of "
        f"{leftovers.SAMPLE} files) |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [line_of(row, rows, result["files"]) for row in rows]
    return "\n".join(lines) + "\n"


def line_of(row: dict, rows: list[dict], files: int) -> str:
    if not row["runs"]:
        return f"| {row['name']} | absent | | | | | | | |"
    floor = floor_of(rows, row)
    cells = (
        row["name"],
        f"{middle(row, 'wall') * 1e6 / files:.1f}",
        ratio(row, floor, "wall"),
        f"{middle(row, 'user', 'system') * 1e6 / files:.1f}",
        ratio(row, floor, "user", "system"),
        f"{middle(row, 'flush') * 1e3:.0f}",
        f"{middle(row, 'peak') / MIB:.1f}",
        f"{middle(row, 'written') / MIB:.1f}",
        leftovers.in_words(row.get("left", {})),
    )
    return f"| {' | '.join(cells)} |"


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
