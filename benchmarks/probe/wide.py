"""python wide.py OUT [--classes 10] [--binary] [--train 10000] -- features as wide as a ResNet-50's: OUT/{x,y}_{train,val,test}.npy, float32 [N, 2048].

Drawn, not extracted: classes and their variation live in 256 directions whose variance falls as 1/i, seen through a random ReLU layer as pooled
features are, with noise of their own; not linearly separable. y is int64 [N], or with --binary uint8 [N, classes], about 1.5 true a row.
"""
import argparse, os
import numpy as np
args = argparse.ArgumentParser()
args.add_argument('out')
args.add_argument('--classes', type=int, default=10)
args.add_argument('--binary', action='store_true')
args.add_argument('--train', type=int, default=10_000)
args.add_argument('--dimension', type=int, default=2048)
args.add_argument('--apart', type=float, default=0.2)
args = args.parse_args()
random = np.random.RandomState(0)
LATENT = 256
scale = 1 / np.sqrt(1 + np.arange(LATENT))
centres = random.standard_normal((args.classes, LATENT)) * scale * args.apart
layer = random.standard_normal((LATENT, args.dimension))
os.makedirs(args.out, exist_ok=True)
for split, n in (('train', args.train), ('val', 2000), ('test', 2000)):
    if args.binary:
        y = (random.uniform(size=(n, args.classes)) < 1.5 / args.classes).astype(np.uint8)
        z = y @ centres
    else:
        y = random.randint(args.classes, size=n).astype(np.int64)
        z = centres[y]
    z = z + random.standard_normal((n, LATENT)) * scale
    x = np.maximum(z @ layer + 0.5 * random.standard_normal((n, args.dimension)) - 1, 0) * 0.3
    np.save(f'{args.out}/x_{split}.npy', x.astype(np.float32))
    np.save(f'{args.out}/y_{split}.npy', y)
