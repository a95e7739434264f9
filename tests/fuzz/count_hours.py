#!/usr/bin/env python3
"""Adds one run of a fuzz target to the table of all runs.

    count_hours.py TARGET LOG EXIT_STATUS TABLE

The table has one line a target: seconds and executions in all, findings, edges reached, and how many seconds
of fuzzing passed since the last new edge was found.
"""
import re
import sys

COLUMNS = ["target", "seconds", "executions", "findings", "edges", "seconds_since_new_edge"]


def read_table(path):
    try:
        with open(path, encoding="utf-8") as table:
            lines = table.read().splitlines()[1:]
    except FileNotFoundError:
        lines = []
    return {line.split("\t")[0]: line.split("\t") for line in lines}


def numbers_of(log):
    """What libFuzzer printed: executions, edges, seconds, and executions at the last new edge."""
    executions = seconds = edges = 0
    last_new = 0
    for line in log:
        if match := re.match(r"#(\d+)\s+(\S+)\s+cov: (\d+)", line):
            executions = int(match[1])
            if int(match[3]) > edges:
                edges, last_new = int(match[3]), executions
        if match := re.match(r"Done (\d+) runs in (\d+) second", line):
            executions, seconds = int(match[1]), int(match[2])
        if match := re.match(r"stat::number_of_executed_units:\s+(\d+)", line):
            executions = int(match[1])
        if match := re.match(r"stat::average_exec_per_sec:\s+(\d+)", line):
            seconds = seconds or executions // max(1, int(match[1]))
    return executions, edges, seconds, last_new


def main():
    target, log_path, status, table_path = sys.argv[1:]
    with open(log_path, encoding="utf-8", errors="replace") as log:
        executions, edges, seconds, last_new = numbers_of(log)
    rows = read_table(table_path)
    old = rows.get(target, [target, "0", "0", "0", "0", "0"])
    quiet = seconds * (executions - last_new) // max(1, executions)
    if edges <= int(old[4]):
        quiet = int(old[5]) + seconds
    rows[target] = [target, str(int(old[1]) + seconds), str(int(old[2]) + executions),
                    str(int(old[3]) + (status != "0")), str(max(edges, int(old[4]))), str(quiet)]
    with open(table_path, "w", encoding="utf-8") as table:
        table.write("\t".join(COLUMNS) + "\n")
        for name in sorted(rows):
            table.write("\t".join(rows[name]) + "\n")


if __name__ == "__main__":
    main()
