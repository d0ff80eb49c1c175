"""Golden files of the training: one step and a few steps of PyTorch's own SGD on a narrow ResNet-18, and the moments of
torchvision's RandomResizedCrop.  python make_training_goldens.py  (torch, torchvision, numpy; CPU)

Images are the first of the Fashion-MNIST test set in demo/.
"""
import gzip
import json
import math
import pathlib
import struct
import sys
import types

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE.parent / "resources" / "training"
DEMO = HERE.parents[3].parent / "demo" / "fashion-mnist"
VISION = HERE.parents[3] / "vision" / "src" / "test" / "resources" / "augmentation"
WIDTH, CLASSES, IMAGES = 4, 10, 24


def write_safetensors(path, tensors):
    header, offset, blobs = {}, 0, []
    for name, value in tensors.items():
        a = np.ascontiguousarray(value.detach().numpy() if torch.is_tensor(value) else value)
        kind = {"float32": "F32", "int64": "I64", "uint8": "U8", "float64": "F64"}[str(a.dtype)]
        header[name] = {"dtype": kind, "shape": list(a.shape), "data_offsets": [offset, offset + a.nbytes]}
        offset += a.nbytes
        blobs.append(a.tobytes())
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(blobs))


class Block(nn.Module):
    def __init__(self, i, o, stride):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(i, o, 3, stride, 1, bias=False), nn.BatchNorm2d(o)
        self.conv2, self.bn2 = nn.Conv2d(o, o, 3, 1, 1, bias=False), nn.BatchNorm2d(o)
        self.downsample = None
        if stride != 1 or i != o:
            self.downsample = nn.Sequential(nn.Conv2d(i, o, 1, stride, bias=False), nn.BatchNorm2d(o))

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(y + (x if self.downsample is None else self.downsample(x)))


class Network(nn.Module):
    """ResNet-18 with torchvision's names."""

    def __init__(self):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(3, WIDTH, 7, 2, 3, bias=False), nn.BatchNorm2d(WIDTH)
        i = WIDTH
        for stage in range(4):
            o = WIDTH << stage
            setattr(self, f"layer{stage + 1}", nn.Sequential(Block(i, o, 1 if stage == 0 else 2), Block(o, o, 1)))
            i = o
        self.fc = nn.Linear(i, CLASSES)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x))), 3, 2, 1)
        for stage in range(4):
            x = getattr(self, f"layer{stage + 1}")(x)
        return self.fc(x.mean((2, 3)))


def images():
    raw = gzip.open(DEMO / "test-images-idx3-ubyte.gz").read()
    n, h, w = struct.unpack(">III", raw[4:16])
    a = np.frombuffer(raw, np.uint8, offset=16).reshape(n, h, w)[:IMAGES]
    labels = np.frombuffer(gzip.open(DEMO / "test-labels-idx1-ubyte.gz").read(), np.uint8, offset=8)[:IMAGES]
    x = torch.tensor(a.astype(np.float32) / 255)[:, None].repeat(1, 3, 1, 1)
    mean = torch.tensor([0.485, 0.456, 0.406])[:, None, None]
    std = torch.tensor([0.229, 0.224, 0.225])[:, None, None]
    return (x - mean) / std, torch.tensor(labels.astype(np.int64))


def state(net, prefix):
    return {prefix + k: v for k, v in net.state_dict().items() if "num_batches" not in k}


def fresh():
    torch.manual_seed(1)
    net = Network()
    with torch.no_grad():  # running statistics that are not the start's
        net.train()
        net(images()[0])
    return net


def crop_moments():
    # Only the transforms are used: the compiled operators need not fit this torch.
    sys.modules["torchvision._meta_registrations"] = types.ModuleType("_meta_registrations")
    from PIL import Image
    from torchvision.transforms import RandomResizedCrop
    torch.manual_seed(0)
    lines = ["# width,height,draws,then mean and standard deviation of left,top,width,height; torchvision RandomResizedCrop"]
    for w, h in [(500, 375), (28, 28), (100, 1000)]:
        image = Image.new("RGB", (w, h))
        draws = np.array([RandomResizedCrop.get_params(image, (0.08, 1.0), (3 / 4, 4 / 3)) for _ in range(20000)])
        draws = draws[:, [1, 0, 3, 2]].astype(float)  # top, left, height, width -> left, top, width, height
        numbers = np.stack([draws.mean(0), draws.std(0)], 1).ravel()
        lines.append(f"{w},{h},20000," + ",".join(f"{v:.6f}" for v in numbers))
    VISION.mkdir(parents=True, exist_ok=True)
    (VISION / "random_resized_crop.csv").write_text("\n".join(lines) + "\n")


def main():
    torch.set_num_threads(1)
    OUT.mkdir(parents=True, exist_ok=True)
    x, y = images()
    marks = (torch.arange(IMAGES * CLASSES) % 3 == 0).float().view(IMAGES, CLASSES)
    tensors = {"x": x, "y": y, "marks": marks.to(torch.uint8)}
    net = fresh()
    tensors |= state(net, "start/")

    def train(net, steps, loss, train_mode, sgd):
        net.train(train_mode)
        losses = []
        for _ in range(steps):
            sgd.zero_grad()
            l = loss(net(x))
            l.backward()
            sgd.step()
            losses.append(l.item())
        return np.array(losses)

    def sgd(net, rate, decay):
        return torch.optim.SGD(net.parameters(), rate, momentum=0.9, nesterov=True, weight_decay=decay)

    ce = lambda out: F.cross_entropy(out, y)
    net = fresh()
    tensors["one/loss"] = train(net, 1, ce, True, sgd(net, 0.05, 0.002))
    tensors |= state(net, "one/")
    net = fresh()
    tensors["three/loss"] = train(net, 3, ce, False, sgd(net, 0.01, 0.002))
    tensors |= state(net, "three/")
    net = fresh()
    tensors["binary/loss"] = train(net, 1, lambda out: F.binary_cross_entropy_with_logits(out, marks), True, sgd(net, 0.05, 0))
    tensors |= state(net, "binary/")
    write_safetensors(OUT / "steps.safetensors", tensors)

    # The schedule as PyTorch steps it.
    p = nn.Parameter(torch.zeros(1))
    optimiser = torch.optim.SGD([p], 0.1)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, 50)
    rates = []
    for _ in range(50):
        rates.append(optimiser.param_groups[0]["lr"])
        optimiser.step()
        schedule.step()
    (OUT / "cosine.csv").write_text("# learning rate of each of 50 steps from 0.1\n" + "\n".join(map(repr, rates)) + "\n")
    crop_moments()


if __name__ == "__main__":
    main()
