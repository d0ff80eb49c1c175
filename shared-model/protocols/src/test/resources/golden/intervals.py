"""python intervals.py OUT.json -- Wilson, McNemar, ranks and standard deviations from SciPy and numpy."""
import json, sys
from decimal import ROUND_HALF_UP, Decimal
import numpy as np
from scipy.stats import binomtest, rankdata

wilson = []
for k, n in ((0, 10), (1, 10), (5, 10), (10, 10), (1846, 2000), (77, 100), (1, 100000), (99999, 100000)):
    ci = binomtest(k, n).proportion_ci(0.95, method='wilson')
    wilson.append(dict(hits=k, n=n, lo=100 * ci.low, hi=100 * ci.high))
mcnemar = [dict(first=b, second=c, p=float(binomtest(min(b, c), b + c, 0.5).pvalue) if b + c else 1.0)
           for b, c in ((0, 0), (5, 5), (1, 9), (9, 1), (30, 50), (400, 520), (0, 1), (0, 60), (5000, 5400), (3, 4))]
scores = [71.24, 71.2, 71.25, 60.0, 93.1, 60.04, 60.06]
printed = lambda s, d: Decimal(str(s)).quantize(Decimal(1).scaleb(-d), ROUND_HALF_UP)    # as Java's %.1f
ranks = {str(d): rankdata([-float(printed(s, d)) for s in scores]).tolist() for d in (0, 1, 2)}
seeds = [81.25, 80.5, 82.0, 81.0]
json.dump(dict(wilson=wilson, mcnemar=mcnemar, scores=scores, ranks=ranks, seeds=seeds, mean=np.mean(seeds), sd=np.std(seeds, ddof=1)),
          open(sys.argv[1], 'w'), indent=1)
