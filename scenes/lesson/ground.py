"""What a three-dimensional picture needs to know of what it shows."""

from __future__ import annotations

from typing import Any, Protocol

from gdmath import Descent, Window


class Ground(Protocol):
    """A cost, a descent over it and the window to see it in: a lesson's problem or landscape."""

    @property
    def cost(self) -> Any:
        """The function J."""
        ...

    @property
    def start(self) -> tuple[float, float]:
        """The first iterate."""
        ...

    @property
    def tolerance(self) -> float:
        """The length of the gradient at which a descent has converged."""
        ...

    @property
    def path(self) -> Descent:
        """The whole descent."""
        ...

    @property
    def shown(self) -> Descent:
        """The part of the path that is shown."""
        ...

    @property
    def window(self) -> Window:
        """The ranges to show."""
        ...

    @property
    def symbols(self) -> tuple[str, str]:
        """The parameters' names, in Typst's mathematics."""
        ...
