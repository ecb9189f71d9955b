"""What Zoom shows: windows that shrink round the touching point, and the gap beside it."""

from dataclasses import dataclass
from typing import Self

from gdmath import TangentPlane
from gdmath.checks import FloatArray
from gdmath.cost import QuadraticCost
from gdmath.windows import Zoom, gap_offset
from scenes.study.film_study import FilmStudy, captions, refuse_window
from scenes.study.problem import Problem

FAITHFUL = 0.2
"""½ δᵀHδ is compared with a gap that it meets to within this share."""

BEATS = "touches one_point shrinks bends_less one narrower back bends_away whole small"
GAP_BEATS = ("away", "gap", "hessian", "half", "square")


@dataclass(frozen=True, slots=True)
class Study(FilmStudy):
    """The first tangent plane, up close and from afar."""

    zoom: Zoom
    """The windows that shrink from the first one, which is the lesson's with a linear height."""
    offset: FloatArray
    """δ, of shape (2,), from the touching point to where the gap is shown."""
    exact: bool
    """Whether ½ δᵀHδ is the gap there, and half as far a quarter of it is left."""

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """Return the study of a lesson's problem.

        Raises a `SettingsError` if the window is so narrow that no gap can be shown in it, or the
        cost has a kink where the plane touches: up close it is not its plane.
        """
        cost, window = problem.cost, problem.window.rescaled("linear")
        plane = TangentPlane.at(cost, problem.shown.points[0])
        try:
            zoom, offset = Zoom(cost, plane, window), gap_offset(cost, plane, window)
        except ValueError:
            needs = "one where the plane touches, and leaves J beside that"
            raise refuse_window(problem, "Zoom", needs) from None
        if not zoom.looks_flat(zoom.most):
            raise problem.settings.error(
                "descent.start", "is at a kink of the cost; the film Zoom needs a smooth place"
            )
        gap = float(plane.gap(cost, plane.point + offset))
        quadratic = float(0.5 * offset @ cost.hessian(plane.point) @ offset)
        exact = isinstance(cost, QuadraticCost)
        chosen = {}
        # H says how large the gap is: not at a kink, nor where J bends otherwise.
        if abs(quadratic - gap) <= FAITHFUL * gap:
            chosen = {beat: beat for beat in GAP_BEATS}
            chosen["quarter"] = "quarter" if exact else "about_a_quarter"
        said = captions("zoom", BEATS, chosen)
        return cls(problem, cost, problem.shown, window, said, "", zoom, offset, exact)
