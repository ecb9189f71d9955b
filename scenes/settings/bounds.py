"""What a value of a lesson may be: bounds that stand in the metadata of its field."""

import math
import operator
from collections.abc import Mapping
from typing import Any

POSITIVE = {"above": 0}
COUNT = {"least": 1}
RISING = {"rising": True}
"""Of a pair: the first is less than the second."""
LINE = {"longest": 120}
"""Of a text: more letters than these cannot be read in a film."""

_OUTSIDE = {"least": operator.lt, "most": operator.gt, "above": operator.le, "below": operator.ge}


def outside(value: object, bounds: Mapping[str, Any]) -> str:
    """Return what is wrong with a value that is not within its bounds, nothing if it is.

    Examples
    --------
    >>> outside(-1, COUNT), outside(-0.5, {"least": 0, "below": 1})
    ('is -1; it must be at least 1', 'is -0.5; it must be at least 0 and less than 1')
    """
    if "rising" in bounds and isinstance(value, tuple):
        low, high = value
        if not (low < high and math.isfinite(high - low)):
            return f"is {[low, high]}; the first must be less than the second"
    if "longest" in bounds and len(str(value)) > bounds["longest"]:
        most = bounds["longest"]
        return f"is {str(value)[:40]!r}…, {len(str(value))} characters; at most {most} can be shown"
    if not isinstance(value, int | float):
        return ""
    if not any(name in bounds and beyond(value, bounds[name]) for name, beyond in _OUTSIDE.items()):
        return ""
    shown = f"{value:g}" if isinstance(value, float) else str(value)
    return f"is {shown}; it must be {_allowed(bounds, isinstance(value, int))}"


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
