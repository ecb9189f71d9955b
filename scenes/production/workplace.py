"""Where a film is made: a folder that its render holds, and that the next one clears if it died."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = ".rendering-"
"""How the folders are called, in the folder that the films are for."""


@contextmanager
def workplace(target: Path) -> Iterator[tuple[Path, int]]:
    """Make a folder in `target`, and remove it with all that is in it.

    Yields the folder and the file descriptor of its lock. The lock lasts as long as a process has
    the descriptor open: the system frees it, however that process ends. Folders of renders that
    have died are cleared; those that live are left alone.
    """
    with _locked(target):  # nobody clears a folder between its making and its locking
        clear(target)
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=target))
        lock = _lock(folder, wait=True)
    try:
        yield folder, lock
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def clear(target: Path) -> None:
    """Remove the folders of renders that have died."""
    for folder in target.glob(f"{PREFIX}*"):
        if is_abandoned(folder):
            shutil.rmtree(folder, ignore_errors=True)


def is_abandoned(folder: Path) -> bool:
    """Return whether no render holds a folder; False where that cannot be known."""
    try:
        os.close(_lock(folder, wait=False))
    except OSError:  # held, gone, or on a disk without locks
        return False
    return True


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    lock = _lock(folder, wait=True)
    try:
        yield
    finally:
        os.close(lock)


def _lock(folder: Path, *, wait: bool) -> int:
    """Return a file descriptor that holds the lock of a folder.

    Raises an `OSError` if another one holds it and is not to be waited for. On a disk that has no
    locks there is nothing to wait for, and nothing is held.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        if not wait:
            os.close(descriptor)
            raise
    return descriptor
