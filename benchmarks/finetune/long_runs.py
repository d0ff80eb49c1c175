"""Test accuracy of whole fine-tunings beside PyTorch's: python long_runs.py [--steps 1000] [--seeds 5] [--side 32] [--dataset fashion-mnist]

Both sides start from the demo's supervised checkpoint, with a new classifier for each seed, and train without augmentation: SGD 0.01 with
cosine, Nesterov 0.9, weight decay 1e-4, batch 64, one thread. Orders of images and starts of the classifier differ between the sides, and
float32 trajectories with batch normalisation drift apart anyway; so means over seeds are compared, with the interval of Welch's t."""
import argparse
import gzip
import os
import pathlib
import subprocess
import sys

import numpy as np
import scipy.stats
import torch
import torch.nn.functional as F
from PIL import Image

here = pathlib.Path(__file__).resolve().parent
root = here.parents[1]
sys.path.insert(0, str(root / "demo" / "scripts"))
import resnet  # noqa: E402

parser = argparse.ArgumentParser()
parser.add_argument("--steps", type=int, default=1000)
parser.add_argument("--seeds", type=int, default=5)
parser.add_argument("--side", type=int, default=32)
parser.add_argument("--dataset", default="fashion-mnist")
args = parser.parse_args()
CHECKPOINT = root / "demo" / "checkpoints" / "resnet50w8_supervised.pth"


def load(split):
    folder = root / "demo" / args.dataset
    with gzip.open(folder / f"{split}-images-idx3-ubyte.gz") as f:
        images = np.frombuffer(f.read(), np.uint8, offset=16).reshape(-1, 28, 28)
    with gzip.open(folder / f"{split}-labels-idx1-ubyte.gz") as f:
        labels = np.frombuffer(f.read(), np.uint8, offset=8).astype(np.int64)
    x = np.stack([np.asarray(Image.fromarray(i).convert("RGB").resize((args.side, args.side), Image.BICUBIC)) for i in images])
    mean, sd = torch.tensor((0.485, 0.456, 0.406)), torch.tensor((0.229, 0.224, 0.225))
    x = ((torch.from_numpy(x).float() / 255 - mean) / sd).permute(0, 3, 1, 2).contiguous()
    return x, torch.from_numpy(labels)


class Classifier(torch.nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.backbone = resnet.ResNet(width=8)
        state = torch.load(CHECKPOINT, weights_only=True)
        state = state.get("state_dict", state)
        self.backbone.load_state_dict({k: v for k, v in state.items() if not k.startswith("fc.")})
        self.fc = torch.nn.Linear(256, classes)

    def forward(self, x):
        return self.fc(self.backbone(x))


def train(seed, x, y, test_x, test_y):
    torch.manual_seed(seed)
    network = Classifier(int(y.max()) + 1).train()
    optimiser = torch.optim.SGD(network.parameters(), 0.01, momentum=0.9, nesterov=True, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, args.steps)
    step = 0
    while step < args.steps:
        order = torch.randperm(len(x))
        for rows in order.split(64):
            if step == args.steps:
                break
            optimiser.zero_grad()
            F.cross_entropy(network(x[rows]), y[rows]).backward()
            optimiser.step()
            schedule.step()
            step += 1
    network.eval()
    with torch.no_grad():
        logits = torch.cat([network(part) for part in test_x.split(100)])
    return 100 * (logits.argmax(1) == test_y).double().mean().item()


torch.set_num_threads(1)
lib = root / "deploy" / "standalone" / "target" / "quarkus-app" / "lib"
java = [os.path.join(os.environ["JAVA_HOME"], "bin", "java"), "-Xmx1g", "--enable-native-access=ALL-UNNAMED", "-cp", f"{lib}/main/*:{lib}/boot/*",
        str(here / "LongRuns.java"), str(root / "demo" / args.dataset), str(CHECKPOINT), *map(str, (args.side, args.steps, args.seeds))]
with subprocess.Popen(java, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as ours:
    data = load("train") + load("test")
    peers = [train(seed, *data) for seed in range(args.seeds)]
    out = ours.communicate()[0]
ours = [float(line) for line in out.split()]
for name, values in ("Carryover", ours), ("PyTorch", peers):
    print(f"{name:10s} {np.mean(values):.2f} ± {np.std(values, ddof=1):.2f} (sd of {len(values)} seeds): {' '.join(f'{v:.2f}' for v in values)}")
test = scipy.stats.ttest_ind(ours, peers, equal_var=False)
low, high = test.confidence_interval()
print(f"difference {np.mean(ours) - np.mean(peers):+.2f}, 95 % from {low:+.2f} to {high:+.2f}; {args.steps} steps at {args.side} px on {args.dataset}")
