"""python peers.py ROW FOLDER WIDTH SIDE BATCH THREADS BATCHES -- one row of compare.py; prints `check` (a projection of the features)
and `result` (images per second)."""
import json, math, os, struct, sys, time
import numpy as np

row, folder = sys.argv[1:3]
width, side, batch, threads, batches = map(int, sys.argv[3:8])
images = np.fromfile(os.path.join(folder, 'images.f32'), dtype=np.float32)[:batch * 3 * side * side].reshape(batch, 3, side, side)


def measure(run):
    f = np.asarray(run(), dtype=np.float64).ravel()
    print(f'check {np.dot(f, np.cos(np.arange(f.size))) / np.linalg.norm(f):.9g}', flush=True)
    run()
    began = time.perf_counter()
    for _ in range(batches):
        run()
    print(f'result {batch * batches / (time.perf_counter() - began):.6f}', flush=True)


if row == 'onnxruntime':
    import onnxruntime as ort
    print('version onnxruntime', ort.__version__)
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    session = ort.InferenceSession(os.path.join(folder, 'model.onnx'), options, providers=['CPUExecutionProvider'])
    measure(lambda: session.run(None, {'images': images})[0])
    sys.exit()

import torch
from torch import nn

torch.set_num_threads(threads)
print('version torch', torch.__version__)


class Bottleneck(nn.Module):
    def __init__(self, cin, planes, stride):
        super().__init__()
        conv = lambda i, o, k, s: nn.Conv2d(i, o, k, s, k // 2, bias=False)
        self.conv1, self.bn1 = conv(cin, planes, 1, 1), nn.BatchNorm2d(planes)
        self.conv2, self.bn2 = conv(planes, planes, 3, stride), nn.BatchNorm2d(planes)
        self.conv3, self.bn3 = conv(planes, 4 * planes, 1, 1), nn.BatchNorm2d(4 * planes)
        self.relu = nn.ReLU(inplace=True)
        self.downsample = None
        if stride != 1 or cin != 4 * planes:
            self.downsample = nn.Sequential(conv(cin, 4 * planes, 1, stride), nn.BatchNorm2d(4 * planes))

    def forward(self, x):
        y = self.relu(self.bn1(self.conv1(x)))
        y = self.relu(self.bn2(self.conv2(y)))
        y = self.bn3(self.conv3(y))
        return self.relu(y + (x if self.downsample is None else self.downsample(x)))


class ResNet50(nn.Module):
    """torchvision's, of any width, without the classifier."""

    def __init__(self):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(3, width, 7, 2, 3, bias=False), nn.BatchNorm2d(width)
        self.relu, self.maxpool, cin = nn.ReLU(inplace=True), nn.MaxPool2d(3, 2, 1), width
        for stage, count in enumerate((3, 4, 6, 3)):
            blocks = []
            for b in range(count):
                blocks.append(Bottleneck(cin, width << stage, 2 if stage and b == 0 else 1))
                cin = 4 * (width << stage)
            setattr(self, f'layer{stage + 1}', nn.Sequential(*blocks))
        self.avgpool = nn.AdaptiveAvgPool2d(1)

    def forward(self, x):
        x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
        return torch.flatten(self.avgpool(self.layer4(self.layer3(self.layer2(self.layer1(x))))), 1)


if row == 'gemm':
    n, best = 2048, 0.0
    a, b = torch.randn(n, n), torch.randn(n, n)
    for _ in range(12):
        began = time.perf_counter()
        a @ b
        best = max(best, 2 * n ** 3 / (time.perf_counter() - began))
    flops = []
    net = ResNet50().eval()
    for m in net.modules():
        if isinstance(m, nn.Conv2d):
            m.register_forward_hook(lambda m, _, y: flops.append(2 * y[0].numel() * m.weight[0].numel()))
    with torch.inference_mode():
        net(torch.zeros(1, 3, side, side))
    print(f'gemm {best:.6g} {sum(flops)}')
    sys.exit()

with open(os.path.join(folder, 'weights.safetensors'), 'rb') as f:
    header = json.loads(f.read(struct.unpack('<Q', f.read(8))[0]))
    data = f.read()
state = {k: torch.from_numpy(np.frombuffer(data, np.float32, math.prod(v['shape']), v['data_offsets'][0]).reshape(v['shape']).copy())
         for k, v in header.items()}
net = ResNet50()
missing = net.load_state_dict(state, strict=False)
assert not missing.unexpected_keys and all(k.endswith('num_batches_tracked') for k in missing.missing_keys), missing
net.eval()
x = torch.from_numpy(images)
with torch.inference_mode():
    if row == 'channels-last':
        net, x = net.to(memory_format=torch.channels_last), x.to(memory_format=torch.channels_last)
    elif row == 'torchscript':
        net = torch.jit.optimize_for_inference(torch.jit.freeze(torch.jit.trace(net, x)))
    elif row == 'compile':
        net = torch.compile(net)
    elif row != 'eager':
        raise SystemExit('no row ' + row)
    measure(lambda: net(x).numpy())
