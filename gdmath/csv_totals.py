"""Rows of a table that are sums or means of the rows above them, and no observations."""

import re
from collections.abc import Sequence

_KEY = (
    "totals?|totales|totale|totaux|subtotals?|subtotales|sums?|mean|average|avg|gesamt|insgesamt|"
    "gesamtergebnis|gesamtsumme|summen?|zwischensumme|zwischenergebnis|mittelwert|durchschnitt|"
    "somme|moyenne|suma|media|promedio"
)  # in the languages of the films, and French
_WORD = re.compile(rf"\b(?:{_KEY})\b")
_LABEL = re.compile(rf"\W*(?:\b(?:grand|general|général|overall|sub|{_KEY})\b\W*)+")

EXACT = 1e-9
"""What a sum may be off by, as a share of all that it adds up."""

Values = Sequence[float | None]


class _Block:
    """The numbers of consecutive rows in each column: how many, their sum, that of their sizes."""

    def __init__(self, columns: int) -> None:
        self.count, self.sum, self.size = ([0.0] * columns for _ in range(3))

    def add(self, row: Values) -> None:
        for column, value in enumerate(row):
            if value is not None:
                self.count[column] += 1
                self.sum[column] += value
                self.size[column] += abs(value)

    def is_summed_by(self, row: Values) -> bool:
        """Return whether each number of a row is the sum or the mean of those in its column."""
        found = []
        for value, count, total, size in zip(row, self.count, self.sum, self.size, strict=True):
            if value is not None:
                near = [abs(value - of) <= EXACT * size for of in (total, total / max(count, 1))]
                found.append(count > 0 and any(near))
        return bool(found) and all(found)


def totals(rows: Sequence[Sequence[str]], values: Sequence[Values]) -> list[int]:
    """Return which rows are evidently totals, by their places in the table.

    `values` are the numbers of each column that is read, None where there is none. A row is a
    total if a cell has a word such as total or mean, and its numbers are the sums or the means of
    the rows since the last total, or since the last row with such a word. At the end, where only
    such rows and footers follow, the word alone is enough if no row above has the same label.

    Examples
    --------
    >>> totals([["Ada", "1"], ["Bo", "2"], ["Total", "4"]], [[1.0, 2.0, 4.0]])
    [2]
    >>> totals([["Ada", "1"], ["Total", "2"], ["Bo", "4"]], [[1.0, 2.0, 4.0]])
    []
    """
    labels = _labels(rows, values)
    if len(labels) in (0, len(rows)):  # where all are called so, it says nothing
        return []
    pairs = list(zip(*values, strict=True))
    bare = {place for place, label in labels.items() if _LABEL.fullmatch(label)}
    end = max(
        (i + 1 for i, row in enumerate(pairs) if None not in row and i not in bare), default=1
    )
    found, ordinary = [], set()
    since_total, since_label = _Block(len(values)), _Block(len(values))
    plain = False  # whether a row since the last total has no such word
    for place, row in enumerate(pairs):
        label = labels.get(place)
        if label is None:
            plain = True
            since_label.add(row)
        else:
            summed = plain and (since_total.is_summed_by(row) or since_label.is_summed_by(row))
            since_label = _Block(len(values))
            if summed or (place >= end and place in bare and label not in ordinary):
                found.append(place)
                since_total, plain = _Block(len(values)), False
                continue
            ordinary.add(label)
        since_total.add(row)
    return found


def _labels(rows: Sequence[Sequence[str]], values: Sequence[Values]) -> dict[int, str]:
    """Return the cell with the word of a total, in small letters, of each row that has one."""
    labels = {}
    for place, (row, *pair) in enumerate(zip(rows, *values, strict=True)):
        other = len(row) > len(pair) or None in pair
        if other and _WORD.search("\t".join(row).casefold()):
            words = [cell.casefold() for cell in row if _WORD.search(cell.casefold())]
            labels[place] = next(filter(_LABEL.fullmatch, words), words[0])
    return labels
