"""What is possible: values of a lesson that depend on several of its keys, or on the machine."""

from gdmath.optimizers import OPTIMIZERS
from scenes.settings.symbols import problem_of
from scenes.settings.values import LandscapeSettings, LessonSettings
from scenes.texts import Texts
from scenes.texts.letters import unknown_letters
from scenes.theme import load_theme

MEANS = {
    "half": ("mean_squared_error", "ridge", "lasso"),
    "penalty": ("ridge", "lasso"),
    "delta": ("huber",),
}
"""The costs for which a key of the table cost means something."""

WITH_MOMENTUM = {name for name, rule in OPTIMIZERS.items() if "momentum" in rule.hyperparameters()}
"""The rules for which a momentum means something."""

MOST_RACERS = 6


def check(lesson: LessonSettings) -> None:
    """Check a lesson that has been read.

    Raises a `SettingsError` naming the first key that cannot be used.
    """
    _check_data(lesson)
    _check_cost(lesson)
    _check_descent(lesson)
    _check_window(lesson)
    _check_landscape(lesson)
    _check_symbols(lesson)
    _check_look(lesson)


def _check_data(lesson: LessonSettings) -> None:
    data = lesson.data
    if data.csv is not None and data.synthetic is not None:
        raise lesson.error("data", "has both csv and synthetic; leave one of them out")
    for key in ("x", "y"):
        if data.csv is not None and not getattr(data, key):
            raise lesson.error(f"data.{key}", "is missing; it must name a column of the csv file")
        if data.csv is None and getattr(data, key):
            raise lesson.error(f"data.{key}", "names a column, but there is no data.csv")
    if data.synthetic is not None:
        with lesson.blame("data.synthetic"):
            data.load()


def _check_cost(lesson: LessonSettings) -> None:
    cost = lesson.cost
    for key, kinds in MEANS.items():
        if getattr(cost, key) is not None and cost.kind not in kinds:
            problem = f"means nothing for {cost.kind}; it goes with {', '.join(kinds)}"
            raise lesson.error(f"cost.{key}", problem)


def _check_descent(lesson: LessonSettings) -> None:
    descent = lesson.descent
    names = list(descent.optimizers)
    # Without names the race has a rule with momentum among those of its own choice.
    useless = names and not {descent.optimizer, *names} & WITH_MOMENTUM
    if descent.momentum is not None and useless:
        rules = ", ".join(sorted(WITH_MOMENTUM))
        problem = f"means nothing for {', '.join(names)}; it goes with {rules}"
        raise lesson.error("descent.momentum", problem)
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise lesson.error("descent.optimizers", f"names {twice} twice; each may race once")
    if len(names) > MOST_RACERS:
        problem = f"names {len(names)}; at most {MOST_RACERS} can be told apart"
        raise lesson.error("descent.optimizers", problem)


def _check_window(lesson: LessonSettings) -> None:
    window = lesson.window
    if window.scale == "log" and window.height is not None and window.height[0] <= 0:
        problem = f"begins at {window.height[0]:g}; a logarithmic scale must begin above 0"
        raise lesson.error("window.height", problem)


def _check_landscape(lesson: LessonSettings) -> None:
    landscape = lesson.landscape
    if landscape.name and landscape.formula:
        raise lesson.error("landscape", "has both name and formula; leave one of them out")
    if landscape.name and landscape.variables != LandscapeSettings().variables:
        problem = "means nothing beside name; it goes with formula"
        raise lesson.error("landscape.variables", problem)
    first, second = landscape.variables
    if first == second or not (first.isidentifier() and second.isidentifier()):
        problem = f"is {[first, second]!r}; it must be two different names"
        raise lesson.error("landscape.variables", problem)


def _check_symbols(lesson: LessonSettings) -> None:
    symbols = lesson.symbols
    for key in ("intercept", "slope"):
        symbol = getattr(symbols, key)
        if problem := problem_of(symbol):
            raise lesson.error(f"symbols.{key}", f"is {symbol!r:.80}; {problem}")
    if symbols.plain[0] == symbols.plain[1]:
        raise lesson.error("symbols", f"calls both parameters {symbols.plain[0]}; they must differ")


def _check_look(lesson: LessonSettings) -> None:
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
    for key, text in written.items():
        if letters := unknown_letters(text):
            problem = f"is {text!r:.80}; no font on this machine has {' '.join(letters)}"
            raise lesson.error(key, f"{problem}; install one that has, such as Noto")
