#!/usr/bin/env python3
"""Names every source file that clang-format would lay out differently. check_format.py CLANG_FORMAT [ROOT]"""
import os
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from check_layers import LAYERS, SOURCE_ENDINGS, files_under  # noqa: E402


def main():
    clang_format = sys.argv[1]
    root = sys.argv[2] if len(sys.argv) > 2 else os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    files = [path for top in list(LAYERS) + ["tests"] for path in files_under(os.path.join(root, top), SOURCE_ENDINGS)]
    # One call for all: most of its time goes into starting.
    answer = subprocess.run([clang_format, "--dry-run", "-Werror", *files], stderr=subprocess.PIPE, text=True, check=False)
    wrong = sorted({line.split(":")[0] for line in answer.stderr.splitlines() if ": error: " in line})
    if answer.returncode and not wrong:
        print(answer.stderr)
        return 1
    for path in wrong:
        print("%s: run clang-format -i on it" % os.path.relpath(path, root))
    print("%d files, %d to lay out" % (len(files), len(wrong)))
    return 1 if wrong or not files else 0


if __name__ == "__main__":
    sys.exit(main())
