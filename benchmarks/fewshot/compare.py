"""600 few-shot episodes at D = 2048 beside vectorised NumPy and torch: python compare.py [--rounds 3] [--threads 2]

Features lie in memory on all sides; reading them is not timed. The last of eight runs in a process counts: the first ones compile."""
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
parser.add_argument("--threads", type=int, default=2)
args = parser.parse_args()
jspecify = glob.glob(os.path.expanduser("~/.m2/repository/org/jspecify/jspecify/*/*.jar"))
classes = os.pathsep.join([f"{model}/{m}/target/classes" for m in ("protocols", "contracts")] + jspecify)
environment = os.environ | {v: str(args.threads) for v in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")}
with tempfile.TemporaryDirectory() as work:
    random = np.random.RandomState(0)
    y = np.repeat(np.arange(20), 120).astype(np.int64)
    centres = random.standard_normal((20, 2048)) * 0.08
    np.save(f"{work}/x.npy", (centres[y] + random.standard_normal((len(y), 2048))).astype(np.float32))
    np.save(f"{work}/y.npy", y)
    for shots in (5, 20, 50):
        java = [os.path.join(os.environ["JAVA_HOME"], "bin", "java"), "-cp", classes, str(here / "TimeEpisodes.java"), work, str(shots), "8", str(args.threads)]
        rows = {"carryover": java} | {p: [sys.executable, str(here / "peers.py"), work, p, str(shots), "8", str(args.threads)] for p in ("numpy", "torch")}
        seconds, accuracy = {p: [] for p in rows}, {}
        for _ in range(args.rounds):
            for p, command in rows.items():
                last = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout.split("\n")[-2].split()
                seconds[p].append(float(last[0]))
                accuracy[p] = last[1]
        for p in rows:
            ratio = [a / b for a, b in zip(seconds[p], seconds["carryover"])]
            print(f"{shots:2d} shots {p:9s} {statistics.median(seconds[p]):.3f} s ({min(seconds[p]):.3f} to {max(seconds[p]):.3f}), "
                  f"{statistics.median(ratio):.2f} times Carryover's ({min(ratio):.2f} to {max(ratio):.2f}), accuracy {accuracy[p]}", flush=True)
print(f"load {os.getloadavg()[0]:.1f}")
