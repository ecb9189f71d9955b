"""Why a film could not be made, in words for one line."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

from scenes.production.workplace import PREFIX

OF_THE_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS)
"""Errors that are no matter of the file that met them: a disk that is full, broken or read-only."""


def reason(error: BaseException, folder: Path) -> str:
    """Return why something failed: what the system says of the disk of `folder`, or the error.

    Whoever meets a full disk first, such as an encoder, may wrap it in errors of its own.
    """
    for cause in _causes(error):
        number = getattr(cause, "errno", None)  # those of FFmpeg are no OSErrors, but have it
        if number in OF_THE_DISK:
            said, named = os.strerror(number), getattr(cause, "filename", None)
            ours = named is None or PREFIX in str(named)  # a file that nobody else knows
            return f"{said[0].lower()}{said[1:]}: {folder if ours else named}"
    if isinstance(error, OSError):
        return f"{error.filename or folder}: {error.strerror or error}"
    return f"{type(error).__name__}: {error}"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
