import dataclasses

import pytest

from scenes.settings import (
    EXAMPLES,
    OVERRIDES,
    VARIABLE,
    CostSettings,
    LandscapeSettings,
    LessonSettings,
    RelativeRate,
    SettingsError,
    SymbolSettings,
    SyntheticData,
    WindowSettings,
    check_landscape,
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
            author = "Azzalini"
            language = "de"
            pace = 1.5
            theme = "light"
            [data]
            csv = "g.csv"
            x = "a"
            y = "b"
            x_label = "A (m)"
            y_label = "B (s)"
            x_unit = "m"
            standardize = true
            [descent]
            start = [1, -2.5]
            optimizer = "momentum"
            optimizers = ["adam", "newton"]
            rate = 0.25
            momentum = 0.5
            steps = 7
            tolerance = 1e-3
            batch = 8
            seed = 4
            [cost]
            kind = "ridge"
            half = false
            penalty = 2
            [window]
            theta0 = [-1, 1]
            height = [0.5, 3]
            scale = "log"
            [landscape]
            formula = "u^2 + v^2"
            variables = ["u", "v"]
            start = [1, 2]
            theta1 = [0, 5]
            rate = 0.01
            steps = 9
            [symbols]
            intercept = "b"
            slope = "w"
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
    assert settings.descent.optimizer == "momentum"
    assert settings.descent.optimizers == ("adam", "newton")
    assert (settings.descent.momentum, settings.descent.batch, settings.descent.seed) == (0.5, 8, 4)
    assert (settings.author, settings.language) == ("Azzalini", "de")
    assert (settings.pace, settings.theme, settings.data.x_unit) == (1.5, "light", "m")
    assert settings.cost == CostSettings(kind="ridge", half=False, penalty=2.0)
    assert settings.window == WindowSettings(theta0=(-1, 1), height=(0.5, 3), scale="log")
    assert settings.landscape == LandscapeSettings(
        formula="u^2 + v^2",
        variables=("u", "v"),
        start=(1, 2),
        theta1=(0, 5),
        rate=0.01,
        steps=9,
    )
    assert settings.symbols.typst == settings.symbols.plain == ("b", "w")


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
        ("[descent]\nwibble = 1", "there are optimizer, optimizers, rate"),
        ("[descent]\nrate = 'fast'", 'it must be a finite number or "optimal" or such as'),
        ("[descent]\nrate = nan", "descent.rate is nan; it must be a finite number"),
        ("[descent]\nrate = -1", "descent.rate is -1; it must be positive"),
        ("[descent]\nrate = true", "descent.rate is True; it must be a finite number"),
        ("[descent]\nsteps = 2.5", "descent.steps is 2.5; it must be a whole number"),
        ("[descent]\nsteps = 0", "descent.steps is 0; it must be at least 1 and at most 100000"),
        ("[descent]\nsteps = 1000000000", "descent.steps is 1000000000; it must be at least 1 and"),
        ("[landscape]\nsteps = 100001", "landscape.steps is 100001; it must be at least 1 and at"),
        (
            "[descent]\noptimizer = 'newton'\nrate = 1e-9",
            "descent.rate means nothing for newton; it goes",
        ),
        (
            "[descent]\noptimizer = 'newton'\noptimizers = ['steepest_descent']\nrate = 1",
            "descent.rate means nothing for newton, steepest_descent; it goes with adagrad, adam,",
        ),
        (
            "[data]\nsynthetic = {n = 10000001}",
            "data.synthetic.n is 10000001; it must be at least 2",
        ),
        ("[descent]\ntolerance = 0", "descent.tolerance is 0; it must be positive"),
        ("[descent]\nstart = [1]", "descent.start is [1]; it must be two finite numbers, [a, b]"),
        ("[descent]\nrate = '-1 critical'", "descent.rate is '-1 critical'; it must be a finite"),
        ("[descent]\nstart = 'near'", 'it must be two finite numbers, [a, b] or "far"'),
        ("[descent]\noptimizer = 'adan'", "descent.optimizer is 'adan'; did you mean adam?"),
        ("[descent]\noptimizers = ['adam', 'adma']", "adma: did you mean adam?"),
        ("[descent]\noptimizers = 'adam'", "it must be a list of names in quotes"),
        ("[descent]\noptimizers = ['adam', 'adam']", "names adam twice; each may race once"),
        ("[descent]\nmomentum = 1", "descent.momentum is 1; it must be at least 0 and less than 1"),
        ("[descent]\nbatch = 0", "descent.batch is 0; it must be at least 1"),
        ("[descent]\nseed = -1", "descent.seed is -1; it must be at least 0"),
        ("[cost]\nkind = 'rigde'", "cost.kind is 'rigde'; did you mean ridge?"),
        ("[cost]\npenalty = 1", "cost.penalty means nothing for mean_squared_error; it goes with"),
        ("[cost]\nkind = 'lasso'\npenalty = -1", "cost.penalty is -1; it must be 0 or more"),
        ("[cost]\nkind = 'huber'\ndelta = 0", "cost.delta is 0; it must be positive"),
        ("[window]\ntheta0 = [2, 1]", "window.theta0 is [2, 1]; the first must be less than"),
        ("[window]\nscale = 'logs'", "window.scale is 'logs'; did you mean log?"),
        ("[window]\nscale = 'log'\nheight = [0, 1]", "a logarithmic scale must begin above 0"),
        ("[landscape]\nvariables = ['u']", 'it must be two names in quotes, ["a", "b"]'),
        ("[landscape]\nrate = 0", "landscape.rate is 0; it must be positive"),
        ("[landscape]\nsteps = 0", "landscape.steps is 0; it must be at least 1"),
        ("[symbols]\nslope = 'ab'", "symbols.slope is 'ab'; it must be one letter"),
        (
            "[symbols]\nslope = 'J'",
            "symbols.slope is 'J'; J, x, y, z, i, r, H, α, δ, κ, λ, μ mean something",
        ),
        ("[symbols]\nslope = 'theta_0'", "symbols calls both parameters θ0; they must differ"),
        ("pace = 0", "pace is 0; it must be from 0.1 to 10"),
        ('"a\\nb" = 1', "'a\\nb' is no key of a lesson"),
        ("data = 3", "data is 3; it must be a table"),
        ("[data]\ncsv = 'a.csv'\ny = 'b'", "data.x is missing; it must name a column"),
        ("[data]\nx = 'b'", "data.x names a column, but there is no data.csv"),
        ("[data]\ncsv = 'a'\nx = 'b'\ny = 'c'\nsynthetic = {}", "has both csv and synthetic"),
        (
            "[data]\nsynthetic = {n = 1}",
            "data.synthetic.n is 1; it must be at least 2 and at most 10000000",
        ),
        ("[data]\ncsv = 'a'\nx = 'b'\ny = 'b'", "data.y is 'b', as data.x is; it must be another"),
        ("[data]\ndecimal = ','", "data.decimal says how a file is written, but there is no"),
        ("[data]\nmissing = 'drop'", "data.missing says how a file is written, but there is no"),
        ("[data]\nmissing = 'keep'", "data.missing is 'keep'; there are refuse, drop"),
        ("[data]\ndelimiter = ';;'", "data.delimiter is ';;'; it must be one character"),
        ("[data]\nencoding = 'utf-9'", "data.encoding is 'utf-9'; it must be an encoding"),
        ("[data]\nthousands = '_'", "data.thousands is '_'; there are"),
        ("[data]\nthousands = ','\ndecimal = ','", "data.decimal and thousands are both ','"),
        ("[descent]\nrate = '0_9 critical'", "descent.rate is '0_9 critical'"),
        ("[descent]\nrate = '٠.٩ critical'", "descent.rate is '٠.٩ critical'"),
        ('title = "a\\u001bb"', "it must be one line of text, without control characters"),
        ('title = "a\\u202eb"', "it must be one line of text, without control characters"),
        (f"title = '{'long ' * 25}'", "125 characters; at most 120 can be shown"),
        ("[data]\nsynthetic = {m = 9}", "data.synthetic.m is no key"),
        ("title = ", "is not TOML"),
        ("[data]\nthousands = ''", """data.thousands is ''; there are '.', ',', ' ', "'\""""),
        ("[data.synthetic]\nnoise = -1", "data.synthetic.noise is -1; it must be 0 or more"),
        ("[data.synthetic]\nseed = -1", "data.synthetic.seed is -1; it must be at least 0"),
        ("[data.synthetic]\nx_range = [2, 1]", "data.synthetic.x_range is [2, 1]; the first must"),
        (
            "[window]\ntheta0 = [1.0000000000000002, 1]",
            "is [1.0000000000000002, 1]; the first must",
        ),
        ('[landscape]\nvariables = ["a\\tb", "c"]', "it must be one line of text, without control"),
        ("title = ' '", "title is ' '; nothing of it can be seen"),
        ("title = '\u200d\u2800'", r"title is '\u200d\u2800'; nothing of it can be seen"),
        ("[data]\nx_unit = '\u3164'", r"data.x_unit is '\u3164'; nothing of it can be seen"),
        ("[symbols]\nslope = 'w٣'", "symbols.slope is 'w٣'; it must be one letter"),
        ("[symbols]\nslope = 'w1234'", "at most three digits 0 to 9 for an index"),
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


OUT_OF_SIZE = [
    *(
        "data.synthetic.intercept=1e300",
        "data.synthetic.slope=-1e101",
        "data.synthetic.noise=1e-101",
    ),
    *("data.synthetic.x_range=[-1e308, 1e308]", "data.synthetic.x_range=[0, 1e-300]"),
    *("cost.penalty=1e300", "cost.delta=1e-300", "descent.rate=1e-300", "descent.tolerance=1e-200"),
    *("descent.start=[1e154, 0]", "descent.start=[0, 5e-324]", "window.theta0=[-1e308, 1e308]"),
    *("window.height=[0, 1e101]", "landscape.start=[1e200, 0]", "landscape.rate=1e101"),
    *("landscape.theta0=[1e-300, 2e-300]", "landscape.theta1=[-1e300, 0]"),
]


@pytest.mark.parametrize("override", OUT_OF_SIZE)
def test_a_number_of_no_usable_size_blames_its_own_key(lesson, override):
    key, _, value = override.partition("=")
    with pytest.raises(SettingsError) as caught:
        load_lesson(lesson(""), overrides=[override])
    message = str(caught.value)
    said = message.replace("e+", "e")
    assert said.startswith(f"--set: {key} is {value}; ")
    assert said.endswith("a number other than 0 must be from 1e-100 to 1e100 in size")


@pytest.mark.parametrize(
    "override",
    [
        *("descent.start=[1e100, -1e-100]", "descent.rate=1e100", "data.synthetic.noise=0"),
        *("window.theta0=[-1e100, 0]", "landscape.rate=1e-100", "landscape.start=[0, 0]"),
    ],
)
def test_numbers_of_every_usable_size_are_read(lesson, override):
    load_lesson(lesson(""), overrides=[override])


@pytest.mark.parametrize("share", ["1e300", "1e-300", "0"])
def test_a_relative_rate_has_a_usable_size_too(share):
    with pytest.raises(ValueError, match=f"rate is '{share} critical'; it must be"):
        RelativeRate.parse(f"{share} critical")


@pytest.mark.parametrize("written", ["1" + "0" * 5000, "0x" + "f" * 5000, "9223372036854775808"])
@pytest.mark.parametrize("key", ["pace", "descent.steps", "data.synthetic.n", "title", "data"])
def test_a_whole_number_beyond_64_bits_names_its_key(lesson, key, written):
    path = lesson(f"{key} = {written}")
    with pytest.raises(SettingsError) as caught:
        load_lesson(path)
    assert str(caught.value).startswith(f"{path}: {key} is a whole number beyond 64 bits;")
    with pytest.raises(SettingsError) as caught:
        load_lesson(lesson(""), overrides=[f"{key}={written}"])
    assert str(caught.value).startswith(f"--set: {key} is a whole number beyond 64 bits;")


def test_a_number_in_a_list_names_its_key_too(lesson):
    for written in (f"[1, {2**64}]", f"[0x{'f' * 5000}]", f"[1{'0' * 5000}]"):
        with pytest.raises(SettingsError, match=r": descent\.start is a whole number beyond"):
            load_lesson(lesson(f"descent.start = {written}"))
    assert load_lesson(lesson(f"descent.start = [{2**63 - 1}, 0]")).descent.start[0] == 2.0**63


def test_lists_in_lists_without_end_are_one_line(lesson):
    deep = 20_000 * "["
    with pytest.raises(SettingsError, match=r"lesson\.toml: is nested too deep$"):
        load_lesson(lesson(f"title = {deep}"))
    with pytest.raises(SettingsError, match=r"^--set: title is nested too deep$"):
        load_lesson(lesson(""), overrides=[f"title={deep}"])


def test_a_huge_file_is_not_read(tmp_path):
    path = tmp_path / "huge.toml"
    with path.open("wb") as file:
        file.truncate(10**11)  # a hole: it takes no room
    with pytest.raises(
        SettingsError,
        match=r"huge\.toml: has 100,000,000,000 bytes; it must have at most 1,000,000",
    ):
        load_lesson(path)


def test_marks_that_are_spaces_and_tabs_are_values(lesson):
    given = load_lesson(
        lesson(""),
        overrides=["data.csv=a", "data.x=u", "data.y=v", "data.thousands= ", "data.delimiter=\t"],
    )
    assert (given.data.thousands, given.data.delimiter) == (" ", "\t")
    text = "[data]\ncsv = 'a'\nx = 'u'\ny = 'v'\ndelimiter = '\\t'".replace("'", '"')
    assert load_lesson(lesson(text)).data.delimiter == "\t"


@pytest.mark.parametrize("text", ["a\u00a0b", "1\u202f000\u202fm", "Donau\u00addampf", "5\u2009kg"])
def test_spaces_of_every_width_and_soft_hyphens_are_text(lesson, text):
    given = load_lesson(lesson(f'title = "{text}"\n[data]\nx_unit = "{text}"'))
    assert (given.title, given.data.x_unit) == (text, text)


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(SettingsError, match=r"nowhere\.toml: is not there"):
        load_lesson(tmp_path / "nowhere.toml")


def test_the_lesson_is_found_through_the_environment(lesson):
    path = lesson("")
    assert find_lesson({VARIABLE: str(path)}) == path
    assert find_lesson({VARIABLE: "old_faithful"}) == EXAMPLES / "old_faithful.toml"
    assert find_lesson({}) == find_lesson({VARIABLE: " "}) == EXAMPLES / "question.toml"


def test_a_lesson_that_is_not_there_is_said_with_the_examples_there_are():
    with pytest.raises(SettingsError, match=r"^lesson: '' is empty; it must be a lesson file or"):
        find_lesson({}, " ")
    with pytest.raises(SettingsError, match=r"GDSCENES_LESSON: x\.toml .*old_faithful, question"):
        find_lesson({VARIABLE: "x.toml"})


def test_the_packaged_default_has_the_data_of_an_empty_file(lesson):
    packaged = load_lesson(EXAMPLES / "question.toml")
    assert packaged.data.load().y.tolist() == load_lesson(lesson("")).data.load().y.tolist()


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("optimal", RelativeRate(1.0, "optimal")),
        ("critical", RelativeRate(1.0, "critical")),
        (" 0.9  critical", RelativeRate(0.9, "critical")),
    ],
)
def test_a_rate_may_be_given_in_words(lesson, text, rate):
    assert load_lesson(lesson(f"[descent]\nrate = '{text}'")).descent.rate == rate


