"""python linear.py FEATURES OUT.json -- golden values of the linear probe, from SciPy and scikit-learn.

FEATURES is the folder that benchmarks/probe/features.py makes (MoCo v2 on Fashion-MNIST).

`study`: scipy.optimize.minimize(method='L-BFGS-B') on f = sum CE + ||W||^2 / (2C), warm down the grid. Never scikit-learn: today's
minimises another function (the mean) to other tolerances. What 100 iterations leave is chaotic in the last bits, so every number
comes with its `spread`: the largest deviation over runs on the same images in another order, which differ in rounding alone.
`converged`: scikit-learn's newton-cholesky to tol 1e-12.
"""
import os
os.environ['OPENBLAS_NUM_THREADS'] = '1'
import base64, json, sys, warnings
import numpy as np, scipy, sklearn
from scipy.optimize import minimize
from scipy.special import logsumexp
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_recall_curve
warnings.filterwarnings('ignore')

GRID = 1.0 / np.logspace(-6, 5, 45).astype(np.float32).astype(np.float64)
OPTIONS = dict(maxcor=10, ftol=2.220446e-9, gtol=1e-4, maxiter=100, maxls=20, maxfun=15000)
TRACE = [1, 2, 3, 5, 8, 12, 16, 20, 25, 30, 40, 60, 80, 100]
ORDERS = 21


def loss(v, X, Y, penalty):
    K, D = Y.shape[1], X.shape[1]
    W, b = v[:K * D].reshape(K, D), v[K * D:]
    Z = X @ W.T + b
    log = logsumexp(Z, axis=1, keepdims=True)
    R = np.exp(Z - log) - Y
    return (log[:, 0] - (Z * Y).sum(1)).sum() + 0.5 * penalty * (W * W).sum(), np.concatenate([(R.T @ X + penalty * W).ravel(), R.sum(0)])


def fit(v, X, Y, C, **more):
    return minimize(loss, v, args=(X, Y, 1 / C), jac=True, method='L-BFGS-B', options=OPTIONS | more)


def scores(v, X, K):
    D = X.shape[1]
    return X @ v[:K * D].reshape(K, D).T + v[K * D:]


def accuracy(v, X, y, K):
    return 100.0 * (scores(v, X, K).argmax(1) == y).mean()


def study(d, order):
    K = d['y_train'].max() + 1
    Y = np.eye(K)[d['y_train']]
    X, Y = d['x_train'][order], Y[order]
    v, out = np.zeros(K * X.shape[1] + K), dict(objective=[], iterations=[], value=[])
    for C in GRID:
        r = fit(v, X, Y, C)
        v = r.x
        out['objective'].append(C * r.fun)
        out['iterations'].append(int(r.nit))
        out['value'].append(accuracy(v, d['x_val'], d['y_val'], K))
    best = int(np.argmax(out['value']))                       # the first of equals
    XX, yy = np.concatenate([X, d['x_val']]), np.concatenate([Y.argmax(1), d['y_val']])
    r = fit(v, XX, np.eye(K)[yy], GRID[best])
    out['best_c'], out['test'] = GRID[best], accuracy(r.x, d['x_test'], d['y_test'], K)
    return out


def trace(d, order, C):
    K = d['y_train'].max() + 1
    X, Y = d['x_train'][order], np.eye(K)[d['y_train']][order]
    return [float(fit(np.zeros(K * X.shape[1] + K), X, Y, C, maxiter=k).fun) for k in TRACE]


def newton(C, X, y):
    return LogisticRegression(C=C, solver='newton-cholesky', tol=1e-12, max_iter=10000).fit(X, y)


def converged(d):
    out = dict(objective=[], value=[])
    K = d['y_train'].max() + 1
    for C in GRID:
        m = newton(C, d['x_train'], d['y_train'])
        v = np.concatenate([m.coef_.ravel(), m.intercept_])
        out['objective'].append(C * loss(v, d['x_train'], np.eye(K)[d['y_train']], 1 / C)[0])
        out['value'].append(100 * m.score(d['x_val'], d['y_val']))
    best = len(GRID) - 1 - int(np.argmax(out['value'][::-1]))  # the smallest C of equals
    m = newton(GRID[best], np.concatenate([d['x_train'], d['x_val']]), np.concatenate([d['y_train'], d['y_val']]))
    out['best_c'], out['test'] = GRID[best], 100 * m.score(d['x_test'], d['y_test'])
    return out


def marks(y):
    """Three classes that share images; 2 = difficult."""
    m = np.stack([np.isin(y, [0, 1, 2]), np.isin(y, [3, 7]), y % 2 == 1], 1).astype(np.uint8)
    m[::17, 1] = 2
    m[5::23, 0] = 2
    return m


def ap_study(score, positive):
    precision, recall, _ = precision_recall_curve(positive, score)
    return np.mean([precision[recall >= t].max() if (recall >= t).any() else 0 for t in np.linspace(0, 1, 11)])


def ap_devkit(score, positive):
    order = np.argsort(-score, kind='stable')
    tp = np.cumsum(positive[order])
    precision = tp / np.arange(1, len(tp) + 1)
    return np.mean([precision[10 * tp >= t * tp[-1]].max() for t in range(11)])


