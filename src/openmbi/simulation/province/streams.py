"""A stream of random numbers for every concern, so that a change of one moves no other."""

from __future__ import annotations

from zlib import crc32

import numpy as np


def stream(seed: int, *concern: object) -> np.random.Generator:
    """Return the generator of a concern, such as `stream(7, "gaps", 3)`."""
    return np.random.default_rng([seed, *(crc32(str(part).encode()) for part in concern)])
