"""Files of other libraries' layouts for LayoutsTest, written by those libraries: transformers and timm (safetensors), and
the names of Separius' converted SimCLR v2 (torch.save). A ResNet of width 1 to 4.

    python -m venv v && v/bin/pip install torch numpy safetensors transformers timm
    v/bin/python make_layouts.py ../resources/layouts

Made with torch 2.13.0, transformers 5.18.0, timm 1.0.29, safetensors 0.8.0.
"""
import pathlib
import sys

import numpy as np
import timm
import torch
import transformers
from safetensors.numpy import save_file

from weights import digest, record, weights

OUT = pathlib.Path(sys.argv[1])
OUT.mkdir(parents=True, exist_ok=True)
DIGESTS = {}


def renamed(name):
    """torchvision's name of a tensor of transformers' ResNet."""
    if name.startswith("classifier"):
        return None
    name = name.removeprefix("resnet.")
    for kind, short in (("convolution", "conv"), ("normalization", "bn")):
        if name.startswith(f"embedder.embedder.{kind}."):
            return f"{short}1." + name.split(".")[-1]
    parts = name.split(".")
    stage, layer = int(parts[2]) + 1, parts[4]
    head = f"layer{stage}.{layer}."
    if parts[5] == "shortcut":
        return head + f"downsample.{0 if parts[6] == 'convolution' else 1}.{parts[7]}"
    return head + ("conv" if parts[7] == "convolution" else "bn") + f"{int(parts[6]) + 1}.{parts[8]}"


def hugging_face(file, family, depths, kind, hidden, shard=None):
    config = transformers.ResNetConfig(embedding_size=hidden[0] // (4 if kind == "bottleneck" else 1), hidden_sizes=hidden,
                                       depths=depths, layer_type=kind, num_labels=3)
    torch.manual_seed(1)
    net = transformers.ResNetForImageClassification(config)
    width = config.embedding_size
    values = weights(family, width, seed=2)
    state = net.state_dict()
    for name in state:
        if renamed(name) and not name.endswith("num_batches_tracked"):
            assert tuple(state[name].shape) == values[renamed(name)].shape, name
            state[name].copy_(torch.from_numpy(values[renamed(name)]))
    if shard:
        net.save_pretrained(OUT / file, max_shard_size=shard)
        for extra in (OUT / file).glob("config.json"):
            extra.unlink()
    else:
        net.save_pretrained(OUT / "tmp")
        (OUT / "tmp" / "model.safetensors").rename(OUT / file)
        (OUT / "tmp" / "config.json").unlink()
        (OUT / "tmp").rmdir()
    DIGESTS[file] = digest(values)


hugging_face("transformers-resnet50.safetensors", "resnet50", [3, 4, 6, 3], "bottleneck", [4, 8, 16, 32])
hugging_face("transformers-resnet18.safetensors", "resnet18", [2, 2, 2, 2], "basic", [2, 4, 8, 16])
hugging_face("sharded", "resnet50", [3, 4, 6, 3], "bottleneck", [4, 8, 16, 32], shard="15KB")

# timm: plain networks have torchvision's names, ResNet-D ones a deep stem
for name, family in (("resnet34", "resnet34"), ("resnet50d", None), ("resnet101", "resnet101"), ("resnet152", "resnet152")):
    net = timm.create_model(name, num_classes=3)
    if family is None:
        state = {k: v[(slice(0, 1),) * min(v.ndim, 2)].numpy().copy() for k, v in net.state_dict().items() if v.ndim}
        state = {k: (v if k != "conv1.0.weight" else np.repeat(v, 3, 1)) for k, v in state.items()}
        save_file(state, OUT / "timm-resnet50d.safetensors")
        continue
    values = weights(family, 1, seed=3)
    names = [k for k in net.state_dict() if not k.endswith("num_batches_tracked")]
    assert [k for k in names if not k.startswith("fc.")] and set(values) == {k for k in names if not k.startswith("fc.")}
    state = {k: values[k] if k in values else np.zeros((3, 8) if k == "fc.weight" else (3,), np.float32) for k in names}
    save_file(state, OUT / f"timm-{name}.safetensors")
    DIGESTS[f"timm-{name}.safetensors"] = digest(values)


def separius(values):
    """Names of SimCLRv2-Pytorch: a stem of nested lists, blocks with lists of layers, projections apart."""
    state = {}
    for name, value in values.items():
        parts = name.split(".")
        if parts[0] in ("conv1", "bn1"):
            state["net.0.0.weight" if parts[0] == "conv1" else f"net.0.1.0.{parts[1]}"] = value
            continue
        block = f"net.{parts[0][5:]}.blocks.{parts[1]}."
        if parts[2] == "downsample":
            state[block + ("projection.shortcut.weight" if parts[3] == "0" else f"projection.bn.0.{parts[4]}")] = value
        elif parts[2].startswith("conv"):
            state[block + f"net.{2 * int(parts[2][4:]) - 2}.weight"] = value
        else:
            state[block + f"net.{2 * int(parts[2][2:]) - 1}.0.{parts[3]}"] = value
    return {k: torch.from_numpy(v) for k, v in state.items()}


values = weights("resnet50", 1, seed=4)
torch.save({"resnet": separius(values), "head": {"layers.0.weight": torch.zeros(2, 2)}}, OUT / "simclr-v2-converted.pth")
DIGESTS["simclr-v2-converted.pth"] = digest(values)
record(OUT, DIGESTS)
