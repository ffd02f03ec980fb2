"""The letters themselves, read in every language: calm, short, and silent about what is nobody else's business."""

import re
from datetime import date, timedelta
from functools import cache
from typing import Final

import pytest

from kring_notifications.domain import FORMS
from kring_notifications.plugins.sms.parts import parts_of
from kring_notifications.wording import Choice, is_right_to_left, load
from kring_notifications.wording.spoken_dates import spoken_day
from kring_notifications.wording.templates import NOTICE, Place, used
from kring_shared.contracts.notifications import Moment, Way
from tests.unit.notifications.letters_read import (
    ABOUT,
    LANGUAGES,
    MAY,
    OFFICE,
    PRESSING,
    SAFE,
    TO_FAMILIES,
    TO_WORKERS,
    TOO_MUCH,
    body_of,
    sentences,
)

WORDING: Final = load()
SIGNATURE: Final = "Eigen Kracht, Amersfoort"
A_YEAR: Final = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
CHECKS: Final = frozenset({Moment.PLAN_TO_CHECK, Moment.PLAN_ANSWER_AWAITED})
EVERY_LETTER: Final = [(language, moment) for language in LANGUAGES for moment in Moment]
TO_HOMES: Final = [(language, moment) for language in LANGUAGES for moment in TO_FAMILIES]
EVERY_FILE: Final = sorted(WORDING.templates)
ISOLATED: Final = ("\u2068", "\u2069")
"""The invisible marks around what may run the other way."""


@cache
def longest_day(language: str) -> str:
    return max((spoken_day(day, language) for day in A_YEAR), key=len)


def said(language: str, moment: Moment, way: Way = Way.EMAIL, **changes: object) -> str:
    day = longest_day(language)
    known: dict[str, object] = {"name": "Oma Wilhelmina", "signature": SIGNATURE, "day": day, "time": "19:30"}
    known |= {"last_day": day, "count": 12, "code": "bcdf-ghjk-mnpr-stvw", "marks": "1-10"} | changes
    return WORDING.say(moment, Choice(language, ""), way, known).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_moment_and_both_text_messages(language: str) -> None:
    needed = {Place(language, moment) for moment in Moment}
    needed |= {Place(language, NOTICE, Way.TEXT), Place(language, Moment.DATE_REMINDER, Way.TEXT)}
    assert needed <= set(WORDING.templates)


def test_there_are_no_other_languages_than_those_that_are_read_here() -> None:
    assert set(WORDING.languages) == set(LANGUAGES)


