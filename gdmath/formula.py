"""A formula as text, for the two ways in which films and papers are set."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Formula:
    r"""A formula as Typst and as LaTeX mathematics, without delimiters.

    Examples
    --------
    >>> Formula(typst="theta_0 + theta_1 x", latex=r"\theta_0 + \theta_1 x").typst
    'theta_0 + theta_1 x'
    """

    typst: str
    latex: str
