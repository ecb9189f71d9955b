"""What holds for every film's study of every lesson: it is told or refused, in words there are."""

import dataclasses
import inspect
import pickle
from importlib import import_module

import numpy as np
import pytest
from captions import values_of
from lessons import KEYS, REFUSED, problem_of, study_of, told

from gdmath.path import Path
from scenes.films import FILMS
from scenes.settings import SettingsError
from scenes.study.film_study import FilmStudy
from scenes.texts import Texts, languages, placeholders

TEXTS = {language: Texts.load(language).entries for language in languages()}

CASES = [(film, name) for film in KEYS for name in told(film)]


@pytest.mark.parametrize(("film", "name"), CASES)
def test_a_study_has_its_words_in_every_language_and_begins_in_its_window(film, name):
    study = study_of(film, name)
    assert study.captions
    for beat, key in study.captions.items():
        for language, texts in TEXTS.items():
            assert key in texts, (language, beat)
            assert placeholders(texts[key]) == values_of(film, beat, key), (language, beat)
    assert not study.notice or all(study.notice in texts for texts in TEXTS.values())
    assert isinstance(study.path, Path)
    np.testing.assert_allclose(study.path.costs, study.cost(study.path.points), rtol=1e-9)
    assert study.window.contains(study.path.points[0], room=1e-9)
    assert all(study.symbols)


@pytest.mark.parametrize("film", KEYS)
def test_a_study_is_frozen(film):
    study = study_of(film, "question")
    with pytest.raises(dataclasses.FrozenInstanceError):
        study.path = None
    with pytest.raises(TypeError):
        study.captions["end"] = ""


@pytest.mark.parametrize("film", KEYS)
def test_a_study_can_be_sent_to_another_process(film):
    study = study_of(film, "question")
    sent = pickle.loads(pickle.dumps(study))  # noqa: S301
    assert sent.captions == study.captions
    np.testing.assert_array_equal(sent.path.points, study.path.points)


@pytest.mark.parametrize(
    ("film", "change", "says"),
    [
        ("zoom", "window.height=[33,300000]", "window.height shows J from 33 to 3e+05; the film"),
        ("zoom", "data.synthetic={n=20,x_range=[1e6,1000001.0]}", "the film Zoom needs one where"),
        ("gradient_on_the_floor", "window.height=[33.2,33.4]", "GradientOnTheFloor needs one with"),
    ],
)
def test_a_window_that_shows_a_film_nothing_is_said_with_its_ranges(film, change, says):
    problem = problem_of("question", change)
    with pytest.raises(SettingsError) as error:
        import_module(f"scenes.study.{film}").Study.of(problem)
    assert says in str(error.value)
    assert len(str(error.value)) < 250


@pytest.mark.parametrize(("film", "name"), REFUSED)
def test_what_cannot_be_told_is_refused_in_one_line(film, name):
    with pytest.raises(SettingsError, match=REFUSED[film, name]) as error:
        study_of(film, name)
    assert "\n" not in str(error.value)
    assert str(error.value).startswith(str(problem_of(name).settings.file))


@pytest.mark.parametrize("film", FILMS, ids=lambda film: film.key)
def test_a_study_is_called_as_its_film(film):
    study = import_module(film.study).Study
    assert issubclass(study, FilmStudy)
    assert not inspect.isabstract(study)
    assert study.__dataclass_params__.frozen
