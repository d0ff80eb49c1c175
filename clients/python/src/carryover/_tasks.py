# Copyright the Carryover authors.
# SPDX-License-Identifier: Apache-2.0
"""Tasks as evaluations name them. What is left out is the system's default, which is the study's."""

from __future__ import annotations

from typing import Any

Task = dict[str, Any]


def _task(kind: str, dataset: str, **fields: Any) -> Task:
    return {"kind": kind, "dataset": dataset, **{name: value for name, value in fields.items() if value is not None}}


def linear(dataset: str, protocol: str | None = None, metric: str | None = None) -> Task:
    """Many-shot linear probe.

    Args:
        dataset: name of a registered dataset.
        protocol: ``study`` (what the paper's code did) or ``converged`` (what it meant).
        metric: ``top1``, ``mean-per-class`` or ``map11``.
    """
    return _task("linear", dataset, protocol=protocol, metric=metric)


def few_shot(
    dataset: str,
    ways: int | None = None,
    shots: int | None = None,
    queries: int | None = None,
    episodes: int | None = None,
    seed: int | None = None,
    protocol: str | None = None,
) -> Task:
    """Few-shot classification by nearest centroid; 5 ways, 5 shots, 15 queries, 600 episodes unless asked otherwise."""
    return _task(
        "few-shot",
        dataset,
        ways=ways,
        shots=shots,
        queries=queries,
        episodes=episodes,
        seed=seed,
        protocol=protocol,
    )


def knn(dataset: str, features: str | None = None) -> Task:
    """DINO's weighted nearest neighbours; ``features`` is ``dino`` (its own transform) or ``study`` (the linear probe's)."""
    return _task("knn", dataset, features=features)


def label_efficiency(dataset: str, metric: str | None = None, most: int | None = None) -> Task:
    """Linear accuracy against labels per class, up to ``most``."""
    return _task("label-efficiency", dataset, metric=metric, most=most)


def fine_tune(
    dataset: str,
    protocol: str | None = None,
    metric: str | None = None,
    grid: str | None = None,
    steps: int | None = None,
    seed: int | None = None,
) -> Task:
    """Many-shot fine-tuning of the whole network; ``grid`` is ``augmented``, ``plain``, ``both`` or ``small``."""
    return _task("finetune", dataset, protocol=protocol, metric=metric, grid=grid, steps=steps, seed=seed)
