"""One training step of PyTorch eager, as most people write it: python peers.py WIDTH SIDE BATCH STEPS THREADS

Seconds of each step, one per line. The batch lies in memory beforehand: nothing is read or decoded, which favours this side."""
import pathlib
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "demo" / "scripts"))
import resnet

width, side, batch, steps, threads = map(int, sys.argv[1:6])
torch.set_num_threads(threads)
torch.manual_seed(0)


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.backbone = resnet.ResNet(width=width)
        self.fc = nn.Linear(width * 32, 10)

    def forward(self, x):
        return self.fc(self.backbone(x))


network = Classifier().train()
optimiser = torch.optim.SGD(network.parameters(), 0.01, momentum=0.9, nesterov=True, weight_decay=1e-4)
schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
x, y = torch.randn(batch, 3, side, side), torch.randint(10, (batch,))
for _ in range(steps):
    start = time.perf_counter()
    optimiser.zero_grad()
    loss = F.cross_entropy(network(x), y)
    loss.backward()
    optimiser.step()
    schedule.step()
    loss.item()
    print(f"{time.perf_counter() - start:.4f}", flush=True)