def multi_study(d, order):
    X = d['x_train'][order]
    M = {s: marks(d['y_' + s]) for s in ('train', 'val', 'test')}
    v, D, out = np.zeros(2 * X.shape[1] + 2), X.shape[1], dict(objective=[], value=[])
    column = lambda v, X: X @ v[D:2 * D] + v[-1]
    for C in GRID:
        total, aps = 0, []
        for k in range(3):                                    # one estimator for all classes: each starts from the one before
            r = fit(v, X, np.eye(2)[(M['train'][order, k] == 1).astype(int)], C)
            v, total = r.x, total + C * r.fun
            aps.append(ap_study(column(v, d['x_val']), M['val'][:, k] == 1))
        out['objective'].append(total)
        out['value'].append(100 * np.mean(aps))
    best = int(np.argmax(out['value']))
    XX, MM, aps = np.concatenate([X, d['x_val']]), np.concatenate([M['train'][order], M['val']]), []
    for k in range(3):
        v = fit(v, XX, np.eye(2)[(MM[:, k] == 1).astype(int)], GRID[best]).x
        aps.append(ap_study(column(v, d['x_test']), M['test'][:, k] == 1))
    out['best_c'], out['test'] = GRID[best], 100 * np.mean(aps)
    return out


def multi_converged(d):
    M = {s: marks(d['y_' + s]) for s in ('train', 'val', 'test')}
    out = dict(objective=[], value=[])

    def one(C, X, m):
        use = m != 2
        e = newton(C, X[use], m[use] == 1)
        w, b = e.coef_[0], e.intercept_[0]
        sign = np.where(m[use] == 1, 1, -1)
        return e, C * np.logaddexp(0, -sign * (X[use] @ w + b)).sum() + 0.5 * w @ w

    def ap(e, X, m):
        use = m != 2
        return ap_devkit(e.decision_function(X[use]), m[use] == 1)

    for C in GRID:
        fits = [one(C, d['x_train'], M['train'][:, k]) for k in range(3)]
        out['objective'].append(sum(f for _, f in fits))
        out['value'].append(100 * np.mean([ap(e, d['x_val'], M['val'][:, k]) for k, (e, _) in enumerate(fits)]))
    best = len(GRID) - 1 - int(np.argmax(out['value'][::-1]))
    XX, MM = np.concatenate([d['x_train'], d['x_val']]), np.concatenate([M['train'], M['val']])
    out['best_c'] = GRID[best]
    out['test'] = 100 * np.mean([ap(one(GRID[best], XX, MM[:, k])[0], d['x_test'], M['test'][:, k]) for k in range(3)])
    return out


def with_spread(runs):
    """The first run, and how far the others are from it."""
    out = dict(runs[0])
    for key in ('objective', 'iterations', 'value', 'test', 'best_c'):
        if key in out:
            a = np.array([r[key] for r in runs], float)
            deviation = np.abs(a - a[0]) / (np.abs(a[0]) if key == 'objective' else 1)
            out[key + '_spread'] = deviation.max(0).tolist()
    return out


def main():
    full = {f'{a}_{s}': np.load(f'{sys.argv[1]}/{a}_{s}.npy') for a in 'xy' for s in ('train', 'val', 'test')}
    d = {}
    for s, n in (('train', 400), ('val', 200), ('test', 200)):
        pick = np.random.default_rng(2).permutation(len(full['y_' + s]))[:n]
        d['x_' + s], d['y_' + s] = full['x_' + s][pick][:, :40].astype(np.float64), full['y_' + s][pick]
    orders = [np.arange(400)] + [np.random.default_rng(i).permutation(400) for i in range(1, ORDERS)]
    out = dict(made_with=dict(numpy=np.__version__, scipy=scipy.__version__, sklearn=sklearn.__version__), grid=GRID.tolist())
    for s in ('train', 'val', 'test'):
        out[s] = dict(rows=len(d['y_' + s]), labels=d['y_' + s].tolist(),
                      features=base64.b64encode(d['x_' + s].astype('<f4').tobytes()).decode(),
                      marks=marks(d['y_' + s]).ravel().tolist())
    out['trace'] = []
    for C in (1e6, 100.0, 1.0, 1e-2):
        runs = np.array([trace(d, o, C) for o in orders])
        out['trace'].append(dict(c=C, iterations=TRACE, value=runs[0].tolist(),
                                 spread=(np.abs(runs - runs[0]) / np.abs(runs[0])).max(0).tolist()))
    out['study'] = with_spread([study(d, o) for o in orders])
    out['converged'] = converged(d)
    out['multi_study'] = with_spread([multi_study(d, o) for o in orders])
    out['multi_converged'] = multi_converged(d)
    json.dump(out, open(sys.argv[2], 'w'), indent=0)
    for k in ('study', 'converged', 'multi_study', 'multi_converged'):
        print(k, out[k]['best_c'], out[k]['test'], out[k].get('best_c_spread'), out[k].get('test_spread'), max(out[k]['value']))
    for t in out['trace']:
        print(t['c'], ['%.0e' % s for s in t['spread']])


if __name__ == "__main__":
    main()
