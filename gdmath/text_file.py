"""The text of a file, whatever its encoding, or in one line why it has none."""

import codecs
import stat
from pathlib import Path

BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16's, which is its beginning
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}

AS_TEXT = "save the table as CSV UTF-8"

NO_TEXT = {
    b"PK\x03\x04": "a workbook of Excel or LibreOffice, or another zip archive",
    b"\xd0\xcf\x11\xe0": "an Excel workbook",
    b"\x1f\x8b": "compressed with gzip",
    b"BZh": "compressed with bzip2",
    b"\xfd7zXZ\x00": "compressed with xz",
    b"\x28\xb5\x2f\xfd": "compressed with zstd",
    b"PAR1": "a Parquet file",
    b"SQLite format 3\x00": "an SQLite database",
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
}
"""How files begin that people take for tables of text, and what they are."""

FALLBACK = "cp1252"  # Windows-1252: what older Western programs write

GUESSES = {
    FALLBACK: "is not UTF-8; it was read as Windows-1252: "
    "look whether letters such as ä and é are right",
    "utf-16-le": "has no byte-order mark; it was read as UTF-16-LE",
    "utf-16-be": "has no byte-order mark; it was read as UTF-16-BE",
}
"""What is said about an encoding that was guessed."""

_ALPHABETS = (
    "utf-8",
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "mac-roman",
    "cp850",
    "koi8-r",
)
_IDEOGRAMS = ("shift_jis", "euc_jp", "gb18030", "big5", "euc_kr")
ENCODINGS = _ALPHABETS + _IDEOGRAMS
"""Those that tables are found in, which an error may name."""

LARGEST = 100_000_000
"""Bytes of a file that is read: a table of six million rows, which needs 3 GB of memory."""


class MissingFileError(FileNotFoundError, ValueError):
    """A data file that is not there."""

    def __str__(self) -> str:
        return str(self.args[0])


GONE = "is not there"

KINDS = {
    stat.S_ISDIR: "a folder",
    stat.S_ISFIFO: "a pipe",
    stat.S_ISSOCK: "a socket",
    stat.S_ISCHR: "a device",
    stat.S_ISBLK: "a device",
}
"""What may have the name of a file, and is none that can be read to its end."""


def obstacle(path: Path, largest: int = LARGEST) -> str:
    """Return why a file cannot be read, as far as can be known unopened, "" if it can be.

    It is `GONE` if there is no such file. Files have at most `largest` bytes.
    """
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return GONE
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    except ValueError:  # with a character 0
        return "cannot be the name of a file"
    for is_kind, kind in KINDS.items():
        if is_kind(status.st_mode):
            return f"is {kind}"
    if status.st_size > largest:
        return f"has {status.st_size:,} bytes; it must have at most {largest:,}"
    return ""


def file_name(path: Path) -> str:
    """Return how an error names a file: on one line, in characters that a terminal only shows."""
    line = " ".join(str(path).split("\n"))
    line = line if len(line) <= 200 else f"{line[:100]}…{line[-99:]}"
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape", "replace").decode()
        for letter in line
    )


def read_text(path: Path, encoding: str | None = None) -> tuple[str, str]:
    """Return the text of a file, and the encoding if it was guessed, one of `GUESSES`, else "".

    Without an `encoding` a byte-order mark decides; else the file is UTF-16 where every other
    byte is 0, UTF-8 where it can be, and else Windows-1252; bytes that this does not know are
    replacement characters, U+FFFD.

    Raises `MissingFileError` if there is no such file, ValueError if it is no regular file, cannot
    be read, or is not text; neither names the file.
    """
    if problem := obstacle(path):
        raise MissingFileError("there is no such file") if problem == GONE else ValueError(problem)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ValueError(f"cannot be read ({error.strerror})") from None
    for beginning, kind in NO_TEXT.items():
        if content.startswith(beginning):
            raise ValueError(f"is {kind}, not text; {AS_TEXT}")
    if encoding is not None:
        return _decoded(content, encoding), ""
    return _guessed(content)


def _guessed(content: bytes) -> tuple[str, str]:
    for mark, name in BOMS.items():
        if content.startswith(mark):
            return _decoded(content, name), ""
    if zeros := content.count(0):
        # Most characters of a table have a code below 256: of the two bytes one is 0.
        name = "utf-16-be" if content[::2].count(0) > zeros / 2 else "utf-16-le"
        if 3 * zeros < len(content):
            raise ValueError(f"is not text: it has bytes that are 0; {AS_TEXT}")
        return _decoded(content, name), name
    try:
        return content.decode("utf-8"), ""
    except UnicodeDecodeError:
        return _decoded(content, FALLBACK, "replace"), FALLBACK


def _decoded(content: bytes, encoding: str, errors: str = "strict") -> str:
    try:
        text = content.decode(encoding, errors)
    except UnicodeError:
        raise ValueError(f"cannot be read as {encoding} text; {AS_TEXT}") from None
    if "\0" in text:
        raise ValueError(f"is not text: it has characters that are 0; {AS_TEXT}")
    return text.removeprefix("\ufeff")