@pytest.mark.parametrize(
    "text", ["nan critical", "0 optimal", "fast critical", "0.9", "critical 2"]
)
def test_other_words_are_no_rate(text):
    with pytest.raises(ValueError, match="it must be"):
        RelativeRate.parse(text)


def test_the_start_may_be_far(lesson):
    assert load_lesson(lesson("[descent]\nstart = 'far'")).descent.start == "far"


@pytest.mark.parametrize(
    ("given", "typst", "plain"),
    [
        (("θ0", "θ1"), ("theta_0", "theta_1"), ("θ0", "θ1")),
        (("theta_0", "theta12"), ("theta_0", "theta_12"), ("θ0", "θ12")),
        (("c", "m"), ("c", "m"), ("c", "m")),
        (("w0", "w_1"), ("w_0", "w_1"), ("w0", "w1")),
    ],
)
def test_symbols_become_typst_and_plain_text(given, typst, plain):
    symbols = SymbolSettings(*given)
    assert (symbols.typst, symbols.plain) == (typst, plain)


def test_a_theme_file_stands_beside_the_lesson(lesson, tmp_path):
    (tmp_path / "mine.toml").write_text('base = "light"\n')
    assert load_lesson(lesson("theme = 'mine.toml'")).theme == str(tmp_path / "mine.toml")


