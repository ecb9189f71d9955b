"""What somebody who wrote an unknown name may have meant."""

import pytest

from gdmath.hints import closest, hint


@pytest.mark.parametrize(
    ("name", "near"), [("Lihgt", "light"), ("DARK", "dark"), ("dakr", "dark"), ("?", None)]
)
def test_the_closest_name_is_found_whatever_its_case(name, near):
    assert closest(name, ["dark", "light"]) == near


def test_a_hint_asks_for_the_closest_name_or_lists_all():
    assert hint("Lihgt", ["dark", "light"]) == "did you mean light?"
    assert hint("?", iter(["dark", "light"])) == "there are dark, light"
