"""Contours by their public name: level sets as polylines, and round levels (needs contourpy)."""

from gdmath.level_sets.contours import Contour, contours
from gdmath.round_numbers import round_levels

__all__ = ["Contour", "contours", "round_levels"]
