"""python optimiser.py OUT.json -- L-BFGS-B on functions that try its line search, from SciPy.

Each function stands, written out the same way, in LbfgsGoldenTest. `cliff` and `kink` have no derivative where they are least: line searches
are cut short there; `liar` points uphill. `kink` stops after 8 iterations: beyond, gradients differ by rounding alone, and so do programs.
"""
import json, sys
import numpy as np
import scipy
from scipy.optimize import minimize


def rosenbrock(x):
    f = np.sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2)
    g = np.zeros_like(x)
    g[:-1] = -400 * x[:-1] * (x[1:] - x[:-1] ** 2) - 2 * (1 - x[:-1])
    g[1:] += 200 * (x[1:] - x[:-1] ** 2)
    return f, g


def valley(x):
    c = 10.0 ** np.arange(len(x))
    return np.sum(c * x ** 2), 2 * c * x


def wells(x):
    return np.sum(x ** 4 - 8 * x ** 2 + 3 * x), 4 * x ** 3 - 16 * x + 3


def kink(x):
    return np.sum(np.abs(x - 0.3) * (1 + np.arange(len(x)))), np.sign(x - 0.3) * (1 + np.arange(len(x)))


def cliff(x):
    far = x > 1
    return np.sum(np.where(far, 50 + x, x ** 2)), np.where(far, 1.0, 2 * x)


def plateau(x):
    return np.sum(np.log1p(x ** 2)), 2 * x / (1 + x ** 2)


def liar(x):
    return np.sum(x ** 2), -2 * x


CASES = [(rosenbrock, [-1.2, 1.0]), (rosenbrock, [-1.2, 1.0, -0.5, 2.0, 0.7, -1.0]), (valley, [1.0, 1.0, 1.0, 1.0, 1.0, 1.0]),
         (wells, [0.4, -0.1, 3.0]), (wells, [10.0, -7.0]), (kink, [2.0, -1.0, 0.5]), (cliff, [3.0, 0.5]), (cliff, [1.0, 1.0]),
         (plateau, [5.0, -3.0, 0.1]), (plateau, [60.0, 1.0]), (liar, [1.0, 2.0])]
out = []
for f, start in CASES:
    r = minimize(f, np.array(start), jac=True, method='L-BFGS-B',
                 options=dict(maxcor=10, ftol=2.220446e-9, gtol=1e-4, maxiter=8 if f is kink else 100, maxls=20, maxfun=15000))
    out.append(dict(function=f.__name__, start=start, x=r.x.tolist(), value=float(r.fun), iterations=int(r.nit), evaluations=int(r.nfev), message=r.message))
    print(out[-1])
json.dump(dict(scipy=scipy.__version__, cases=out), open(sys.argv[1], 'w'), indent=1)
