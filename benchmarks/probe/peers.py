"""python peers.py FEATURES scipy|sklearn SWEEPS -- what others take for the study's sweep; one line per sweep: seconds, seconds of CPU, C, test, iterations.

scipy: the study's function, optimiser and path, exactly (numpy for the function), and the last fit on train + validation.
sklearn: the same 45 values of C through today's LogisticRegression with warm_start, as one would write it; another function and other
stopping tests, so the work differs.
"""
import sys, time, warnings
import numpy as np
from scipy.optimize import minimize
from scipy.special import logsumexp
from sklearn.linear_model import LogisticRegression
warnings.filterwarnings('ignore')
folder, peer, sweeps = sys.argv[1], sys.argv[2], int(sys.argv[3])
d = {f'{a}_{s}': np.load(f'{folder}/{a}_{s}.npy') for a in 'xy' for s in ('train', 'val', 'test')}
grid = 1.0 / np.logspace(-6, 5, 45).astype(np.float32).astype(np.float64)
K = int(d['y_train'].max()) + 1


def loss(v, X, Y, penalty):
    W, b = v[:-K].reshape(K, -1), v[-K:]
    Z = X @ W.T + b
    log = logsumexp(Z, axis=1, keepdims=True)
    R = np.exp(Z - log) - Y
    return (log[:, 0] - (Z * Y).sum(1)).sum() + 0.5 * penalty * (W * W).sum(), np.concatenate([(R.T @ X + penalty * W).ravel(), R.sum(0)])


def scipy_sweep():
    X, Xv = d['x_train'].astype(np.float64), d['x_val'].astype(np.float64)
    options = dict(maxcor=10, ftol=2.220446e-9, gtol=1e-4, maxiter=100, maxls=20, maxfun=15000)
    v, Y, value, made = np.zeros(K * X.shape[1] + K), np.eye(K)[d['y_train']], [], 0
    for C in grid:
        fit = minimize(loss, v, args=(X, Y, 1 / C), jac=True, method='L-BFGS-B', options=options)
        v, made = fit.x, made + fit.nit
        value.append(((Xv @ v[:-K].reshape(K, -1).T + v[-K:]).argmax(1) == d['y_val']).mean())
    C = grid[int(np.argmax(value))]
    X, Y = np.concatenate([X, Xv]), np.eye(K)[np.concatenate([d['y_train'], d['y_val']])]
    v = minimize(loss, v, args=(X, Y, 1 / C), jac=True, method='L-BFGS-B', options=options).x
    return C, ((d['x_test'] @ v[:-K].reshape(K, -1).T + v[-K:]).argmax(1) == d['y_test']).mean(), made


def sklearn_sweep():
    model, value, made = LogisticRegression(max_iter=100, warm_start=True), [], 0
    X = d['x_train'].astype(np.float64)
    for C in grid:
        value.append(model.set_params(C=C).fit(X, d['y_train']).score(d['x_val'], d['y_val']))
        made += int(model.n_iter_.max())
    C = grid[int(np.argmax(value))]
    X = np.concatenate([X, d['x_val'].astype(np.float64)])
    model.set_params(C=C).fit(X, np.concatenate([d['y_train'], d['y_val']]))
    return C, model.score(d['x_test'], d['y_test']), made


for _ in range(sweeps):
    start, cpu = time.perf_counter(), time.process_time()
    best, test, made = dict(scipy=scipy_sweep, sklearn=sklearn_sweep)[peer]()
    print(f'{time.perf_counter() - start:.3f} {time.process_time() - cpu:.3f} {best:.6g} {100 * test:.2f} {made}', flush=True)
