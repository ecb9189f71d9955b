import dataclasses

import pytest

from scenes.settings import (
    EXAMPLES,
    VARIABLE,
    LessonSettings,
    SettingsError,
    SyntheticData,
    find_lesson,
    load_lesson,
)


@pytest.fixture
def lesson(tmp_path):
    def write(text: str):
        path = tmp_path / "lesson.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_an_empty_file_gives_the_defaults(lesson):
    assert load_lesson(lesson("")) == LessonSettings()


def test_every_key_is_read(lesson):
    settings = load_lesson(
        lesson(
            """
            title = "Geysers"
            [data]
            csv = "g.csv"
            x = "a"
            y = "b"
            x_label = "A (m)"
            y_label = "B (s)"
            standardize = true
            [descent]
            start = [1, -2.5]
            rate = 0.25
            steps = 7
            tolerance = 1e-3
            """
        )
    )
    assert settings.title == "Geysers"
    assert settings.data.csv is not None
    assert settings.data.csv.name == "g.csv"
    assert (settings.data.x, settings.data.y) == ("a", "b")
    assert (settings.data.x_label, settings.data.y_label) == ("A (m)", "B (s)")
    assert settings.data.standardize is True
    assert settings.descent.start == (1.0, -2.5)
    assert (settings.descent.rate, settings.descent.steps) == (0.25, 7)
    assert settings.descent.tolerance == 1e-3


def test_the_csv_stands_beside_the_lesson(lesson, tmp_path):
    (tmp_path / "d.csv").write_text("p,q\n1,2\n3,5\n")
    data = load_lesson(lesson('[data]\ncsv = "d.csv"\nx = "p"\ny = "q"')).data.load()
    assert data.x.tolist() == [1, 3]
    assert data.y.tolist() == [2, 5]


def test_synthetic_data_follow_their_settings(lesson):
    settings = load_lesson(lesson("[data]\nsynthetic = {n = 7, noise = 0, slope = -2, seed = 3}"))
    assert settings.data.synthetic == SyntheticData(n=7, noise=0.0, slope=-2.0, seed=3)
    data = settings.data.load()
    assert data.m == 7
    assert data.y == pytest.approx(4 - 2 * data.x)


def test_standardize_gives_standardized_data(lesson):
    data = load_lesson(lesson("[data]\nstandardize = true")).data.load()
    assert data.x.mean() == pytest.approx(0, abs=1e-12)
    assert data.x.std() == pytest.approx(1)


def test_settings_are_frozen(lesson):
    settings = load_lesson(lesson(""))
    with pytest.raises(dataclasses.FrozenInstanceError):
        settings.title = "x"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("titel = 'x'", "titel is no key of a lesson; did you mean title?"),
        ("[data]\nstandardise = true", "data.standardise is no key of a lesson; did you mean st"),
        ("[descent]\nwibble = 1", "there are start, rate, steps, tolerance"),
        ("[descent]\nrate = 'fast'", "descent.rate is 'fast'; it must be a finite number"),
        ("[descent]\nrate = nan", "descent.rate is nan; it must be a finite number"),
        ("[descent]\nrate = -1", "rate is -1.0; it must be a positive finite number"),
        ("[descent]\nrate = true", "descent.rate is True; it must be a finite number"),
        ("[descent]\nsteps = 2.5", "descent.steps is 2.5; it must be a whole number"),
        ("[descent]\nsteps = 0", "descent.steps is 0; it must be at least 1"),
        ("[descent]\ntolerance = 0", "descent.tolerance is 0; it must be positive"),
        ("[descent]\nstart = [1]", "descent.start is [1]; it must be two finite numbers, [a, b]"),
        ("data = 3", "data is 3; it must be a table"),
        ("[data]\ncsv = 'a.csv'\ny = 'b'", "data.x is missing; it must name a column"),
        ("[data]\nx = 'b'", "data.x names a column, but there is no data.csv"),
        ("[data]\ncsv = 'a'\nx = 'b'\ny = 'c'\nsynthetic = {}", "has both csv and synthetic"),
        ("[data]\nsynthetic = {n = 1}", "data.synthetic: n is 1; it must be a whole number"),
        ("[data]\nsynthetic = {m = 9}", "data.synthetic.m is no key"),
        ("title = ", "is not TOML"),
    ],
)
def test_what_is_wrong_is_said_in_one_line_that_names_the_file(lesson, text, says):
    path = lesson(text)
    with pytest.raises(SettingsError) as caught:
        load_lesson(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert says in message
    assert "\n" not in message


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(SettingsError, match=r"nowhere\.toml: cannot be read"):
        load_lesson(tmp_path / "nowhere.toml")


def test_the_lesson_is_found_through_the_environment(lesson):
    path = lesson("")
    assert find_lesson({VARIABLE: str(path)}) == path
    assert find_lesson({VARIABLE: "old_faithful"}) == EXAMPLES / "old_faithful.toml"
    assert find_lesson({}) == find_lesson({VARIABLE: " "}) == EXAMPLES / "question.toml"


def test_a_lesson_that_is_not_there_is_said_with_the_examples_there_are():
    with pytest.raises(SettingsError, match=r"GDSCENES_LESSON: x\.toml .*old_faithful, question"):
        find_lesson({VARIABLE: "x.toml"})


def test_the_packaged_default_is_what_an_empty_file_means(lesson):
    packaged = load_lesson(EXAMPLES / "question.toml")
    assert packaged.data.load().y.tolist() == load_lesson(lesson("")).data.load().y.tolist()
    assert packaged.descent == LessonSettings().descent
