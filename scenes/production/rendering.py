"""Runs a worker, and puts its files in their place when they are whole."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scenes.production.failures import reason
from scenes.production.job import RenderJob
from scenes.production.workplace import workplace

PATIENCE = 10.0
"""Seconds that a worker has to tidy up after it was asked to stop."""

LONGEST_REASON = 500
"""Characters that are shown of why a worker failed."""


class RenderError(RuntimeError):
    """A film that could not be drawn; one line."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished film: its file, how long it lasts, and how many frames had to be drawn."""

    file: Path
    seconds: float
    frames: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a film is: the frames drawn and the seconds of film done.

    `compiling` says that nothing is drawn because the camera's kernels are being compiled, as they
    are once after installing.
    """

    frames: int
    seconds: float
    compiling: bool = False


Report = Callable[[Standing], None]
"""Called again and again while a film is drawn."""


def render(
    job: RenderJob, target: Path, environment: Mapping[str, str], report: Report
) -> Rendered:
    """Draw `job` in a process of its own and put its files into the folder `target`.

    The files of an earlier render stand there until the new ones are whole. If the job fails or
    is interrupted, nothing of it is left in `target`; if this process is killed, the next render
    clears what is left.

    Raises a `RenderError` if the film cannot be drawn or written.
    """
    names = [target / f"{job.stem}.{job.container}", target / f"{job.stem}.srt"]
    blocked = next((place for place in names if place.is_dir()), None)
    if blocked:
        raise RenderError(f"{blocked}: is a folder; the film needs this name")
    try:
        target.mkdir(parents=True, exist_ok=True)
        with workplace(target) as (folder, lock):
            own = replace(job, folder=folder / "film")
            done = _run(own, folder / "log.txt", environment, report, lock)
            return _publish(done, target)
    except OSError as error:
        raise RenderError(reason(error, target)) from None


def _run(
    job: RenderJob, log: Path, environment: Mapping[str, str], report: Report, lock: int
) -> Rendered:
    job.folder.mkdir(parents=True)
    # -P: nothing that happens to lie in the current folder is imported.
    command = [sys.executable, "-P", "-m", "scenes.production.worker", job.to_json()]
    with (
        log.open("w", encoding="utf-8") as errors,
        subprocess.Popen(  # noqa: S603 (our own interpreter and module)
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=dict(environment),
            text=True,
            encoding="utf-8",
            start_new_session=True,  # Ctrl-C reaches the worker through us alone
            pass_fds=(lock,),  # should we be killed, the folder is in use until it has noticed
        ) as worker,
    ):
        try:
            last = _listen(worker, report)
            code = worker.wait()
        except BaseException:
            _stop(worker)
            raise
    if code != 0 or "file" not in last:
        raise RenderError(_failure(job, log, code, last.get("error", "")))
    return Rendered(Path(last["file"]), last["seconds"], last["frames"])


def _listen(worker: subprocess.Popen[str], report: Report) -> dict[str, Any]:
    """Hand on what the worker reports; return the last of it."""
    last: dict[str, Any] = {}
    for line in worker.stdout or ():
        last = json.loads(line)
        if "error" not in last:
            report(Standing(last["frames"], last["seconds"], last.get("compiling", False)))
    return last


def _stop(worker: subprocess.Popen[str]) -> None:
    """Ask the worker to stop, and end it if it does not."""
    if worker.poll() is None:
        worker.send_signal(signal.SIGINT)
    try:
        worker.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()


def _failure(job: RenderJob, log: Path, code: int, error: str) -> str:
    """Return in one line why a worker failed, by the `error` it told; its whole log is kept."""
    text = log.read_text(encoding="utf-8", errors="backslashreplace")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if lines and lines[-1].startswith("error: "):  # a lesson that cannot be used: nothing more
        return lines[-1].removeprefix("error: ")
    ended = f"the worker was ended by the system ({signal.strsignal(-code)})" if code < 0 else ""
    said = error or ended or (lines[-1] if lines else f"the worker ended with code {code}")
    said = " ".join(said.splitlines())[:LONGEST_REASON]
    if not lines:
        return f"{job.name}: {said}"
    kept = job.cache / "logs" / f"{job.stem}.txt"
    with suppress(OSError):  # on a full disk there is no place for it
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(log, kept)
        return f"{job.name}: {said} (all of it: {kept})"
    return f"{job.name}: {said}"


def _publish(done: Rendered, target: Path) -> Rendered:
    """Move the film and its captions into `target`, each by a single rename."""
    captions = done.file.with_suffix(".srt")
    place = target / done.file.name
    os.replace(done.file, place)  # noqa: PTH105
    if captions.is_file():
        os.replace(captions, place.with_suffix(".srt"))  # noqa: PTH105
    else:
        place.with_suffix(".srt").unlink(missing_ok=True)
    return replace(done, file=place)
