"""The frozen values that a lesson file becomes; their fields are its keys, with their bounds."""

import dataclasses
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self, TypeAlias, cast, get_args

from gdmath import Dataset
from gdmath.cost import COSTS
from gdmath.csv_format import CsvError, CsvFormat
from gdmath.csv_numbers import NumberFormat
from gdmath.optimizers import OPTIMIZERS
from scenes.settings.bounds import COUNT, LARGEST, LINE, POSITIVE, RISING, SIGN, SMALLEST
from scenes.settings.errors import Places, SettingsError
from scenes.settings.symbols import SymbolSettings

Range = tuple[float, float]

MOST_DRAWN = 10_000_000
"""This many synthetic points fit into any memory."""

STEPS = {"least": 1, "most": 100_000}
"""A film of a minute has 3,600 frames: of more steps than these nothing more can be seen."""

if TYPE_CHECKING:
    CostName: TypeAlias = str
    OptimizerName: TypeAlias = str
else:  # those that gdmath has
    CostName = Literal[tuple(COSTS)]
    OptimizerName = Literal[tuple(OPTIMIZERS)]
ScaleName = Literal["auto", "linear", "log"]
RateName = Literal["optimal", "critical"]


@dataclass(frozen=True, slots=True)
class RelativeRate:
    """A share of a rate that the cost's curvature gives.

    "critical" is 2/λmax, at which descent on a quadratic no longer converges, "optimal" is
    2/(λmin + λmax), at which it converges fastest; `share` is a positive factor, in the bounds of
    all numbers.

    Examples
    --------
    >>> RelativeRate.parse("0.9 critical")
    RelativeRate(share=0.9, of='critical')
    """

    share: float
    of: RateName

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "optimal", "critical", or a positive number and one of them.

        Raises a `ValueError` if `text` is something else.
        """
        *number, of = text.split() or [""]
        try:
            (word,) = number or ["1"]
            share = NumberFormat().read(word) or 0.0
        except ValueError:  # of several words
            share = 0.0
        if of not in get_args(RateName) or not SMALLEST <= share <= LARGEST:
            raise ValueError(f'rate is {text!r}; it must be "optimal" or such as "0.9 critical"')
        return cls(share, cast(RateName, of))


@dataclass(frozen=True, slots=True)
class SyntheticData:
    """The arguments of `Dataset.synthetic`."""

    n: int = field(default=100, metadata={"least": 2, "most": MOST_DRAWN})
    intercept: float = 4.0
    slope: float = 3.0
    noise: float = field(default=1.0, metadata={"least": 0})
    x_range: Range = field(default=(0.0, 2.0), metadata=RISING)
    seed: int = field(default=0, metadata={"least": 0})


@dataclass(frozen=True, slots=True)
class DataSettings:
    """Where the data come from: a CSV file and two of its columns, or a synthetic set.

    `standardize` says whether x is shown with mean 0 and standard deviation 1. The labels
    stand at the axes, their units behind them; the columns' names do where none is given.
    `delimiter` to `totals` say how the file is written, see `Dataset.from_csv`.
    """

    csv: Path | None = None
    x: str = ""
    y: str = ""
    x_label: str = field(default="", metadata=LINE)
    y_label: str = field(default="", metadata=LINE)
    x_unit: str = field(default="", metadata=LINE)
    y_unit: str = field(default="", metadata=LINE)
    delimiter: str | None = field(default=None, metadata=SIGN)
    encoding: str | None = None
    decimal: Literal[".", ","] | None = None
    thousands: Literal[".", ",", " ", "'"] | None = None
    missing: Literal["refuse", "drop"] = "refuse"
    totals: Literal["refuse", "drop", "keep"] = "refuse"
    synthetic: SyntheticData | None = None
    standardize: bool = False

    def written(self) -> CsvFormat:
        """Return how the file is said to be written.

        Raises a `ValueError` that begins with the key that cannot be used.
        """
        names = [item.name for item in dataclasses.fields(CsvFormat)]
        return CsvFormat(**{name: getattr(self, name) for name in names})

    def load(self) -> Dataset:
        """Read or draw the data.

        Raises a `ValueError` if they cannot be used.
        """
        if self.csv is not None:
            written = dataclasses.asdict(self.written())
            try:
                data = Dataset.from_csv(self.csv, x=self.x, y=self.y, **written)
            except CsvError as error:
                raise ValueError(error.told("data.")) from None
        else:
            data = Dataset.synthetic(**dataclasses.asdict(self.synthetic or SyntheticData()))
        return data.standardized() if self.standardize else data


@dataclass(frozen=True, slots=True)
class CostSettings:
    """What is minimised; None leaves a number to the cost's own default."""

    kind: CostName = "mean_squared_error"
    half: bool | None = None
    penalty: float | None = field(default=None, metadata={"least": 0})
    delta: float | None = field(default=None, metadata=POSITIVE)


