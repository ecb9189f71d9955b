"""Hints: what somebody who wrote an unknown name may have meant."""

import difflib
from collections.abc import Iterable


def closest(name: str, names: Iterable[str]) -> str | None:
    """Return the one of `names` that is most like `name`, whatever its case; None if none is."""
    by_lower = {other.lower(): other for other in names}
    near = difflib.get_close_matches(name.lower(), by_lower, n=1)
    return by_lower[near[0]] if near else None


def hint(name: str, names: Iterable[str]) -> str:
    """Return a question for the closest of `names`, or where none is close, all of them.

    Examples
    --------
    >>> hint("moth", ["month", "day"]), hint(";", [".", ","])
    ('did you mean month?', "there are '.', ','")
    """
    names = list(names)
    near = closest(name, names)
    if near is not None:
        return f"did you mean {near}?"
    # Marks without quotes cannot be told from those between them.
    marks = not any(letter.isalnum() for letter in "".join(names))
    return f"there are {', '.join(map(repr, names) if marks else names)}"
