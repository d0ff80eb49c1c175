# Copyright the Carryover authors.
# SPDX-License-Identifier: Apache-2.0
"""Writes the golden files beside it with the reference implementations: safetensors 0.8.0, numpy 2.4.6."""
import pathlib
import numpy as np
from safetensors.numpy import save_file
from safetensors._safetensors_rust import TensorSpec, serialize_file

here = pathlib.Path(__file__).parent
st, npy = here / "safetensors", here / "npy"

save_file(
    {
        "features": np.arange(6, dtype=np.float32).reshape(3, 2) / 4,
        "labels": np.array([2, 0, 1], dtype=np.int64),
    },
    st / "features.safetensors",
    metadata={"images": '["a.png","ä.png","c\\"d.png"]'},
)
save_file(
    {
        "f64": np.array([1.5, -2.25]),
        "b": np.array([1.0, 2.0], dtype=np.float32),
        "a": np.array([[3.0]], dtype=np.float32),
        "half": np.array([0.1, 65504.0, -1.0], dtype=np.float16),
        "i32": np.array([-7, 8], dtype=np.int32),
        "u8": np.array([0, 255, 3], dtype=np.uint8),
        "i8": np.array([-128], dtype=np.int8),
        "scalar": np.array(5, dtype=np.int64),
        "empty": np.zeros((0, 4), dtype=np.float32),
        "flag": np.array([True, False]),
    },
    st / "types.safetensors",
)
bits = (np.array([1.0, -0.5, 3.140625], dtype=np.float32).view(np.uint32) >> 16).astype(np.uint16)
spec = TensorSpec(dtype="bfloat16", shape=[3], data_ptr=bits.ctypes.data, data_len=bits.nbytes)
serialize_file({"bf16": spec}, st / "bf16.safetensors")

np.save(npy / "f4.npy", np.arange(6, dtype=np.float32).reshape(3, 2) / 4)
np.save(npy / "f8.npy", np.array([[0.1, -1e300]]))
np.save(npy / "i8.npy", np.array([2, 0, -9223372036854775808], dtype=np.int64))
np.save(npy / "u1.npy", np.array([[0, 255]], dtype=np.uint8))
np.save(npy / "fortran.npy", np.asfortranarray(np.ones((3, 2), dtype=np.float32)))
np.save(npy / "bigendian.npy", np.ones(2, dtype=">f4"))
np.save(npy / "text.npy", np.array(["cat", "dog"]))
