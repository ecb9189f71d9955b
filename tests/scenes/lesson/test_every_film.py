"""What holds for every film: frame, language, theme, captions, durations."""

import itertools

import pytest
from captions import values_of
from watching import ABOUT, FRAMES, MANY, SHAPES, outside, overlaps

from scenes.films import FILMS
from scenes.study.landscape import BEATS
from scenes.texts import languages
from scenes.theme import THEMES

SILENCE = {"OptimizerRace": 1.1}
"""Seconds without a caption: between two of a race the picture changes alone; else a frame."""

UNSAID = {
    "GradientOnTheFloor": {"longer"},  # where the arrow is long enough
    "Landscape": set(BEATS.split()[5:]),  # the plane crosses the surface, or it does not
}
"""What a film itself may leave out of its study's captions."""


def look(scene):
    return outside(scene), overlaps(scene)


def film_of(watched):
    return next(film for film in FILMS if film.name == watched.played.replay.film)


def test_nothing_leaves_the_frame_and_no_text_stands_on_another(watched):
    assert len(watched.moments) > 10
    found = {line for moment in watched.moments for lines in moment for line in lines}
    assert found == set()


def test_the_film_lasts_as_long_as_it_says(watched):
    film = film_of(watched)
    low, high = (10, 16) if film.name == "Hook" else (14, 62)
    assert low <= watched.scene.time <= high
    if watched.about == MANY[0]:
        assert watched.scene.time == pytest.approx(film.seconds, rel=0.15)


def test_captions_run_through_the_film_and_can_be_read(watched):
    end, silence = 0.0, SILENCE.get(film_of(watched).name, 0.6)
    captions = watched.scene.renderer.file_writer.subcaptions
    assert len(captions) >= (10 if film_of(watched).name == "TangentPlaneDescent" else 3)
    for caption in captions:
        start = caption.start.total_seconds()
        assert start == pytest.approx(end, abs=silence)
        end = caption.end.total_seconds()
        assert len(caption.content) / (end - start) < 26
    assert end == pytest.approx(watched.scene.time, abs=silence)


def test_the_film_says_what_its_study_says_and_gives_each_text_its_values(watched):
    film, study = film_of(watched), watched.scene.study
    left_out = set(study.captions) - set(watched.played.said)
    assert left_out <= UNSAID.get(film.name, set())
    for beat, given in watched.played.said.items():
        assert given == values_of(film.key, beat, study.captions[beat]), beat


def test_the_first_caption_says_that_x_is_standardised_where_the_lesson_did_not(watched):
    study = watched.scene.study
    captions = [item.content for item in watched.scene.renderer.file_writer.subcaptions]
    notice = watched.scene.text("lesson.standardized")
    assert notice not in " ".join(captions[1:])
    assert captions[0].endswith(notice) == (study.notice == "lesson.standardized")


def test_every_shape_meets_every_language_and_theme_and_lessons_are_of_many_kinds():
    assert {frame[:2] for frame in FRAMES} == set(itertools.product(SHAPES, languages()))
    pairs = {(aspect, theme) for aspect, _, theme in FRAMES}
    assert pairs == set(itertools.product(SHAPES, THEMES))
    assert len(set(MANY)) == 7
    assert all(len(about) == len(FRAMES) for about in (MANY, *ABOUT.values()))
    assert set(ABOUT) <= {film.name for film in FILMS}
