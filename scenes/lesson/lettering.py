"""Whether the fonts have what a lesson writes on screen."""

from __future__ import annotations

from scenes.lesson.problem import Problem
from scenes.mobjects.text import unknown_letters


def check_letters(problem: Problem) -> None:
    """Refuse words that would be empty boxes on screen.

    Raises
    ------
    SettingsError
        Naming the first key with a character that no font here has.
    """
    settings = problem.settings
    data = settings.data
    written = {
        "title": settings.title,
        "author": settings.author,
        "data.x_label" if data.x_label else "data.x": data.x_label or problem.data.x_name,
        "data.y_label" if data.y_label else "data.y": data.y_label or problem.data.y_name,
        "data.x_unit": data.x_unit,
        "data.y_unit": data.y_unit,
    }
    if not unknown_letters(" ".join(written.values())):
        return
    for key, text in written.items():
        if letters := unknown_letters(text):
            raise settings.error(
                key,
                f"is {text!r:.80}; no font on this machine has {' '.join(letters)}; install one "
                "that has, such as Noto",
            )