@dataclass(frozen=True, slots=True)
class DescentSettings:
    """The path: its rule, the first θ, the learning rate, and when it ends.

    `optimizers` are those of a race; a `rate` or a `tolerance` of None is chosen from the data, a
    `momentum` of None is the rule's own; `batch` is the size of mini-batches, None for all the
    data at once, drawn by `seed`.
    """

    optimizer: OptimizerName = "gradient_descent"
    optimizers: tuple[OptimizerName, ...] = ()
    rate: float | RelativeRate | None = field(default=None, metadata=POSITIVE)
    momentum: float | None = field(default=None, metadata={"least": 0, "below": 1})
    start: tuple[float, float] | Literal["far"] = "far"
    steps: int = field(default=100, metadata=STEPS)
    tolerance: float | None = field(default=None, metadata=POSITIVE)
    batch: int | None = field(default=None, metadata=COUNT)
    seed: int = field(default=0, metadata={"least": 0})


@dataclass(frozen=True, slots=True)
class WindowSettings:
    """The ranges to show; what is None is chosen from the cost and the path."""

    theta0: Range | None = field(default=None, metadata=RISING)
    theta1: Range | None = field(default=None, metadata=RISING)
    height: Range | None = field(default=None, metadata=RISING)
    scale: ScaleName = "auto"


@dataclass(frozen=True, slots=True)
class LandscapeSettings:
    """A function of two variables in place of a cost: a known one by name, or a formula.

    What is left out is chosen by the film, or comes with the name.
    """

    name: str = ""
    formula: str = ""
    variables: tuple[str, str] = ("x", "y")
    start: tuple[float, float] | None = None
    theta0: Range | None = field(default=None, metadata=RISING)
    theta1: Range | None = field(default=None, metadata=RISING)
    rate: float | None = field(default=None, metadata=POSITIVE)
    steps: int | None = field(default=None, metadata=STEPS)


@dataclass(frozen=True, slots=True)
class LessonSettings:
    """All that a lesson file says.

    `file` is the file that was read, None for none, and `given` holds keys given elsewhere, each
    with what stands before its errors; both are no keys, and two lessons that say the same are
    equal wherever they stand. Without a title the films have that of their language.
    `theme` and `language` are names, or a theme's file.
    """

    title: str = field(default="", metadata=LINE)
    author: str = field(default="", metadata=LINE)
    language: str = "en"
    pace: float = field(default=1.0, metadata={"least": 0.1, "most": 10})
    theme: str = "dark"
    data: DataSettings = field(default_factory=DataSettings)
    cost: CostSettings = field(default_factory=CostSettings)
    descent: DescentSettings = field(default_factory=DescentSettings)
    window: WindowSettings = field(default_factory=WindowSettings)
    landscape: LandscapeSettings = field(default_factory=LandscapeSettings)
    symbols: SymbolSettings = field(default_factory=SymbolSettings)
    file: Path | None = field(default=None, compare=False, repr=False, metadata={"key": False})
    given: Mapping[str, str] = field(
        default_factory=dict, compare=False, repr=False, metadata={"key": False}
    )

    def error(self, key: str, problem: str) -> SettingsError:
        """Return the error of a key, to be raised: see `Places.error`."""
        return Places(str(self.file or ""), self.given).error(key, problem)

    @contextmanager
    def blame(self, key: str) -> Iterator[None]:
        """Name `key`, and the file that it stands in, in what gdmath says of its value.

        What is said of a value in the table `key`, as "rate is 0", names that.

        Raises a `SettingsError` if a ValueError is raised inside.
        """
        try:
            yield
        except SettingsError:
            raise
        except ValueError as error:
            problem = str(error).removeprefix(f"{key} ")
            word, _, rest = problem.partition(" ")
            if word == "is":
                raise self.error(key, problem) from None
            if word in self._keys_in(key):
                raise self.error(f"{key}.{word}", rest) from None
            raise self.error(f"{key}:", problem) from None

    def _keys_in(self, key: str) -> set[str]:
        """Return the keys of the table `key`; of what is no table, none."""
        table: Any = self
        for part in key.split("."):
            table = getattr(table, part, None)
        return {f.name for f in dataclasses.fields(table)} if is_dataclass(table) else set()
