"""Renders that are stopped at random moments leave no harm: the next one makes the right film.

``pytest tests/end_to_end/test_interruptions.py --interruptions 200`` stops so many.
"""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import av
import numpy as np

from scenes.production.workplace import PREFIX, is_abandoned

GDSCENES = [sys.executable, "-P", "-c", "from scenes.cli import main; main(prog_name='gdscenes')"]
RENDER = ["render", "Hook", "--quality", "t", "--set", "pace=0.3", "--output", "out"]
FILM = Path("out") / "Hook.mp4"

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL)
STOPPED = {0, 130, *(-number for number in SIGNALS)}
"""Exit codes: finished before, stopped, or ended before it could listen."""


def start(folder: Path) -> subprocess.Popen[str]:
    def as_in_a_terminal() -> None:
        for number in SIGNALS[:-1]:
            signal.signal(number, signal.SIG_DFL)

    return subprocess.Popen(
        [*GDSCENES, *RENDER],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=as_in_a_terminal,
    )


def render(folder: Path) -> tuple[np.ndarray, float]:
    """Return the frames of the film, and the seconds that it took."""
    began = time.monotonic()
    with start(folder) as process:
        _, errors = process.communicate(timeout=300)
    assert (process.returncode, errors) == (0, "")
    with av.open(folder / FILM) as video:
        frames = [frame.to_ndarray(format="rgb24") for frame in video.decode(video=0)]
    return np.array(frames), time.monotonic() - began


def workers_of(process: subprocess.Popen[str]) -> list[int]:
    """Return the processes that a process has started, where the system says."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    try:
        return [int(child) for child in children.read_text().split()]
    except OSError:
        return []


def stop(process: subprocess.Popen[str], chance: random.Random) -> None:
    """Stop a render in one of the ways there are: a signal, twice in a row, or its worker's end."""
    how = chance.randrange(6)
    number = SIGNALS[how] if how < len(SIGNALS) else signal.SIGINT
    workers = workers_of(process)
    if how == 4 and workers:  # an impatient one
        process.send_signal(signal.SIGINT)
        time.sleep(chance.uniform(0, 0.5))
    if how == 5 and workers:
        for worker in workers:
            try:
                os.kill(worker, signal.SIGKILL)
            except ProcessLookupError:
                continue
        return
    process.send_signal(number)


def wait_for_orphans(folder: Path) -> None:
    """Wait until the workers of killed renders have noticed."""
    deadline = time.monotonic() + 60
    while not all(map(is_abandoned, (folder / "out").glob(f"{PREFIX}*"))):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_interrupted_renders_leave_no_harm(tmp_path, request):
    expected, _ = render(tmp_path)
    segments = tmp_path / "out" / ".cache" / "segments" / "Hook"
    names = {path.name for path in segments.iterdir()}
    for path in segments.iterdir():
        path.unlink()
    _, seconds = render(tmp_path)
    for attempt in range(request.config.getoption("--interruptions")):
        chance = random.Random(attempt)  # noqa: S311
        for path in segments.iterdir():
            if chance.random() < 0.5:  # so that there is something to draw
                path.unlink()
        with start(tmp_path) as process:
            time.sleep(chance.uniform(0, seconds))
            stop(process, chance)
            _, errors = process.communicate(timeout=120)
        # Else its worker died, or Python was stopped before the command began.
        known = "ended by the system" in errors or "KeyboardInterrupt" in errors
        assert process.returncode in STOPPED or (process.returncode == 1 and known), errors
        if process.returncode == 130:
            assert not any(line.startswith("error") for line in errors.splitlines())
        with av.open(tmp_path / FILM) as video:  # the older film, or the new one
            assert sum(1 for _ in video.decode(video=0)) == len(expected)
    wait_for_orphans(tmp_path)
    frames, _ = render(tmp_path)
    # A play behind one that is taken from the cache begins where that ends, not at its last frame.
    apart = np.abs(frames.astype(int) - expected)
    assert apart.max() <= 32
    assert apart.mean() <= 0.1
    left = {path.name for path in (tmp_path / "out").iterdir()}
    assert left == {".cache", "Hook.mp4", "Hook.srt"}
    # The same play may have been kept twice: behind one drawn, and behind one from the cache.
    assert {path.suffix for path in segments.iterdir()} == {".mp4"}
    assert len(names) <= len(list(segments.iterdir())) <= 2 * len(names)
    for path in segments.iterdir():
        with av.open(path) as video:
            assert sum(1 for _ in video.decode(video=0)) > 0
