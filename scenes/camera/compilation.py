"""How kernels, whose types are those of their arguments, are compiled and when they are stale."""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeAlias

from numba import njit
from numba.core import event

Function: TypeAlias = Callable[..., Any]
_njit: Any = njit  # whose stubs do not know all of its options
_event: Any = event


class Compilation(event.Listener):
    """Whether kernels are being compiled, as they are once after installing, for some seconds.

    It is known within the context: ``with Compilation() as compilation: ...``.
    """

    def __init__(self) -> None:
        self._begun = 0

    @property
    def running(self) -> bool:
        """Whether a kernel is being compiled now; to be read from the disk does not count."""
        return self._begun > 0

    def on_start(self, event: object) -> None:  # noqa: ARG002
        """Note that a kernel is begun, perhaps for another."""
        self._begun += 1

    def on_end(self, event: object) -> None:  # noqa: ARG002
        """Note that one is done."""
        self._begun -= 1

    def __enter__(self) -> Self:
        _event.register("numba:compile", self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        _event.unregister("numba:compile", self)


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
