"""The command line: ``gdscenes``. What is heavy is imported by the commands that need it."""

import os
import sys
from collections.abc import Callable, Iterable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from scenes.films import FILMS, choose
from scenes.production.job import ASPECTS, FORMATS, QUALITIES

Command = TypeVar("Command", bound=Callable[..., Any])

EPILOG = """\b
Examples:
  gdscenes init                            a lesson file to begin with
  gdscenes check --lesson lesson.toml      what it comes to
  gdscenes render 10 --lesson lesson.toml
  gdscenes render all --quality l --set descent.rate="0.9 critical"
  gdscenes render TangentPlaneDescent --aspect 9:16 --language de --theme light
"""


def _examples_of(*lines: str) -> str:
    """Return the end of a command's help."""
    return "\b\nExamples:\n" + "\n".join(f"  gdscenes {line}" for line in lines)


class OneLine(click.Group):
    """A group whose errors are one line on the standard error, with exit code 2."""

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        """Run the command line."""
        run: Any = partial(super().main, *args, standalone_mode=False, **extra)
        if not standalone_mode:
            return run()
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
        except OSError as error:  # the standard output is full
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = _fail(f"the standard output cannot be written ({error.strerror})")
        except (click.Abort, KeyboardInterrupt):
            click.echo("stopped", err=True)
            code = 130
        sys.exit(code if isinstance(code, int) else 0)


def _fail(message: str) -> int:
    click.echo(f"error: {' '.join(message.splitlines())}", err=True)
    return 2


class Words(click.ParamType):  # type: ignore[type-arg]  # generic in some releases of click only
    """Any text; the shell completes words, looked up only then, and names of files if they fit."""

    name = "text"

    def __init__(self, words: Callable[[], Iterable[str]], *, files: bool = False) -> None:
        self.words, self.files = words, files

    def shell_complete(
        self, _context: click.Context, _parameter: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return the words that begin so."""
        found = [CompletionItem(word) for word in self.words() if word.startswith(incomplete)]
        return found + [CompletionItem(incomplete, type="file")] * self.files


THEMES = Words(lambda: import_module("scenes.theme").THEMES, files=True)
LANGUAGES = Words(lambda: import_module("scenes.texts").languages())
LESSONS = Words(lambda: import_module("scenes.settings").examples(), files=True)
KEYS = Words(lambda: [f"{key}=" for key in import_module("scenes.settings").KEYS])


def _films(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    """Complete the name of a film."""
    return [name for name in ["all", *(film.name for film in FILMS)] if name.startswith(begun)]


def _options(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Return a decorator that gives a command several options, the last one first in its help."""

    def decorate(command: Command) -> Command:
        for option in options:
            command = option(command)
        return command

    return decorate


_language = partial(click.option, "--language", type=LANGUAGES, help="en, de, es.")
_lesson_options = _options(
    click.option("--theme", type=THEMES, help="dark, light, high_contrast, or a theme's file."),
    _language(),
    click.option(
        "overrides",
        "--set",
        multiple=True,
        type=KEYS,
        metavar="KEY=VALUE",
        help="One key over the lesson's, as descent.rate=0.05. May be repeated.",
    ),
    click.option(
        "--lesson", type=LESSONS, metavar="FILE", help="A lesson file, or a packaged example."
    ),
)
_picture_options = _options(
    click.option(
        "--aspect",
        type=click.Choice(ASPECTS),
        default="16:9",
        show_default=True,
        help="Wide, tall or square.",
    ),
    click.option(
        "--quality",
        "-q",
        type=click.Choice(list(QUALITIES)),
        default="h",
        show_default=True,
        help="144p5 for a try, 480p15, 720p30, 1080p60, 1440p60 or 2160p60.",
    ),
)


@click.group(cls=OneLine, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="gradient-descent-films", prog_name="gdscenes")
def main() -> None:
    """Films of gradient descent, from your own data."""


@main.command("list", epilog=_examples_of("list", "list --language de"))
@_language(default="en", show_default=True)
def list_films(language: str) -> None:
    """Say which films there are."""
    from scenes.texts import Texts

    texts = Texts.load(language)
    width = max(len(film.name) for film in FILMS)
    for film in sorted(FILMS, key=lambda film: film.number):
        minutes, seconds = divmod(round(film.seconds), 60)
        about = texts(f"films.{film.key}")
        click.echo(f"{film.number:2}  {film.name:{width}}  {minutes}:{seconds:02}  {about}")


def _named_folder(
    _context: click.Context, _parameter: click.Parameter, folder: Path | None
) -> Path | None:
    """Refuse an empty name, which would mean the current folder."""
    if folder is not None and not folder.parts:
        raise click.BadParameter("it must name a folder; . is the current one")
    return folder


@main.command(
    epilog=_examples_of(
        "render Hook 10 --lesson lesson.toml",
        "render all --quality l --aspect 9:16 --theme light --language de",
        "render FourViews --set descent.rate=0.3 --set title='A calm descent'",
        "render Landscape --set landscape.name=rosenbrock --format gif --open",
    )
)
@click.argument("scenes", nargs=-1, shell_complete=_films)
@_lesson_options
@_picture_options
@click.option(
    "container",
    "--format",
    type=click.Choice(FORMATS),
    help="The kind of file; mp4, or mov with --transparent.",
)
@click.option("--transparent", is_flag=True, help="Without a background.")
@click.option("open_films", "--open", is_flag=True, help="Open the finished films.")
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    callback=_named_folder,
    help="The folder for the films; media/films, the lesson and the size if left out.",
)
def render(
    scenes: tuple[str, ...], lesson: Any, overrides: Any, language: Any, theme: Any, **options: Any
) -> int:
    """Render SCENES: names or numbers of films, or all.

    A film replaces an older one of the same name when it is whole. Parts that did not change
    since the last time are not drawn again.
    """
    from scenes.commands.lesson_options import LessonOptions
    from scenes.commands.notices import notices
    from scenes.commands.order import Order, carry_out

    films, asked = choose(scenes), LessonOptions(lesson, overrides, language, theme)
    with notices():
        return carry_out(Order(films, asked, **options))


