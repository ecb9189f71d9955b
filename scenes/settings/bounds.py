"""What a value of a lesson may be: bounds that stand in the metadata of its field."""

import operator
from collections.abc import Mapping
from typing import Any

from scenes.terminal import plain

SMALLEST, LARGEST = 1e-100, 1e100
"""The sizes of numbers other than 0: of two of them the product and the squares are float64s."""

POSITIVE = {"above": 0}
COUNT = {"least": 1}
RISING = {"rising": True}
"""Of a pair: the first is less than the second."""
LINE = {"longest": 120}
"""Of a text: more letters than these cannot be read in a film."""
SIGN = {"plain": False}
"""Of a text: a control character, such as a tab, may stand in it."""

_OUTSIDE = {"least": operator.lt, "most": operator.gt, "above": operator.le, "below": operator.ge}


def outside(value: object, bounds: Mapping[str, Any]) -> str:
    """Return what is wrong with a value that is not within its bounds, nothing if it is.

    Of a pair or a list each part must be.

    Examples
    --------
    >>> outside(-1, COUNT), outside(-0.5, {"least": 0, "below": 1})
    ('is -1; it must be at least 1', 'is -0.5; it must be at least 0 and less than 1')
    >>> outside((0.0, 1e300), {})
    'is [0, 1e+300]; a number other than 0 must be from 1e-100 to 1e+100 in size'
    """
    parts = value if isinstance(value, tuple) else (value,)
    if not all(has_size(part) for part in parts if isinstance(part, float)):
        sizes = f"from {SMALLEST:g} to {LARGEST:g} in size"
        return f"is {_shown(value)}; a number other than 0 must be {sizes}"
    if bounds.get("plain", True) and any(isinstance(p, str) and plain(p) != p for p in parts):
        return f"is {value!r:.80}; it must be one line of text, without control characters"
    if "rising" in bounds and isinstance(value, tuple) and not value[0] < value[1]:
        return f"is {_shown(value)}; the first must be less than the second"
    if "longest" in bounds and len(str(value)) > bounds["longest"]:
        most = bounds["longest"]
        return f"is {str(value)[:40]!r}…, {len(str(value))} characters; at most {most} can be shown"
    if not isinstance(value, int | float):
        return ""
    if not any(name in bounds and beyond(value, bounds[name]) for name, beyond in _OUTSIDE.items()):
        return ""
    return f"is {_shown(value)}; it must be {_allowed(bounds, isinstance(value, int))}"


def has_size(number: float) -> bool:
    """Return whether a number is 0, or of a size that squares and products of lessons allow."""
    return number == 0 or SMALLEST <= abs(number) <= LARGEST


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_shown, value))}]"
    return repr(value).removesuffix(".0")


def _allowed(bounds: Mapping[str, Any], whole: bool) -> str:
    match bounds:
        case {"above": 0}:
            return "positive"
        case {"least": least, "most": most}:
            return f"at least {least} and at most {most}" if whole else f"from {least} to {most}"
        case {"least": least, "below": below}:
            return f"at least {least} and less than {below}"
        case {"least": least}:
            return f"at least {least}" if whole else f"{least} or more"
    return f"at most {bounds['most']}"
