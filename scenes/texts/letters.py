"""Letters: the family of fonts that everything is set in, and which characters it has."""

import re
import unicodedata

PREAMBLE = """\
#set text(font: "New Computer Modern Math", weight: 450)
#show math.equation: set text(font: "New Computer Modern Math", weight: 450)
"""
"""What every Typst source begins with: fonts that lie in Typst's wheel, the same everywhere."""

_NOWHERE = "\uffff"  # a character that no font has

_UNSEEN = ("Zs", "Cf")  # spaces, and what joins or parts letters: nothing is drawn for them


_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and a sign that fonts leave empty


def literal(text: str) -> str:
    """Return `text` as a Typst string, so that it cannot be code."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


def is_seen(text: str) -> bool:
    """Return whether a letter, number or sign of `text` is drawn, not only spaces and joiners."""
    return any(
        unicodedata.category(letter)[0] in "LNPS" and letter not in _BLANK for letter in text
    )


def unknown_letters(text: str) -> str:
    """Return the characters of `text` for which no font has a letter: they would be empty boxes."""
    text = "".join(letter for letter in text if unicodedata.category(letter) not in _UNSEEN)
    if text.isascii():  # Typst takes a while to start
        return ""
    box = _drawn(_NOWHERE)
    if not box & _drawn(text):
        return ""
    return "".join(letter for letter in dict.fromkeys(text) if box & _drawn(letter))


def _drawn(text: str) -> set[str]:
    """Return the names that Typst gives to the letters it draws."""
    import typst

    source = f"{PREAMBLE}#{literal(text)}".encode()
    return set(re.findall(r'href="#(\w+)"', typst.compile(source, format="svg").decode()))
