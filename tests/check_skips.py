#!/usr/bin/env python3
"""Prints every skipped test of a JUnit file and fails when one is not expected.

Usage: check_skips.py JUNIT_XML EXPECTED
EXPECTED holds one "test name<TAB>reason" a line; a name may end in * to stand for a family; # starts a comment.
"""
import fnmatch
import sys
import xml.etree.ElementTree as xml


def main() -> int:
    expected = {}
    for line in open(sys.argv[2], encoding="utf-8"):
        if line.strip() and not line.startswith("#"):
            name, _, reason = line.rstrip("\n").partition("\t")
            expected[name] = reason
    unexpected = 0
    for case in xml.parse(sys.argv[1]).iter("testcase"):
        if case.find("skipped") is None and case.get("status") not in ("notrun", "disabled"):
            continue
        name = case.get("name")
        reason = next((why for pattern, why in expected.items() if fnmatch.fnmatchcase(name, pattern)), None)
        print(f"skipped: {name}: {reason or 'NOT EXPECTED'}")
        unexpected += reason is None
    return 1 if unexpected else 0


if __name__ == "__main__":
    sys.exit(main())
