"""Lessons of every kind, for the tests of studies and of films; without Manim."""

from __future__ import annotations

import tempfile
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from scenes.films import FILMS
from scenes.settings import EXAMPLES, LessonSettings, load_lesson
from scenes.study.problem import Problem

DATA = Path(__file__).parent / "data"

PACKAGED = ("question", "old_faithful")

CSV = {
    "two.csv": '"a predictor with a long name, in km",b\n2000000,-150\n2000003,150\n',
    "round.csv": "a,b\n-1,2\n0,3\n1,7\n",
    "line.csv": "a,b\n-1,1\n0,2\n1,3\n2,4\n",
    "labels.csv": "hours,passed\n1,0\n2,0\n3,0\n4,1\n5,1\n6,1\n",
}
"""Small data that stand beside the lessons."""

GEYSERS = f"[data]\ncsv = '{EXAMPLES.as_posix()}/faithful.csv'\nx = 'eruptions'\ny = 'waiting'\n"
CARS = f"[data]\ncsv = '{DATA.as_posix()}/cars.csv'\nx = 'speed'\ny = 'dist'\n"
GALTON = f"[data]\ncsv = '{DATA.as_posix()}/galton.csv'\nx = 'parent'\ny = 'child'\n"
NILE = f"[data]\ncsv = '{DATA.as_posix()}/nile.csv'\nx = 'year'\ny = 'flow'\n"
ORINGS = f"[data]\ncsv = '{DATA.as_posix()}/orings.csv'\nx = 'temperature'\ny = 'distress'\n"
HILL = "landscape.start = [0.8, 0.05]\n"

