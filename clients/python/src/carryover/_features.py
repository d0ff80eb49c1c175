# Copyright the Carryover authors.
# SPDX-License-Identifier: Apache-2.0
"""Features of a model in this process."""

from __future__ import annotations

from typing import Any, Callable, Iterable

import numpy as np
import numpy.typing as npt

Batches = Iterable[Any]


def extract(
    model: Callable[[Any], Any], batches: Batches
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64] | None]:
    """Features of all images of one split, in order.

    A ``torch.nn.Module`` runs in evaluation mode, without gradients, on the device of its parameters, and gets its mode
    back; any other callable is called as it is.

    Args:
        model: from a batch of images to features [n,D].
        batches: of images, or of pairs (images, labels) as a DataLoader gives them, in the order of the split: not shuffled.

    Returns:
        features F32 [N,D], and the labels where all batches have them. Labels are sent along: the import refuses the
        features where they aren't the dataset's, and so finds a wrong order.
    """
    rows: list[npt.NDArray[np.float32]] = []
    labels: list[npt.NDArray[np.int64]] = []
    with _Inference(model) as run:
        for batch in batches:
            images, own = batch if isinstance(batch, (tuple, list)) and len(batch) == 2 else (batch, None)
            row = run(images)
            if row.ndim != 2:
                raise ValueError(f"the model gave features of shape {row.shape}: [n,D] is wanted, so pool maps first")
            if len(row) != len(images):
                raise ValueError(f"the model gave {len(row)} features for {len(images)} images")
            rows.append(row)
            if own is not None:
                labels.append(np.asarray(_array(own)))
    if not rows:
        raise ValueError("there are no images")
    return np.concatenate(rows), np.concatenate(labels) if len(labels) == len(rows) else None


class _Inference:
    """Runs a model for its features alone."""

    def __init__(self, model: Callable[[Any], Any]) -> None:
        self._model = model
        self._training = bool(getattr(model, "training", False))
        self._module = hasattr(model, "eval") and hasattr(model, "parameters")

    def __enter__(self) -> Callable[[Any], npt.NDArray[np.float32]]:
        if self._module:
            import torch

            self._mode = torch.inference_mode()
            self._mode.__enter__()
            self._model.eval()  # type: ignore[attr-defined]
        return self._run

    def __exit__(self, *failure: Any) -> None:
        if self._module:
            self._model.train(self._training)  # type: ignore[attr-defined]
            self._mode.__exit__(*failure)

    def _run(self, images: Any) -> npt.NDArray[np.float32]:
        if self._module:
            parameter = next(iter(self._model.parameters()), None)  # type: ignore[attr-defined]
            if parameter is not None:
                images = images.to(parameter.device)
        return np.asarray(_array(self._model(images)), dtype=np.float32)


def _array(values: Any) -> Any:
    """A tensor, wherever it lies, as an array; anything else as it is."""
    if hasattr(values, "detach"):
        values = values.detach().cpu()
        # NumPy has no bfloat16, and features are F32 anyway.
        return values.float().numpy() if values.is_floating_point() else values.numpy()
    return values
