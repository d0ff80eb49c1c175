"""The same few images in the binary and in the Python version of CIFAR-10 and CIFAR-100, for CifarPicklesTest.

    python make_cifar.py ../resources/cifar

Made with Python 3.11.7 and NumPy 2.4.6. Layouts: https://www.cs.toronto.edu/~kriz/cifar.html. The originals were pickled by
Python 2, protocol 2: strings are str (opcodes U and T), modules are numpy.core. `Python2` writes those opcodes; what it wrote
is read back here by Python itself, as that page says to (encoding='bytes').
"""
import io
import pathlib
import pickle
import platform
import struct
import sys

import numpy as np

OUT = pathlib.Path(sys.argv[1])
RANDOM = np.random.default_rng(10)
NAMES10 = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]
NAMES100 = [f"fine {i:02d}" for i in range(100)]


class Python2(pickle._Pickler):
    """Text and bytes as Python 2's str."""

    dispatch = dict(pickle._Pickler.dispatch)

    def save_string(self, value):
        data = value.encode("ascii") if isinstance(value, str) else value
        if self.proto == 0:
            self.write(b"S'" + data + b"'\n")
        elif len(data) < 256:
            self.write(b"U" + bytes([len(data)]) + data)
        else:
            self.write(b"T" + struct.pack("<i", len(data)) + data)
        self.memoize(value)

    dispatch[str] = save_string
    dispatch[bytes] = save_string


def python2(value, protocol=2):
    out = io.BytesIO()
    Python2(out, protocol).dump(value)
    written = out.getvalue().replace(b"cnumpy._core.multiarray\n", b"cnumpy.core.multiarray\n")
    back = pickle.loads(written, encoding="bytes")
    assert list(back) == [key.encode() for key in value], back
    return written


def python3(value):
    """Keys as bytes: how a file of Python 2 comes back after pickle.load(encoding='bytes') and pickle.dump."""
    return pickle.dumps({key.encode(): item for key, item in value.items()}, 2)


def put(folder, name, data):
    path = OUT / folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def batch(title, labels, key, images, coarse=None):
    value = {"filenames": [f"{title}_{i:04d}.png" for i in range(len(images))], "batch_label": title, key: labels}
    if coarse is not None:
        value["coarse_labels"] = coarse
    return value | {"data": images}


def images(count):
    # few bits, so that the files stay small in the repository, and some bytes above 127
    return (RANDOM.integers(0, 5, (count, 96), dtype=np.uint8) * 60).repeat(32, axis=1)


def records(pixels, *labels):
    return b"".join(bytes(row) + image.tobytes() for row, image in zip(zip(*labels), pixels))


seen = []  # test has no class that train lacks
for i, name in enumerate([f"data_batch_{b}" for b in range(1, 6)] + ["test_batch"]):
    pixels = images(2 if i in (0, 5) else 1)
    labels = [int(label) for label in RANDOM.integers(0, 10, len(pixels))]
    labels = seen[: len(labels)] if name == "test_batch" else labels
    seen += labels
    value = batch(name.replace("_", " "), labels, "labels", pixels)
    put("10-binary", name + ".bin", records(pixels, labels))
    put("10-python2", name, python2(value))
    put("10-python3", name, python3(value))
meta = {"num_cases_per_batch": 1, "label_names": NAMES10, "num_vis": 3072}
put("10-binary", "batches.meta.txt", ("\n".join(NAMES10) + "\n\n").encode())
put("10-python2", "batches.meta", python2(meta, 0))
put("10-python3", "batches.meta", python3(meta))

seen = []
for name, count in (("train", 3), ("test", 2)):
    pixels = images(count)
    fine = [int(label) for label in RANDOM.integers(0, 100, count)]
    fine = seen[:count] if name == "test" else fine
    seen += fine
    coarse = [label // 5 for label in fine]
    value = batch(name, fine, "fine_labels", pixels, coarse)
    put("100-binary", name + ".bin", records(pixels, coarse, fine))
    put("100-python2", name, python2(value))
    put("100-python3", name, pickle.dumps(value, 5))
meta = {"fine_label_names": NAMES100, "coarse_label_names": [f"coarse {i:02d}" for i in range(20)]}
put("100-binary", "fine_label_names.txt", ("\n".join(NAMES100) + "\n").encode())
put("100-python2", "meta", python2(meta))
put("100-python3", "meta", pickle.dumps(meta, 5))
print(platform.python_version(), np.__version__)
