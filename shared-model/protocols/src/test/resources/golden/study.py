"""python study.py OUT.json -- the study's linear and few-shot loops in our own words, on the demo features of linear.json beside it.

Linear (linear.py and run_linear.sh of linusericsson/ssl-transfer; section 4.1 and A.2 of the paper): what scikit-learn 0.22 did through
SciPy's L-BFGS-B. 45 values of C from the weakest penalty to the strongest, each fit from where the last one ended, at most 100 iterations;
the first C with the highest validation accuracy; train and validation fitted once more from the last fit of the sweep; one score on test.

Few-shot (few_shot.py and datasets/few_shot_dataset.py; section 4.2 and A.3): an episode is 5 classes of a random order of all, shots + 15
different images of each, cut into support and queries by one random order for all classes; a class's prototype is the mean of its support,
a query goes to the nearest by squared Euclidean distance, the first of equals; mean over episodes and 1.96 sd / sqrt(episodes), sd of the
population. The pool is train, validation and test together. Episodes are written down, since no generator but NumPy's draws them again.
"""
import base64, json, os, sys
import numpy as np
from scipy.optimize import minimize
from scipy.special import logsumexp


def split(name):
    s = data[name]
    return np.frombuffer(base64.b64decode(s['features']), '<f4').reshape(s['rows'], -1).astype(np.float64), np.array(s['labels'])


def objective(w, x, hot, penalty):
    k, d = hot.shape[1], x.shape[1]
    weights, bias = w[:k * d].reshape(k, d), w[k * d:]
    logits = x @ weights.T + bias
    norm = logsumexp(logits, axis=1, keepdims=True)
    error = np.exp(logits - norm) - hot
    value = (norm[:, 0] - (logits * hot).sum(1)).sum() + 0.5 * penalty * (weights ** 2).sum()
    return value, np.concatenate([(error.T @ x + penalty * weights).ravel(), error.sum(0)])


def fit(w, x, y, c, k):
    return minimize(objective, w, args=(x, np.eye(k)[y], 1 / c), jac=True, method='L-BFGS-B',
                    options=dict(maxcor=10, ftol=2.220446e-9, gtol=1e-4, maxiter=100, maxls=20, maxfun=15000)).x


def accuracy(w, x, y, k):
    d = x.shape[1]
    return 100 * float(((x @ w[:k * d].reshape(k, d).T + w[k * d:]).argmax(1) == y).mean())


def linear(train, val, test):
    k = int(train[1].max()) + 1
    w = np.zeros(k * train[0].shape[1] + k)
    best_value, best_c, values = 0.0, None, []
    for decay in np.logspace(-6, 5, 45).astype(np.float32):
        c = 1.0 / float(decay)
        w = fit(w, *train, c, k)
        values.append(accuracy(w, *val, k))
        if values[-1] > best_value:
            best_value, best_c = values[-1], c
    both = np.concatenate([train[0], val[0]]), np.concatenate([train[1], val[1]])
    return dict(best_c=best_c, values=values, test=accuracy(fit(w, *both, best_c, k), *test, k))


def few_shot(x, y, shots, count, random, ways=5, queries=15):
    episodes, accuracies = [], []
    for _ in range(count):
        chosen = random.permutation(y.max() + 1)[:ways]
        images = np.stack([random.choice(np.flatnonzero(y == c), shots + queries, replace=False) for c in chosen])
        images = images[:, random.permutation(shots + queries)]
        support, asked = images[:, :shots], images[:, shots:]
        prototypes = x[support].mean(1)
        distance = ((x[asked.ravel()][:, None] - prototypes) ** 2).sum(2)
        accuracies.append(100 * float((distance.argmin(1) == np.repeat(np.arange(ways), queries)).mean()))
        episodes.append(dict(support=support.tolist(), queries=asked.tolist()))
    a = np.array(accuracies)
    return dict(shots=shots, episodes=episodes, accuracies=accuracies, accuracy=a.mean(), ci95=1.96 * a.std() / np.sqrt(count))


if __name__ == '__main__':
    data = json.load(open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'linear.json')))
    train, val, test = split('train'), split('val'), split('test')
    x, y = (np.concatenate(parts) for parts in zip(train, val, test))
    random = np.random.RandomState(0)
    json.dump(dict(linear=linear(train, val, test), few_shot=[few_shot(x, y, shots, count, random) for shots, count in ((5, 120), (20, 60), (50, 20))]),
              open(sys.argv[1], 'w'))
