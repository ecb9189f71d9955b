"""What Slices shows: a point on the bowl, and the curves through it over θ0 and over θ1."""

from dataclasses import dataclass
from typing import Self

from gdmath.path import Path
from scenes.study.film_study import FilmStudy, captions
from scenes.study.problem import Problem
from scenes.study.variants import notice, whole_bowl
from scenes.study.waypoints import bottom_of_slice, standpoint

STANDING = 0.3
"""The share of the window's height where the point stands, at least."""

EDGE = 1e-6
"""What is nearer to the window's edge than this share of it lies on it."""

LEVEL = 1e-3
"""At the bottom of a smooth curve no more than this share of the first slope is left."""

BEATS = "bowl cut tangent back other both gradient"


@dataclass(frozen=True, slots=True)
class Study(FilmStudy):
    """A walk from the point to the bottom of its curve over θ0 and back, then over θ1 and back."""

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """Return the study of a lesson's problem.

        Raises a `SettingsError` if a curve has no lowest point in the window.
        """
        told = whole_bowl(problem)
        point = standpoint(told, STANDING)
        first, second = (bottom_of_slice(told.cost, told.window, point, axis) for axis in (0, 1))
        path = Path.through(told.cost, [point, first, point, second, point])
        slopes, bottoms = abs(path.gradients), {}
        for axis, at in ((0, 1), (1, 3)):
            level = slopes[at, axis] < LEVEL * slopes[0, axis]
            if not (level or told.window.contains(path.points[at], room=-EDGE)):
                raise problem.settings.error(
                    "window:", "the film Slices needs curves that are lowest inside the window"
                )
            # A cost with a kink at the bottom has no level tangent there.
            bottoms[f"bottom_{axis}"] = "bottom" if level else "kink"
        said = captions("slices", BEATS, bottoms)
        return cls(told, told.cost, path, told.window, said, notice(problem, told))
