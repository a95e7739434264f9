#!/usr/bin/env python3
"""Is the program hardened as cmake/Hardening.cmake means it? Read from the ELF file and its objects, not from what was asked for.

    elf_flags.py PROGRAM OBJECT_FOLDER

Exit status 77 without readelf, or when the build is one for finding faults (debug, sanitizers).
"""
import pathlib
import re
import shutil
import subprocess
import sys

SKIPPED = 77


def readelf(flags, path):
    return subprocess.run(["readelf", flags, "-W", path], check=True, capture_output=True, text=True).stdout


def segments(headers):
    """(type, flags) of each program header."""
    return re.findall(r"^  (\w+) +(?:0x\w+ +){5}([RWE ]{3})", headers, re.MULTILINE)


def program_faults(program):
    headers, dynamic = readelf("-hl", program), readelf("-d", program)
    symbols = readelf("--dyn-syms", program)
    loaded = segments(headers)
    flags = dict(loaded)
    if "DYN (" not in headers or not re.search(r"\(FLAGS_1\).*\bPIE\b", dynamic):
        yield "is not position-independent (PIE)"
    if "GNU_RELRO" not in flags or not re.search(r"\(FLAGS_1\).*\bNOW\b", dynamic):
        yield "does not have all its relocations done and sealed at the start (full RELRO)"
    if "E" in flags.get("GNU_STACK", "E"):
        yield "has an executable stack"
    if any(kind == "LOAD" and "W" in how and "E" in how for kind, how in loaded):
        yield "has memory that can be written and executed"
    if "(TEXTREL)" in dynamic:
        yield "has relocations in its text"
    if re.search(r"\((RPATH|RUNPATH)\)", dynamic):
        yield "looks for its libraries in a folder of its own"
    for symbol, what in {"__stack_chk_fail": "stack protector", "__glibcxx_assert_fail": "checks of the standard library",
                         r"__\w+_chk@GLIBC": "checked copies (_FORTIFY_SOURCE)"}.items():
        if not re.search(symbol, symbols):
            yield f"has no {what}"


def has_shadow_stack(path):
    """Whether an object says that its code keeps to CET: landing pads and a shadow stack (x86-64 only)."""
    properties = readelf("-n", path)
    return "IBT" in properties and "SHSTK" in properties


def main():
    program, objects = sys.argv[1], sorted(pathlib.Path(sys.argv[2]).rglob("*.cpp.o"))
    if shutil.which("readelf") is None:
        print("skipped: no readelf")
        return SKIPPED
    if re.search(r"__asan_|__tsan_|__ubsan_", readelf("--dyn-syms", program)):
        print("skipped: a build for finding faults is not hardened")
        return SKIPPED
    faults = [f"{program} {fault}" for fault in program_faults(program)]
    if not objects:
        faults.append(f"no objects below {sys.argv[2]}")
    if "X86-64" in readelf("-h", program):
        faults += [f"{path} is not built for CET" for path in objects if not has_shadow_stack(path)]
    print("\n".join(faults) or f"hardened: {program} and {len(objects)} objects")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
