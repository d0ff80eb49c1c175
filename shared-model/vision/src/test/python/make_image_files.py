"""Small image files of every kind that ImageDecoder reads, and the digest of what Pillow makes of each.

    python -m venv v && v/bin/pip install pillow==12.3.0 numpy
    v/bin/python make_image_files.py ../resources/images

Kinds that Pillow reads but does not write (interlaced, 16-bit colour, bit fields, ...) are written by hand here.
"""
import hashlib
import io
import json
import os
import struct
import sys
import zlib

import numpy as np
import PIL
from PIL import Image

OUT = sys.argv[1]
os.makedirs(OUT, exist_ok=True)
W, H = 37, 29


def photo(w, h, seed):
    """Smooth colours, edges and noise: what JPEG was made for."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:h, 0:w]
    im = np.full((h, w, 3), 128.0)
    for c in range(3):
        for _ in range(4):
            im[..., c] += np.sin(rng.uniform(0, .3) * x + rng.uniform(0, .3) * y + rng.uniform(0, 6)) * rng.uniform(10, 40)
    for _ in range(4):
        x0, y0 = rng.integers(0, w), rng.integers(0, h)
        im[y0:y0 + h // 3 + 1, x0:x0 + w // 3 + 1] += rng.uniform(-90, 90, 3)
    return np.clip(im + rng.normal(0, 5, im.shape), 0, 255).astype(np.uint8)


RGB = photo(W, H, 1)
IM = Image.fromarray(RGB)
ALPHA = photo(W, H, 2)[..., 0]
GREY16 = (photo(W, H, 3).astype(np.uint16) * 7)[..., 0]
GREY16[3:9] //= 9


def save(name, im, **options):
    im.save(os.path.join(OUT, name), **options)


def write(name, data):
    with open(os.path.join(OUT, name), "wb") as f:
        f.write(data)


def png(name, bits, colour, rows, interlace=False, before=()):
    """rows: array [h,w,bands] of samples of `bits` bits."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    def packed(a):
        out = b""
        for row in a:
            flat = row.reshape(-1)
            if bits == 16:
                line = flat.astype(">u2").tobytes()
            elif bits == 8:
                line = flat.astype(np.uint8).tobytes()
            else:
                line = np.packbits(np.unpackbits(flat.astype(np.uint8)[:, None], axis=1)[:, 8 - bits:].reshape(-1)).tobytes()
            out += b"\0" + line
        return out

    h, w = rows.shape[:2]
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    data = b"".join(packed(rows[y::dy, x::dx]) for x, y, dx, dy in passes if rows[y::dy, x::dx].size) \
        if interlace else packed(rows)
    write(name, b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, bits, colour, 0, 0, int(interlace)))
          + b"".join(chunk(k, d) for k, d in before) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b""))


# JPEG
for q in (75, 95):
    for s in (0, 1, 2):
        save(f"q{q}-s{s}.jpg", IM, quality=q, subsampling=s)
