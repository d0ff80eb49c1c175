"""python features.py OUT [--backbone mocov2] [--dataset fashion-mnist] -- features of a demo network, as .npy files.

Writes OUT/{x,y}_{train,val,test}.npy: float32 [N, 256] and int64 [N]. Needs torch and Pillow.
"""
import argparse, gzip, json, os, sys
import numpy as np, torch
DEMO = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'demo')
sys.path.insert(0, os.path.join(DEMO, 'scripts'))
from common import normalise, preprocess
from resnet import resnet50

args = argparse.ArgumentParser()
args.add_argument('out')
args.add_argument('--backbone', default='mocov2')
args.add_argument('--dataset', default='fashion-mnist')
args = args.parse_args()
torch.serialization.add_safe_globals([argparse.Namespace])
goldens = json.load(open(f'{DEMO}/goldens/manifest.json'))['goldens']
name = next(n for n in goldens if args.backbone in n)
file = torch.load(f'{DEMO}/{name}', map_location='cpu', weights_only=True)
weights = file.get('state_dict', file.get('model', file))
prefix = next(p for p in ('module.encoder_q.', 'module.encoder.', 'module.', '') if p + 'conv1.weight' in weights)
net = resnet50(8)
net.load_state_dict({k: weights[prefix + k] for k in net.state_dict()})
net.eval()
norm = goldens[name]['normalisation']
os.makedirs(args.out, exist_ok=True)


def idx(path):
    data = gzip.open(path).read()
    dims = [int.from_bytes(data[4 + 4 * i:8 + 4 * i], 'big') for i in range(data[3])]
    return np.frombuffer(data, np.uint8, offset=4 + 4 * data[3]).reshape(dims)


for split in ('train', 'val', 'test'):
    images = idx(f'{DEMO}/{args.dataset}/{split}-images-idx3-ubyte.gz')
    out = []
    for i in range(0, len(images), 250):
        x = torch.stack([preprocess(image, 64) for image in images[i:i + 250]])
        with torch.no_grad():
            out.append(net.features(normalise(x, (norm['mean'], norm['std']))).numpy())
    np.save(f'{args.out}/x_{split}.npy', np.concatenate(out))
    np.save(f'{args.out}/y_{split}.npy', idx(f'{DEMO}/{args.dataset}/{split}-labels-idx1-ubyte.gz').astype(np.int64))
    print(split, len(images))
