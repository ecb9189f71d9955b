"""What holds for every film: frame, language, theme, captions, durations."""

from importlib import import_module

import pytest
from watching import LESSONS, outside, overlaps, watch

from scenes.films import FILMS

CASES = [
    ("question", "16:9", {}),
    ("old_faithful", "9:16", {"language": '"de"', "theme": '"light"'}),
    ("diverging", "1:1", {"language": '"es"', "theme": '"high_contrast"'}),
    ("two points in the millions", "16:9", {"language": '"de"'}),
    ("galton", "9:16", {}),
]


def film_class(film):
    return getattr(import_module(film.module), film.name)


@pytest.fixture(scope="module", params=FILMS, ids=lambda film: film.name)
def film(request):
    return request.param


@pytest.fixture(scope="module", params=CASES, ids=lambda case: f"{case[0]} {case[1]}")
def watched(film, request, tmp_path_factory):
    about, aspect, settings = request.param
    folder = tmp_path_factory.mktemp("film")
    shown = watch(
        film_class(film),
        about,
        folder,
        lambda scene: (outside(scene), overlaps(scene)),
        aspect=aspect,
        fps=2,
        **settings,
    )
    return film, about, shown


def test_nothing_leaves_the_frame_and_no_text_stands_on_another(watched):
    _, _, shown = watched
    assert len(shown.moments) > 10
    found = {line for moment in shown.moments for lines in moment for line in lines}
    assert found == set()


def test_the_film_lasts_as_long_as_it_says(watched):
    film, about, shown = watched
    low, high = (10, 16) if film.name == "Hook" else (14, 62)
    assert low <= shown.scene.time <= high
    if about == "question":
        assert shown.scene.time == pytest.approx(film.seconds, rel=0.15)


def test_captions_run_through_the_film_and_can_be_read(watched):
    _, _, shown = watched
    end = 0.0
    captions = shown.scene.renderer.file_writer.subcaptions
    assert len(captions) >= 3
    for caption in captions:
        start = caption.start.total_seconds()
        assert start == pytest.approx(end, abs=1.1)
        end = caption.end.total_seconds()
        assert len(caption.content) / (end - start) < 26
    assert end == pytest.approx(shown.scene.time, abs=1.1)


def test_lessons_are_of_many_kinds():
    assert {case[0] for case in CASES} - {"question", "old_faithful"} <= set(LESSONS)
