"""What every film does before it begins."""

import pytest
from configured import configured
from lessons import REFUSED, path_of

from scenes.lesson.learning_rates import LearningRates
from scenes.settings import OVERRIDES, VARIABLE


@pytest.mark.parametrize(
    ("about", "says"),
    [
        ("absolute errors", REFUSED["learning_rates", "absolute errors"]),
        ("no such lesson", "no such lesson is not there"),
    ],
)
def test_a_lesson_that_cannot_be_told_ends_the_program_with_one_line(
    about, says, capsys, monkeypatch
):
    known = about == "absolute errors"
    monkeypatch.setenv(VARIABLE, str(path_of(about)) if known else about)
    monkeypatch.delenv(OVERRIDES, raising=False)
    with configured({"dry_run": True}), pytest.raises(SystemExit) as ended:
        LearningRates().setup()
    assert ended.value.code == 2
    written = capsys.readouterr().err
    assert written.startswith("error: ")
    assert says in written
    assert written.count("\n") == 1


@pytest.mark.long
def test_films_of_other_lessons_have_other_keys_in_manims_cache(monkeypatch):
    digests = set()
    for about in ("question", "diverging", "light"):
        lesson = "question" if about == "light" else about
        monkeypatch.setenv(VARIABLE, str(path_of(lesson)))
        monkeypatch.setenv(OVERRIDES, 'theme="light"' if about == "light" else "")
        with configured({"dry_run": True}):
            scene = LearningRates()
            scene.setup()
        digests.add(vars(scene.camera)["fingerprint"])
    assert len(digests) == 3
