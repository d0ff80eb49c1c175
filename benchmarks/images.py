"""images.py IDX_FOLDER OUT: the IDX images as PNG files, one folder per split, with labels.npy beside them."""
import gzip
import pathlib
import sys

import numpy as np
from PIL import Image

source, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
for split in ("train", "val", "test"):
    with gzip.open(source / f"{split}-images-idx3-ubyte.gz") as f:
        raw = f.read()
    n, h, w = (int.from_bytes(raw[4 * i : 4 * i + 4], "big") for i in (1, 2, 3))
    pixels = np.frombuffer(raw, np.uint8, offset=16).reshape(n, h, w)
    with gzip.open(source / f"{split}-labels-idx1-ubyte.gz") as f:
        labels = np.frombuffer(f.read(), np.uint8, offset=8).astype(np.int64)
    folder = out / split
    folder.mkdir(parents=True)
    for i, image in enumerate(pixels):
        Image.fromarray(image).save(folder / f"{i:06d}.png")
    np.save(out / f"{split}-labels.npy", labels)