def test_a_theme_file_that_is_not_there_is_said(lesson):
    with pytest.raises(SettingsError, match=r"lesson.toml: theme: .*mine.toml: is not there"):
        load_lesson(lesson("theme = 'mine.toml'"))


def test_overrides_lie_over_the_file_and_later_ones_over_earlier(lesson):
    path = lesson("title = 'a'\n[descent]\nrate = 0.1\nsteps = 3")
    environment = {OVERRIDES: "descent.rate=0.2\n\ndescent.tolerance=1\n"}
    given = load_lesson(
        path,
        overrides=["descent.rate=0.3", "title = A = B", "descent.start=[1, 2]"],
        environment=environment,
    )
    assert (given.title, given.descent.rate, given.descent.start) == ("A = B", 0.3, (1, 2))
    assert (given.descent.tolerance, given.descent.steps) == (1.0, 3)
    assert load_lesson(path, environment=environment).descent.rate == 0.2


def test_an_overridden_path_starts_in_the_current_folder(lesson, tmp_path, monkeypatch):
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    (folder / "t.toml").write_text('base = "light"\n')
    given = load_lesson(
        lesson("[data]\nx = 'a'\ny = 'b'"), overrides=["data.csv=d.csv", "theme=t.toml"]
    )
    assert given.data.csv == folder / "d.csv"
    assert given.theme == str(folder / "t.toml")


