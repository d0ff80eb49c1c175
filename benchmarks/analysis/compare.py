"""Correlations of the published panels beside vectorised NumPy, in two ways (peers.py): python compare.py [--rounds 3] [--threads 1]

Against ImageNet, and all pairs of panels; Pearson, Spearman and Kendall with intervals, 10,000 permutations and 10,000 resamples. Carryover uses one
thread, and the memory settings of its launcher; --threads is for NumPy's products. The first run of a process is shown (that is what the command takes but for the start of the virtual machine), and the
last, when all is compiled. Both sides' numbers are held against each other: coefficients and closed intervals to rounding, what is drawn within Monte-Carlo error."""
import argparse
import glob
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

import numpy as np

here = pathlib.Path(__file__).resolve().parent
model = here.parents[1] / "shared-model"
parser = argparse.ArgumentParser()
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--threads", type=int, default=1)
args = parser.parse_args()
jspecify = glob.glob(os.path.expanduser("~/.m2/repository/org/jspecify/jspecify/*/*.jar"))
classes = os.pathsep.join([f"{model}/{m}/target/classes" for m in ("protocols", "contracts")] + jspecify)
environment = os.environ | {v: str(args.threads) for v in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")}
with tempfile.TemporaryDirectory() as work:
    for which, runs in (("one", 12), ("all", 3)):
        java = [os.path.join(os.environ["JAVA_HOME"], "bin", "java"), "-Xmx512m", "-XX:+UseSerialGC", "-cp", classes, str(here / "TimePanels.java"), work, which, str(runs)]
        rows = {"carryover": java}
        # All pairs one by one take NumPy minutes: what a pair takes is seen against ImageNet.
        for how in ("products", "pairs")[: 2 if which == "one" else 1]:
            rows[how] = [sys.executable, str(here / "peers.py"), work, which, "2", how]
        first, last = {p: [] for p in rows}, {p: [] for p in rows}
        for _ in range(args.rounds):
            for p, command in rows.items():
                seconds = [float(s) for s in subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout.split()]
                first[p].append(seconds[0])
                last[p].append(seconds[-1])
        for name, times in (("first run", first), ("last run", last)):
            for p in rows:
                ratio = [a / b for a, b in zip(times[p], times["carryover"])]
                print(f"{which:3s} {name:9s} {p:9s} {statistics.median(times[p]):.3f} s ({min(times[p]):.3f} to {max(times[p]):.3f}), "
                      f"{statistics.median(ratio):.2f} times Carryover's ({min(ratio):.2f} to {max(ratio):.2f})", flush=True)
        ours, theirs = (np.loadtxt(f"{work}/{p}.csv", delimiter=",") for p in ("carryover", "products"))
        off = np.abs(ours - theirs).max(0)
        drawn = [1, 5, 9, 10, 11]
        closed = [c for c in range(12) if c not in drawn]
        print(f"{which:3s} {len(ours)} pairs: closed forms differ by at most {off[closed].max():.1e}, drawn p by {off[[1, 5, 9]].max():.3f}, "
              f"ends of BCa intervals by {off[[10, 11]].max():.3f} (median {np.median(np.abs(ours - theirs)[:, [10, 11]]):.3f})", flush=True)
        assert off[closed].max() < 1e-9 and off[[1, 5, 9]].max() < 0.03, "the two sides disagree"
print(f"load {os.getloadavg()[0]:.1f}")
