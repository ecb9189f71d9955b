"""The data of simple linear regression: two checked columns of equal length."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Annotated, ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike

from gdmath import checks
from gdmath.checks import FloatArray, Positive, shown
from gdmath.csv_format import CsvFormat
from gdmath.csv_table import read_columns
from gdmath.locked import Locked, fill
from gdmath.text_file import file_name

MOST_DRAWN = 10**8  # the observations that `Dataset.synthetic` draws at most: 1.6 GB
UNEVEN = 1e-6  # standard deviations that the mean of standardised x may be from 0


def _column(values: ArrayLike, name: str) -> FloatArray:
    array = checks.numeric(values, name)
    if array.ndim == 2 and array.shape[1] == 1:
        array = array[:, 0]
    if array.ndim != 1:
        hint = checks.flat_hint(array, name)
        raise ValueError(f"{name} has shape {array.shape}; it must be (m,) or (m, 1){hint}")
    finite = np.isfinite(array)
    if not finite.all():
        row = int(np.argmin(finite))
        raise ValueError(f"{name} is {array[row]} in row {row}; every value must be finite")
    return checks.read_only(array)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Sample(Locked):
    """Observations x and y, one or more: finite numbers (m,), or (m, 1), kept as float64 (m,).

    Examples
    --------
    >>> Sample([2], [3]).m
    1
    """

    x: Annotated[FloatArray, _column]
    y: Annotated[FloatArray, _column]

    _least: ClassVar[int] = 1

    def __init__(self, x: ArrayLike, y: ArrayLike) -> None:
        fill(self, x=x, y=y)
        Locked.__post_init__(self)
        if self.x.shape != self.y.shape:
            raise ValueError(
                f"x has shape {self.x.shape} and y has shape {self.y.shape}; "
                "they must have the same length"
            )
        if self.m < self._least:
            kind = "a line" if self._least == 2 else "a sample"
            raise ValueError(
                f"the number of observations is {self.m}; {kind} needs at least {self._least}"
            )

    def __repr__(self) -> str:
        return f"Sample(m={self.m})"

    @property
    def m(self) -> int:
        """The number of observations."""
        return len(self.x)

    def sample(self, indices: ArrayLike) -> "Sample":
        """Return the observations at `indices`, from 0 to m − 1, in that order, also repeated."""
        chosen = checks.positions(indices, "indices", self.m)
        part = object.__new__(Sample)  # the rows of a checked table need no check
        x, y = self.x[chosen], self.y[chosen]  # copies
        x.flags.writeable = y.flags.writeable = False
        fill(part, x=x, y=y)
        return part


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Dataset(Sample):
    """Predictor x and response y of two or more observations, x not constant.

    `x_center` and `x_scale` say how x came from the raw predictor: x = (raw x − center) / scale.

    Examples
    --------
    >>> data = Dataset([1, 2, 3], [2, 4, 5])
    >>> data.m, data.standardized().is_standardized
    (3, True)
    """

    x_name: Annotated[str, partial(checks.instance, kind=str)] = "x"
    y_name: Annotated[str, partial(checks.instance, kind=str)] = "y"
    x_center: Annotated[float, checks.real] = 0.0
    x_scale: Positive = 1.0

    _least: ClassVar[int] = 2

    def __init__(
        self,
        x: ArrayLike,
        y: ArrayLike,
        x_name: str = "x",
        y_name: str = "y",
        x_center: float = 0.0,
        x_scale: float = 1.0,
    ) -> None:
        fill(self, x_name=x_name, y_name=y_name, x_center=x_center, x_scale=x_scale)
        Sample.__init__(self, x, y)
        if self.x.min() == self.x.max():
            raise ValueError(
                f"x is constant, every value is {self.x[0]:g}; a line needs two different values"
            )

    def __repr__(self) -> str:
        return f"Dataset(m={self.m}, x={self.x_name!r}, y={self.y_name!r})"

    @property
    def is_standardized(self) -> bool:
        """Whether x is not the raw predictor itself."""
        return (self.x_center, self.x_scale) != (0.0, 1.0)

    @classmethod
    def from_csv(
        cls,
        path: str | Path,
        x: str,
        y: str,
        *,
        delimiter: str | None = None,
        encoding: str | None = None,
        decimal: str | None = None,
        thousands: str | None = None,
        missing: str = "refuse",
        totals: str = "refuse",
    ) -> Self:
        """Read the columns named `x` and `y` of a CSV file that has a header row.

        What is not given is found out. The `delimiter` is a comma, a semicolon, a tab or a bar: the
        one that finds both columns in the header. Lines that begin with # may stand above it, and
        below it with a `CsvWarning`. The `encoding` is that of a byte-order mark, UTF-16, UTF-8,
        or else Windows-1252, with a `CsvWarning`.

        The `decimal` mark, "." or ",", is the same in the whole file. Numbers that may be meant in
        two ways, such as 1.200 between semicolons, are refused if no other number decides; with a
        `CsvWarning` one in another column does, if all that stands there is numbers. Where commas
        separate the fields, the mark is a point: there 1.200 is 1.2, quoted or not, and refused if
        a number such as "200,5" shows a decimal comma. `thousands` is ".", ",", " " or "'" where
        groups of three digits are marked.

        `missing` is "refuse", or "drop" for leaving out the rows in which x or y is empty, NA, or
        an error of a spreadsheet, with a `CsvWarning`; a row in which the other is no number is
        refused. `totals` is "refuse", "drop" or "keep" for rows that are called a total or a mean,
        and stand at the end or are that of the rows above.

        ValueError, with the file, the line, the column and the value, if the file is no table, or
        has more than 100 MB, a column is missing or doubled, or a value no finite number;
        `MissingFileError`, which is a FileNotFoundError too, if there is no such file.
        """
        if not isinstance(path, str | Path) or "\0" in str(path):
            raise checks.wrong(path, "path", "the name of a file")
        for name, column in (("x", x), ("y", y)):
            if not checks.instance(column, name, str).strip():
                raise checks.wrong(column, name, "the name of a column")
        path = Path(path)
        written = CsvFormat(delimiter, encoding, decimal, thousands, missing, totals)
        xs, ys = read_columns(path, (x, y), written)
        try:
            return cls(xs, ys, x_name=x, y_name=y)
        except ValueError as error:
            columns = f"x is column {shown(x)}, y is {shown(y)}"
            raise ValueError(f"{file_name(path)}: {error} ({columns})") from None

    @classmethod
    def synthetic(
        cls,
        n: int = 100,
        intercept: float = 4,
        slope: float = 3,
        noise: float = 1,
        x_range: Sequence[float] = (0, 2),
        seed: int = 0,
    ) -> Self:
        """Draw y = intercept + slope·x + noise·N(0, 1) with x uniform on `x_range`."""
        n = checks.integer(n, "n", least=2, most=MOST_DRAWN)
        intercept, slope = checks.real(intercept, "intercept"), checks.real(slope, "slope")
        noise = checks.not_negative(noise, "noise")
        low, high = checks.rising(x_range, "x_range")
        random = np.random.default_rng(checks.integer(seed, "seed", least=0))
        x = low + (high / 2 - low / 2) * 2 * random.random(n)  # the width may overflow
        with np.errstate(over="ignore", invalid="ignore"):  # refused below, by value
            y = intercept + slope * x + noise * random.standard_normal(n)
        if not np.isfinite(y).all():
            raise ValueError(
                f"intercept is {intercept:g}, slope {slope:g} and noise {noise:g}; "
                "together they must give values of y that float64 can hold"
            )
        return cls(x, y)

    def standardized(self) -> Self:
        """Return the data with x of mean 0 and standard deviation 1 (1/m); y stays as it is.

        `raw_theta` leads from parameters fitted to it back to those of the raw data. Raises
        ValueError if the standard deviation is 0 or infinite in float64.
        """
        with np.errstate(over="ignore", invalid="ignore"):  # refused below, by value
            center = float(self.x.mean())
            center += float((self.x - center).mean())  # what rounding left of the mean
            x = self.x - center
            scale = math.sqrt(float(x @ x) / self.m)
            shift = float(x.mean())  # at most half the distance of two floats at the center
            if abs(shift) > UNEVEN * scale:
                x = x - shift
                scale = math.sqrt(float(x @ x) / self.m)
        if not 0 < scale < math.inf:
            raise ValueError(
                f"x has the standard deviation {scale:g}, beyond float64; it must be rescaled first"
            )
        center, scale, x = self.x_center + self.x_scale * center, self.x_scale * scale, x / scale
        return replace(self, x=x, x_center=center, x_scale=scale)

    def raw_theta(self, theta: ArrayLike) -> FloatArray:
        """Return the parameters (..., 2) of the same line over the raw predictor.

        θ0 + θ1 (x − c)/s = (θ0 − θ1 c/s) + (θ1/s) x, with c = x_center and s = x_scale.
        """
        theta = checks.parameters(theta)
        slope = theta[..., 1] / self.x_scale
        return np.stack([theta[..., 0] - slope * self.x_center, slope], axis=-1)

    def standardized_theta(self, raw_theta: ArrayLike) -> FloatArray:
        """Return the parameters (..., 2) over this x of a line given over the raw predictor."""
        theta = checks.parameters(raw_theta, "raw_theta")
        intercept = theta[..., 0] + theta[..., 1] * self.x_center
        return np.stack([intercept, theta[..., 1] * self.x_scale], axis=-1)
