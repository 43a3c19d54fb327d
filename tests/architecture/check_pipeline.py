#!/usr/bin/env python3
"""Every row of ARCHITECTURE.md's display pipeline has a test named after it.

    check_pipeline.py ROOT

A test is a private slot of a tests/*/tst_*.cpp whose name begins with rowNN_. Prints each row without one and each test of a row
that is not in the table; exit status 1 if there is any.
"""
import pathlib
import re
import sys

ROWS = 37


def rows_of(page):
    """Numbers of the table below the heading, in order."""
    part = page.split("## The display pipeline, row by row", 1)
    if len(part) < 2:
        return []
    table = part[1].split("\n## ", 1)[0]
    return [int(number) for number in re.findall(r"^\| (\d+) \|", table, re.M)]


def tests_of(root):
    """Row number: names of the tests."""
    found = {}
    for path in sorted(root.glob("tests/*/tst_*.cpp")):
        for name, number in re.findall(r"^    void (row(\d\d)_\w+)\(\)", path.read_text(encoding="utf-8"), re.M):
            found.setdefault(int(number), []).append(f"{path.stem}::{name}")
    return found


def faults(root):
    rows = rows_of((root / "ARCHITECTURE.md").read_text(encoding="utf-8"))
    tests = tests_of(root)
    result = []
    if rows != list(range(1, ROWS + 1)):
        result.append(f"the table does not have the rows 1 to {ROWS} in order")
    result += [f"row {row} has no test named row{row:02}_..." for row in rows if row not in tests]
    result += [f"{name} is of no row of the table" for row in tests if row not in rows for name in tests[row]]
    return result


def main():
    found = faults(pathlib.Path(sys.argv[1]))
    for fault in found:
        print(fault)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
