# Copyright the Carryover authors.
# SPDX-License-Identifier: Apache-2.0
"""python run.py TRAIN VAL TEST [--memory MIB] [--heap 2g] [--passes N] [--threads N] [--command PATH]

`carryover probe linear --protocol converged` on files of make.py that exceed --memory: passes, seconds and bytes a second of each kind of
pass beside a plain sequential read of the same file (its pages dropped first), and the peak resident memory of the process. With --passes
it stops after that many. A pass makes at least two products of the whole matrix, features × parameters and back, in float64; the rate of those
two stands beside NumPy's for the same shapes. Linux; needs NumPy; after `make fast`."""
import argparse
import json
import os
import re
import statistics
import struct
import subprocess
import sys
import time

parser = argparse.ArgumentParser(description=__doc__)
for split in "train", "val", "test":
    parser.add_argument(split)
parser.add_argument("--memory", default="100")
parser.add_argument("--heap", default="2g")
parser.add_argument("--passes", type=int, default=0)
parser.add_argument("--threads", default="0")
parser.add_argument("--command", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "carryover"))
options = parser.parse_args()

size = os.path.getsize(options.train)
cores = options.threads if options.threads != "0" else str(len(os.sched_getaffinity(0)))
os.environ.update({name: cores for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")})
import numpy as np  # noqa: E402  reads these when it is loaded

with open(options.train, "rb") as file:
    header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
    n, d = header["features"]["shape"]
    labels = header["labels"]["data_offsets"][0] + file.tell()
classes = int(np.fromfile(options.train, "<i8", n, offset=labels).max()) + 1


def products(columns):
    """Floating-point operations a second of X·W and Xᵀ·R over slabs as large as Carryover's."""
    x = np.random.default_rng(0).standard_normal(((1 << 20) // d, d))
    w, best = np.ones((d, columns)), 0.0
    for _ in range(3):
        began, done = time.monotonic(), 0
        while time.monotonic() - began < 1:
            x.T @ (x @ w)
            done += 4 * x.size * columns
        best = max(best, done / (time.monotonic() - began))
    return best


def drop(path):
    with open(path, "rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def read(path):
    began = time.monotonic()
    with open(path, "rb", buffering=0) as file:
        block = bytearray(8 << 20)
        while file.readinto(block):
            pass
    return size / (time.monotonic() - began) / 1e6


drop(options.train)
cold, warm = read(options.train), read(options.train)
print(f"{size / 1e9:.2f} GB; sequential read {cold:.0f} MB/s from the disk, {warm:.0f} MB/s right after; load {os.getloadavg()[0]:.1f}", flush=True)

command = [options.command, "probe", "linear", "--protocol", "converged", "--memory", options.memory, "--threads", options.threads]
for split in "train", "val", "test":
    command += [f"--{split}", getattr(options, split)]
began = time.monotonic()
process = subprocess.Popen(command, env=dict(os.environ, CARRYOVER_CLI_HEAP=options.heap), stderr=subprocess.PIPE, stdout=sys.stdout, text=True)
passes, peak, first = [], 0, 0.0
for line in process.stderr:
    found = re.match(r"pass (\d+): (\d+) fits, ([\d.]+) s", line)
    if not found:
        print(line, end="", file=sys.stderr)
        continue
    first = first or time.monotonic() - began - float(found[3])
    passes.append((int(found[2]), float(found[3])))
    with open(f"/proc/{process.pid}/status") as status:
        peak = int(re.search(r"VmHWM:\s+(\d+)", status.read())[1]) / 1024
    if len(passes) == options.passes:
        process.terminate()
        break
process.wait()
seconds = [s for _, s in passes]
print(f"{len(passes)} passes, {sum(seconds):.1f} s, {first:.1f} s before the first one (start, sample), {time.monotonic() - began:.1f} s in all")
for fits in sorted({f for f, _ in passes}, reverse=True)[:3] + [1]:
    of = [s for f, s in passes if f == fits]
    if of:
        s = statistics.median(of)
        rate, peer = 4 * n * d * classes * fits / s, products(classes * fits)
        print(f"  {fits} fits: {len(of)} passes, median {s:.2f} s ({min(of):.2f} to {max(of):.2f}), {size / s / 1e6:.0f} MB/s, {size / s / 1e6 / cold:.2f} of the read"
              f" from disk; {rate / 1e9:.0f} GFLOP/s at least, {rate / peer:.2f} of NumPy's {peer / 1e9:.0f} on {cores} threads")
print(f"peak resident memory {peak:.0f} MiB")
