"""Correlations with 10,000 permutations and resamples in vectorised NumPy: python peers.py FOLDER one|all RUNS pairs|products; seconds a line.

`pairs`: one pair of panels after the other, vectorised over draws, as one writes it. `products` is written to be hard to beat: permutations and resamples are
shared by all panels, and every statistic of one reference with all panels is one matrix product (of values, of ranks, of the signs of pairs)."""
import sys
import time

import numpy as np
from scipy.stats import norm, rankdata

folder, which, runs, how = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
DRAWS, Z = 10_000, norm.ppf(0.975)
values = np.loadtxt(f"{folder}/panels.csv", delimiter=",")
panels, n = values.shape
I, J = np.triu_indices(n, 1)


def unit(a):
    a = a - a.mean(-1, keepdims=True)
    return a / np.linalg.norm(a, axis=-1, keepdims=True)


def fisher(r, error):
    with np.errstate(divide="ignore"):
        z = np.arctanh(np.clip(r, -1, 1))
    return np.tanh(z - Z * error), np.tanh(z + Z * error)


def bca(draws, estimate, jackknife):
    """draws [DRAWS, m], estimate [m], jackknife [n, m]"""
    below = ((draws < estimate - 1e-12).mean(0) + (draws <= estimate + 1e-12).mean(0)) / 2
    z0 = norm.ppf(np.clip(below, 0.5 / DRAWS, 1 - 0.5 / DRAWS))
    u = jackknife.mean(0) - jackknife
    squares = (u**2).sum(0)
    a = np.where(squares > 1e-20, (u**3).sum(0) / np.maximum(6 * squares**1.5, 1e-30), 0)
    ends = [norm.cdf(z0 + (z0 + z) / (1 - a * (z0 + z))) * (DRAWS - 1) for z in (-Z, Z)]
    draws = np.sort(draws, axis=0)
    columns = np.arange(draws.shape[1])
    found = []
    for place in ends:
        low = np.floor(place).astype(int)
        high = np.minimum(low + 1, DRAWS - 1)
        found.append(draws[low, columns] + (place - low) * (draws[high, columns] - draws[low, columns]))
    return found


def prepare(random):
    permutations = np.argsort(random.random_sample((DRAWS, n)), axis=1)
    counts = np.zeros((DRAWS, n), np.float32)
    np.add.at(counts, (np.arange(DRAWS)[:, None], random.randint(0, n, (DRAWS, n))), 1)
    signs = np.sign(values[:, I] - values[:, J]).astype(np.float32)           # [panels, pairs]
    products = counts[:, I] * counts[:, J]                                    # [DRAWS, pairs]
    same = (counts * (counts - 1) / 2).sum(1)
    ties = same[:, None] + products @ (signs == 0).T.astype(np.float32)       # [DRAWS, panels]
    return permutations, products, signs, ties


def against(i, others, shared):
    permutations, products, signs, ties = shared
    rows = []
    for scale in (values, rankdata(values, axis=1)):
        x, y = unit(scale[i]), unit(scale[others])
        r = y @ x
        p = ((np.abs(x[permutations] @ y.T) >= np.abs(r) - 1e-12).sum(0) + 1) / (DRAWS + 1)
        error = np.sqrt(1 / (n - 3)) if scale is values else np.sqrt((1 + r * r / 2) / (n - 3))
        rows += [r, p, *fisher(r, error)]
    x, y = values[i][permutations], signs[others]
    pairs = n * (n - 1) / 2
    s = y @ signs[i]
    free = lambda a: pairs - (a == 0).sum(-1)
    tau = s / np.sqrt(free(signs[i]) * free(y))
    p = ((np.abs(np.sign(x[:, I] - x[:, J]).astype(np.float32) @ y.T) >= np.abs(s)).sum(0) + 1) / (DRAWS + 1)
    agree = y * signs[i]
    draws = (products @ agree.T) / np.sqrt((pairs - ties[:, [i]]) * (pairs - ties[:, others]))
    left = []
    for k in range(n):
        keep = (I != k) & (J != k)
        sx, sy = signs[i][keep], y[:, keep]
        left.append((sy @ sx) / np.sqrt((sx != 0).sum() * (sy != 0).sum(1)))
    return np.array(rows + [tau, p, *bca(draws, tau, np.array(left))]).T


def draw(random):
    return np.argsort(random.random_sample((DRAWS, n)), axis=1), random.randint(0, n, (DRAWS, n))


def taus(x, y):
    sx, sy = np.sign(x[..., I] - x[..., J]), np.sign(y[..., I] - y[..., J])
    with np.errstate(invalid="ignore"):
        return (sx * sy).sum(-1) / np.sqrt((sx != 0).sum(-1) * (sy != 0).sum(-1))


def pair(x, y, drawn):
    permutations, resamples = drawn
    row = []
    for a, b, ranked in ((x, y, False), (rankdata(x), rankdata(y), True)):
        a, b = unit(a), unit(b)
        r = a @ b
        p = ((np.abs(a[permutations] @ b) >= np.abs(r) - 1e-12).sum() + 1) / (DRAWS + 1)
        row += [r, p, *fisher(r, np.sqrt((1 + r * r / 2 * ranked) / (n - 3)))]
    tau = taus(x, y)
    p = ((np.abs(taus(x[permutations], y)) >= np.abs(tau) - 1e-12).sum() + 1) / (DRAWS + 1)
    left = np.array([leave(x, y, k) for k in range(n)])
    return np.array(row + [tau, p, *(e[0] for e in bca(taus(x[resamples], y[resamples])[:, None], np.array([tau]), left[:, None]))])


def leave(x, y, k):
    keep = (I != k) & (J != k)
    sx, sy = np.sign(x[I] - x[J])[keep], np.sign(y[I] - y[J])[keep]
    return (sx * sy).sum() / np.sqrt((sx != 0).sum() * (sy != 0).sum())


for run in range(runs):
    start = time.perf_counter()
    references = range(1 if which == "one" else panels - 1)
    if how == "products":
        shared = prepare(np.random.RandomState(run))
        results = [against(i, np.arange(i + 1, panels), shared) for i in references]
    else:
        drawn = draw(np.random.RandomState(run))
        results = [[pair(values[i], values[j], drawn) for j in range(i + 1, panels)] for i in references]
    print(f"{time.perf_counter() - start:.4f}", flush=True)
np.savetxt(f"{folder}/{how}.csv", np.concatenate(results), delimiter=",")
