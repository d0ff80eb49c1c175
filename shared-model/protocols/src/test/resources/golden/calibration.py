"""python calibration.py OUT.json -- calibration of made-up logits from NumPy and SciPy; shuffles of NumPy's legacy generator.

Bins as in netcal's first release (calibration/metrics/ECE.py of EFS-OpenSource/calibration-framework): numpy.digitize(right=True).
Temperatures by scipy.optimize.minimize_scalar on the negative log-likelihood.
"""
import base64, json, sys
import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax


def measure(z, y, t, bins=15):
    p = softmax(z / t, axis=1)
    confidence, right = p.max(1), p.argmax(1) == y
    index = np.clip(np.digitize(confidence, np.linspace(0, 1, bins + 1), right=True) - 1, 0, bins - 1)
    ece = sum((index == b).mean() * abs(right[index == b].mean() - confidence[index == b].mean()) for b in range(bins) if (index == b).any())
    return dict(ece=100 * ece, nll=-log_softmax(z / t, axis=1)[np.arange(len(y)), y].mean(), brier=((p - np.eye(z.shape[1])[y]) ** 2).sum(1).mean(),
                accuracy=100 * right.mean(), images=np.bincount(index, minlength=bins).tolist())


def fit(z, y):
    nll = lambda b: -log_softmax(z * np.exp(b), axis=1)[np.arange(len(y)), y].sum()
    return float(np.exp(-minimize_scalar(nll, bracket=(-3, 0, 3), options=dict(xtol=1e-14)).x))


random = np.random.RandomState(7)
n, k = 503, 6
y = random.randint(0, k, n)
z = (random.randn(n, k) * 2.5 + 4 * np.eye(k)[y] * (random.rand(n, 1) < 0.8)).astype(np.float32)
z[0] = 0                                   # a tie, and a confidence on no edge
order = np.arange(n)
np.random.seed(0)
np.random.shuffle(order)
size = n // 5
temperatures, eces, nlls, briers = [], [], [], []
z64 = z.astype(np.float64)
for f in range(5):
    fold = order[f * size:(f + 1) * size]
    rest = np.concatenate([order[g * size:(g + 1) * size] for g in range(5) if g != f])
    temperatures.append(fit(z64[fold], y[fold]))
    scaled = measure(z64[rest], y[rest], temperatures[-1])
    eces.append(scaled['ece']), nlls.append(scaled['nll']), briers.append(scaled['brier'])
shuffles = {}
for m in (1, 2, 3, 10, 1000, 70000):
    s = np.arange(m)
    np.random.seed(0)
    np.random.shuffle(s)
    shuffles[str(m)] = dict(first=s[:20].tolist(), sum=int((s * (np.arange(m) % 1009)).sum()))
json.dump(dict(rows=n, features=base64.b64encode(z.tobytes()).decode(), labels=y.tolist(), plain=measure(z64, y, 1.0), temperature=fit(z64, y),
               study=dict(temperatures=temperatures, ece=np.mean(eces), nll=np.mean(nlls), brier=np.mean(briers)), shuffles=shuffles), open(sys.argv[1], 'w'), indent=1)
