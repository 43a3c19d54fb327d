#!/usr/bin/env python3
"""Runs the bench programs and what peers there are on the same data, prints a table, writes one JSON object a row.

    report.py --bin FOLDER_OF_BENCH_PROGRAMS --data FOLDER [--json FILE] [--slices 600]
"""
import argparse
import glob
import json
import os
import shutil
import statistics
import subprocess
import sys
import time

# Goals of the product: (name, goal). The memory goal depends on the pixels and is computed.
OPEN_GOALS = {"native": (0.15, 0.4), "jpeg-lossless": (0.2, 0.9), "jpeg-ls": (0.2, 2.0), "jpeg2000": (0.2, 6.0)}
CODECS = {
    "jpeg-lossless": ["dcmcjpeg", "+e1"],
    "jpeg-ls": ["dcmcjpls"],
    "jpeg2000": ["gdcmconv", "--j2k"],
}
DECODERS = {"jpeg-lossless": "dcmdjpeg", "jpeg-ls": "dcmdjpls"}


def quiet(command):
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0


def make_data(options):
    """Native slices, then a copy in each codec whose tool is installed. Finished folders are used again."""
    folders = {}
    native = os.path.join(options.data, "native")
    if len(glob.glob(native + "/*.dcm")) != options.slices:
        shutil.rmtree(native, ignore_errors=True)
        subprocess.run([os.path.join(options.bin, "make_series"), native, str(options.slices)], check=True)
    folders["native"] = native
    for codec, command in CODECS.items():
        folder = os.path.join(options.data, codec)
        if shutil.which(command[0]) is None:
            print("%s is not installed: no %s" % (command[0], codec), file=sys.stderr)
            continue
        if len(glob.glob(folder + "/*.dcm")) != options.slices:
            shutil.rmtree(folder, ignore_errors=True)
            os.makedirs(folder)
            for path in sorted(glob.glob(native + "/*.dcm")):
                subprocess.run([*command, path, os.path.join(folder, os.path.basename(path))], check=True, stdout=subprocess.DEVNULL)
        folders[codec] = folder
    return folders


def seconds(command, runs=3):
    """Median of some runs after one that warms the page cache; None if it fails."""
    if not quiet(command):
        return None
    times = []
    for _ in range(runs):
        start = time.monotonic()
        quiet(command)
        times.append(time.monotonic() - start)
    return statistics.median(times)


def decode_all(tool, folder):
    """One process a file, as the tool works; the time of starting them is part of it."""
    start = time.monotonic()
    for path in sorted(glob.glob(folder + "/*.dcm")):
        if not quiet([tool, path, "/dev/null"]):
            return None
    return time.monotonic() - start


def run_program(command):
    try:
        answer = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False, timeout=1800)
    except subprocess.TimeoutExpired:
        print("%s took more than 30 minutes" % command[0], file=sys.stderr)
        return []
    if answer.returncode:
        print("%s ended with %d" % (" ".join(command), answer.returncode), file=sys.stderr)
    return [json.loads(line) for line in answer.stdout.splitlines() if line.startswith("{")]


def completed(row, **more):
    row = dict({"name": "", "value": None, "unit": "", "goal": None, "peer": None, "peerValue": None, "ratio": None,
                "limitValue": None, "threads": None}, **row)
    row.update({key: value for key, value in more.items() if value is not None})
    if row["ratio"] is None and row["value"] and row["peerValue"]:
        row["ratio"] = row["peerValue"] / row["value"]  # how many times as fast as the peer
    return row


def open_rows(options, folders):
    rows = []
    for label, folder in folders.items():
        files = sorted(glob.glob(folder + "/*.dcm"))
        limit = seconds(["cat", *files])
        decoder = DECODERS.get(label)
        decoded = decode_all(decoder, folder) if decoder and shutil.which(decoder) else None
        goal_first, goal_all = OPEN_GOALS[label]
        pixels = options.slices * 512 * 512 * 2 / 1e6
        for row in run_program([os.path.join(options.bin, "bench_open"), label, folder]):
            if row["name"].endswith("memory"):
                rows.append(completed(row, goal=1.2 * pixels + 150))
            elif row["name"].endswith("first image"):
                rows.append(completed(row, goal=goal_first))
            else:
                peer = {"peer": "cat", "peerValue": limit} if decoded is None else {"peer": decoder, "peerValue": decoded}
                rows.append(completed(row, goal=goal_all, limitValue=limit, **peer))
    return rows


def other_rows(options):
    rows = []
    for program in sorted(glob.glob(os.path.join(options.bin, "bench_*"))):
        if os.access(program, os.X_OK) and os.path.isfile(program) and os.path.basename(program) != "bench_open":
            rows += [completed(row) for row in run_program([program])]
    return rows


def table(rows):
    def text(value):
        return "" if value is None else "%.4g" % value if isinstance(value, (int, float)) else str(value)

    heads = ["name", "value", "unit", "goal", "peer", "peerValue", "ratio", "limitValue", "threads"]
    lines = [heads] + [[text(row[head]) for head in heads] for row in rows]
    widths = [max(len(line[i]) for line in lines) for i in range(len(heads))]
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--json")
    parser.add_argument("--slices", type=int, default=600)
    options = parser.parse_args()
    rows = open_rows(options, make_data(options)) + other_rows(options)
    table(rows)
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            for row in rows:
                file.write(json.dumps(row) + "\n")
    return 0 if rows else 1


if __name__ == "__main__":
    sys.exit(main())
