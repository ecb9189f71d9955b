"""How kernels, whose types are those of their arguments, are compiled and when they are stale."""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from numba import njit

Function: TypeAlias = Callable[..., Any]
_njit: Any = njit  # whose stubs do not know all of its options


@cache
def drawing_version() -> str:
    """Return a digest of the drawing code: this package's source files, names and contents."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def kernel(function: Function) -> Function:
    """Compile ``function`` without the interpreter lock, and keep the result on disk.

    A kernel works on arrays it is given and makes none: it is compiled without reference counting,
    whose atomic counters the threads would otherwise fight over for every pixel.
    """
    return _compiled(function, _nrt=False)


def allocating(function: Function) -> Function:
    """Compile ``function`` as :func:`kernel` does, but allowed to make arrays."""
    return _compiled(function)


def inlined(function: Function) -> Function:
    """Compile ``function`` into its callers: an array as argument costs more than a pixel."""
    return _njit(inline="always", error_model="numpy", _nrt=False)(function)  # type: ignore[no-any-return]


def _compiled(function: Function, **options: bool) -> Function:
    """Compile with a cache on disk that any change of this package makes stale.

    Numba's own cache looks at the caller's file alone, so a kernel that inlines another module's
    function, or reads a table's columns, would outlive a change of that module. The version is
    looked at first: what another one has written need not even be readable.
    """
    compiled = _njit(cache=True, nogil=True, error_model="numpy", **options)(function)
    index = getattr(getattr(compiled, "_cache", None), "_cache_file", None)
    if index is not None and hasattr(index, "_version"):
        index._version = index._source_stamp = f"{index._version} {drawing_version()}"
    return compiled  # type: ignore[no-any-return]
