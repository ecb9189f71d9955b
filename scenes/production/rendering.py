"""Runs a worker, and puts its files in their place when they are whole."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from scenes.production.job import RenderJob

PATIENCE = 10.0
"""Seconds that a worker has to tidy up after it was asked to stop."""


class RenderError(RuntimeError):
    """A film that could not be drawn; one line."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished film: its file, how long it lasts, and how many frames had to be drawn."""

    file: Path
    seconds: float
    frames: int


Report = Callable[[int, float], None]
"""Called with the frames drawn and the seconds of film done so far."""


def render(
    job: RenderJob, target: Path, environment: Mapping[str, str], report: Report
) -> Rendered:
    """Draw `job` in a process of its own and put its files into the folder `target`.

    The files of an earlier render stand there until the new ones are whole. If the job fails or
    is interrupted, nothing of it is left in `target`.

    Raises a `RenderError` if the film cannot be drawn or written.
    """
    names = [target / f"{job.stem}.{job.container}", target / f"{job.stem}.srt"]
    blocked = next((place for place in names if place.is_dir()), None)
    if blocked:
        raise RenderError(f"{blocked}: is a folder; the film needs this name")
    try:
        target.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".rendering-", dir=target) as folder:
            log = Path(folder) / "log.txt"
            done = _run(replace(job, folder=Path(folder) / "film"), log, environment, report)
            return _publish(done, target)
    except OSError as error:
        raise RenderError(f"{error.filename or target}: {error.strerror}") from None


def _run(job: RenderJob, log: Path, environment: Mapping[str, str], report: Report) -> Rendered:
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
        ) as worker,
    ):
        try:
            last = _listen(worker, report)
            code = worker.wait()
        except BaseException:
            _stop(worker)
            raise
    if code != 0 or "file" not in last:
        raise RenderError(_failure(job, log, code))
    return Rendered(Path(str(last["file"])), float(last["seconds"]), int(last["frames"]))


def _listen(worker: subprocess.Popen[str], report: Report) -> dict[str, str]:
    last: dict[str, str] = {}
    for line in worker.stdout or ():
        last = json.loads(line)
        report(int(last["frames"]), float(last["seconds"]))
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


def _failure(job: RenderJob, log: Path, code: int) -> str:
    """Return in one line why a worker failed; its whole log is kept."""
    lines = [line.strip() for line in log.read_text(encoding="utf-8").splitlines() if line.strip()]
    said = lines[-1] if lines else f"the worker ended with code {code}"
    if said.startswith("error: "):  # a lesson that cannot be used: nothing more to know
        return said.removeprefix("error: ")
    kept = job.cache / "logs" / f"{job.stem}.txt"
    kept.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(log, kept)
    return f"{job.name}: {said:.200} (all of it: {kept})"


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
