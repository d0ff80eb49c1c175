"""Checkpoints in the form of SimCLR's releases for TensorflowTest, written by TensorFlow itself: tf.compat.v1.train.Saver over
variables with the names that google-research/simclr gives them, with optimiser slots and heads. A ResNet-50 of width 1.

    python -m venv v && v/bin/pip install tensorflow-cpu
    v/bin/python make_tensorflow.py ../resources/tensorflow

Made with TensorFlow 2.21.0.
"""
import pathlib
import shutil
import sys

import numpy as np
import tensorflow as tf

from weights import digest, layers, record, weights

tf1 = tf.compat.v1
tf1.disable_eager_execution()
OUT = pathlib.Path(sys.argv[1])
OUT.mkdir(parents=True, exist_ok=True)
DIGESTS = {}
FIELDS = {"weight": "gamma", "bias": "beta", "running_mean": "moving_mean", "running_var": "moving_variance"}


def order_of_making(family):
    """Layers in the order of SimCLR's code: a block's projection first."""
    found, block, path = [], None, []
    for conv, bn, *_ in layers(family, 1):
        here = conv.rsplit(".downsample", 1)[0].rsplit(".conv", 1)[0]
        if here != block:
            found += path
            block, path = here, []
        path.insert(0 if "downsample" in conv else len(path), (conv, bn))
    return found + path


def variables(values, family, prefix="base_model/", slots=True):
    made = {}
    for i, (conv, bn) in enumerate(order_of_making(family)):
        suffix = f"_{i}" if i else ""
        made[f"{prefix}conv2d{suffix}/kernel"] = values[conv + ".weight"].transpose(2, 3, 1, 0)
        for torch_name, name in FIELDS.items():
            made[f"{prefix}batch_normalization{suffix}/{name}"] = values[f"{bn}.{torch_name}"]
    if slots:
        made.update({n + "/Momentum": np.zeros_like(v) for n, v in list(made.items()) if n.endswith(("kernel", "gamma", "beta"))})
    return made


def save(name, made, devices=1):
    """With several devices the saver writes a shard for each."""
    (OUT / name).mkdir(exist_ok=True)
    tf1.reset_default_graph()
    every = []
    for i, (n, v) in enumerate(made.items()):
        with tf1.device(f"/job:localhost/task:0/device:CPU:{i % devices}"):
            every.append(tf1.get_variable(n, initializer=tf1.constant(np.ascontiguousarray(v)), trainable=False,
                                          use_resource=False))
    with tf1.Session(config=tf1.ConfigProto(device_count={"CPU": devices})) as session:
        session.run(tf1.global_variables_initializer())
        tf1.train.Saver(every, sharded=devices > 1).save(session, str(OUT / name / "model.ckpt"), global_step=7,
                                                         write_meta_graph=False)


def head(dimension=32):
    return {"global_step": np.int64(7), "head_contrastive/nl_0/dense/kernel": np.zeros((dimension, 2), np.float32),
            "head_supervised/linear_layer/dense/bias": np.zeros(3, np.float32)}


values = weights("resnet50", 1, seed=7)
save("v1", {**variables(values, "resnet50"), **head()})
DIGESTS["v1"] = digest(values)

# v2 keeps an average of the weights beside them
other = weights("resnet50", 1, seed=8)
save("v2", {**variables(values, "resnet50"), **variables(other, "resnet50", "ema_model/", slots=False), **head()})
DIGESTS["v2"] = digest(values)

# selective kernels have more convolutions than any plain network
sk = variables(values, "resnet50", slots=False)
sk.update({f"base_model/conv2d_{i}/kernel": np.zeros((1, 1, 1, 1), np.float32) for i in range(53, 60)})
save("sk", sk)

half = {k: v.astype(np.float16) for k, v in values.items()}
save("half", variables(half, "resnet50", slots=False))
DIGESTS["half"] = digest({k: v.astype(np.float32) for k, v in half.items()})

save("shards", variables(values, "resnet50", slots=False), devices=3)
DIGESTS["shards"] = digest(values)
record(OUT, DIGESTS)