@pytest.mark.parametrize(
    ("override", "says"),
    [
        ("descent.rat=1", "--set: descent.rat is no key of a lesson; did you mean rate?"),
        ("descent.rate=quick", "--set: descent.rate is 'quick'; it must be"),
        ("descent.steps=0", "--set: descent.steps is 0; it must be at least 1"),
        ("descent.rate", "--set: 'descent.rate' must be key=value, as descent.rate=0.05"),
        ("=3", "--set: '=3' must be key=value"),
        ("descent..rate=3", "must be key=value"),
        ("title.x=3", "--set: title.x: title is 'T', not a table"),
        ("title=a\nb", "--set: title must be one line"),
        ("data.synthetic={n=1}", "--set: data.synthetic.n is 1"),
    ],
)
def test_a_wrong_override_is_said_to_be_one(lesson, override, says):
    with pytest.raises(SettingsError) as caught:
        load_lesson(lesson("title = 'T'"), overrides=[override])
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_wrong_override_in_the_environment_names_its_variable(lesson):
    with pytest.raises(SettingsError, match=r"^GDSCENES_SET: descent\.steps is 0;"):
        load_lesson(lesson(""), environment={OVERRIDES: "descent.steps=0"})


def test_lessons_that_say_the_same_are_equal_wherever_they_stand(lesson, tmp_path):
    here = load_lesson(lesson(""))
    assert here.file == tmp_path / "lesson.toml"
    assert repr(here) == repr(LessonSettings())


