"""How commands end that cannot do what they were asked for: one line, exit code 2."""

import io
import os
import sys
from contextlib import suppress
from functools import partial
from typing import Any

import click

from scenes.terminal import OutputError, say_error

PIPE_CLOSED = 1
"""The exit code where nobody reads the output any more; click has the same."""


class OneLine(click.Group):
    """A group whose errors are one line on the standard error, with exit code 2."""

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        """Run the command line."""
        run: Any = partial(super().main, *args, standalone_mode=False, **extra)
        if not standalone_mode:
            return run()
        if sys.stdout is None:  # the next file that is opened would take its place
            sys.exit(_fail("the standard output cannot be written (it is closed)"))
        if isinstance(sys.stdout, io.TextIOWrapper):  # which may not have all letters
            sys.stdout.reconfigure(errors="backslashreplace")
        try:
            code: Any = run()
            sys.stdout.flush()
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message())
            code = 0
        except click.ClickException as error:
            code = _fail(error.format_message())
        except ValueError as error:  # a lesson, a theme or a name that cannot be used
            code = _fail(str(error))
        except (OutputError, OSError) as error:
            code = _failed(error)
        except (click.Abort, KeyboardInterrupt):
            with suppress(OSError):  # the terminal is gone
                click.echo("stopped", err=True)
            code = 130
        sys.exit(code if isinstance(code, int) else 0)


def _fail(message: str) -> int:
    say_error(message)
    return 2


def _failed(error: OutputError | OSError) -> int:
    """Say what an error is about: the file that it names, else the standard output.

    Of an output that nobody reads any more, as behind head, nothing is said.
    """
    if isinstance(error, OSError) and error.filename is not None:
        return _fail(f"{os.fsdecode(error.filename)}: {error.strerror}")
    # Nor could the interpreter write at its end what is left.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError) or isinstance(error.__cause__, BrokenPipeError):
        return PIPE_CLOSED
    # Of click, which writes the help, the error comes as it is.
    return _fail(str(OutputError(error) if isinstance(error, OSError) else error))
