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
json.dump(dict(first=a.tolist(), second=b.tolist(), mean=d.mean(), half=1.96 * d.std() / np.sqrt(len(d)), lo=ci.low, hi=ci.high,
               unpaired=1.96 * np.hypot(a.std(), b.std()) / np.sqrt(len(d))), open(sys.argv[1], 'w'))