LESSONS = {
    # played as films
    "raw geysers": GEYSERS + "[descent]\nstart = [80, 5]\nrate = 0.12\nsteps = 25",
    "diverging": "[descent]\nrate = 0.95\nsteps = 30",
    "two points in the millions": (
        "[data]\ncsv = 'two.csv'\nx = 'a predictor with a long name, in km'\ny = 'b'\n"
        "standardize = true\n[descent]\nstart = [-3000, 70]\nrate = 0.7"
    ),
    "galton": GALTON + "[descent]\nstart = 'far'\nrate = '0.9 critical'\nsteps = 30",
    "huber": "[cost]\nkind = 'huber'\n[descent]\nrate = 0.6",
    # data as they come
    "cars": CARS,
    "standardised cars": CARS + "standardize = true",
    "galton as it comes": GALTON,
    "years": NILE,
    "a line without noise": "[data]\ncsv = 'line.csv'\nx = 'a'\ny = 'b'",
    "a round bowl": (
        "[data]\ncsv = 'round.csv'\nx = 'a'\ny = 'b'\n[descent]\nrate = 0.1\nstart = [1, 2]"
    ),
    "many points": "data.synthetic.n = 2000",
    "falling": "data.synthetic = { slope = -2.0, x_range = [5.0, 9.0] }",
    # costs
    "whole squares": "cost.half = false",
    "ridge": GEYSERS + "standardize = true\n[cost]\nkind = 'ridge'\npenalty = 0.3",
    "lasso": "data.synthetic.n = 40\ncost.kind = 'lasso'\ndescent.rate = 0.9",
    "lasso from its kink": (
        "data.synthetic.n = 40\n[cost]\nkind = 'lasso'\npenalty = 3.0\n"
        "[descent]\nstart = [9, 0]\nrate = 0.3"
    ),
    "absolute errors": "cost.kind = 'mean_absolute_error'",
    "absolute errors at a rate": "cost.kind = 'mean_absolute_error'\ndescent.rate = 0.1",
    "absolute errors at a leap": (
        "[cost]\nkind = 'mean_absolute_error'\n[descent]\nrate = 100.0\nstart = [0, 12]"
    ),
    "straight huber": (
        GEYSERS + "standardize = true\n[cost]\nkind = 'huber'\n"
        "[descent]\nstart = [0, 0]\nrate = 1\nsteps = 300"
    ),
    "labels": ORINGS + "[cost]\nkind = 'logistic'",
    "standardised labels": ORINGS + "standardize = true\n[cost]\nkind = 'logistic'",
    "separable labels": (
        "[data]\ncsv = 'labels.csv'\nx = 'hours'\ny = 'passed'\n[cost]\nkind = 'logistic'\n"
        "[descent]\nstart = [0, 0]\nrate = 0.3"
    ),
    "separable labels at a leap": (
        "[data]\ncsv = 'labels.csv'\nx = 'hours'\ny = 'passed'\n[cost]\nkind = 'logistic'\n"
        "[descent]\nstart = [0, 0]\nrate = 8\nsteps = 2"
    ),
    # rules
    "momentum": "[descent]\noptimizer = 'momentum'\nmomentum = 0.8\nrate = 0.1",
    "adam": "descent.optimizer = 'adam'",
    "adam too fast": (GEYSERS + "standardize = true\n[descent]\noptimizer = 'adam'\nrate = 5.0"),
    "newton": "descent.optimizer = 'newton'",
    "batches": "descent.batch = 10",
    "single observations": "[descent]\nbatch = 1\nrate = 0.05\nsteps = 40",
    "four racers": (
        "descent.optimizers = ['momentum', 'adam', 'newton', 'rmsprop']\ndescent.momentum = 0.9"
    ),
    "six racers": (
        "descent.optimizers = ['gradient_descent','momentum','adam','nesterov','rmsprop','newton']"
    ),
    "two racers": ("[descent]\nrate = 0.95\nsteps = 30\noptimizers = ['gradient_descent','adam']"),
    "six racers at one rate": (
        "[descent]\nrate = 0.3\n"
        "optimizers = ['gradient_descent','momentum','adam','nesterov','rmsprop','newton']"
    ),
    # ends of a descent
    "crawling": "[descent]\nrate = 0.01\nsteps = 40",
    "a few steps": "[descent]\nrate = 0.4\nsteps = 3",
    "one step": "descent.steps = 1",
    "the first step leaps out": "[descent]\nstart = [0, 12]\nrate = 50.0",
    "a start near the minimum": "descent.start = [3.9, 3.0]\ndescent.tolerance = 1e-6",
    # windows of the lesson's own
    "a window close round the start": (
        "[descent]\nstart = [0, 12]\nrate = 0.01\nsteps = 3\n"
        "[window]\ntheta0 = [-0.5, 0.5]\ntheta1 = [11.5, 12.5]\n"
    ),
    "a window with little height": (
        "[descent]\nstart = [0, 12]\nrate = 0.01\nsteps = 3\n"
        "[window]\ntheta0 = [-0.5, 0.5]\ntheta1 = [11.5, 12.5]\nheight = [33.2, 33.4]"
    ),
    "a window with the start in its corner": (
        "[descent]\nstart = [0, 12]\nrate = 0.1\n"
        "[window]\ntheta0 = [0, 3]\ntheta1 = [2, 12]\nheight = [0, 33.5]"
    ),
    "a window that cuts the path": (
        "[descent]\nstart = [0, 12]\nrate = 0.4\n[window]\ntheta1 = [4.0, 13.0]"
    ),
    "a window without the minimum": (
        "[descent]\nstart = [0, 12]\nrate = 0.1\n[window]\ntheta0 = [-2, 2]\ntheta1 = [6, 13]"
    ),
    "a logarithmic window": "window.scale = 'log'",
    # landscapes
    "saddle": "landscape.name = 'saddle'",
    "rosenbrock": "landscape.name = 'rosenbrock'",
    "himmelblau": "landscape.name = 'himmelblau'\n[symbols]\nintercept = 'c'\nslope = 'm'",
    "a formula": "landscape.formula = 'x**2 + 3*y**2 + sin(3*x)'",
    "a leaping descent": "[landscape]\nname = 'himmelblau'\nrate = 0.05",
    "an edge": "landscape.formula = 'log(x) + y'",
    "towards a saddle": "[landscape]\nformula = 'x**2 - y**2'\nstart = [1.5, 0.0]",
    "a flat bottom": "[landscape]\nformula = 'x**4 + y**2'\nstart = [0.0, 0.9]",
    "a bowl over the edge": (
        "[landscape]\nformula = 'x**2 + y**2'\nstart = [4, 4]\n"
        "theta0 = [3, 5]\ntheta1 = [3, 5]\nrate = 0.1"
    ),
    "a slow descent": "[landscape]\nname = 'rosenbrock'\nrate = 0.0001\nsteps = 20",
    "a parabola": "[landscape]\nformula = 'x**2 + 3*y**2'\nrate = 0.3",
    "a pole": (
        "[landscape]\nformula = '-1 / (x**4 + y**4)'\nstart = [0.5, 0.4]\n"
        "theta0 = [-1, 1]\ntheta1 = [-1, 1]"
    ),
    "descent by adam on a formula": (
        "landscape.formula = 'x**2 - y**2 + sin(3*x)'\n"
        + HILL
        + "[descent]\noptimizer = 'adam'\nbatch = 8"
    ),
}
"""Lessons by name, as TOML."""

