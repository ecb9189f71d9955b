"""A lesson's data, cost, descent and window, made from its settings."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Self

from gdmath import Dataset, Descent, GradientDescent, MeanSquaredError, Window, descend
from gdmath.window import visible_steps
from scenes.settings import LessonSettings, SettingsError


@dataclass(frozen=True, slots=True)
class Problem:
    """All that a film shows, computed once by gdmath.

    `path` is the whole descent; `shown` are its first steps, as far as they stay in the window.
    """

    settings: LessonSettings
    data: Dataset
    cost: MeanSquaredError
    path: Descent
    window: Window
    shown: Descent

    @classmethod
    def of(cls, settings: LessonSettings) -> Self:
        """Compute what `settings` ask for.

        Raises
        ------
        SettingsError
            If the data or the start cannot be used.
        """
        asked = settings.descent
        try:
            data = settings.data.load()
            cost = MeanSquaredError(data)
            path = descend(
                cost,
                asked.start,
                GradientDescent(asked.rate),
                asked.steps,
                tolerance=asked.tolerance,
            )
            window = Window.around(cost, path)
        except ValueError as error:
            raise SettingsError(str(error)) from None
        shown = path.up_to(visible_steps(cost, path))
        return cls(settings, data, cost, path, window, shown)

    @property
    def x_label(self) -> str:
        """What stands at the data's x axis."""
        name = self.settings.data.x_label or self.data.x_name
        return f"{name}, standardised" if self.data.is_standardized else name

    @property
    def y_label(self) -> str:
        """What stands at the data's y axis."""
        return self.settings.data.y_label or self.data.y_name

    @property
    def fingerprint(self) -> str:
        """A digest of the settings and the data: films of different problems differ in it."""
        digest = hashlib.sha256(repr(self.settings).encode())
        digest.update(self.data.x.tobytes())
        digest.update(self.data.y.tobytes())
        return digest.hexdigest()
