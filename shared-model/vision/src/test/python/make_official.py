# Copyright the Carryover authors.
# SPDX-License-Identifier: Apache-2.0
"""MATLAB files as SciPy writes them, and splits as NumPy draws them.

Writes src/test/resources/official: the .mat files of small copies of Cars, Flowers and ImageNet's devkit (compressed, not
compressed), and splits.json. Ran with NumPy 2.4.6 and SciPy 1.17.1: python make_official.py
"""

import json
from pathlib import Path

import numpy as np
from scipy.io import savemat

OUT = Path(__file__).parents[1] / "resources" / "official"
OUT.mkdir(exist_ok=True)


def annotations(names, classes, labelled=True):
    fields = ["bbox_x1", "bbox_y1", "bbox_x2", "bbox_y2"] + (["class"] if labelled else []) + ["fname"]
    rows = np.empty((1, len(names)), dtype=[(f, "O") for f in fields])
    for i, (name, c) in enumerate(zip(names, classes)):
        box = [np.uint16([[v]]) for v in (39, 116, 569 + i, 375)]
        rows[0, i] = tuple(box + ([np.uint8([[c]])] if labelled else []) + [name])
    return {"annotations": rows}


train = [f"{i:05d}.jpg" for i in range(1, 11)]
test = [f"{i:05d}.jpg" for i in range(1, 4)]
train_classes = [1, 2, 3, 1, 2, 3, 1, 2, 3, 1]
savemat(OUT / "cars_train_annos.mat", annotations(train, train_classes), do_compression=True)
savemat(OUT / "cars_test_annos_withlabels.mat", annotations(test, [1, 2, 3]), do_compression=False)
savemat(OUT / "cars_test_annos.mat", annotations(test, [0, 0, 0], labelled=False))
savemat(OUT / "cars_class_out_of_range.mat", annotations(test, [1, 2, 9]))
savemat(OUT / "cars_class_zero.mat", annotations(test, [1, 0, 2]))
names = np.empty((1, 3), dtype=object)
names[0, :] = ["AM General Hummer SUV 2000", "Acura RL Sedan 2012", "Škoda Roadster 2001"]
savemat(OUT / "cars_meta.mat", {"class_names": names}, do_compression=True)

savemat(OUT / "imagelabels.mat", {"labels": np.uint8([[2, 2, 1, 1, 3, 3, 1, 2, 3]])}, do_compression=True)
savemat(
    OUT / "setid.mat",
    {"trnid": np.uint16([[3, 1, 5]]), "valid": np.uint16([[4, 2, 6]]), "tstid": np.uint16([[9, 8, 7]])},
)
savemat(OUT / "setid_out_of_range.mat", {"trnid": [[3.0]], "valid": [[4.0]], "tstid": [[10.0]]})

synsets = np.empty((3, 1), dtype=[(f, "O") for f in ("ILSVRC2012_ID", "WNID", "words", "num_children")])
for i, wnid in enumerate(["n01530575", "n01440764", "n01443537"]):
    synsets[i, 0] = (float(i + 1), wnid, "a bird, or a fish", 0.0)
savemat(OUT / "meta.mat", {"synsets": synsets}, do_compression=True)

savemat(
    OUT / "values.mat",
    {
        "doubles": np.array([[1.5, 2.5], [-3.25, 1e300]]),
        "int64": np.int64([[-(2**40)]]),
        "single": np.float32([[0.5]]),
        "int16": np.int16([[-7]]),
        "text": "grün",
        "empty": np.zeros((0, 0)),
        "complex": np.array([[1 + 2j]]),
        "nested": {"inner": {"deep": 3.0}},
    },
    do_compression=True,
)


def val(n):
    """get_train_valid_loader of the study's linear.py, its indices alone."""
    indices = list(range(n))
    np.random.seed(0)
    np.random.shuffle(indices)
    return sorted(indices[: int(np.floor(0.2 * n))])


def stratified(labels, classes):
    """Splits that Carryover makes, in NumPy."""
    random = np.random.RandomState(0)
    parts = {"train": [], "val": [], "test": []}
    for c in range(classes):
        members = [i for i, label in enumerate(labels) if label == c]
        order = np.arange(len(members))
        random.shuffle(order)
        drawn = [members[i] for i in order]
        for part in ("test", "val"):
            take = max(min(max(1, len(members) // 5), len(drawn) - 1), 0)
            parts[part] += drawn[:take]
            drawn = drawn[take:]
        parts["train"] += drawn
    return {name: sorted(part) for name, part in parts.items()}


splits = {}
for n in (5, 10, 3060, 2416, 3680, 8144, 19850, 50000, 75750):
    drawn = val(n)
    splits[str(n)] = {"size": len(drawn), "first": drawn[:20], "sum": sum(i * (k + 1) % 1009 for k, i in enumerate(drawn))}
labels = [(i * i + 3 * i) % 7 % 4 for i in range(60)] + [4, 4, 5]
(OUT / "splits.json").write_text(
    json.dumps({"study": splits, "labels": labels, "stratified": stratified(labels, 6)}, indent=1) + "\n"
)
