"""A small residual network's weights for the container scripts, and the digest that Carryover gives them.

The digest is the SHA-256 of the tensors as a safetensors file with sorted names, float32, computed here without
Carryover's code. Weights are numpy arrays under torchvision's names; batch-norm statistics are never those of a fresh network.
"""
import hashlib
import json
import struct

import numpy as np

BLOCKS = {"resnet18": (1, (2, 2, 2, 2)), "resnet34": (1, (3, 4, 6, 3)), "resnet50": (4, (3, 4, 6, 3)),
          "resnet101": (4, (3, 4, 23, 3)), "resnet152": (4, (3, 8, 36, 3))}


def layers(family, width):
    """(conv, bn, out, in, kernel) in torchvision's order; a block's projection last."""
    expansion, counts = BLOCKS[family]
    yield "conv1", "bn1", width, 3, 7
    channels = width
    for stage, count in enumerate(counts):
        planes = width << stage
        for block in range(count):
            name = f"layer{stage + 1}.{block}"
            out = planes * expansion
            if expansion == 1:
                path = [(channels, planes, 3), (planes, planes, 3)]
            else:
                path = [(channels, planes, 1), (planes, planes, 3), (planes, out, 1)]
            for i, (a, b, k) in enumerate(path):
                yield f"{name}.conv{i + 1}", f"{name}.bn{i + 1}", b, a, k
            if block == 0 and (stage > 0 or channels != out):
                yield f"{name}.downsample.0", f"{name}.downsample.1", out, channels, 1
            channels = out


def weights(family="resnet50", width=1, seed=0):
    random = np.random.default_rng(seed)
    state = {}
    for conv, bn, out, inp, k in layers(family, width):
        state[conv + ".weight"] = random.normal(0, (2 / (out * k * k)) ** 0.5, (out, inp, k, k)).astype(np.float32)
        state[bn + ".weight"] = random.uniform(0.5, 1.5, out).astype(np.float32)
        state[bn + ".bias"] = random.normal(0, 1, out).astype(np.float32)
        state[bn + ".running_mean"] = random.normal(0, 1, out).astype(np.float32)
        state[bn + ".running_var"] = random.uniform(0.5, 1.5, out).astype(np.float32)
    return state


def digest(state):
    header, data, at = {}, b"", 0
    for name in sorted(n for n in state if not n.endswith("num_batches_tracked")):
        b = np.ascontiguousarray(np.asarray(state[name]).astype("<f4")).tobytes()
        header[name] = {"dtype": "F32", "shape": list(np.shape(state[name])), "data_offsets": [at, at + len(b)]}
        data += b
        at += len(b)
    h = json.dumps(header, separators=(",", ":")).encode()
    h += b" " * (-len(h) % 8)
    return hashlib.sha256(struct.pack("<Q", len(h)) + h + data).hexdigest()


def record(out, digests):
    """Adds to digests.json of a folder, sorted by name."""
    path = out / "digests.json"
    known = json.loads(path.read_text()) if path.exists() else {}
    known.update(digests)
    path.write_text(json.dumps(dict(sorted(known.items())), indent=1) + "\n")
