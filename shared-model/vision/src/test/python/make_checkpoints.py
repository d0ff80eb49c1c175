"""Small checkpoints for VariantsTest: a ResNet-50 of width 1 in the ways torch has of storing things.

    python -m venv v && v/bin/pip install torch numpy
    v/bin/python make_checkpoints.py ../resources/checkpoints

digests.json holds the SHA-256 of each network's tensors as a safetensors file with sorted names, float32, computed
here without Carryover's code. Made with torch 2.13.0.
"""
import argparse
import collections
import datetime
import hashlib
import json
import pathlib
import struct
import sys
import types

import numpy as np
import torch

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[5] / "demo" / "scripts"))
import resnet  # noqa: E402

OUT = pathlib.Path(sys.argv[1])
OUT.mkdir(parents=True, exist_ok=True)
DIGESTS = {}


def digest(state):
    names = sorted(n for n in state if not n.endswith("num_batches_tracked"))
    header, data, at = {}, b"", 0
    for n in names:
        b = state[n].to(torch.float32).contiguous().numpy().astype("<f4").tobytes()
        header[n] = {"dtype": "F32", "shape": list(state[n].shape), "data_offsets": [at, at + len(b)]}
        data += b
        at += len(b)
    h = json.dumps(header, separators=(",", ":")).encode()
    h += b" " * (-len(h) % 8)
    return hashlib.sha256(struct.pack("<Q", len(h)) + h + data).hexdigest()


def save(name, obj, state, **kw):
    torch.save(obj, OUT / name, **kw)
    DIGESTS[name] = digest(state)


torch.manual_seed(0)
net = resnet.resnet50(1).eval()
for m in net.modules():
    if isinstance(m, torch.nn.BatchNorm2d):
        torch.nn.init.uniform_(m.weight, 0.5, 1.5)
        torch.nn.init.normal_(m.bias)
        torch.nn.init.normal_(m.running_mean)
        torch.nn.init.uniform_(m.running_var, 0.5, 1.5)
plain = {k: v.detach().clone() for k, v in net.state_dict().items()}

bf16 = {k: v.to(torch.bfloat16) if v.is_floating_point() else v for k, v in plain.items()}
save("bfloat16.pth", bf16, bf16)
f64 = {k: v.to(torch.float64) if v.is_floating_point() else v for k, v in plain.items()}
save("float64-legacy.pth", f64, f64, _use_new_zipfile_serialization=False)

# all tensors are views of one storage, at offsets, as flattened parameters are
flat = torch.cat([v.float().reshape(-1) for v in plain.values()])
views, at = {}, 0
for k, v in plain.items():
    views[k] = flat[at:at + v.numel()].view(v.shape)
    at += v.numel()
save("shared.pth", views, views)
save("shared-legacy.pth", {"state_dict": views}, views, _use_new_zipfile_serialization=False)

# transposed strides, pickle protocol 4, parameters, and the company of real training checkpoints
odd = {k: (torch.nn.Parameter(v.transpose(0, 1).contiguous().transpose(0, 1)) if v.dim() == 4 else v)
       for k, v in plain.items()}
opt = torch.optim.SGD(net.parameters(), 0.1, momentum=0.9)
company = {
    "epoch": 3, "state_dict": collections.OrderedDict(("module." + k, v) for k, v in odd.items()),
    "optimizer": opt.state_dict(), "best": np.float64(0.5), "array": np.zeros(3),
    "args": argparse.Namespace(lr=0.1, path=pathlib.PurePosixPath("/data"), when=datetime.date(2020, 1, 1)),
    "config": types.SimpleNamespace(a=1), "set": {1, 2}, "frozen": frozenset({3}), "bytes": b"\x00\x01",
    "dtype": torch.float16, "device": torch.device("cpu"), "size": torch.Size([1, 2]), "big": 1 << 200,
    "nested": [[[[(1, 2.5, None, True)]]]], "default": collections.defaultdict(list, {"x": [1]}),
    "generator": torch.get_rng_state(),
}
save("company.pth", company, plain, pickle_protocol=4)
save("company-legacy.pth.tar", company, plain, _use_new_zipfile_serialization=False)
(OUT / "digests.json").write_text(json.dumps(DIGESTS, indent=1) + "\n")