@pytest.mark.parametrize(("language", "moment"), EVERY_LETTER)
def test_a_letter_is_filled_in_whole(language: str, moment: Moment) -> None:
    for way in (way for way in Way.to_people() if not way.is_short):
        text = said(language, moment, way)
        assert not re.search(r"[{}]|None", text)
        assert "Oma Wilhelmina" in text.splitlines()[0]
        assert SIGNATURE in text.splitlines()[-1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("moment", [Moment.FUNDING_REFUSED, Moment.ANOTHER_DAY])
def test_a_letter_is_whole_without_a_day_that_is_not_known(language: str, moment: Moment) -> None:
    known, unknown = said(language, moment), said(language, moment, day=None, time=None, last_day=None)
    (named,) = set(known.split("\n\n")) - set(unknown.split("\n\n"))
    assert longest_day(language) in named
    assert set(unknown.split("\n\n")) < set(known.split("\n\n"))
    assert SIGNATURE in unknown.splitlines()[-1]


@pytest.mark.parametrize("place", EVERY_FILE, ids=str)
def test_no_words_hold_a_figure_or_an_address_to_click_on(place: Place) -> None:
    body = re.sub(r"{\w+}", "", WORDING.templates[place].body)
    assert not re.search(r"\d|www\.|http|@|://|€|\beuro", body)


@pytest.mark.parametrize("place", EVERY_FILE, ids=str)
def test_no_words_say_where_it_is_what_it_is_about_or_who_writes(place: Place) -> None:
    body = WORDING.templates[place].body
    assert not re.search(TOO_MUCH[place.language], body, re.IGNORECASE)
    assert not re.search(r"eigen kracht|\bkring\b(?<!uw kring)|VZW|stichting", body, re.IGNORECASE)


@pytest.mark.parametrize("place", EVERY_FILE, ids=str)
def test_only_who_checks_a_plan_is_asked_whether_it_is_safe(place: Place) -> None:
    assert bool(re.search(SAFE[place.language], WORDING.templates[place].body, re.IGNORECASE)) == (
        place.moment in CHECKS
    )


@pytest.mark.parametrize("place", EVERY_FILE, ids=str)
def test_nothing_presses(place: Place) -> None:
    assert not re.search(PRESSING[place.language], WORDING.templates[place].body, re.IGNORECASE)


@pytest.mark.parametrize(("language", "moment"), TO_HOMES)
def test_the_first_sentence_that_somebody_else_may_see_does_not_say_what_the_letter_says(
    language: str, moment: Moment
) -> None:
    assert not re.search(ABOUT[language], sentences(body_of(said(language, moment)))[0], re.IGNORECASE)


@pytest.mark.parametrize(("language", "moment"), TO_HOMES)
def test_a_letter_to_a_family_says_that_they_may_do_nothing_and_whom_they_can_ask(
    language: str, moment: Moment
) -> None:
    body = body_of(said(language, moment))
    assert re.search(MAY[language], body, re.IGNORECASE)
    assert re.search(OFFICE[language], body, re.IGNORECASE)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("moment", sorted(TO_WORKERS - {Moment.OFFICE_LOOKS}))
def test_who_works_in_it_can_ask_the_office_too(language: str, moment: Moment) -> None:
    assert re.search(OFFICE[language], said(language, moment), re.IGNORECASE)


@pytest.mark.parametrize(("language", "moment"), EVERY_LETTER)
def test_a_letter_is_short_and_so_are_its_sentences(language: str, moment: Moment) -> None:
    body = body_of(said(language, moment))
    lengths = [len(sentence.split()) for sentence in sentences(body)]
    assert sum(lengths) / len(lengths) <= 14
    assert max(lengths) <= 25
    assert 12 <= len(body.split()) <= (170 if moment in FORMS else 130)  # a form has its questions besides


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_subject_and_the_first_line_are_the_same_for_every_letter_and_say_nothing(language: str) -> None:
    words = WORDING.languages[language]
    assert not used(words.subject + words.preview + words.fallback)
    subjects = {WORDING.say(moment, Choice(language, ""), Way.EMAIL, _everything()).subject for moment in Moment}
    assert subjects == {words.subject}
    assert words.subject.lower() in words.preview.lower()
    for line in (words.subject, words.preview, words.fallback):
        assert not re.search(f"{TOO_MUCH[language]}|{ABOUT[language]}|{PRESSING[language]}", line, re.IGNORECASE)


@pytest.mark.parametrize("language", ["nl", "en", "de", "fr"])
def test_a_text_message_fits_in_one(language: str) -> None:
    for day in A_YEAR:
        reminder = said(language, Moment.DATE_REMINDER, Way.TEXT, day=spoken_day(day, language))
        if "û" not in reminder:  # only `août` is not in the letters of which 160 fit
            assert parts_of(reminder) == 1
        assert parts_of(reminder) <= 2
    assert parts_of(said(language, Moment.PLAN, Way.TEXT)) == 1


@pytest.mark.parametrize("language", ["tr", "ar", "pl"])
def test_a_text_message_in_other_letters_fits_in_two(language: str) -> None:
    for day in A_YEAR:
        reminder = said(language, Moment.DATE_REMINDER, Way.TEXT, day=spoken_day(day, language))
        assert parts_of(reminder) <= 2
    assert parts_of(said(language, Moment.PLAN, Way.TEXT)) <= 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_message_says_only_that_there_is_one(language: str) -> None:
    notices = {said(language, moment, Way.TEXT) for moment in Moment if moment is not Moment.DATE_REMINDER}
    assert len(notices) == 1
    for text in (*notices, said(language, Moment.DATE_REMINDER, Way.TEXT)):
        assert "\n" not in text
        assert "Wilhelmina" not in text
        assert not re.search(ABOUT[language], text, re.IGNORECASE)
        assert not set(text) & set(ISOLATED)  # an old telephone shows them as boxes


@pytest.mark.parametrize("moment", Moment)
def test_arabic_has_arabic_marks_and_keeps_apart_what_may_run_the_other_way(moment: Moment) -> None:
    body = WORDING.templates[Place("ar", moment)].body
    assert not re.search(r"[,;?]", body)
    opening, closing = ISOLATED
    assert all(f"{opening}{{{field}}}{closing}" in body for field in used(body))
    assert body.count(opening) == body.count(closing) == body.count("{")
    assert is_right_to_left("ar")


@pytest.mark.parametrize("moment", Moment)
def test_french_keeps_a_mark_with_its_word_and_leaves_open_who_is_a_man_or_a_woman(moment: Moment) -> None:
    body = WORDING.templates[Place("fr", moment)].body
    assert not re.search(r" [?!:;]", body)
    assert "(e)" not in body


def test_no_two_moments_are_said_in_the_same_words() -> None:
    for language in LANGUAGES:
        assert len({said(language, moment) for moment in Moment}) == len(Moment)


def _everything() -> dict[str, object]:
    return {"name": "Oma", "signature": SIGNATURE, "day": "x", "time": "19:30", "last_day": "x", "count": 1} | {
        "code": "x",
        "marks": "x",
    }
