"""What holds for every film: frame, language, theme, captions, durations."""

import itertools
from importlib import import_module

import pytest
from watching import LESSONS, SHAPES, outside, overlaps, watch

from scenes.films import FILMS
from scenes.texts import languages
from scenes.theme import THEMES

# Every shape with every language, and with every theme: a Latin square, over lessons of all kinds.
CASES = [
    ("question", "16:9", "en", "dark"),
    ("two points in the millions", "16:9", "de", "light"),
    ("galton", "16:9", "es", "high_contrast"),
    ("raw geysers", "1:1", "en", "light"),
    ("huber", "1:1", "de", "high_contrast"),
    ("diverging", "1:1", "es", "dark"),
    ("galton", "9:16", "en", "high_contrast"),
    ("old_faithful", "9:16", "de", "dark"),
    ("two points in the millions", "9:16", "es", "light"),
]


def film_class(film):
    return getattr(import_module(film.module), film.name)


@pytest.fixture(scope="module", params=FILMS, ids=lambda film: film.name)
def film(request):
    return request.param


@pytest.fixture(scope="module", params=CASES, ids=" ".join)
def watched(film, request, tmp_path_factory):
    about, aspect, language, theme = request.param
    folder = tmp_path_factory.mktemp("film")
    shown = watch(
        film_class(film),
        about,
        folder,
        lambda scene: (outside(scene), overlaps(scene)),
        aspect=aspect,
        fps=2,
        language=f'"{language}"',
        theme=f'"{theme}"',
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


def test_every_shape_meets_every_language_and_theme_and_lessons_are_of_many_kinds():
    shapes, languages_, themes = set(SHAPES), set(languages()), set(THEMES)
    assert {case[1:3] for case in CASES} == set(itertools.product(shapes, languages_))
    assert {(case[1], case[3]) for case in CASES} == set(itertools.product(shapes, themes))
    assert {case[0] for case in CASES} == {"question", "old_faithful", *LESSONS}
