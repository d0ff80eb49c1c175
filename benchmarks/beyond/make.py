# Copyright the Carryover authors.
# SPDX-License-Identifier: Apache-2.0
"""python make.py FILE ROWS [--dimension 2048] [--classes 10] [--apart 0.05] [--seed 1]

Features of a Gaussian mixture as a safetensors file, `features` F32 [N,D] and `labels` I64 [N], written a few rows at a time. The means of
the classes are those of seed 0 for every file; features get smaller as 1/sqrt(1 + j/64), as those of networks do. Needs NumPy."""
import argparse
import json
import struct

import numpy as np

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("file")
parser.add_argument("rows", type=int)
parser.add_argument("--dimension", type=int, default=2048)
parser.add_argument("--classes", type=int, default=10)
parser.add_argument("--apart", type=float, default=0.05, help="standard deviation of the classes' means, in those of the features")
parser.add_argument("--seed", type=int, default=1)
options = parser.parse_args()
n, d = options.rows, options.dimension

means = np.random.default_rng(0).standard_normal((options.classes, d), dtype=np.float32) * np.float32(options.apart)
scale = (1 / np.sqrt(1 + np.arange(d) / 64)).astype(np.float32)
random = np.random.default_rng(options.seed)
labels = random.integers(0, options.classes, n)
labels[: options.classes] = np.arange(options.classes)
header = json.dumps({
    "features": {"dtype": "F32", "shape": [n, d], "data_offsets": [0, 4 * n * d]},
    "labels": {"dtype": "I64", "shape": [n], "data_offsets": [4 * n * d, 4 * n * d + 8 * n]},
}).encode()
header += b" " * (-len(header) % 8)
with open(options.file, "wb") as out:
    out.write(struct.pack("<Q", len(header)) + header)
    for first in range(0, n, 4096):
        y = labels[first : first + 4096]
        x = random.standard_normal((len(y), d), dtype=np.float32)
        out.write(((x + means[y]) * scale).tobytes())
    out.write(labels.astype("<i8").tobytes())
