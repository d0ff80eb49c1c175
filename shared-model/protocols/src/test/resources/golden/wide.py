"""python wide.py OUT.json -- golden values of `study` where there are more features than images, from SciPy; see linear.py.

Raw pixels of the demo's digits (400 features), 120 images to train on.
"""
import base64, gzip, json, os, sys
from linear import ORDERS, TRACE, study, trace, with_spread
import numpy as np, scipy
DIGITS = os.path.join(os.path.dirname(os.path.abspath(__file__)), *[".."] * 6, 'demo', 'digits')


def idx(name):
    data = gzip.open(os.path.join(DIGITS, name)).read()
    dims = [int.from_bytes(data[4 + 4 * i:8 + 4 * i], 'big') for i in range(data[3])]
    return np.frombuffer(data, np.uint8, offset=4 + 4 * data[3]).reshape(dims)


d, out = {}, dict(made_with=dict(numpy=np.__version__, scipy=scipy.__version__))
for split, n in (('train', 120), ('val', 80), ('test', 80)):
    labels = idx(split + '-labels-idx1-ubyte.gz')
    pick = np.random.default_rng(3).permutation(len(labels))[:n]
    pixels = idx(split + '-images-idx3-ubyte.gz')[pick].reshape(n, -1)
    d['x_' + split], d['y_' + split] = (pixels.astype(np.float32) / np.float32(255)).astype(np.float64), labels[pick].astype(int)
    out[split] = dict(rows=n, labels=labels[pick].tolist(), pixels=base64.b64encode(gzip.compress(pixels.tobytes(), mtime=0)).decode())
orders = [np.arange(120)] + [np.random.default_rng(i).permutation(120) for i in range(1, ORDERS)]
out['trace'] = []
for C in (1e6, 100.0, 1.0, 1e-2):
    runs = np.array([trace(d, o, C) for o in orders])
    out['trace'].append(dict(c=C, iterations=TRACE, value=runs[0].tolist(), spread=(np.abs(runs - runs[0]) / np.abs(runs[0])).max(0).tolist()))
out['study'] = with_spread([study(d, o) for o in orders])
json.dump(out, open(sys.argv[1], 'w'), indent=0)
print(out['study']['best_c'], out['study']['test'], out['study']['best_c_spread'], out['study']['test_spread'])
for t in out['trace']:
    print(t['c'], ['%.0e' % s for s in t['spread']])
