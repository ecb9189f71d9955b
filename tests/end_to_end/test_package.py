"""What pip installs works without the checkout."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

USE = """
import sys
sys.path.insert(0, sys.argv[1])
import gdmath, scenes.settings
from scenes.study.problem import Problem
from scenes.lesson.tangent_plane_descent import TangentPlaneDescent
assert gdmath.__file__.startswith(sys.argv[1]), gdmath.__file__
for example in ("question", "old_faithful"):
    problem = Problem.of(scenes.settings.load_lesson(scenes.settings.EXAMPLES / f"{example}.toml"))
    print(example, problem.data.m, problem.path.outcome)
"""


@pytest.mark.long
def test_the_wheel_holds_all_that_the_packages_need(tmp_path):
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    subprocess.run([*build, "--directory", str(tmp_path)], cwd=ROOT, check=True, timeout=120)
    (wheel,) = tmp_path.glob("*.whl")
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    assert not (installed / "tests").exists()
    used = subprocess.run(
        [sys.executable, "-P", "-c", USE, str(installed)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert used.returncode == 0, used.stderr
    assert used.stdout.splitlines() == ["question 100 converged", "old_faithful 272 converged"]
