"""peer.py WORK ROUNDS: times the `study` sweep of `carryover probe linear` against scipy.optimize.minimize on the same
function and the same features, in turns; two threads each; prints both medians, the ratio's median and spread, and both scores."""
import json
import os
import pathlib
import statistics
import struct
import subprocess
import sys
import time

os.environ.setdefault("OMP_NUM_THREADS", "2")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "2")
import numpy as np
from scipy.optimize import minimize

work, rounds = pathlib.Path(sys.argv[1]), int(sys.argv[2])


def features(split):
    raw = (work / f"{split}-bare.safetensors").read_bytes()
    size = struct.unpack("<Q", raw[:8])[0]
    info = json.loads(raw[8 : 8 + size])["features"]
    begin, end = info["data_offsets"]
    return np.frombuffer(raw[8 + size + begin : 8 + size + end], "<f4").reshape(info["shape"])


def write(split, x, y):
    header = {
        "features": {"dtype": "F32", "shape": list(x.shape), "data_offsets": [0, x.nbytes]},
        "labels": {"dtype": "I64", "shape": list(y.shape), "data_offsets": [x.nbytes, x.nbytes + y.nbytes]},
    }
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    (work / f"{split}.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + x.tobytes() + y.tobytes())


data = {}
for split in ("train", "val", "test"):
    data[split] = features(split), np.load(work / f"{split}-labels.npy")
    write(split, *data[split])
classes = int(data["train"][1].max()) + 1


def fit(start, x, y, c):
    x = x.astype(np.float64)
    target = np.eye(classes)[y]

    def f(flat):
        w = flat.reshape(classes, -1)
        z = x @ w[:, :-1].T + w[:, -1]
        z -= z.max(1, keepdims=True)
        e = np.exp(z)
        s = e.sum(1, keepdims=True)
        loss = (np.log(s[:, 0]) - (z * target).sum(1)).sum() + (w[:, :-1] ** 2).sum() / (2 * c)
        g = e / s - target
        grad = np.concatenate([g.T @ x + w[:, :-1] / c, g.sum(0)[:, None]], 1)
        return loss, grad.ravel()

    options = dict(maxcor=10, ftol=2.220446e-9, gtol=1e-4, maxiter=100, maxls=20, maxfun=15000)
    return minimize(f, start, jac=True, method="L-BFGS-B", options=options).x


def accuracy(flat, x, y):
    w = flat.reshape(classes, -1)
    return 100 * np.mean((x @ w[:, :-1].T + w[:, -1]).argmax(1) == y)


def scipy_sweep():
    best, best_c = 0.0, None
    point = np.zeros(classes * (data["train"][0].shape[1] + 1))
    for decay in np.logspace(-6, 5, 45).astype(np.float32):
        c = 1.0 / float(decay)
        point = fit(point, *data["train"], c)
        value = accuracy(point, *data["val"])
        if value > best:
            best, best_c = value, c
    both = np.concatenate([data["train"][0], data["val"][0]]), np.concatenate([data["train"][1], data["val"][1]])
    return best_c, accuracy(fit(point, *both, best_c), *data["test"])


def carryover_sweep():
    command = ["./carryover", "probe", "linear", "--threads", "2", "--json"]
    for split in data:
        command += [f"--{split}", str(work / f"{split}.safetensors")]
    out = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return out["best_c"], out["test"]["value"], out["seconds"]


mine, theirs = [], []
for _ in range(rounds):
    began = time.perf_counter()
    their_c, their_score = scipy_sweep()
    theirs.append(time.perf_counter() - began)
    my_c, my_score, seconds = carryover_sweep()
    mine.append(seconds)
ratios = sorted(b / a for a, b in zip(mine, theirs))
print(f"carryover: median {statistics.median(mine):.2f} s (best {min(mine):.2f}, worst {max(mine):.2f}), C {my_c:.6g}, test {my_score:.2f} %")
print(f"scipy:     median {statistics.median(theirs):.2f} s (best {min(theirs):.2f}, worst {max(theirs):.2f}), C {their_c:.6g}, test {their_score:.2f} %")
print(f"scipy / carryover: median {statistics.median(ratios):.2f}, spread {ratios[0]:.2f} to {ratios[-1]:.2f}, {rounds} rounds")
