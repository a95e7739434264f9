#!/usr/bin/env python3
"""Inspects every image in every form, under limits of time and memory, and checks what comes out.

Usage: inspect_forms.py PROGRAM SOURCE_DIR FOLDER|samples

Each run must exit with 0, print something on standard output and nothing on standard error. The JSON must satisfy its
schema, hold fields that lie in the file and in one another's order, and name every region of --raw-map once. The hex view
must show or fold every byte exactly once. Exit status 77: the samples or python3-jsonschema are missing.
"""
import concurrent.futures
import json
import os
import pathlib
import re
import resource
import subprocess
import sys

MEMORY = 1 << 30
SECONDS = 20
FORMS = {
    "tree": [],
    "tree -v": ["-v"],
    "mode": ["--gps-only"],
    "hex": ["--hex"],
    "hex -v": ["--hex", "-v"],
    "tags": ["--tags"],
    "raw-map": ["--raw-map"],
    "json": ["--format", "json"],
    "html": ["--format", "html"],
}


def limit():
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    if "SANITIZE" not in os.environ:  # the sanitizers reserve terabytes of address space
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def is_recognised(program, path):
    done = subprocess.run([program, "inspect", "--raw-map", str(path)], stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, preexec_fn=limit)
    return b"no format that exifscrub knows" not in done.stderr


def walk(field, size, depth=0):
    assert depth < 100, "too deep"
    for extent in field["where"]:
        assert extent["offset"] + extent["length"] <= size, f"{field['name']} lies outside the file"
    yield field
    for inside in field.get("fields", []):
        yield from walk(inside, size, depth + 1)


def check_json(text, raw_map, validator):
    tree = json.loads(text)
    errors = list(validator.iter_errors(tree)) if len(text) < 30_000 else []
    assert not errors, errors[0].message
    fields = [f for root in tree["fields"] for f in walk(root, tree["size"])]
    regions = [f for f in fields if "role" in f]
    assert len(regions) == len(raw_map.splitlines()), "not every region is a field"
    return len(fields)


def check_hex(text, size):
    """Every byte is shown or folded, in order."""
    at = 0
    for line in text.splitlines()[2:]:
        row = re.match(r"^([0-9a-f]{6,}) {2}((?:[0-9a-f]{2}[ |]?)+)", line)
        if row:
            assert int(row[1], 16) == at, f"row {row[1]}, but {at:x} is next"
            at += len(re.findall(r"[0-9a-f]{2}", row[2].split("  ")[0]))
        fold = re.match(r"^ +\.\.\. ([\d,]+) bytes? more, up to (0x[0-9a-f]+)$", line)
        if fold:
            at += int(fold[1].replace(",", ""))
            assert at == int(fold[2], 16) + 1, f"fold ends at {fold[2]}, but {at:x} is next"
    assert at == size, f"{at} of {size} bytes are shown"


def check_html(text):
    assert "<!doctype html>" in text and text.rstrip().endswith("</html>")
    assert "Content-Security-Policy" in text and "unsafe-inline" not in text
    body = text[text.index("<body>"):]
    assert not re.search(r"<[^>]* (style|on[a-z]+)=", body), "a style or handler attribute"


def check(program, path, validator):
    problems, outputs = [], {}
    for name, options in FORMS.items():
        done = subprocess.run([program, "inspect", *options, str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              preexec_fn=limit)
        outputs[name] = done.stdout.decode("utf-8", "replace")
        empty_is_fine = name == "tags"
        if done.returncode != 0 or done.stderr or (not done.stdout and not empty_is_fine):
            problems.append(f"{path.name}: {name}: status {done.returncode} {done.stderr[:200]}")
    if problems:
        return problems
    try:
        check_json(outputs["json"], outputs["raw-map"], validator)
        # A name may hold what looks like a row; only whole views of plain files are counted.
        check_hex(outputs["hex"], path.stat().st_size)
        check_html(outputs["html"])
    except (AssertionError, ValueError) as error:
        problems.append(f"{path.name}: {error}")
    return problems


def main():
    program, source, folder = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
    try:
        import jsonschema
    except ImportError:
        print("skipped: python3-jsonschema is not installed")
        return 77
    if folder == "samples":
        folder = os.environ.get("EXIFSCRUB_SAMPLES")
        if not folder:
            print("skipped: EXIFSCRUB_SAMPLES is not set")
            return 77
    schema = json.loads((source / "src/report/schema/exifscrub-inspect-1.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    paths = [p for p in sorted(pathlib.Path(folder).rglob("*")) if p.is_file() and p.suffix not in (".md", ".tsv")]
    seen, failures = 0, []
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        recognised = [p for p, fine in zip(paths, pool.map(lambda p: is_recognised(program, p), paths)) if fine]
        for problems in pool.map(lambda p: check(program, p, validator), recognised):
            seen += 1
            failures += problems
    print("\n".join(failures[:40]))
    print(f"{seen} files of {len(paths)}, {len(FORMS)} forms each, {len(failures)} failures")
    return 1 if failures or not seen else 0


if __name__ == "__main__":
    sys.exit(main())
