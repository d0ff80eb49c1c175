"""600 5-way episodes as one writes them with arrays: python peers.py FEATURES numpy|torch SHOTS RUNS THREADS; seconds and accuracy a line."""
import sys
import time

import numpy as np

folder, which, shots, runs, threads = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])
x, y = np.load(f"{folder}/x.npy"), np.load(f"{folder}/y.npy")
rows = [np.flatnonzero(y == c) for c in range(y.max() + 1)]
WAYS, QUERIES, EPISODES = 5, 15, 600


def draw(random):
    chosen = random.permutation(len(rows))[:WAYS]
    return np.stack([random.choice(rows[c], shots + QUERIES, replace=False) for c in chosen])


def with_numpy(index):
    e = x[index]
    prototypes, queries = e[:, :shots].mean(1), e[:, shots:].reshape(-1, x.shape[1])
    distances = (queries**2).sum(1)[:, None] - 2 * queries @ prototypes.T + (prototypes**2).sum(1)
    return (distances.argmin(1) == np.repeat(np.arange(WAYS), QUERIES)).mean()


if which == "torch":
    import torch
    torch.set_num_threads(threads)
    tx = torch.from_numpy(x)
    wanted = torch.arange(WAYS).repeat_interleave(QUERIES)

    def with_torch(index):
        e = tx[torch.from_numpy(index)]
        prototypes, queries = e[:, :shots].mean(1), e[:, shots:].reshape(-1, tx.shape[1])
        return (torch.cdist(queries, prototypes).argmin(1) == wanted).float().mean().item()

step = with_numpy if which == "numpy" else with_torch
for _ in range(runs):
    random = np.random.RandomState(0)
    start = time.perf_counter()
    accuracy = 100 * np.mean([step(draw(random)) for _ in range(EPISODES)])
    print(f"{time.perf_counter() - start:.4f} {accuracy:.2f}", flush=True)
