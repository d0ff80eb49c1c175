"""Pickles in the form of BYOL's release for HaikuTest, made with NumPy, JAX and dill (Haiku's module names are written out:
dm-haiku itself was not at hand, and its parameters are plain dictionaries of arrays).

    python -m venv v && v/bin/pip install numpy jax dill
    v/bin/python make_haiku.py ../resources/haiku

Made with numpy 2.4.6, jax 0.10.2, dill 0.4.1. deepmind-research wrote its file with dill, protocol 2.
"""
import collections
import pathlib
import pickle
import sys

import dill
import jax
import jax.numpy as jnp
import numpy as np

from weights import digest, record, weights

OUT = pathlib.Path(sys.argv[1])
OUT.mkdir(parents=True, exist_ok=True)
DIGESTS = {}
_ByolExperimentState = collections.namedtuple(
    "_ByolExperimentState", ["online_params", "target_params", "online_state", "target_state", "opt_state"])


def module(name):
    """(module, is it a convolution) of Haiku for a layer of torchvision."""
    parts = name.split(".")
    if parts[0] in ("conv1", "bn1"):
        return "res_net50/~/initial_" + ("conv" if parts[0] == "conv1" else "batchnorm"), parts[0] == "conv1"
    block = f"res_net50/~/block_group_{int(parts[0][5:]) - 1}/~/block_{parts[1]}/~/"
    if parts[2] == "downsample":
        return block + ("shortcut_conv" if parts[3] == "0" else "shortcut_batchnorm"), parts[3] == "0"
    conv = parts[2].startswith("conv")
    return block + (f"conv_{int(parts[2][4:]) - 1}" if conv else f"batchnorm_{int(parts[2][2:]) - 1}"), conv


def haiku(values, make=np.asarray):
    params, state = {}, {}
    for name, value in values.items():
        where, conv = module(name)
        if conv:
            params[where] = {"w": make(np.ascontiguousarray(value.transpose(2, 3, 1, 0)))}
            continue
        kind, vector = name.split(".")[-1], make(value.reshape(1, 1, 1, -1))
        if kind in ("weight", "bias"):
            params.setdefault(where, {})["scale" if kind == "weight" else "offset"] = vector
        else:
            average = where + ("/~/mean_ema" if kind == "running_mean" else "/~/var_ema")
            state[average] = {"average": vector, "hidden": make(0 * value.reshape(1, 1, 1, -1)),
                              "counter": make(np.array(7, np.int32))}
    params["projector/~/linear"] = {"w": make(np.ones((4, 2), np.float32)), "b": make(np.ones(2, np.float32))}
    params["predictor/~/batchnorm"] = {"scale": make(np.ones((1, 2), np.float32))}
    # JAX sorts dictionaries, so initial_* comes behind block_group_*
    return dict(sorted(params.items())), dict(sorted(state.items()))


def checkpoint(values, other, make=np.asarray):
    online, target = haiku(values, make), haiku(other, make)
    state = _ByolExperimentState(online[0], target[0], online[1], target[1], {"momentum": {"a": {"w": make(np.zeros(3, np.float32))}}})
    return {"experiment_state": state, "step": 300000, "rng": make(np.array([0, 1], np.uint32))}


VALUES, OTHER = weights("resnet50", 2, seed=5), weights("resnet50", 2, seed=6)
# the first layers of a wider network would have texts above 1 kB; let one tensor be long here too
for protocol in (2, 3, 4, 5):
    (OUT / f"byol-p{protocol}.pkl").write_bytes(pickle.dumps(checkpoint(VALUES, OTHER), protocol))
    DIGESTS[f"byol-p{protocol}.pkl"] = digest(VALUES)
(OUT / "byol-dill.pkl").write_bytes(dill.dumps(checkpoint(VALUES, OTHER), protocol=2, recurse=False, byref=False))
DIGESTS["byol-dill.pkl"] = digest(VALUES)
(OUT / "byol-jax.pkl").write_bytes(pickle.dumps(checkpoint(VALUES, OTHER, jnp.asarray), 4))
DIGESTS["byol-jax.pkl"] = digest(VALUES)
half = {k: np.asarray(jnp.asarray(v).astype(jnp.bfloat16)) for k, v in VALUES.items()}
(OUT / "byol-bfloat16.pkl").write_bytes(pickle.dumps(checkpoint(half, OTHER), 4))
DIGESTS["byol-bfloat16.pkl"] = digest({k: v.astype(np.float32) for k, v in half.items()})

buffers = []
small = {k: v for k, v in list(VALUES.items())[:10]}
(OUT / "out-of-band.pkl").write_bytes(pickle.dumps(small, 5, buffer_callback=buffers.append))
# arrays under torchvision's names, some by columns; big-endian company
plain = {k: (np.asfortranarray(v) if i % 3 == 0 else v) for i, (k, v) in enumerate(VALUES.items())}
(OUT / "plain.pkl").write_bytes(pickle.dumps({**plain, "queue": np.zeros(4, ">f4")}, 5))
DIGESTS["plain.pkl"] = digest(VALUES)
(OUT / "dill-function.pkl").write_bytes(dill.dumps({"f": eval("lambda x: x + 1"), "w": np.zeros(3, np.float32)}, protocol=4, recurse=True))
record(OUT, DIGESTS)
print(jax.__version__, np.__version__, dill.__version__)
