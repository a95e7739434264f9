#!/usr/bin/env python3
"""Whether the frame sees what it is there to see: a figure above its limit, a table that is none, a page that is old."""
import pathlib
import tempfile
import unittest

from result import Part, Result

PART = """[part]
order = 1
title = Something
command = true
zero = lost "called clean"
at_most = growth 2.5, "peak MiB" 64
exempt = peer *, control
text = What was done.
"""
TABLE = """# part: something
# status: 0
case\tlost\tcalled clean\tgrowth\tpeak MiB
fine\t0\t0\t2.5\t64
unmeasured\t0\t0\t-\t-
peer a\t7\t0\t9\t900
bad\t1\t2\t2.6\t65
"""


class Frame(unittest.TestCase):
    def part(self, text=PART):
        with tempfile.TemporaryDirectory() as place:
            path = pathlib.Path(place) / "something.ini"
            path.write_text(text, encoding="utf-8")
            return Part(path)

    def test_each_figure_above_its_limit_is_found_and_no_other(self):
        excess = list(self.part().excess(Result(TABLE)))
        self.assertEqual(excess, [("bad", "lost", "1", 0), ("bad", "called clean", "2", 0), ("bad", "growth", "2.6", 2.5),
                                  ("bad", "peak MiB", "65", 64)])

    def test_a_limit_for_a_column_that_is_not_there_is_an_error(self):
        with self.assertRaises(ValueError):
            list(self.part(PART.replace("lost", "lots")).excess(Result(TABLE)))

    def test_what_is_no_table_is_refused(self):
        for text in ("case\ta\nb\t1\t2\n", "name\ta\nb\t1\n", "# part: x\n"):
            with self.assertRaises((ValueError, IndexError)):
                Result(text)


if __name__ == "__main__":
    unittest.main()
