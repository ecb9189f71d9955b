"""Broken lines: the parts of one inside a box."""

import itertools

import numpy as np
from numpy.typing import ArrayLike

from gdmath.checks import FloatArray


def clipped(line: ArrayLike, low: ArrayLike, high: ArrayLike) -> list[FloatArray]:
    """Return the parts of a line (n, d) inside the box from `low` to `high` (Liang & Barsky, 1984).

    Examples
    --------
    >>> [piece.tolist() for piece in clipped([(0, 0), (4, 0), (4, 9)], low=(1, -1), high=(9, 3))]
    [[[1.0, 0.0], [4.0, 0.0], [4.0, 3.0]]]
    """
    line = np.asarray(line, dtype=np.float64)
    low, high = np.asarray(low), np.asarray(high)
    if ((line >= low) & (line <= high)).all():
        return [line]
    pieces: list[list[FloatArray]] = []
    for start, end in itertools.pairwise(line):
        run = end - start
        flat = run == 0
        if (flat & ((start < low) | (start > high))).any():
            continue
        safe = np.where(flat, 1.0, run)
        shares = np.sort([(low - start) / safe, (high - start) / safe], axis=0)
        first = max(0.0, np.where(flat, 0.0, shares[0]).max())
        last = min(1.0, np.where(flat, 1.0, shares[1]).min())
        if first >= last:
            continue
        if first > 0 or not pieces or not np.array_equal(pieces[-1][-1], start):
            pieces.append([start + first * run])
        pieces[-1].append(end if last == 1 else start + last * run)
    return [np.array(piece) for piece in pieces]