save("progressive.jpg", IM, quality=90, progressive=True)
save("grey.jpg", IM.convert("L"))
save("cmyk.jpg", IM.convert("CMYK"))
save("adobe-rgb.jpg", IM, keep_rgb=True)
save("restarts.jpg", IM, restart_marker_blocks=1)
save("profile.jpg", IM, icc_profile=b"not a profile", comment="hi", exif=b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0")
b = open(OUT + "/cmyk.jpg", "rb").read()
at = b.index(b"Adobe")
write("ycck.jpg", b[:at + 11] + b"\x02" + b[at + 12:])  # the same samples, said to be YCCK
b = open(OUT + "/q95-s0.jpg", "rb").read()
app0 = b.index(b"\xff\xe0")
n = struct.unpack(">H", b[app0 + 2:app0 + 4])[0]
bare = b[:app0] + b[app0 + 2 + n:]
write("no-markers.jpg", bare)


def named(data, ids):
    """Other component ids, in frame and scan."""
    data = bytearray(data)
    f = data.index(b"\xff\xc0")
    s = data.index(b"\xff\xda")
    for i, c in enumerate(ids):
        data[f + 10 + 3 * i] = c
        data[s + 5 + 2 * i] = c
    return bytes(data)


write("ids-rgb.jpg", named(bare, b"RGB"))
write("ids-odd.jpg", named(bare, b"\x00\x01\x02"))
save("1x1.jpg", Image.fromarray(RGB[:1, :1]))
save("1xN.jpg", Image.fromarray(RGB[:, :1]), subsampling=2)
save("really-a-jpeg.png", IM, format="JPEG")
# PNG
save("rgb.png", IM)
save("rgba.png", Image.fromarray(np.dstack([RGB, ALPHA])))
save("la.png", Image.fromarray(np.dstack([RGB[..., 0], ALPHA]), "LA"))
save("grey16.png", Image.fromarray(GREY16))
for n in (2, 4, 16, 256):
    save(f"palette{n}.png", IM.quantize(n))
save("palette-transparent.png", IM.quantize(16), transparency=bytes([0, 128, 255, 40]))
save("grey-transparent.png", IM.convert("L"), transparency=100)
save("rgb-transparent.png", IM, transparency=tuple(int(v) for v in RGB[0, 0]))
rgb16 = RGB.astype(np.uint16) * 250 + 17
png("rgb16.png", 16, 2, rgb16)
png("rgba16.png", 16, 6, np.dstack([rgb16, ALPHA.astype(np.uint16) * 257]))
png("la16.png", 16, 4, np.dstack([rgb16[..., :1], ALPHA.astype(np.uint16) * 257]))
png("grey2.png", 2, 0, RGB[..., :1] >> 6)
png("grey4.png", 4, 0, RGB[..., :1] >> 4)
png("grey4-transparent.png", 4, 0, RGB[..., :1] >> 4, before=[(b"tRNS", b"\0\x03")])
png("interlaced.png", 8, 2, RGB, True)
png("interlaced-palette.png", 4, 3, RGB[..., :1] >> 4, True, [(b"PLTE", bytes(range(200, 248)))])
png("interlaced-rgba16.png", 16, 6, np.dstack([rgb16, rgb16[..., :1]]), True)
png("gamma.png", 8, 2, RGB, before=[(b"gAMA", struct.pack(">I", 100000)), (b"sRGB", b"\0")])
png("gamma-grey.png", 8, 0, RGB[..., :1], before=[(b"gAMA", struct.pack(">I", 45455))])
# BMP
save("rgb.bmp", IM)
save("rgba.bmp", Image.fromarray(np.dstack([RGB, ALPHA])))
save("grey.bmp", IM.convert("L"))
save("palette.bmp", IM.quantize(256))
save("bilevel.bmp", IM.convert("1"))


def bmp(name, bits, rows, compression=0, masks=b"", palette=b"", data=None, down=False):
    if data is None:
        data = b"".join(r + b"\0" * (-len(r) % 4) for r in (rows if down else rows[::-1]))
    start = 14 + 40 + len(masks) + len(palette)
    write(name, b"BM" + struct.pack("<IHHI", start + len(data), 0, 0, start)
          + struct.pack("<IiiHHIIiiII", 40, W, -H if down else H, 1, bits, compression, len(data), 0, 0, len(palette) // 4, 0)
          + masks + palette + data)


five = (RGB >> 3).astype(np.uint16)
bmp("555.bmp", 16, [r.astype("<u2").tobytes() for r in five[..., 0] << 10 | five[..., 1] << 5 | five[..., 2]])
bmp("565.bmp", 16, [r.astype("<u2").tobytes() for r in five[..., 0] << 11 | (RGB[..., 1].astype(np.uint16) >> 2) << 5 | five[..., 2]],
    3, struct.pack("<III", 0xf800, 0x7e0, 0x1f))
bmp("down.bmp", 24, [r[:, ::-1].tobytes() for r in RGB], down=True)
four = RGB[..., 0] >> 4
bmp("4.bmp", 4, [bytes(int(a) << 4 | int(b) for a, b in zip(r[::2], np.append(r[1::2], 0))) for r in four],
    palette=b"".join(bytes([i * 3, 255 - i * 9, i * 15, 0]) for i in range(16)))
rle = b""
for r in four[::-1]:
    for v in r:
        rle += bytes([1, int(v)])
    rle += b"\0\0"
bmp("rle8.bmp", 8, None, 1, palette=b"".join(bytes([i * 3, 255 - i * 9, i * 15, 0]) for i in range(16)), data=rle + b"\0\1")
# TIFF
for c in (None, "tiff_lzw", "tiff_adobe_deflate", "packbits"):
    save(f"rgb-{c or 'raw'}.tif", IM, compression=c)
save("predictor.tif", IM, compression="tiff_lzw", tiffinfo={317: 2})
save("grey.tif", IM.convert("L"), compression="tiff_lzw")
save("grey16.tif", Image.fromarray(GREY16), compression="tiff_lzw")
save("cmyk.tif", IM.convert("CMYK"), compression="tiff_lzw")
save("rgba.tif", Image.fromarray(np.dstack([RGB, ALPHA])), compression="tiff_lzw")
save("la.tif", Image.fromarray(np.dstack([RGB[..., 0], ALPHA]), "LA"))
save("palette.tif", IM.quantize(64), compression="tiff_lzw")
save("bilevel.tif", IM.convert("1"), compression="packbits")
for o in (2, 3, 6, 8):
    save(f"orientation{o}.tif", IM, tiffinfo={274: o})


def tiff(name, data, tags, big=False):
    e = ">" if big else "<"
    tags = sorted(tags)
    extra, entries = b"", b""
    base = 8 + len(data) + 2 + 12 * len(tags) + 4
    for tag, kind, values in tags:
        v = b"".join(struct.pack(e + {3: "H", 4: "I"}[kind], x) for x in values)
        if len(v) > 4:
            entries += struct.pack(e + "HHII", tag, kind, len(values), base + len(extra))
            extra += v
        else:
            entries += struct.pack(e + "HHI", tag, kind, len(values)) + v.ljust(4, b"\0")
    write(name, (b"MM\0*" if big else b"II*\0") + struct.pack(e + "I", 8 + len(data)) + data
          + struct.pack(e + "H", len(tags)) + entries + b"\0\0\0\0" + extra)


def tags(bits, photometric, size, *more):
    return [(256, 3, [W]), (257, 3, [H]), (258, 3, bits), (259, 3, [1]), (262, 3, [photometric]), (273, 4, [8]),
            (277, 3, [len(bits)]), (278, 3, [H]), (279, 4, [size]), *more]


tiff("rgb16.tif", rgb16.astype("<u2").tobytes(), tags([16] * 3, 2, W * H * 6))
tiff("rgb16-big.tif", rgb16.astype(">u2").tobytes(), tags([16] * 3, 2, W * H * 6), True)
tiff("grey16-big.tif", GREY16.astype(">u2").tobytes(), tags([16], 1, W * H * 2), True)
tiff("white-is-zero.tif", RGB[..., 0].tobytes(), tags([8], 0, W * H))
one = np.packbits(RGB[..., 0] > 120, axis=1).tobytes()
tiff("white-is-zero-1.tif", one, tags([1], 0, len(one)))
nibbles = b"".join(bytes(int(a) << 4 | int(b) for a, b in zip(r[::2], np.append(r[1::2], 0))) for r in four)
tiff("white-is-zero-4.tif", nibbles, tags([4], 0, len(nibbles)))
tiff("grey4.tif", nibbles, tags([4], 1, len(nibbles)))
planes = np.ascontiguousarray(RGB.transpose(2, 0, 1)).tobytes()
tiff("planes.tif", planes, [t for t in tags([8] * 3, 2, 0) if t[0] not in (273, 279)]
     + [(273, 4, [8, 8 + W * H, 8 + 2 * W * H]), (279, 4, [W * H] * 3), (284, 3, [2])])
tiff("premultiplied.tif", np.dstack([RGB // 2, ALPHA]).tobytes(), tags([8] * 4, 2, W * H * 4, (338, 3, [1])))
# WebP
save("lossy.webp", IM, quality=80)
save("lossless.webp", IM, lossless=True)
save("lossy-alpha.webp", Image.fromarray(np.dstack([RGB, ALPHA])), quality=70)
save("lossless-alpha.webp", Image.fromarray(np.dstack([RGB, ALPHA])), lossless=True, exact=True)
# GIF
save("rgb.gif", IM)
save("grey.gif", IM.convert("L"))
save("flat.gif", IM.quantize(16), interlace=0)
save("transparent.gif", IM.quantize(16), transparency=3)
save("frames.gif", IM.quantize(32), save_all=True, append_images=[IM.transpose(0).quantize(32)])
big = Image.fromarray(photo(60, 50, 5)).quantize(8)
save("interlaced.gif", big, interlace=1)
g = open(OUT + "/flat.gif", "rb").read()
g = g[:6] + struct.pack("<HH", W + 9, H + 5) + g[10:]
at = g.index(b",\0\0\0\0" + struct.pack("<HH", W, H))
write("offset.gif", g[:at + 1] + struct.pack("<HH", 4, 3) + g[at + 5:])
g = open(OUT + "/transparent.gif", "rb").read()
g = g[:6] + struct.pack("<HH", W + 9, H + 5) + g[10:]
at = g.index(b",\0\0\0\0" + struct.pack("<HH", W, H))
write("offset-transparent.gif", g[:at + 1] + struct.pack("<HH", 4, 3) + g[at + 5:])
write("frame-beyond-canvas.gif", g[:6] + struct.pack("<HH", W - 9, H - 5) + g[10:])

digests = {}
for name in sorted(os.listdir(OUT)):
    if name != "digests.json":
        im = Image.open(os.path.join(OUT, name)).convert("RGB")
        digests[name] = dict(width=im.width, height=im.height, sha256=hashlib.sha256(np.asarray(im).tobytes()).hexdigest())
with open(OUT + "/digests.json", "w") as f:
    json.dump(dict(pillow=PIL.__version__, images=digests), f, indent=1)
    f.write("\n")
