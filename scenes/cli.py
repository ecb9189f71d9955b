"""The command line: ``gdscenes``. What is heavy is imported by the commands that need it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import click

from scenes.commands.errors import OneLine
from scenes.commands.parameters import KEYS, LANGUAGES, LESSONS, THEMES, Place, complete_films
from scenes.films import FILMS, choose
from scenes.production.job import ASPECTS, FORMATS, QUALITIES
from scenes.terminal import say

Command = TypeVar("Command", bound=Callable[..., Any])

EPILOG = """\b
Examples:
  gdscenes init                            a lesson file to begin with
  gdscenes check --lesson lesson.toml      what it comes to
  gdscenes render 10 --lesson lesson.toml
  gdscenes render 10 -q t                  a try in seconds; -q h is the finished film
  gdscenes render all --quality l --set descent.rate="0.9 critical"
  gdscenes render TangentPlaneDescent --aspect 9:16 --language de --theme light
"""


def _examples_of(*lines: str) -> str:
    """Return the end of a command's help."""
    return "\b\nExamples:\n" + "\n".join(f"  gdscenes {line}" for line in lines)


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
        default="m",
        show_default=True,
        help="t: 144p5, for a try; l: 480p15; m: 720p30. For more h: 1080p60; p: 1440p60; "
        "k: 2160p60.",
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
        say(f"{film.number:2}  {film.name:{width}}  {minutes}:{seconds:02}  {about}")


@main.command(
    epilog=_examples_of(
        "render Hook 10 --lesson lesson.toml",
        "render all --quality l --aspect 9:16 --theme light --language de",
        "render FourViews --set descent.rate=0.3 --set title='A calm descent'",
        "render Landscape --set landscape.name=rosenbrock --format gif --open",
    )
)
@click.argument("scenes", nargs=-1, shell_complete=complete_films)
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
    type=Place(file_okay=False),
    help="The folder for the films, and for what makes the next render faster, in .cache. "
    "If left out, media/films, the lesson and the size, and media.",
)
def render(
    scenes: tuple[str, ...], lesson: Any, overrides: Any, language: Any, theme: Any, **options: Any
) -> int:
    """Render SCENES: names or numbers of films, or all.

    A film replaces an older one of the same name when it is whole; one that is stopped leaves
    nothing behind. Parts that did not change since the last time are not drawn again.
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
        say(f"{name:{width}}  {value}")


@main.command(epilog=_examples_of("init", "init films/cars.toml"))
@click.argument("path", default="lesson.toml", type=Place())
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
def init(path: Path, *, force: bool) -> None:
    """Write a commented lesson file to PATH.

    Beside it stands lesson.schema.json, by which editors complete and check lessons (Taplo, Even
    Better TOML).
    """
    from scenes.commands.template import write_lesson

    say(f"{write_lesson(path, force=force)}")


@main.command(epilog=_examples_of("doctor"))
@click.option("--output", type=Place(), default="media", hidden=True)
def doctor(output: Path) -> int:
    """Say what is installed, what is missing, and how to get it."""
    from scenes.commands.doctor import examine

    findings = examine(output)
    width = max(len(finding.name) for finding in findings)
    for finding in findings:
        mark = "ok" if finding.fine else "MISSING" if finding.needed else "optional"
        say(f"{mark:8}  {finding.name:{width}}  {finding.found}")
        if not finding.fine:
            say(f"{'':8}  {'':{width}}  {finding.cure}")
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
