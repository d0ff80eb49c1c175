"""python correlation.py OUT.json -- correlations, their intervals and permutation tests, false discovery rates and a line from SciPy."""
import itertools, json, sys
import numpy as np
from scipy import stats

random = np.random.RandomState(6)


def r_of(x, y):
    return np.corrcoef(x, y)[0, 1]


def statistic(name):
    return {'pearson': r_of, 'spearman': lambda x, y: r_of(stats.rankdata(x), stats.rankdata(y)),
            'kendall': lambda x, y: stats.kendalltau(x, y).statistic}[name]


def p_of(f, x, y, orders, exact):
    r = abs(f(x, y))
    far = sum(abs(f(np.sort(x)[list(o)], np.sort(y))) >= r - 1e-10 for o in orders)   # an order of sorted values is as random
    return far / len(orders) if exact else (far + 1) / (len(orders) + 1)


class Given:                                     # what scipy.stats.bootstrap goes on from: here, without further draws
    def __init__(self, distribution):
        self.bootstrap_distribution = np.array(distribution)


cases = []
for n, digits in ((4, 2), (6, 2), (7, 0), (10, 1), (14, 2), (14, 0)):
    x = np.round(random.standard_normal(n) * 3, digits)
    y = np.round(0.6 * x + random.standard_normal(n) * 2, digits)
    exact = n <= 8
    orders = list(itertools.permutations(range(n))) if exact else [random.permutation(n).tolist() for _ in range(200)]
    resamples = [random.randint(0, n, n).tolist() for _ in range(300)]
    case = dict(x=x.tolist(), y=y.tolist(), exact=exact, orders=[] if exact else orders, resamples=resamples)
    for name in ('pearson', 'spearman', 'kendall'):
        f = statistic(name)
        case[name] = dict(r=f(x, y), p=p_of(f, x, y, orders, exact))
    ci = stats.pearsonr(x, y).confidence_interval(0.95)
    case['pearson'].update(lo=ci.low, hi=ci.high)
    rho = case['spearman']['r']
    half = stats.norm.ppf(0.975) * np.sqrt((1 + rho**2 / 2) / (n - 3))
    case['spearman'].update(lo=np.tanh(np.arctanh(rho) - half), hi=np.tanh(np.arctanh(rho) + half))
    f = statistic('kendall')
    taus = [f(x[r], y[r]) for r in resamples]
    taus = [t for t in taus if not np.isnan(t)]
    ci = stats.bootstrap((x, y), f, n_resamples=0, paired=True, vectorized=False, method='BCa',
                         bootstrap_result=Given(taus)).confidence_interval
    case['kendall'].update(lo=ci.low, hi=ci.high)
    line = stats.linregress(x, y)
    residual = np.sqrt(np.sum((y - line.intercept - line.slope * x) ** 2) / (n - 2))
    at = float(x.max() + 1)
    half = stats.t.ppf(0.975, n - 2) * residual * np.sqrt(1 / n + (at - x.mean()) ** 2 / np.sum((x - x.mean()) ** 2))
    case['line'] = dict(slope=line.slope, intercept=line.intercept, residual=residual, at=at, half=half)
    case['left'] = [dict(pearson=r_of(np.delete(x, i), np.delete(y, i)), spearman=statistic('spearman')(np.delete(x, i), np.delete(y, i)),
                         kendall=f(np.delete(x, i), np.delete(y, i))) for i in range(n)]
    cases.append(case)
p = [0.001, 0.04, 0.03, 0.9, 0.03, 0.2, 0.0001]
z = [-37.0, -8.0, -3.6, -3.5, -1.96, -0.3, 0.0, 1e-9, 0.7, 2.5, 6.0]
json.dump(dict(cases=cases, p=p, q=stats.false_discovery_control(p).tolist(), z=z, cdf=stats.norm.cdf(z).tolist(),
               probability=[1e-12, 0.025, 0.5, 0.9, 0.999999], quantile=stats.norm.ppf([1e-12, 0.025, 0.5, 0.9, 0.999999]).tolist(),
               logit=[dict(hits=k, n=n, value=float(np.log((k + .5) / (n + 1) / (1 - (k + .5) / (n + 1)))))
                      for k, n in ((0, 10), (10, 10), (7, 10), (37.5, 100))]),
          open(sys.argv[1], 'w'), separators=(',', ':'), default=float)
