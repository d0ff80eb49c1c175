"""Golden values for PillowResizeTest and ImageDecoderTest, made by Pillow itself.

    python -m venv v && v/bin/pip install pillow==12.3.0 numpy
    v/bin/python make_pillow_goldens.py ../resources/pillow

Inputs are made by a rule that the Java test repeats, so only digests and a few rows are kept.
"""
import hashlib
import json
import sys

import numpy as np
import PIL
from PIL import Image


def pattern(w, h, c, seed):
    """A linear congruential byte sequence, high bits of a 32-bit state."""
    n = w * h * c
    out = np.empty(n, np.uint8)
    s = seed & 0xFFFFFFFF
    for i in range(n):
        s = (s * 1664525 + 1013904223) & 0xFFFFFFFF
        out[i] = s >> 24
    return out.reshape((h, w, c) if c > 1 else (h, w))


SIZES = [  # in w, in h, out w, out h
    (28, 28, 64, 64), (20, 20, 64, 64), (20, 20, 73, 73), (28, 28, 73, 73), (64, 64, 28, 28),
    (31, 17, 64, 64), (17, 31, 64, 64), (640, 479, 299, 224), (375, 500, 224, 298), (5, 3, 1, 1),
    (1, 1, 7, 5), (3, 200, 64, 11), (100, 2, 13, 33), (97, 101, 97, 50), (97, 101, 50, 101), (333, 257, 332, 256),
]
out = {"pillow": PIL.__version__, "resize": [], "grey": []}
for i, (w, h, ow, oh) in enumerate(SIZES):
    for c in (1, 3):
        a = pattern(w, h, c, 1000 + i)
        im = Image.fromarray(a, "L" if c == 1 else "RGB")
        for name, f in (("bilinear", Image.BILINEAR), ("bicubic", Image.BICUBIC)):
            r = np.asarray(im.resize((ow, oh), f))
            out["resize"].append(dict(width=w, height=h, channels=c, seed=1000 + i, to_width=ow, to_height=oh,
                                      interpolation=name, sha256=hashlib.sha256(r.tobytes()).hexdigest(),
                                      first=[int(v) for v in r.reshape(-1)[:6]]))
a = pattern(61, 43, 3, 7)
g = np.asarray(Image.fromarray(a, "RGB").convert("L"))
out["grey"].append(dict(width=61, height=43, seed=7, sha256=hashlib.sha256(g.tobytes()).hexdigest()))


def resized(im, size, f):
    """torchvision 0.4 transforms.Resize: an int is the shorter side, a pair is both."""
    if not isinstance(size, int):
        return im.resize(size[::-1], f)
    w, h = im.size
    if min(w, h) == size:
        return im
    return im.resize((size, int(size * h / w)) if w < h else (int(size * w / h), size), f)


def centre(im, size):
    """torchvision 0.4 transforms.CenterCrop."""
    w, h = im.size
    left, top = int(round((w - size) / 2.)), int(round((h - size) / 2.))
    return im.crop((left, top, left + size, top + size))


out["transform"] = []
for i, (w, h) in enumerate([(500, 375), (375, 500), (333, 500), (501, 333), (227, 200), (200, 227), (224, 341), (342, 224),
                            (257, 257), (256, 300), (31, 47), (1, 9), (9, 1), (640, 1)]):
    for c in (1, 3):
        im = Image.fromarray(pattern(w, h, c, 2000 + i))
        for text, size, f, crop in (("study", 224, Image.BICUBIC, 224), ("study-few-shot", (257, 257), Image.BILINEAR, 224),
                                    ("dino", 256, Image.BICUBIC, 224), ("torchvision", 256, Image.BILINEAR, 224),
                                    ("shorter-65-bicubic-crop-64", 65, Image.BICUBIC, 64),
                                    ("both-75x66-bilinear-crop-63", (75, 66), Image.BILINEAR, 63)):
            r = np.asarray(centre(resized(im, size, f), crop))
            out["transform"].append(dict(width=w, height=h, channels=c, seed=2000 + i, transform=text,
                                         sha256=hashlib.sha256(r.tobytes()).hexdigest()))
with open(sys.argv[1] + "/goldens.json", "w") as f:
    json.dump(out, f, indent=1)
    f.write("\n")
# files that the decoder must read as Pillow does: convert("RGB") of the first, samples of the others
s = sys.argv[1]
rgb = pattern(13, 9, 3, 3)
Image.fromarray(rgb, "RGB").save(s + "/rgb.png")
Image.fromarray(pattern(13, 9, 1, 4), "L").save(s + "/grey.png")
Image.fromarray(rgb, "RGB").save(s + "/rgb.bmp")
rgba = np.dstack([rgb, pattern(13, 9, 1, 5)])
Image.fromarray(rgba, "RGBA").save(s + "/rgba.png")
Image.fromarray(np.dstack([pattern(13, 9, 1, 4), pattern(13, 9, 1, 5)]), "LA").save(s + "/grey-alpha.png")
Image.fromarray(rgb, "RGB").quantize(16).save(s + "/palette.png")
Image.fromarray((pattern(13, 9, 1, 4) > 127).astype(np.uint8) * 255, "L").convert("1", dither=Image.NONE).save(s + "/bilevel.png")
d = {}
for n in ("rgb.png", "grey.png", "rgb.bmp", "rgba.png", "grey-alpha.png", "palette.png", "bilevel.png"):
    im = Image.open(s + "/" + n)
    d[n] = hashlib.sha256(np.asarray(im.convert("RGB")).tobytes()).hexdigest()
with open(s + "/decoded.json", "w") as f:
    json.dump(d, f, indent=1)
    f.write("\n")
