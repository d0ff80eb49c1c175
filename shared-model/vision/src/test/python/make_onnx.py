"""python make_onnx.py OUT -- a small classifier as PyTorch's exporter writes it, and what PyTorch computes.

OUT/small.onnx (batch free, 32x32), OUT/fixed.onnx (batch 2), OUT/external.onnx with OUT/external.bin, OUT/features.json: for four images drawn
like those of make_network_goldens.py, `map` averaged over height and width, and `logits`. Needs torch, onnx; written with 2.13, 1.23.
"""
import json, os, sys
import numpy as np, onnx, torch
from torch import nn

out = sys.argv[1]
torch.manual_seed(0)


class Small(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(3, 6, 5, 2, 2, bias=False), nn.BatchNorm2d(6)
        self.conv2 = nn.Conv2d(6, 10, 3, 2, 1, groups=2)
        self.fc = nn.Linear(10, 4)

    def forward(self, x):
        y = torch.relu(self.conv2(torch.relu(self.bn1(self.conv1(x)))))
        return y, self.fc(y.mean((2, 3)))


def draws(seed, count):
    with np.errstate(over='ignore'):
        z = np.uint64(seed) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9e3779b97f4a7c15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xbf58476d1ce4e5b9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94d049bb133111eb)
        return ((z ^ (z >> np.uint64(31))) >> np.uint64(11)).astype(np.float64) * 2.0 ** -53


net = Small().eval()
net.bn1.running_mean.uniform_(-0.2, 0.2)
net.bn1.running_var.uniform_(0.5, 1.5)
x = torch.from_numpy((4 * draws(7, 4 * 3 * 32 * 32) - 2).astype(np.float32).reshape(4, 3, 32, 32))
for name, batch, axes in (('small', 1, {'pixels': {0: 'n'}, 'map': {0: 'n'}, 'logits': {0: 'n'}}), ('fixed', 2, None)):
    torch.onnx.export(net, x[:batch], os.path.join(out, name + '.onnx'), input_names=['pixels'], output_names=['map', 'logits'],
                      dynamic_axes=axes, dynamo=False, do_constant_folding=False)
onnx.save_model(onnx.load(os.path.join(out, 'small.onnx')), os.path.join(out, 'external.onnx'), save_as_external_data=True,
                location='external.bin', size_threshold=0)
with torch.no_grad():
    maps, logits = net(x)
with open(os.path.join(out, 'features.json'), 'w') as f:
    json.dump({'map': maps.mean((2, 3)).flatten().tolist(), 'logits': logits.flatten().tolist()}, f)
for node in onnx.load(os.path.join(out, 'small.onnx')).graph.node:
    print(node.op_type, list(node.input), list(node.output))
