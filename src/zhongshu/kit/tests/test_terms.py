import pytest

from zhongshu.kit import terms

ALL = (terms.URGENCY, terms.TELEGRAM_GRADES, terms.LABELS, terms.SECRET_LEVELS, terms.GENRES, terms.HANDLING_TYPES)


def test_keys_and_names_are_unique():
    for listed in ALL:
        assert len(dict(listed)) == len({name for _, name in listed}) == len(listed)


def test_fifteen_genres_and_the_rest():
    assert len(terms.GENRES) == 16
    assert terms.show(terms.GENRES, "minutes") == "纪要"


def test_an_unknown_key_is_an_error():
    with pytest.raises(KeyError):
        terms.show(terms.URGENCY, "紧急")
