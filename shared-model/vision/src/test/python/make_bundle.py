"""TensorFlow bundles that TensorFlow's own Saver would not write, for BundleTest: several blocks, keys that share prefixes,
blocks compressed with Snappy, several shards. Written from the format's description (leveldb doc/table_format.md and
doc/log_format.md, snappy format_description.txt, tensorflow core/protobuf/tensor_bundle.proto), with no code of Carryover's.

    python make_bundle.py ../resources/bundle        # needs numpy
"""
import pathlib
import struct
import sys

import numpy as np

from weights import digest, layers, record, weights

OUT = pathlib.Path(sys.argv[1])
OUT.mkdir(parents=True, exist_ok=True)
TABLE = []
for n in range(256):
    c = n
    for _ in range(8):
        c = (c >> 1) ^ (0x82F63B78 if c & 1 else 0)
    TABLE.append(c)


def masked(data):
    c = 0xFFFFFFFF
    for b in data:
        c = TABLE[(c ^ b) & 0xFF] ^ (c >> 8)
    c ^= 0xFFFFFFFF
    return (((c >> 15) | (c << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def varint(n):
    out = b""
    while n >= 0x80:
        out += bytes([n & 0x7F | 0x80])
        n >>= 7
    return out + bytes([n])


def snappy(data):
    """Literals and copies of what was seen at a distance of at most 60 kB."""
    out, seen, at, start = varint(len(data)), {}, 0, 0

    def literal(piece):
        if not piece:
            return b""
        n = len(piece) - 1
        return (bytes([n << 2]) if n < 60 else bytes([61 << 2]) + struct.pack("<H", n)) + piece

    while at + 4 <= len(data):
        here = data[at:at + 4]
        before = seen.get(here)
        seen[here] = at
        if before is None or at - before > 60000:
            at += 1
            continue
        n = 4
        while n < 64 and at + n < len(data) and data[before + n] == data[at + n]:
            n += 1
        out += literal(data[start:at]) if at - start < 60000 else b""
        distance = at - before
        if n <= 11 and distance < 2048:
            out += bytes([(distance >> 8) << 5 | (n - 4) << 2 | 1, distance & 0xFF])
        elif n % 2:
            out += bytes([(n - 1) << 2 | 3]) + struct.pack("<I", distance)
        else:
            out += bytes([(n - 1) << 2 | 2]) + struct.pack("<H", distance)
        at += n
        start = at
    return out + literal(data[start:])


def block(entries, interval):
    out, restarts, last = b"", [], b""
    for i, (key, value) in enumerate(entries):
        shared = 0
        if i % interval == 0:
            restarts.append(len(out))
        else:
            while shared < min(len(last), len(key)) and last[shared] == key[shared]:
                shared += 1
        out += varint(shared) + varint(len(key) - shared) + varint(len(value)) + key[shared:] + value
        last = key
    restarts = restarts or [0]
    return out + b"".join(struct.pack("<I", r) for r in restarts) + struct.pack("<I", len(restarts))


def table(entries, per_block, interval, compress):
    out, index = b"", []

    def write(contents):
        nonlocal out
        kind = b"\x01" if compress else b"\x00"
        contents = snappy(contents) if compress else contents
        handle = varint(len(out)) + varint(len(contents))
        out += contents + kind + struct.pack("<I", masked(contents + kind))
        return handle

    for i in range(0, len(entries), per_block):
        part = entries[i:i + per_block]
        index.append((part[-1][0], write(block(part, interval))))
    meta = write(block([], 1))
    handles = meta + write(block(index, 1))
    return out + handles + b"\0" * (40 - len(handles)) + struct.pack("<Q", 0xDB4775248B80FB57)


def entry(dtype, shape, shard, offset, data):
    dims = b"".join(b"\x12" + varint(len(d)) + d for d in (b"\x08" + varint(n) for n in shape))
    out = b"\x08" + varint(dtype) + b"\x12" + varint(len(dims)) + dims
    out += b"\x18" + varint(shard) + b"\x20" + varint(offset) + b"\x28" + varint(len(data))
    return out + b"\x35" + struct.pack("<I", masked(data))


def order_of_making():
    found, name, path = [], None, []
    for conv, bn, *_ in layers("resnet50", 1):
        here = conv.rsplit(".downsample", 1)[0].rsplit(".conv", 1)[0]
        if here != name:
            found, name, path = found + path, here, []
        path.insert(0 if "downsample" in conv else len(path), (conv, bn))
    return found + path


FIELDS = {"weight": "gamma", "bias": "beta", "running_mean": "moving_mean", "running_var": "moving_variance"}


def bundle(name, values, shards, per_block, interval, compress):
    made = {"global_step": np.array(3, "<i8")}
    for i, (conv, bn) in enumerate(order_of_making()):
        suffix = f"_{i}" if i else ""
        made[f"base_model/conv2d{suffix}/kernel"] = values[conv + ".weight"].transpose(2, 3, 1, 0)
        for theirs, ours in FIELDS.items():
            made[f"base_model/batch_normalization{suffix}/{ours}"] = values[f"{bn}.{theirs}"]
    data, entries = [b""] * shards, []
    for i, key in enumerate(sorted(made)):
        raw = np.ascontiguousarray(made[key]).tobytes()
        shard = i % shards
        entries.append((key.encode(), entry(9 if key == "global_step" else 1, made[key].shape, shard, len(data[shard]), raw)))
        data[shard] += raw
    header = b"\x08" + varint(shards) + b"\x1a\x02\x08\x01"
    folder = OUT / name
    folder.mkdir(exist_ok=True)
    (folder / "model.ckpt-3.index").write_bytes(table([(b"", header)] + entries, per_block, interval, compress))
    for i, d in enumerate(data):
        (folder / f"model.ckpt-3.data-{i:05d}-of-{shards:05d}").write_bytes(d)


VALUES = weights("resnet50", 1, seed=9)
bundle("blocks", VALUES, 1, 7, 3, False)
bundle("snappy", VALUES, 3, 40, 16, True)
record(OUT, {"blocks": digest(VALUES), "snappy": digest(VALUES)})