LANDSCAPES = tuple(name for name, text in LESSONS.items() if "landscape" in text)
"""Those that are about no data."""

KINDS = (
    *PACKAGED,
    *("cars", "galton as it comes", "years", "a line without noise", "ridge", "huber"),
    *("lasso from its kink", "absolute errors", "labels", "separable labels", "adam", "batches"),
    *("a window close round the start", "saddle", "himmelblau", "a pole"),
)
"""One lesson of each kind, of which studies are tested in the fast half of the tests."""

LONG_FILMS = ("optimizer_race", "batch_and_stochastic")
"""Films whose studies, or the tests of them, take long."""

FEW = (
    "question",
    "ridge",
    "lasso from its kink",
    "batches",
    "labels",
    "saddle",
    "himmelblau",
    "a pole",
)
"""The lessons of these that are enough for the fast half."""

_FOLDER = tempfile.TemporaryDirectory(prefix="lessons-")


@cache
def path_of(name: str) -> Path:
    """Return the file of a packaged lesson, or of one of `LESSONS`."""
    if name in PACKAGED:
        return EXAMPLES / f"{name}.toml"
    folder = Path(_FOLDER.name)
    for csv, text in CSV.items():
        (folder / csv).write_text(text)
    path = folder / f"{name}.toml"
    path.write_text(LESSONS[name])
    return path


def settings_of(name: str, *overrides: str) -> LessonSettings:
    """Return the settings of a lesson, with single keys laid over, ``descent.rate=0.05``."""
    return load_lesson(path_of(name), overrides=overrides, environment={})


@cache
def problem_of(name: str, *overrides: str) -> Problem:
    """Return the problem of a lesson; the same one each time."""
    return Problem.of(settings_of(name, *overrides))


REFUSED = {
    ("hook", "separable labels at a leap"): "needs one that does",
    ("hook", "absolute errors at a leap"): "needs one that does",
    ("zoom", "lasso from its kink"): "descent.start is at a kink of the cost",
    ("slices", "separable labels"): "needs curves that are lowest inside the window",
    ("slices", "separable labels at a leap"): "needs curves that are lowest inside the window",
    ("data_and_bad_line", "separable labels at a leap"): "needs one that does",
    ("learning_rates", "absolute errors at a leap"): "needs a cost with a curved minimum",
    ("learning_rates", "absolute errors"): "needs a cost with a curved minimum",
    ("learning_rates", "absolute errors at a rate"): "needs a cost with a curved minimum",
}
"""The films that cannot be told of a lesson, and what is said then."""

SLOW_RACES = ("labels", "standardised labels", "absolute errors", "huber", "galton as it comes")
"""Lessons whose race takes long to choose its rates, for kinds that others have too."""


def told(film: str) -> list[str]:
    """Return the lessons that a film, by its key, is told of in the tests."""
    if film == "landscape":  # which looks at nothing else of a lesson
        return ["question", *LANDSCAPES]
    names = [*PACKAGED, *LESSONS]
    if film == "optimizer_race":
        return [name for name in names if name not in SLOW_RACES]
    return [name for name in names if name not in LANDSCAPES and (film, name) not in REFUSED]


@cache
def study_of(film: str, name: str) -> Any:
    """Return a film's study of a lesson; the same one each time."""
    return import_module(f"scenes.study.{film}").Study.of(problem_of(name))


KEYS = [film.key for film in FILMS]