@main.command(
    epilog=_examples_of("check --lesson lesson.toml", "check --set descent.rate='0.9 critical'")
)
@_lesson_options
@_picture_options
def check(quality: str, aspect: str, **asked: Any) -> None:
    """Check a lesson, and say what it comes to."""
    from scenes.commands.facts import facts
    from scenes.commands.lesson_options import LessonOptions
    from scenes.commands.notices import notices
    from scenes.production.job import Picture

    with notices():
        rows = facts(LessonOptions(**asked).problem(), FILMS, Picture.of(quality, aspect))
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        click.echo(f"{name:{width}}  {value}")


@main.command(epilog=_examples_of("init", "init films/cars.toml"))
@click.argument("path", default="lesson.toml", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
def init(path: Path, *, force: bool) -> None:
    """Write a commented lesson file to PATH."""
    from scenes.commands.template import write_lesson

    click.echo(f"{write_lesson(path, force=force)}")


@main.command(epilog=_examples_of("doctor"))
@click.option("--output", type=click.Path(path_type=Path), default=Path("media"), hidden=True)
def doctor(output: Path) -> int:
    """Say what is installed, what is missing, and how to get it."""
    from scenes.commands.doctor import examine

    findings = examine(output)
    width = max(len(finding.name) for finding in findings)
    for finding in findings:
        mark = "ok" if finding.fine else "MISSING" if finding.needed else "optional"
        click.echo(f"{mark:8}  {finding.name:{width}}  {finding.found}")
        if not finding.fine:
            click.echo(f"{'':8}  {'':{width}}  {finding.cure}")
    return 0 if all(finding.fine or not finding.needed for finding in findings) else 1


@main.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print what completes the words of gdscenes in a SHELL.

    \b
    bash: gdscenes completion bash >> ~/.bashrc
    zsh:  gdscenes completion zsh >> ~/.zshrc
    fish: gdscenes completion fish > ~/.config/fish/completions/gdscenes.fish
    """  # noqa: D301 (click's mark for lines that are not to be joined)
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    if found is None:
        raise click.UsageError(f"no completion for {shell}")
    script = found(main, {}, "gdscenes", "_GDSCENES_COMPLETE")
    click.echo(script.source_template % script.source_vars())
