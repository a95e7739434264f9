#!/usr/bin/env python3
"""The sweeps inside the process, of tests/fault: how many faults each met, and whether all was well.

    in_process.py FAULT_TESTS TABLE
"""
import collections
import json
import subprocess
import sys
import tempfile

from table import Table

# Test of a suite: what it does.
CASES = {"CallSweep.EveryErrorAtEveryCallLeavesOldOrNew": "an error, at every call, 16 kinds",
         "CallSweep.AnswersLostAfterTheDeedLeaveOldOrNew": "done, and the answer lost, at every call",
         "CallSweep.ADiskThatDiesAtAnyCallLeavesOldOrNew": "from some call on nothing works any more",
         "CallSweep.TransfersThatMoveNothingLeaveOldOrNew": "a transfer that moves nothing",
         "CallSweep.ShortTransfersAreMadeWhole": "a transfer that moves a part",
         "CallSweep.SuddenDeathAtEveryCallLeavesOldOrNew": "sudden death at every call",
         "AllocationSweep.EveryAllocationMayFail": "no memory, at every allocation",
         "PowerCut.AtEveryCallLeavesOldOrNewAndAfterwardsNew": "ext4 shut down without a flush at every call",
         "PowerCut.WithoutFlushesTheTestSeesTheLoss": "control: the same without flushes, must lose"}


def main():
    program, path = sys.argv[1:]
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        subprocess.run([program, f"--gtest_output=json:{report.name}", "--gtest_brief=1"], check=False)
        said = json.load(report)
    sums = collections.defaultdict(collections.Counter)
    for suite in said["testsuites"]:
        for test in suite["testsuite"]:
            name = f"{suite['name'].rpartition('/')[2]}.{test['name'].partition('/')[0]}"
            counts = sums[name]
            counts["scenarios"] += 1
            counts["faults"] += int(test.get("faults", 0))
            counts["failed"] += "failures" in test
            counts["skipped"] += test["result"] == "SKIPPED"
    table = Table("scenarios", "faults", "failed", "skipped")
    for name, shown in CASES.items():
        table.add(shown, *(sums[name][figure] for figure in ("scenarios", "faults", "failed", "skipped")))
    table.write(path)
    unmet = [name for name in CASES if not sums[name]["scenarios"]]
    print(*(f"no such test: {name}" for name in unmet), sep="\n")
    return 1 if unmet or any(counts["failed"] for counts in sums.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
