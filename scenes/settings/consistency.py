"""What is possible: values of a lesson that depend on several of its keys, or on the machine."""

from collections.abc import Iterator, Mapping
from dataclasses import fields

from gdmath.optimizers import OPTIMIZERS
from scenes.settings.symbols import problem_of, problem_of_variables
from scenes.settings.values import LandscapeSettings, LessonSettings
from scenes.texts import Texts
from scenes.texts.letters import is_seen, unknown_letters
from scenes.theme import load_theme

MEANS = {
    "half": ("mean_squared_error", "ridge", "lasso"),
    "penalty": ("ridge", "lasso"),
    "delta": ("huber",),
}
"""The costs for which a key of the table cost means something."""

WITH_MOMENTUM = {name for name, rule in OPTIMIZERS.items() if "momentum" in rule.hyperparameters()}
"""The rules for which a momentum means something."""

WITH_RATE = {name for name, rule in OPTIMIZERS.items() if rule.needs_rate}
"""The rules for which a learning rate means something."""

MOST_RACERS = 6


Problems = Iterator[tuple[str, str]]
"""Keys that cannot be used, each with what is wrong with it."""


def check(lesson: LessonSettings) -> None:
    """Check a lesson that has been read.

    Raises a `SettingsError` naming the first key that cannot be used.
    """
    for problems in (_data, _cost, _descent, _window, _symbols, _look):
        for key, problem in problems(lesson):
            raise lesson.error(key, problem)


def check_landscape(lesson: LessonSettings) -> None:
    """Check the table landscape, for the films that show it: no other needs it.

    Raises a `SettingsError` as `check` does.
    """
    for key, problem in _landscape(lesson):
        raise lesson.error(key, problem)


def _data(lesson: LessonSettings) -> Problems:
    data = lesson.data
    if data.csv is not None and data.synthetic is not None:
        yield "data", "has both csv and synthetic; leave one of them out"
    for key in ("x", "y"):
        if data.csv is not None and not getattr(data, key):
            yield f"data.{key}", "is missing; it must name a column of the csv file"
        if data.csv is None and getattr(data, key):
            yield f"data.{key}", "names a column, but there is no data.csv"
    if data.x and data.x == data.y:
        yield "data.y", f"is {data.y!r:.80}, as data.x is; it must be another column"
    try:
        written = data.written()
    except ValueError as error:
        name, _, problem = str(error).partition(" ")
        yield f"data.{name}", problem
    else:
        said = [f for f in fields(written) if getattr(written, f.name) != f.default]
        if data.csv is None and said:
            yield f"data.{said[0].name}", "says how a file is written, but there is no data.csv"
    if data.synthetic is not None:
        with lesson.blame("data.synthetic"):
            data.load()


def _cost(lesson: LessonSettings) -> Problems:
    cost = lesson.cost
    for key, kinds in MEANS.items():
        if getattr(cost, key) is not None and cost.kind not in kinds:
            yield f"cost.{key}", f"means nothing for {cost.kind}; it goes with {', '.join(kinds)}"


def _descent(lesson: LessonSettings) -> Problems:
    descent = lesson.descent
    names = list(descent.optimizers)
    # Without names the race has a rule with momentum among those of its own choice.
    useless = names and not {descent.optimizer, *names} & WITH_MOMENTUM
    if descent.momentum is not None and useless:
        means = f"means nothing for {', '.join(names)}"
        yield "descent.momentum", f"{means}; it goes with {', '.join(sorted(WITH_MOMENTUM))}"
    if descent.rate is not None and not {descent.optimizer, *names} & WITH_RATE:
        means = f"means nothing for {', '.join(dict.fromkeys([descent.optimizer, *names]))}"
        yield "descent.rate", f"{means}; it goes with {', '.join(sorted(WITH_RATE))}"
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        yield "descent.optimizers", f"names {twice} twice; each may race once"
    if len(names) > MOST_RACERS:
        problem = f"names {len(names)}; at most {MOST_RACERS} can be told apart"
        yield "descent.optimizers", problem


def _window(lesson: LessonSettings) -> Problems:
    window = lesson.window
    if window.scale == "log" and window.height is not None and window.height[0] <= 0:
        begins = f"begins at {window.height[0]:g}"
        yield "window.height", f"{begins}; a logarithmic scale must begin above 0"


def _landscape(lesson: LessonSettings) -> Problems:
    landscape = lesson.landscape
    if landscape.name and landscape.formula:
        yield "landscape", "has both name and formula; leave one of them out"
    if landscape.name and landscape.variables != LandscapeSettings().variables:
        yield "landscape.variables", "means nothing beside name; it goes with formula"
    names = landscape.variables
    if problem := problem_of_variables(names):
        yield "landscape.variables", f"is {list(names)!r:.80}; {problem}"
    yield from _unknown({"landscape.variables": " ".join(names)})


def _symbols(lesson: LessonSettings) -> Problems:
    symbols = lesson.symbols
    for key in ("intercept", "slope"):
        symbol = getattr(symbols, key)
        if problem := problem_of(symbol):
            yield f"symbols.{key}", f"is {symbol!r:.80}; {problem}"
    if symbols.plain[0] == symbols.plain[1]:
        yield "symbols", f"calls both parameters {symbols.plain[0]}; they must differ"


def _look(lesson: LessonSettings) -> Problems:
    with lesson.blame("theme"):
        load_theme(lesson.theme)
    with lesson.blame("language"):
        Texts.load(lesson.language)
    data = lesson.data
    written = {
        "title": lesson.title,
        "author": lesson.author,
        "data.x_label" if data.x_label else "data.x": data.x_label or data.x,
        "data.y_label" if data.y_label else "data.y": data.y_label or data.y,
        "data.x_unit": data.x_unit,
        "data.y_unit": data.y_unit,
    }
    yield from _unknown(written)


def _unknown(written: Mapping[str, str]) -> Problems:
    """Find the texts, by their keys, that cannot be seen, or have letters that would be boxes."""
    for key, text in written.items():
        if text and not is_seen(text):
            yield (
                key,
                f"is {text!a:.80}; nothing of it can be seen; leave it out, or write more",
            )
        if letters := unknown_letters(text):
            problem = f"is {text!r:.80}; no font on this machine has {' '.join(letters)}"
            yield key, f"{problem}; install one that has, such as Noto"
