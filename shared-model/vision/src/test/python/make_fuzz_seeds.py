"""Small sound inputs that fuzzing starts from: <Test>Inputs/read/<name> beside each *FuzzTest.

    python make_fuzz_seeds.py ../resources

Inputs named crash-* or found-* in the same folders were found by fuzzing and are kept. Made with torch 2.13.0, NumPy 2.4.6; the
files of other scripts of this folder are taken as they are.
"""
import collections
import gzip
import io
import json
import pathlib
import pickle
import struct
import sys
import tarfile

import numpy as np
import torch

OUT = pathlib.Path(sys.argv[1])


def put(package, test, name, data):
    path = OUT / "io/carryover/vision" / package / f"{test}FuzzTestInputs" / "read" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def torch_saved(value, zipped):
    out = io.BytesIO()
    torch.save(value, out, _use_new_zipfile_serialization=zipped)
    return out.getvalue()


shared = torch.arange(6, dtype=torch.float32)
state = {"epoch": 3, "state_dict": collections.OrderedDict(
    a=shared[:4].view(2, 2), b=shared[1:3], c=torch.ones(2, dtype=torch.float16), d=torch.nn.Parameter(torch.ones(2, 1)).t())}
for zipped, test in ((True, "TorchZip"), (False, "TorchLegacy")):
    put("checkpoint", test, "small", torch_saved(state, zipped))
put("checkpoint", "TorchZip", "bfloat16", torch_saved({"a": torch.ones(2, dtype=torch.bfloat16)}, True))


def safetensors(header, data):
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


put("checkpoint", "Safetensors", "small", safetensors({
    "__metadata__": {"format": "pt"},
    "a": {"dtype": "F32", "shape": [1, 2], "data_offsets": [0, 8]},
    "b": {"dtype": "BF16", "shape": [2], "data_offsets": [8, 12]}}, bytes(12)))
put("checkpoint", "ShardedSafetensors", "small", json.dumps(
    {"metadata": {"total_size": 8}, "weight_map": {"a": "model-00001-of-00001.safetensors"}}).encode())

arrays = {"experiment_state": {"online_params": {"net/~/conv": {"w": np.ones((2, 2), np.float32, order="F")}},
                               "online_state": {"net/~/norm": {"average": np.arange(400, dtype=np.float32)}}}}
for protocol in (2, 4, 5):
    put("checkpoint", "PickledArrays", f"protocol-{protocol}", pickle.dumps(arrays, protocol))


def crc32c(data):
    crc = 0xffffffff
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82f63b78 if crc & 1 else 0)
    return crc ^ 0xffffffff


def masked(data):
    crc = crc32c(data)
    return ((crc >> 15 | crc << 17) + 0xa282ead8) & 0xffffffff


def entry(shared, key, value):
    return bytes([shared, len(key), len(value)]) + key + value


tensor = bytes([8, 1, 18, 4, 18, 2, 8, 2, 40, 8, 53]) + struct.pack("<I", masked(bytes(8)))  # float [2], 8 bytes of shard 0
block = entry(0, b"", bytes([8, 1])) + entry(0, b"net/a", tensor) + entry(4, b"b", tensor) + struct.pack("<II", 0, 1)
put("checkpoint", "Tensorflow", "plain", b"\0" + block)
literal = bytes([len(block)]) + bytes([(len(block) - 1) << 2 if len(block) <= 60 else 240]) + (
    b"" if len(block) <= 60 else bytes([len(block) - 1])) + block
put("checkpoint", "Tensorflow", "snappy", b"\1" + literal)

put("engine", "OnnxFile", "small", (OUT / "onnx/small.onnx").read_bytes())
put("engine", "OnnxFile", "external", (OUT / "onnx/external.onnx").read_bytes())

idx = struct.pack(">IIII", 0x803, 2, 3, 3) + bytes(range(18))
put("dataset", "Idx", "plain", idx)
put("dataset", "Idx", "gzip", gzip.compress(idx, mtime=0))
put("dataset", "Idx", "labels", struct.pack(">II", 0x801, 2) + bytes([1, 0]))

for version in ("10-python2", "10-python3"):
    put("dataset", "Cifar", version + "-batch", (OUT / "cifar" / version / "data_batch_2").read_bytes())
    put("dataset", "Cifar", version + "-names", (OUT / "cifar" / version / "batches.meta").read_bytes())
for name in ("cars_train_annos", "cars_test_annos_withlabels", "cars_meta", "setid", "meta", "values"):
    put("matlab", "Mat", name, (OUT / "official" / (name + ".mat")).read_bytes())
pixels = {b"labels": [1], b"data": np.zeros((1, 3072), np.uint8)}
put("dataset", "Cifar", "protocol-5", pickle.dumps(pixels, 5))

tar = io.BytesIO()
with tarfile.open(fileobj=tar, mode="w", format=tarfile.USTAR_FORMAT) as out:
    for name, data in (("000000.png", b"\x89PNG"), ("000000.cls", b"1"), ("000001.jpg", b"\xff\xd8"), ("000001.json", b'{"label": 0}')):
        info = tarfile.TarInfo(name)
        info.size = len(data)
        out.addfile(info, io.BytesIO(data))
put("dataset", "Tar", "small", tar.getvalue()[:9 * 512])
put("dataset", "Csv", "small", b'path,label,split\na.png,cat,train\n"b, c.png",dog,test\n')

for name in ("4.bmp", "cmyk.jpg", "frames.gif", "grey16.tif", "interlaced.png", "lossy.webp", "lossless.webp", "palette.tif", "palette2.png",
             "progressive.jpg", "q75-s2.jpg", "predictor.tif"):
    put("image", "Image", name, (OUT / "images" / name).read_bytes())
