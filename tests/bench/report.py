#!/usr/bin/env python3
"""Runs the bench programs and what peers there are on the same data, prints a table, writes one JSON object a row.

    report.py --bin FOLDER_OF_BENCH_PROGRAMS --data FOLDER [--json FILE] [--slices 600]
"""
import argparse
import concurrent.futures
import glob
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

# Goals of the product: (name, goal). The memory goal depends on the pixels and is computed.
OPEN_GOALS = {"native": (0.15, 0.4), "jpeg-lossless": (0.2, 0.9), "jpeg-ls": (0.2, 2.0), "jpeg2000": (0.2, 6.0)}
CODECS = {
    "jpeg-lossless": ["dcmcjpeg", "+e1"],
    "jpeg-ls": ["dcmcjpls"],
    "jpeg2000": ["gdcmconv", "--j2k"],
}
ASKED_ALONE = ("bench_open", "bench_station", "bench_search", "bench_volume", "bench_mpr", "bench_decode")
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

            def convert(path, command=command, folder=folder):
                subprocess.run([*command, path, os.path.join(folder, os.path.basename(path))], check=True,
                               stdout=subprocess.DEVNULL, timeout=60)

            with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as threads:
                list(threads.map(convert, sorted(glob.glob(native + "/*.dcm"))))
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


def run_program(command, limit=120):
    try:
        answer = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False, timeout=limit)
    except subprocess.TimeoutExpired:
        print("%s took more than %d s" % (command[0], limit), file=sys.stderr)
        return []
    if answer.returncode:
        print("%s ended with %d" % (" ".join(command), answer.returncode), file=sys.stderr)
    return [json.loads(line) for line in answer.stdout.splitlines() if line.startswith("{")]


def medians(runs):
    """Of each value over runs of the same program, one process a run."""
    return {key: statistics.median(run[key] for run in runs) for key in runs[0]} if runs else {}


def completed(row, **more):
    row = dict({"name": "", "value": None, "unit": "", "goal": None, "peer": None, "peerValue": None, "ratio": None,
                "limitValue": None, "threads": None}, **row)
    row.update({key: value for key, value in more.items() if value is not None})
    if row["ratio"] is None and row["value"] and row["peerValue"]:
        row["ratio"] = row["peerValue"] / row["value"]  # how many times as fast as the peer
    return row


def decoding_peer(label, folder):
    """DCMTK's tool on a tenth of the files, one process a file, counted for all: starting them is part of it."""
    tool = DECODERS.get(label)
    if tool is None or shutil.which(tool) is None:
        return None
    files = sorted(glob.glob(folder + "/*.dcm"))[::10]
    start = time.monotonic()
    if not all(quiet([tool, path, "/dev/null"]) for path in files):
        return None
    return (time.monotonic() - start) * 10


def station(options, *words, runs=3):
    """The program itself with its window, without a display; a fresh process each time."""
    os.environ["QT_LOGGING_RULES"] = "qt.qpa.*=false"
    program = os.path.join(options.bin, "bench_station")
    environment = ["env", "QT_QPA_PLATFORM=offscreen"]
    return medians([row for _ in range(runs) for row in run_program([*environment, program, *words])])


def opening_rows(options, label, values, goals, peer, limit):
    if not values:
        return []
    pixels = options.slices * 512 * 512 * 2 / 1e6
    base = {"unit": "s", "threads": os.cpu_count()}
    rows = [
        completed(dict(base, name="open %s: first image" % label, value=values["first"], goal=goals[0])),
        completed(dict(base, name="open %s: all scrollable" % label, value=values["all"], goal=goals[1],
                       limitValue=limit + values["freshMemory"], **peer)),  # reading the files, and memory for the pixels
    ]
    for name, key in (("memory at the end", "memory"), ("memory at its highest", "memoryPeak")):
        rows.append(completed({"name": "open %s: %s" % (label, name), "value": values[key], "unit": "MB",
                               "goal": 1.2 * pixels + 150, "limitValue": pixels, "threads": os.cpu_count()}))
    return rows


def open_rows(options, folders):
    rows = []
    for label, folder in folders.items():
        limit = seconds(["cat", *sorted(glob.glob(folder + "/*.dcm"))])
        decoded = decoding_peer(label, folder)
        peer = {"peer": DECODERS[label], "peerValue": decoded} if decoded else {"peer": "cat", "peerValue": limit}
        runs = 3 if OPEN_GOALS[label][1] < 5 else 2
        rows += opening_rows(options, label, station(options, "open", folder, runs=runs), OPEN_GOALS[label], peer, limit)
    limit = seconds(["cat", *sorted(glob.glob(folders["native"] + "/*.dcm"))])
    itk = os.path.join(options.bin, "itk_series")
    if os.path.exists(itk):
        for answer in run_program([itk, folders["native"]]):
            rows[1].update(peer="ITK series reader", peerValue=answer["seconds"], ratio=answer["seconds"] / rows[1]["value"])
    with tempfile.TemporaryDirectory(dir=options.data) as cache:
        station(options, "fill", cache, folders["native"], runs=1)
        values = station(options, "stored", cache)
    return rows + opening_rows(options, "from the cache", values, (0.1, 0.3), {"peer": "cat", "peerValue": limit}, limit)


def start_rows(options):
    """From the moment before the process is made to the window painted with the list of studies in it."""
    rows = []
    with tempfile.TemporaryDirectory(dir=options.data) as cache:
        rows += [completed(row) for row in run_program([os.path.join(options.bin, "bench_search"), "50000", cache])]
        program = os.path.join(options.bin, "bench_station")
        runs = [row for _ in range(7) for row in run_program([program, "start", cache, str(time.monotonic_ns())])]
        values = medians(runs)
        empty = seconds([os.path.join(options.bin, "../../app/isocenter"), "--version"])
        if values:
            rows.append(completed({"name": "start, 50,000 studies, %s: list painted" % os.environ.get("QT_QPA_PLATFORM", "offscreen"),
                                   "value": values["usable"], "unit": "s", "goal": 0.3, "peer": "isocenter --version (loading alone)",
                                   "peerValue": empty, "limitValue": empty, "threads": os.cpu_count(), "parts": values}))
    return rows


def other_rows(options):
    rows = []
    for program in sorted(glob.glob(os.path.join(options.bin, "bench_*"))):
        if os.access(program, os.X_OK) and os.path.isfile(program) and os.path.basename(program) not in ASKED_ALONE:
            folder = [options.data] if os.path.basename(program) in ("bench_import", "bench_video") else []
            rows += [completed(row) for row in run_program([program, *folder])]
    return rows


def volume_rows(options, folders):
    """3D and other planes of the native series."""
    rows = run_program([os.path.join(options.bin, "bench_volume"), "3D", folders["native"], "512"])
    rows += run_program([os.path.join(options.bin, "bench_mpr"), folders["native"]])
    return [completed(row) for row in rows]


def decode_rows(options):
    """Frames a second of each transfer syntax; limitValue is the library behind it called bare, the peer its tool."""
    folder = os.path.join(options.data, "decode")
    rows = run_program([os.path.join(options.bin, "bench_decode"), folder], limit=1200)
    shutil.rmtree(folder, ignore_errors=True)
    return [completed(row) for row in rows]


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
    folders = make_data(options)
    rows = open_rows(options, folders) + start_rows(options) + volume_rows(options, folders)
    rows += decode_rows(options) + other_rows(options)
    table(rows)
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            for row in rows:
                file.write(json.dumps(row) + "\n")
    return 0 if rows else 1


if __name__ == "__main__":
    sys.exit(main())
