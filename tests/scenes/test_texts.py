"""Every language says the same things."""

import pytest

from scenes.texts import Texts, languages, placeholders


def test_there_are_three_languages():
    assert languages() == ("de", "en", "es")


@pytest.mark.parametrize("language", ["de", "es"])
def test_each_language_has_the_keys_and_places_of_english(language):
    english, other = Texts.load("en"), Texts.load(language)
    assert list(other.entries) == list(english.entries)
    for key, text in english.entries.items():
        assert placeholders(other.entries[key]) == placeholders(text), key


@pytest.mark.parametrize("language", ["de", "en", "es"])
def test_texts_are_plain_and_short_enough_to_read(language):
    for key, text in Texts.load(language).entries.items():
        assert text.strip() == text != "", key
        assert "!" not in text, key
        assert len(text) <= 90, key


def test_german_and_spanish_are_translated():
    english = Texts.load("en").entries
    for language in ("de", "es"):
        same = [key for key, text in Texts.load(language).entries.items() if text == english[key]]
        assert same == []


def test_values_fill_their_places():
    assert Texts.load("de")("plot.sample", shown=4, all=10) == "4 von 10 Punkten"
    assert Texts.load()("plot.standardized", label="{x} %s") == "{x} %s, standardised"


def test_wrong_values_and_keys_are_said():
    texts = Texts.load()
    with pytest.raises(KeyError, match=r"plot\.nothing"):
        texts("plot.nothing")
    with pytest.raises(ValueError, match="places for"):
        texts("plot.sample", shown=4)
    with pytest.raises(ValueError, match="places for"):
        texts("readouts.step", shown=4)


@pytest.mark.parametrize("text", ["{a.b}", "{a[0]}", "{a:>9}", "{a!r}", "{}", "{0}"])
def test_a_place_is_a_name_and_nothing_else(text):
    with pytest.raises(ValueError, match="must be a name alone"):
        placeholders(text)


def test_an_unknown_language_is_said():
    with pytest.raises(ValueError, match="language is 'fr'; there are de, en, es"):
        Texts.load("fr")
