"""The mean squared error of a line."""

from dataclasses import dataclass, field

from gdmath.checks import Flag
from gdmath.cost.protocol import Observations
from gdmath.cost.quadratic import Quadratic, QuadraticForm
from gdmath.locked import Locked, fill


@dataclass(frozen=True, slots=True)
class MeanSquaredError(QuadraticForm):
    """The mean squared error J(θ) = 1/(2m) Σ (θ0 + θ1 xᵢ − yᵢ)², or 1/m with ``half=False``.

    J is a quadratic in closed form: one pass over the data, then every evaluation is O(1) in m
    (see `Quadratic.of_line`). Data whose squares overflow raise ValueError.

    Examples
    --------
    >>> from gdmath import Dataset
    >>> J = MeanSquaredError(Dataset([1, 2, 3], [2, 4, 5]))
    >>> J.gradient((0, 1))
    array([-1.66666667, -3.66666667])
    """

    data: Observations
    half: Flag = True
    _form: Quadratic = field(init=False, repr=False)

    def __post_init__(self) -> None:
        Locked.__post_init__(self)
        fill(self, _form=Quadratic.of_line(self.data))
