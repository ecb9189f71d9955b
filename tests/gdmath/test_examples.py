"""Every public class and function shows in an example how it is used."""

import inspect

import pytest

import gdmath
from gdmath import cost, landscape, optimizers, symbolic


def shows_itself(found):
    """Protocols, errors and states are implemented, caught and handed on by others."""
    if inspect.isclass(found):
        return not (getattr(found, "_is_protocol", False) or issubclass(found, Exception | tuple))
    return inspect.isfunction(found)


PUBLIC = {
    name: found
    for module in (gdmath, cost, landscape, optimizers, symbolic)
    for name in module.__all__
    if shows_itself(found := getattr(module, name))
}


@pytest.mark.parametrize("name", PUBLIC)
def test_what_is_public_shows_how_it_is_used(name):
    assert ">>>" in (PUBLIC[name].__doc__ or "")
