"""The marked blocks of README.md beside this file, which programs write anew."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).resolve().parent / "README.md"


def put(name: str, text: str) -> None:
    """Puts the text between the marks of that name."""
    begin, end = f"<!-- {name}: written by a program -->", f"<!-- end of {name} -->"
    page = PAGE.read_text()
    block = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    if not block.search(page):
        raise SystemExit(f"{PAGE.name} has no block for {name}")
    PAGE.write_text(block.sub(lambda _: f"{begin}\n\n{text.strip()}\n\n{end}", page, count=1))
