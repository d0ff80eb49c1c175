"""python ranking.py OUT.json -- tests of ranks from SciPy; signed ranks with ties by trying all signs."""
import itertools, json, sys
import numpy as np
from scipy import stats

random = np.random.RandomState(7)
friedman = []
for b, k, decimals in ((4, 3, 2), (11, 14, 2), (6, 5, 0), (10, 4, 1)):
    scores = np.round(random.standard_normal((b, k)) * 2 + np.arange(k) * 0.4, decimals)
    chi = stats.friedmanchisquare(*scores.T).statistic
    f = (b - 1) * chi / (b * (k - 1) - chi)
    friedman.append(dict(scores=scores.tolist(), decimals=decimals, chi=chi, f=f, p=stats.f.sf(f, k - 1, (k - 1) * (b - 1)),
                         ranks=np.mean([stats.rankdata(-row) for row in scores], 0).tolist()))
wilcoxon = []
for n, decimals in ((4, 2), (5, 0), (8, 1), (11, 2), (12, 0)):
    d = np.round(random.standard_normal(n) * 2 + 0.8, decimals)
    kept = d[d != 0]
    ranks = stats.rankdata(np.abs(kept))
    total = ranks.sum()
    least = min(ranks[kept > 0].sum(), ranks[kept < 0].sum())
    far = sum(min(t, total - t) <= least + 1e-9 for t in ((ranks * s).sum() for s in map(np.array, itertools.product((0, 1), repeat=len(kept)))))
    p = far / 2 ** len(kept)
    if decimals == 2:
        assert np.isclose(p, stats.wilcoxon(d, mode='exact').pvalue)
    wilcoxon.append(dict(differences=d.tolist(), statistic=least, p=p))
large = np.round(random.standard_normal(60) + 0.3, 1)
asymptotic = stats.wilcoxon(large[large != 0], correction=False, mode='approx')
wilcoxon.append(dict(differences=large.tolist(), statistic=asymptotic.statistic, p=asymptotic.pvalue))
p = np.array([0.01, 0.04, 0.03, 0.005, 0.2])
order = np.argsort(p)
holm = np.empty(5)
holm[order] = np.minimum(1, np.maximum.accumulate(p[order] * (5 - np.arange(5))))
tails = [dict(f=f, a=a, b=b, p=stats.f.sf(f, a, b)) for f in (1e-3, 0.5, 1, 3.3, 40) for a, b in ((1, 1), (2, 6), (13, 130), (3, 999))]
json.dump(dict(friedman=friedman, wilcoxon=wilcoxon, p=p.tolist(), holm=holm.tolist(), tails=tails,
               range=[dict(models=k, q=float(stats.studentized_range.ppf(0.95, k, np.inf))) for k in (2, 3, 10, 14, 50)]),
          open(sys.argv[1], 'w'), separators=(',', ':'), default=float)
