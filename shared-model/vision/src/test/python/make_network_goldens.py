"""python make_network_goldens.py OUT -- features and maps of small networks as PyTorch computes them.

Writes OUT/networks.json (name -> shape) and OUT/networks.f32 (the values, little endian, in the order of the names). Weights and images come
from a counter (see `draws`) that the tests follow in Java, so none is stored. The networks are torchvision's and, where that has no such
option, the same layers with the study's dilation rule or TensorFlow's SAME padding laid around them; see `Same` and `dilate`.
Needs torch and torchvision; written with 2.13 and 0.28, float32 weights, computed in float64.
"""
import json, os, sys
import numpy as np, torch
import torch.nn.functional as F

# a torchvision built for another PyTorch can't register its compiled operators; the models need only its Python
register, torch.library.register_fake = torch.library.register_fake, lambda *a, **k: (lambda f: f)
import torchvision
torch.library.register_fake = register

FAMILIES = {'resnet18': 4, 'resnet34': 4, 'resnet50': 4, 'resnet101': 2, 'resnet152': 2}  # and the width of each


def draws(seed, count):
    """SplitMix64 of seed + i*golden for i = 1..count, as float64 uniform in [0, 1)."""
    with np.errstate(over='ignore'):
        z = np.uint64(seed) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9e3779b97f4a7c15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xbf58476d1ce4e5b9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94d049bb133111eb)
        return ((z ^ (z >> np.uint64(31))) >> np.uint64(11)).astype(np.float64) * 2.0 ** -53


def fill(tensors):
    """Values of each tensor in order of name; every tensor has a seed of its own."""
    for number, name in enumerate(sorted(tensors)):
        t = tensors[name]
        u = draws((number + 1) << 32, t.numel())
        if t.dim() > 1:  # convolutions, and whatever else has rows
            v = (2 * u - 1) * np.sqrt(6.0 / np.prod(t.shape[1:]))  # variance 2 / fan-in
        elif name.endswith('running_mean'):
            v = 0.4 * u - 0.2
        elif name.endswith('running_var'):
            v = 0.5 + u
        elif name.endswith('bias'):
            v = u - 0.5
        else:
            v = 0.3 + 0.4 * u
        t.copy_(torch.from_numpy(v.astype(np.float32).reshape(tuple(t.shape))))


def images(count, height, width):
    u = draws(7, count * 3 * height * width)
    return torch.from_numpy((4 * u - 2).astype(np.float32).reshape(count, 3, height, width))


class Same(torch.nn.Module):
    """TensorFlow's padding: ceil(size / stride) positions; of an odd number of lines the end gets one more."""

    def __init__(self, layer, value):
        super().__init__()
        self.layer, self.value = layer, value
        one = lambda v: v[0] if isinstance(v, tuple) else v
        self.extent = (one(layer.kernel_size) - 1) * one(layer.dilation) + 1
        self.stride = one(layer.stride)
        layer.padding = (0, 0) if isinstance(layer, torch.nn.Conv2d) else 0

    def forward(self, x):
        pads = []
        for size in (x.shape[3], x.shape[2]):
            total = max(0, (-(-size // self.stride) - 1) * self.stride + self.extent - size)
            pads += [total // 2, total - total // 2]
        return self.layer(F.pad(x, pads, value=self.value))


def same(module):
    for name, child in module.named_children():
        if isinstance(child, torch.nn.Conv2d):
            setattr(module, name, Same(child, 0.0))
        elif isinstance(child, torch.nn.MaxPool2d):
            setattr(module, name, Same(child, float('-inf')))
        else:
            same(child)


def dilate(stage, dilation):
    """The rule of the study's dense encoders: a convolution that had stride 2 gets half of the dilation, other 3x3 all of it."""
    for layer in stage.modules():
        if isinstance(layer, torch.nn.Conv2d):
            strided, spatial = layer.stride == (2, 2), layer.kernel_size == (3, 3)
            layer.stride = (1, 1)
            if spatial:
                d = dilation // 2 if strided else dilation
                layer.dilation = layer.padding = (d, d)


def network(family, width, padding, dilated):
    net = getattr(torchvision.models, family)()
    block = torchvision.models.resnet.BasicBlock if family in ('resnet18', 'resnet34') else torchvision.models.resnet.Bottleneck
    if width != 64:
        torchvision_resnet = torchvision.models.resnet.ResNet
        counts = [len(getattr(net, f'layer{i}')) for i in range(1, 5)]
        own = dilated and block is torchvision.models.resnet.Bottleneck  # torchvision dilates bottlenecks itself, by the same rule
        net = torchvision_resnet.__new__(torchvision_resnet)
        torch.nn.Module.__init__(net)
        net._norm_layer, net.inplanes, net.dilation, net.groups, net.base_width = torch.nn.BatchNorm2d, width, 1, 1, 64
        net.conv1, net.bn1 = torch.nn.Conv2d(3, width, 7, 2, 3, bias=False), torch.nn.BatchNorm2d(width)
        net.relu, net.maxpool = torch.nn.ReLU(), torch.nn.MaxPool2d(3, 2, 1)
        for i, count in enumerate(counts):
            setattr(net, f'layer{i + 1}', net._make_layer(block, width << i, count, stride=1 if i == 0 else 2,
                                                                   dilate=own and i > 1))
        net.avgpool = torch.nn.AdaptiveAvgPool2d(1)
    net.fc = torch.nn.Identity()
    state = {n: t for n, t in net.state_dict().items() if not n.endswith('num_batches_tracked')}
    fill(state)
    net.load_state_dict(state, strict=False)
    if dilated and not own:
        dilate(net.layer3, 2)
        dilate(net.layer4, 4)
    if padding == 'same':
        same(net)
    return net.eval().double()


def main(out):
    values = {}
    with torch.no_grad():
        for family, width in FAMILIES.items():
            for padding in ('plain', 'same'):
                for dilated in (False, True):
                    name = f'{family}-{padding}' + ('-dilated' if dilated else '')
                    net = network(family, width, padding, dilated)
                    values[name] = net(images(2, 64, 64).double())
                    values[name + '-odd'] = net(images(1, 53, 70).double())
                    if family == 'resnet50':
                        x = net.maxpool(net.relu(net.bn1(net.conv1(images(1, 40, 56).double()))))
                        for i in range(1, 5):
                            x = getattr(net, f'layer{i}')(x)
                            values[f'{name}-layer{i}'] = x
        values['resnet50-full'] = network('resnet50', 64, 'plain', False)(images(1, 224, 224).double())
        net = torchvision.models.VisionTransformer(image_size=32, patch_size=8, num_layers=3, num_heads=4, hidden_dim=24, mlp_dim=40)
        net.heads = torch.nn.Identity()
        fill(net.state_dict())
        values['transformer'] = net.eval().double()(images(2, 32, 32).double())
    with open(os.path.join(out, 'networks.f32'), 'wb') as f:
        for v in values.values():
            f.write(v.to(torch.float32).numpy().tobytes())
    with open(os.path.join(out, 'networks.json'), 'w') as f:
        f.write('{\n' + ',\n'.join(f'"{k}": {list(v.shape)}' for k, v in values.items()) + '\n}\n')
    for k, v in values.items():
        print(k, tuple(v.shape), f'{v.abs().max():.3g}', f'{v.std():.3g}')


main(sys.argv[1])
