"""The author's line: at the flagship's beginning, in every shape of frame, and nowhere else."""

import pytest
from watching import SHAPES, outside, overlaps, watch

from scenes.lesson.tangent_plane_descent import TangentPlaneDescent

LONG = "Prof. Ada Lovelace, Department of Computing & <b> #x $y$ \\ University of London"


def look(scene):
    return outside(scene), overlaps(scene), scene.credits in scene.mobjects, scene.time


@pytest.mark.parametrize("aspect", SHAPES)
@pytest.mark.parametrize("author", ["Ada Lovelace", LONG])
def test_the_author_stands_at_the_beginning(tmp_path, aspect, author):
    settings = {"author": f"'{author}'"}
    shown = watch(TangentPlaneDescent, "question", tmp_path, look, aspect=aspect, fps=2, **settings)
    assert not any(left or over for left, over, _, _ in shown.moments)
    there = [time for _, _, present, time in shown.moments if present]
    assert len(there) > 8
    assert max(there) < 10
    assert len(shown.scene.credits.family_members_with_points()) == 1


def test_without_an_author_nothing_stands_there(tmp_path):
    shown = watch(TangentPlaneDescent, "question", tmp_path, look, fps=1)
    assert not shown.scene.credits.family_members_with_points()
