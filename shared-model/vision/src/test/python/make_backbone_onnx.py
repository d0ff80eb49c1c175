"""python make_backbone_onnx.py DEMO OUT -- a demo checkpoint as PyTorch's exporter writes it.

OUT/resnet50w8_supervised.onnx: input `pixels` [N,3,64,64], outputs `map` [N,256,2,2] and `features` [N,256], its mean over height and width;
weights of DEMO/checkpoints/resnet50w8_supervised.pth. Needs torch, onnx; written with 2.13, 1.23.
"""
import os, sys
import torch
from torch import nn

demo, out = sys.argv[1:]
sys.path.insert(0, os.path.join(demo, 'scripts'))
from resnet import resnet50

NAME = 'resnet50w8_supervised'


class Backbone(nn.Module):
    def __init__(self):
        super().__init__()
        state = torch.load(os.path.join(demo, 'checkpoints', NAME + '.pth'), weights_only=True)
        self.net = resnet50(width=8, num_classes=state['fc.bias'].numel())
        self.net.load_state_dict(state)

    def forward(self, x):
        n = self.net
        x = n.maxpool(n.relu(n.bn1(n.conv1(x))))
        y = n.layer4(n.layer3(n.layer2(n.layer1(x))))
        return y, y.mean((2, 3))


net = Backbone().eval()
torch.onnx.export(net, torch.zeros(1, 3, 64, 64), os.path.join(out, NAME + '.onnx'), input_names=['pixels'],
                  output_names=['map', 'features'], dynamic_axes={name: {0: 'n'} for name in ('pixels', 'map', 'features')},
                  dynamo=False)
