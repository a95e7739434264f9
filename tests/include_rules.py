#!/usr/bin/env python3
"""Checks who may include whom (ARCHITECTURE.md, Folders). Usage: include_rules.py SOURCE_ROOT"""
import pathlib
import re
import sys

ALLOWED = {
    "base": set(),
    "layout": set(),
    "syntax": {"layout"},
    "container": {"syntax", "layout"},
    "metadata": {"syntax", "layout"},
    "inspect": {"container", "metadata", "syntax", "layout"},
    "plan": {"layout"},
    "io": set(),
    "apply": {"plan", "layout", "io"},
    "geo": set(),
    "report": {"geo", "metadata"},
    "git": set(),
    "scrub": {"container", "metadata", "inspect", "plan", "apply", "io", "layout", "syntax"},
    "cli": {"scrub", "report", "geo", "git", "io"},
}
INCLUDE = re.compile(r'^\s*#include "([a-z_]+)/')


def main() -> int:
    root = pathlib.Path(sys.argv[1])
    wrong, seen = [], 0
    for folder, allowed in ALLOWED.items():
        for path in sorted((root / "src" / folder).rglob("*.[ch]pp")):
            for number, line in enumerate(path.read_text().splitlines(), 1):
                match = INCLUDE.match(line)
                if not match:
                    continue
                seen += 1
                if match[1] not in allowed | {folder, "base", "exifscrub"}:
                    wrong.append(f"{path.relative_to(root)}:{number}: {folder} may not include {match[1]}")
    for path in sorted((root / "include").rglob("*.hpp")):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            match = INCLUDE.match(line)
            seen += bool(match)
            if match and match[1] != "exifscrub":
                wrong.append(f"{path.relative_to(root)}:{number}: a public header may not include {match[1]}")
    unknown = {p.name for p in (root / "src").iterdir() if p.is_dir()} - set(ALLOWED)
    wrong += [f"src/{name}: a folder without a rule" for name in sorted(unknown)]
    print("\n".join(wrong) if wrong else f"{seen} includes, all allowed")
    return 1 if wrong or not seen else 0


if __name__ == "__main__":
    sys.exit(main())