def test_bytes_that_are_no_text_are_said(tmp_path):
    path = tmp_path / "bad.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match=r"bad\.toml: is not UTF-8"):
        load_lesson(path)


@pytest.mark.parametrize(
    ("intercept", "slope", "formula"),
    [
        ("θ1", "θ0", "1/(2 m) sum_(i=1)^m (theta_1 + theta_0 x_i - y_i)^2"),
        ("θ1", "w", "1/(2 m) sum_(i=1)^m (theta_1 + w x_i - y_i)^2"),
        ("c", "m", "1/(2 N) sum_(i=1)^N (c + m x_i - y_i)^2"),
        ("n", "m", "1/(2 N) sum_(i=1)^N (n + m x_i - y_i)^2"),
    ],
)
def test_formulas_never_mix_up_letters(intercept, slope, formula):
    symbols = SymbolSettings(intercept, slope)
    written = "1/(2 m) sum_(i=1)^m (theta_0 + theta_1 x_i - y_i)^2"
    assert symbols.rename(written) == formula
    letters = {symbols.count, symbols.some, symbols.touching}
    assert len(letters) == 3
    assert not letters & {intercept, slope}


def test_keys_that_are_given_push_out_what_cannot_stand_beside_them(lesson):
    path = lesson("[data]\nsynthetic = {n = 5}\n[descent]\nrate = 0.3\n[landscape]\nname = 'booth'")
    laid = load_lesson(path, overrides=["data.csv=a.csv", "data.x=u", "data.y=v"])
    assert (laid.data.synthetic, laid.data.x, laid.descent.rate) == (None, "u", 0.3)
    laid = load_lesson(path, overrides=["landscape.formula=x^2 + y^2"])
    assert (laid.landscape.name, laid.landscape.formula) == ("", "x^2 + y^2")
    path = lesson("[data]\ncsv = 'a.csv'\nx = 'u'\ny = 'v'")
    assert load_lesson(path, overrides=["data.synthetic.n=7"]).data.load().m == 7
    assert load_lesson(path, overrides=["data.standardize=True"]).data.standardize is True


