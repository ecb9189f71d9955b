"""What had to be guessed about the data is said once, beside what a command prints."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from gdmath.csv_format import CsvWarning
from scenes.terminal import say_error


@contextmanager
def notices() -> Iterator[None]:
    """Say every `CsvWarning` once, in a line on the standard error; others go where they went."""
    said = set()
    with warnings.catch_warnings():
        others = warnings.showwarning

        def show(message: Warning | str, category: type[Warning], *where: Any, **more: Any) -> None:
            if not issubclass(category, CsvWarning):
                others(message, category, *where, **more)
            elif str(message) not in said:
                said.add(str(message))
                say_error(str(message), "notice")

        warnings.simplefilter("always", CsvWarning)
        warnings.showwarning = show
        yield
