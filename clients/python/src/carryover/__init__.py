# Copyright the Carryover authors.
# SPDX-License-Identifier: Apache-2.0
"""Client of Carryover: how well do pretrained vision backbones carry over to the work you need them for?"""

from ._client import Client
from ._errors import CarryoverError
from ._features import extract
from ._tasks import few_shot, fine_tune, knn, label_efficiency, linear

__all__ = [
    "CarryoverError",
    "Client",
    "extract",
    "few_shot",
    "fine_tune",
    "knn",
    "label_efficiency",
    "linear",
]
__version__ = "0.1.0"
