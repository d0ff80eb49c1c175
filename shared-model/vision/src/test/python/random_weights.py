"""The digests in ResNetTest: the control `random` computed without Carryover's code.

    python random_weights.py        # Python's own library only
"""
import hashlib
import json
import math
import struct

M = (1 << 64) - 1
LAYERS = (3, 4, 6, 3)
WIDTH = 8


def layers():
    yield "conv1", "bn1", 3, WIDTH, 7
    channels = WIDTH
    for stage, count in enumerate(LAYERS):
        planes = WIDTH << stage
        for b in range(count):
            n = f"layer{stage + 1}.{b}."
            yield n + "conv1", n + "bn1", channels, planes, 1
            yield n + "conv2", n + "bn2", planes, planes, 3
            yield n + "conv3", n + "bn3", planes, planes * 4, 1
            if b == 0:
                yield n + "downsample.0", n + "downsample.1", channels, planes * 4, 1
            channels = planes * 4


def digest(seed):
    state = seed

    def uniform():
        nonlocal state
        state = (state + 0x9E3779B97F4A7C15) & M
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & M
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & M
        return ((z ^ (z >> 31)) >> 11) * 2.0 ** -53

    tensors = {}
    for conv, bn, cin, cout, k in layers():
        n = cout * cin * k * k
        deviation = math.sqrt(2.0 / (cout * k * k))
        values = []
        while len(values) < n:
            radius = deviation * math.sqrt(-2 * math.log(1 - uniform()))
            angle = 2 * math.pi * uniform()
            values += [radius * math.cos(angle), radius * math.sin(angle)]
        tensors[conv + ".weight"] = ([cout, cin, k, k], values[:n])
        for name, v in (("weight", 1.0), ("bias", 0.0), ("running_mean", 0.0), ("running_var", 1.0)):
            tensors[bn + "." + name] = ([cout], [v] * cout)
    header, data, at = {}, [], 0
    for name in sorted(tensors):
        shape, values = tensors[name]
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [at, at + 4 * len(values)]}
        data.append(struct.pack(f"<{len(values)}f", *values))
        at += 4 * len(values)
    h = json.dumps(header, separators=(",", ":")).encode()
    h += b" " * (-len(h) % 8)
    return hashlib.sha256(struct.pack("<Q", len(h)) + h + b"".join(data)).hexdigest()


for s in (0, 1, 2):
    print(s, digest(s))
