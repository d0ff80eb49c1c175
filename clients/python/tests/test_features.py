# Copyright the Carryover authors.
# SPDX-License-Identifier: Apache-2.0

from __future__ import annotations

import carryover
import numpy as np
import pytest


def test_maps_are_refused() -> None:
    with pytest.raises(ValueError, match=r"shape \(2, 3, 4, 4\): \[n,D\] is wanted"):
        carryover.extract(lambda images: np.zeros((2, 3, 4, 4)), [np.zeros((2, 1))])


def test_a_feature_for_every_image() -> None:
    with pytest.raises(ValueError, match="1 features for 2 images"):
        carryover.extract(lambda images: np.zeros((1, 3)), [np.zeros((2, 1))])


def test_no_images() -> None:
    with pytest.raises(ValueError, match="no images"):
        carryover.extract(lambda images: images, [])


def test_images_without_labels() -> None:
    features, labels = carryover.extract(lambda images: images, [np.ones((2, 3)), np.zeros((1, 3))])
    assert features.shape == (3, 3) and features.dtype == np.float32
    assert labels is None


def test_a_module_runs_in_evaluation_mode_and_gets_its_mode_back() -> None:
    torch = pytest.importorskip("torch")
    torch.manual_seed(0)
    model = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.BatchNorm1d(2), torch.nn.Dropout(0.5))
    model.train()
    images = torch.rand(5, 3)
    features, labels = carryover.extract(model, [(images[:4], torch.tensor([1, 0, 1, 1])), (images[4:], torch.tensor([0]))])
    assert model.training
    assert not model[1].num_batches_tracked  # no statistics were taken
    with torch.inference_mode():
        expected = model.eval()(images).numpy()
    assert np.array_equal(features, expected)
    assert labels is not None and labels.tolist() == [1, 0, 1, 1, 0] and labels.dtype == np.int64


def test_bfloat16_becomes_float32() -> None:
    torch = pytest.importorskip("torch")
    features, _ = carryover.extract(torch.nn.Linear(3, 2).to(torch.bfloat16), [torch.rand(2, 3).to(torch.bfloat16)])
    assert features.dtype == np.float32
