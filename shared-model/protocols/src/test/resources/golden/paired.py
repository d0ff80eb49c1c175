"""python paired.py OUT.json -- paired differences of made-up episode accuracies from NumPy and SciPy.

The percentile bootstrap is scipy.stats.bootstrap's with 200,000 resamples: ours, of 2,000, must lie within its Monte-Carlo error.
"""
import json, sys
import numpy as np
from scipy.stats import bootstrap

random = np.random.RandomState(11)
hard = 70 + 9 * random.randn(600)
grid = lambda a: np.clip(np.round(a * 0.75), 0, 75) / 0.75          # 75 queries an episode
a, b = grid(hard + 4 * random.randn(600)), grid(hard - 1.5 + 4 * random.randn(600))
d = a - b
ci = bootstrap((d,), np.mean, n_resamples=200_000, batch=2_000, method='percentile', rng=np.random.default_rng(0)).confidence_interval

# Mean per class of three classes of unequal size: every class keeps its images in a draw.
labels = np.repeat([0, 1, 2], [40, 100, 260])
right = lambda p: 100.0 * (random.rand(len(labels)) < p[labels])
u, v = right(np.array([0.5, 0.7, 0.9])), right(np.array([0.4, 0.7, 0.8]))
parts = [(u - v)[labels == c] for c in range(3)]
rng = np.random.default_rng(0)
draws = np.mean([rng.choice(p, (100_000, len(p))).mean(1) for p in parts], 0)
classes = dict(labels=labels.tolist(), first=u.tolist(), second=v.tolist(), mean=np.mean([p.mean() for p in parts]),
               half=1.96 * np.sqrt(sum(p.var() / len(p) for p in parts)) / 3, lo=np.quantile(draws, 0.025), hi=np.quantile(draws, 0.975))
json.dump(dict(classes=classes, first=a.tolist(), second=b.tolist(), mean=d.mean(), half=1.96 * d.std() / np.sqrt(len(d)), lo=ci.low, hi=ci.high,
               unpaired=1.96 * np.hypot(a.std(), b.std()) / np.sqrt(len(d))), open(sys.argv[1], 'w'))
