"""The one place through which the matcher imports numpy, so that it comes late and with one thread.

OpenBLAS threads cost up to 46 times on a busy two-core laptop (matching.md, section 2), and the variables
below are read only once, when numpy is first imported. Import this module only from modules that are
themselves imported inside functions: numpy takes a while on an old disk.
"""

from __future__ import annotations

import os

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import numpy as np  # noqa: E402  the variables above have to be set first
import numpy.typing as npt  # noqa: E402

Scores = npt.NDArray[np.int16]
Weights = npt.NDArray[np.int32]
Counts = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
Index = npt.NDArray[np.intp]
Long = npt.NDArray[np.int64]

FORBIDDEN = -1

__all__ = ["FORBIDDEN", "Counts", "Index", "Long", "Mask", "Scores", "Weights", "np", "npt"]
