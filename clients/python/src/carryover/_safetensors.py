# Copyright the Carryover authors.
# SPDX-License-Identifier: Apache-2.0
"""Features as the system takes them: safetensors, written here so that no further package is needed."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Sequence

import numpy as np
import numpy.typing as npt


def write_features(
    path: Path,
    features: npt.NDArray[np.float32],
    labels: npt.NDArray[np.int64] | None = None,
    images: Sequence[str] | None = None,
) -> None:
    """Writes features of one split.

    Args:
        path: of the new file.
        features: F32 [N,D], in the order of the split.
        labels: I64 [N] or, with several classes per image, U8 [N,K]; the import refuses others than the dataset's.
        images: ids of the images; the import refuses others than the dataset's.
    """
    tensors: dict[str, tuple[str, np.ndarray]] = {"features": ("F32", np.ascontiguousarray(features, "<f4"))}
    if labels is not None:
        tensors["labels"] = (
            ("U8", np.ascontiguousarray(labels, "u1")) if labels.ndim == 2 else ("I64", np.ascontiguousarray(labels, "<i8"))
        )
    header: dict[str, object] = {}
    if images is not None:
        header["__metadata__"] = {"images": json.dumps(list(images))}
    offset = 0
    for name, (dtype, array) in tensors.items():
        header[name] = {"dtype": dtype, "shape": list(array.shape), "data_offsets": [offset, offset + array.nbytes]}
        offset += array.nbytes
    text = json.dumps(header).encode()
    # Data begins at a multiple of eight.
    text += b" " * (-len(text) % 8)
    with path.open("wb") as out:
        out.write(struct.pack("<Q", len(text)))
        out.write(text)
        for _, array in tensors.values():
            out.write(array.data)
