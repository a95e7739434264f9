#!/usr/bin/env python3
"""Runs built fuzz targets in turn and adds what each run did to the table of all runs.

    run_targets.py [--seconds N] [--hours H] [--jobs J] FOLDER CORPUS TABLE TARGET...

FOLDER holds the programs, their dictionaries/ and seeds/ (fuzz_material), and gets found/TARGET: what a target learned
and the inputs that broke it. CORPUS/TARGET holds the seeds kept in the tree. Each target runs for N seconds (60), once, or in
turn until the runs together used H hours of CPU time. J targets run at a time (1). Exit status 1 if one broke.

The table has a line a target: CPU seconds and executions in all, runs that broke, edges reached, and the CPU
seconds that passed since the last new edge was found.
"""
import argparse
import fcntl
import os
import re
import subprocess
import sys
import threading

INTERRUPTED = 72  # libFuzzer's exit status

COLUMNS = ["target", "cpu_seconds", "executions", "broken_runs", "edges", "cpu_seconds_since_new_edge"]
LIMITS = ["-timeout=60", "-rss_limit_mb=512", "-malloc_limit_mb=96", "-max_len=65536", "-print_final_stats=1"]


class Numbers:
    """What libFuzzer printed: executions, edges, and how many executions followed the last new edge."""

    def __init__(self, log):
        self.executions = self.edges = 0
        last_new, seeds_read = 0, False
        self.new_edges = False
        for line in log:
            if match := re.match(r"#(\d+)\s+(\S+)\s+cov: (\d+)", line):
                self.executions = int(match[1])
                grew = int(match[3]) > self.edges
                self.edges = max(self.edges, int(match[3]))
                if grew and seeds_read:
                    last_new, self.new_edges = self.executions, True
                seeds_read |= match[2] == "INITED"
            elif match := re.match(r"stat::number_of_executed_units:\s+(\d+)", line):
                self.executions = int(match[1])
        self.quiet = (self.executions - last_new) / max(1, self.executions)


def add_run(path, target, cpu_seconds, numbers, broken):
    with open(path, "a+", encoding="utf-8") as table:
        fcntl.flock(table, fcntl.LOCK_EX)
        table.seek(0)
        rows = {line.split("\t")[0]: line.split("\t") for line in table.read().splitlines()[1:]}
        old = rows.get(target, [target, "0", "0", "0", "0", "0"])
        since = cpu_seconds * numbers.quiet + (0 if numbers.new_edges else int(old[5]))
        rows[target] = [target, str(int(old[1]) + round(cpu_seconds)), str(int(old[2]) + numbers.executions),
                        str(int(old[3]) + broken), str(max(numbers.edges, int(old[4]))), str(round(since))]
        table.truncate(0)
        table.write("\t".join(COLUMNS) + "\n")
        table.writelines("\t".join(rows[name]) + "\n" for name in sorted(rows))


class Runs:
    def __init__(self, arguments):
        self.arguments = arguments
        self.lock = threading.Lock()
        self.next = 0
        self.cpu_seconds = 0.0
        self.broken = False

    def take(self):
        """The target whose turn it is, or nothing when all is done."""
        with self.lock:
            targets, hours = self.arguments.targets, self.arguments.hours
            if self.next >= len(targets) if hours is None else self.cpu_seconds >= hours * 3600:
                return None
            self.next += 1
            return targets[(self.next - 1) % len(targets)]

    def work(self):
        while (target := self.take()) is not None:
            self.run(target)

    def run(self, target):
        folder = self.arguments.folder
        found = f"{folder}/found/{target}"
        os.makedirs(found, exist_ok=True)
        inputs = [found] + [path for path in (f"{folder}/seeds/{target}", f"{self.arguments.corpus}/{target}")
                            if os.path.isdir(path)]
        command = [f"{folder}/{target}", *LIMITS, f"-max_total_time={self.arguments.seconds}",
                   f"-artifact_prefix={found}/broken-"]
        if os.path.exists(dictionary := f"{folder}/dictionaries/{target}.dict"):
            command.append(f"-dict={dictionary}")
        log_path = f"{folder}/{target}.log"
        with open(log_path, "wb") as log:
            # On purpose not through subprocess.wait: its child's CPU time is wanted, not all children's.
            process = subprocess.Popen(command + inputs, stdout=log, stderr=log)
            _, status, usage = os.wait4(process.pid, 0)
        with open(log_path, encoding="utf-8", errors="replace") as log:
            numbers = Numbers(log)
        cpu_seconds = usage.ru_utime + usage.ru_stime
        broken = os.waitstatus_to_exitcode(status) not in (0, INTERRUPTED)
        add_run(self.arguments.table, target, cpu_seconds, numbers, broken)
        with self.lock:
            self.cpu_seconds += cpu_seconds
            if broken:
                self.broken = True
                print(f"{target}: broken, see {log_path} and {found}", flush=True)
            print(f"{target}: {cpu_seconds:.0f} s of CPU, {numbers.executions} executions, {numbers.edges} edges", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--hours", type=float)
    parser.add_argument("--jobs", type=int, default=1)
    for name in ("folder", "corpus", "table"):
        parser.add_argument(name)
    parser.add_argument("targets", nargs="+")
    runs = Runs(parser.parse_args())
    threads = [threading.Thread(target=runs.work) for _ in range(runs.arguments.jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(f"{runs.cpu_seconds / 3600:.2f} CPU-hours")
    return 1 if runs.broken else 0


if __name__ == "__main__":
    sys.exit(main())