@pytest.mark.parametrize("others", ["", "optimizers = ['momentum', 'newton']\n"])
@pytest.mark.parametrize("rule", ["newton", "gradient_descent"])
def test_a_rate_is_kept_where_a_rule_has_one(lesson, rule, others):
    text = f"[descent]\noptimizer = '{rule}'\n{others}rate = 0.3"
    if rule == "newton" and not others:
        with pytest.raises(SettingsError, match=r"descent\.rate means nothing for newton"):
            load_lesson(lesson(text))
    else:
        assert load_lesson(lesson(text)).descent.rate == 0.3


def test_a_rule_without_a_rate_that_is_laid_over_a_lesson_drops_the_lessons_rate(lesson):
    path = lesson("[descent]\nrate = 0.3")
    for rule, rate in (("newton", None), ("steepest_descent", None), ("adam", 0.3)):
        given = load_lesson(path, overrides=[f"descent.optimizer={rule}"], environment={})
        assert (given.descent.optimizer, given.descent.rate) == (rule, rate)
    with pytest.raises(SettingsError, match=r"^--set: descent\.rate means nothing for newton"):
        load_lesson(path, overrides=["descent.optimizer=newton", "descent.rate=1"], environment={})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name = 'a'\nformula = 'b'", "landscape has both name and formula; leave one of them out"),
        ("name = 'booth'\nvariables = ['u', 'v']", "landscape.variables means nothing beside name"),
        ("formula = 'u'\nvariables = ['u', 'u']", "it must be two different names"),
        ("formula = 'u'\nvariables = ['u', '2']", "it must be two different names"),
        ("formula = 'u'\nvariables = ['u', '_']", "it must be two different names, of letters"),
        ("formula = 'u'\nvariables = ['J', 'u']", "is ['J', 'u']; J, z, α, True, False mean some"),
        ("formula = 'u'\nvariables = ['u', 'alpha']", "J, z, α, True, False mean something else"),
        ("formula = 'u'\nvariables = ['u', 'True']", "J, z, α, True, False mean something else"),
        ("formula = 'u1'\nvariables = ['u1', 'u_1']", "which are drawn differently"),
        ("formula = 'θ'\nvariables = ['θ', 'theta']", "which are drawn differently"),
        (
            "formula = '変'\nvariables = ['変', '数']",
            "no font on this machine has 変 数; install one",
        ),
        ("formula = 'x'\nvariables = ['x', '数']", "is 'x 数'; no font on this machine has 数"),
    ],
)
def test_a_landscape_is_checked_for_the_films_that_show_it_alone(lesson, text, says):
    settings = load_lesson(lesson(f"[landscape]\n{text}"))
    with pytest.raises(SettingsError) as caught:
        check_landscape(settings)
    assert str(caught.value).startswith(f"{settings.file}: landscape")
    assert says in str(caught.value)


def test_letters_that_fonts_have_may_name_variables(lesson):
    for pair in ("['θ0', 'θ1']", "['größe', 'ж']", "['x1', 'x_2']", "['lambda', 'k_max']"):
        check_landscape(load_lesson(lesson(f"[landscape]\nvariables = {pair}")))


@pytest.mark.parametrize(
    ("key", "error", "says"),
    [
        ("window", "theta0 is [1, 2]; it must", "window.theta0 is [1, 2]; it must"),
        ("landscape", "formula 'x^', column 3: no", "landscape.formula 'x^', column 3: no"),
        ("cost", "y is 2 in row 1", "cost: y is 2 in row 1"),
        ("descent", "start is [1, 2]; the cost", "descent.start is [1, 2]; the cost"),
        ("descent.rate", "rate is 0", "descent.rate: rate is 0"),
        ("descent.rate", "is 0; it must be", "descent.rate is 0; it must be"),
    ],
)
def test_what_gdmath_says_of_a_value_names_its_key(key, error, says):
    with pytest.raises(SettingsError) as caught, LessonSettings().blame(key):
        raise ValueError(error)
    assert str(caught.value) == says
