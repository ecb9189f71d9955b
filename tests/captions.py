"""The values that films give with their captions, on which studies and films agree."""

from __future__ import annotations

VALUES = {
    "data_and_bad_line": {"gather": {"m"}, "mean": {"m"}},
    "one_line_one_point": {"lifts": {"name"}, "tilts": {"name"}},
    "slices": {"cut": {"runs", "stands"}, "tangent": {"runs"}},
    "two_lines_one_plane": {"height": {"touching"}},
    "zoom": {"narrower": {"factor"}, "quarter": {"whole"}},
    "one_step": {"old": {"theta"}, "go": {"theta"}, "new": {"theta"}},
    "tangent_plane_descent": {"bad_guess": {"intercept", "slope"}},
    "why_it_zigzags": {"recounted": {"origin", "step"}},
    "batch_and_stochastic": {"all": {"m"}},
}
"""The names of the values by film and beat; at all others none are given."""

VERDICTS: dict[str, set[str]] = {
    "arrived": {"name"},
    "left": {"name"},
    "tied": set(),
    "nobody": {"steps"},
    "nobody_yet": set(),
}
"""Those that OptimizerRace gives with its verdict depend on what it is."""


def values_of(film: str, beat: str, key: str) -> set[str]:
    """Return the names of the values that a film gives at a beat, said by the text of a key."""
    if (film, beat) == ("optimizer_race", "verdict"):
        return VERDICTS[key.rpartition(".")[2]]
    return VALUES.get(film, {}).get(beat, set())
