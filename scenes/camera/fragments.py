"""Fragments: what each primitive gives to each pixel of one band of rows."""

# mypy: allow-untyped-defs, allow-untyped-calls

from typing import NamedTuple

from scenes.camera.compilation import inlined
from scenes.camera.tables import F64, I32, Rows

FULL = 0xFFFF  # the mask of all 4 x 4 samples of a pixel
HALF_SPAN = 0.375  # pixels from a pixel's centre to its outermost samples, along either axis
FAINTEST = 1e-3  # the least coverage that makes a fragment


class Band(NamedTuple):
    """A band of rows: a list of fragments for each pixel, beginning at ``head`` (-1: none)."""

    number: int
    top: int
    rows: int
    head: I32  # (rows * width,)
    first: I32  # (rows,) the columns between which a row has fragments
    last: I32
    fragments: Rows
    area: F64  # (rows, width + 2): zeros, where fills sum up their coverage


@inlined
def rows_of(band, box):
    """Return the range of rows that the band and a box share."""
    return range(max(band.top, box.top), min(band.top + band.rows - 1, box.bottom) + 1)


@inlined
def has_room(band, used, y, low, high):
    """Return whether the columns ``low`` to ``high`` of row ``y`` find room, and note them."""
    if used + high - low + 1 > len(band.fragments):
        return False
    row = y - band.top
    band.first[row] = min(band.first[row], low)
    band.last[row] = max(band.last[row], high)
    return True


@inlined
def add_fragment(band, used, pixel, primitive, mask, coverage):
    """Put a fragment before all others of its pixel, and return how many are used then."""
    fragment = band.fragments[used]
    fragment.primitive = primitive
    fragment.mask = mask
    fragment.coverage = coverage
    fragment.link = band.head[pixel]
    band.head[pixel] = used
    return used + 1


@inlined
def sample_offset(s):
    """Return where sample ``s`` of 4 x 4 lies from the pixel's centre."""
    return ((s & 3) - 1.5) * 0.25, ((s >> 2) - 1.5) * 0.25


@inlined
def mask_center(mask):
    """Return the mean offset of the mask's samples from the pixel's centre."""
    x, y, n = 0, 0, 0
    for s in range(16):
        if mask >> s & 1:
            x += s & 3
            y += s >> 2
            n += 1
    return (x / n - 1.5) * 0.25, (y / n - 1.5) * 0.25
