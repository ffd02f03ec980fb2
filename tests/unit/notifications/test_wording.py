"""The letters themselves: checked at the start, calm, and silent about what is nobody else's business."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kring_notifications.spoken_dates import spoken_day
from kring_notifications.wording import (
    FIELDS,
    Fields,
    FieldsWithDay,
    FieldsWithEnd,
    FieldsWithLastDay,
    FieldsWithMoment,
    FieldsWithNewDay,
    Wording,
    load,
)
from kring_shared.contracts.notifications import Moment
from kring_shared.kernel.errors import WrongSetup
from tests.unit.notifications.cases import LANGUAGES

WORDING = load()
PLAIN = Fields(name="Oma", signature="Eigen Kracht, Utrecht")
TIMED = FieldsWithMoment(name="Oma", signature="Eigen Kracht, Utrecht", day="maandag 2 februari 2026", time="19:30")
UNTIL = FieldsWithLastDay(name="Oma", signature="Eigen Kracht, Utrecht", last_day="maandag 2 februari 2026")
NO_DAY = FieldsWithLastDay(name="Oma", signature="Eigen Kracht, Utrecht")
ENDS = FieldsWithEnd(name="Oma", signature="Eigen Kracht, Utrecht", last_day="maandag 2 februari 2026")
ON = FieldsWithDay(name="Oma", signature="Eigen Kracht, Utrecht", day="maandag 2 februari 2026")
MOVED_TO = FieldsWithNewDay(name="Oma", signature="Eigen Kracht, Utrecht", day="maandag 2 februari 2026", time="19:30")
MOVED = FieldsWithNewDay(name="Oma", signature="Eigen Kracht, Utrecht")
FILLED_IN = {
    Fields: PLAIN,
    FieldsWithMoment: TIMED,
    FieldsWithLastDay: UNTIL,
    FieldsWithEnd: ENDS,
    FieldsWithDay: ON,
    FieldsWithNewDay: MOVED_TO,
}


def a_letter(moment: Moment, language: str) -> tuple[str, str]:
    return WORDING.letter(moment, language, FILLED_IN[FIELDS[moment]])


def texts() -> dict[str, str]:
    """Give a whole set of small, right templates in the office's language."""
    ends = {
        Fields: "{name} {signature}\n",
        FieldsWithMoment: "{name} {signature} {day} {time}\n",
        FieldsWithEnd: "{name} {signature} {last_day}\n",
        FieldsWithLastDay: "{name}\n\n{last_day}\n\n{signature}\n",
        FieldsWithDay: "{name} {signature} {day}\n",
        FieldsWithNewDay: "{name}\n\n{day} {time}\n\n{signature}\n",
    }
    return {f"{moment}.nl.txt": f"Bericht\n\n{ends[FIELDS[moment]]}" for moment in Moment}


def test_there_is_a_letter_for_every_moment_in_every_language() -> None:
    assert WORDING.languages == LANGUAGES
    for moment in Moment:
        for language in LANGUAGES:
            subject, text = a_letter(moment, language)
            assert subject
            assert "Oma" in text
            assert "{" not in subject + text


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize("moment", Moment)
def test_a_letter_does_not_name_the_organisation_so_that_a_neutral_one_stays_neutral(
    moment: Moment, language: str
) -> None:
    subject, text = a_letter(moment, language)
    without_signature = (subject + text).replace(PLAIN.signature, "")
    assert not re.search(
        r"eigen kracht|kring|family group|jeugd|hulpverlen|youth|jeunesse", without_signature, re.IGNORECASE
    )


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize("moment", Moment)
def test_a_letter_is_short_and_its_sentences_are_too(moment: Moment, language: str) -> None:
    _, text = a_letter(moment, language)
    sentences = re.split(r"[.?!:]\s", text)
    assert len(text.split()) < 110
    assert max(len(sentence.split()) for sentence in sentences) <= 22


def test_a_name_with_braces_is_only_a_name() -> None:
    _, text = WORDING.letter(Moment.PLAN, "nl", Fields(name="{signature}", signature="Utrecht"))
    assert "{signature}" in text


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("plan.nl.txt", "Klaar\n{name} {signature} {question}", "unknown fields question"),
        ("plan.nl.txt", "Klaar\n{name}", "does not use signature"),
        ("plan.nl.txt", "Klaar\n{name.__class__} {name} {signature}", "unknown fields name.__class__"),
        ("plan.nl.txt", "Klaar\n{name!r} {signature} {name}", "unknown fields name!r"),
        ("plan.nl.txt", "Klaar\n{name:>9} {signature} {name}", "unknown fields name:>9"),
        ("plan.nl.txt", "Klaar\n{} {signature} {name}", "unknown fields"),
        ("plan.nl.txt", "Voor {name}\n{name} {signature}", "first line is the subject"),
        ("plan.nl.txt", "\n{name} {signature}", "first line is the subject"),
        ("plan.nl.txt", "Klaar\n{name {signature}", "brace too many or too few"),
        ("plans.nl.txt", "Klaar\n{name} {signature}", "must be called"),
        ("plan.txt", "Klaar\n{name} {signature}", "must be called"),
        ("plan.tr.txt", "Tamam\n{name} {signature}", "templates are missing: another-day.tr.txt"),
        ("date-reminder.nl.txt", "Klaar\n{name} {signature} {day}", "does not use time"),
        ("funding-refused.nl.txt", "Klaar\n{name} {signature}", "does not use last_day"),
        ("screening-ends.nl.txt", "Klaar\n{name} {signature}", "does not use last_day"),
        ("funding-refused.nl.txt", "Klaar\n{name}\n{last_day}\n\n{signature}", "last_day is not always known"),
    ],
)
def test_a_template_that_is_not_right_stops_the_start(name: str, text: str, words: str) -> None:
    with pytest.raises(WrongSetup, match=re.escape(words)):
        Wording(texts() | {name: text})


def test_a_missing_template_stops_the_start() -> None:
    rest = {name: text for name, text in texts().items() if name != "stopped.nl.txt"}
    with pytest.raises(WrongSetup, match=r"templates are missing: stopped\.nl\.txt"):
        Wording(rest)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_a_letter_about_money_names_the_last_day_to_object_and_is_whole_without_it(language: str) -> None:
    _, with_day = WORDING.letter(Moment.FUNDING_REFUSED, language, UNTIL)
    _, without = WORDING.letter(Moment.FUNDING_REFUSED, language, NO_DAY)
    (named,) = set(with_day.split("\n\n")) - set(without.split("\n\n"))
    assert "maandag 2 februari 2026" in named
    assert set(without.split("\n\n")) < set(with_day.split("\n\n"))
    assert without.endswith(f"{PLAIN.signature}\n")
    assert "None" not in without


@pytest.mark.parametrize(
    ("language", "urging"),
    [("nl", "moet|snel|uiterlijk"), ("en", "must|soon|at the latest"), ("fr", "devez|vite|au plus tard")],
)
def test_a_letter_about_money_presses_nobody(language: str, urging: str) -> None:
    _, text = WORDING.letter(Moment.FUNDING_REFUSED, language, UNTIL)
    assert not re.search(rf"\b({urging})\b", text, re.IGNORECASE)


def test_empty_lines_with_spaces_part_paragraphs_too() -> None:
    own = texts() | {"funding-refused.nl.txt": "Bericht\n{name}\n \t\n\n{last_day}\n  \n{signature} {{ja}}"}
    _, text = Wording(own).letter(Moment.FUNDING_REFUSED, "nl", NO_DAY)
    assert text == "Oma\n\nEigen Kracht, Utrecht {ja}\n"


def test_an_office_may_put_its_own_letters_over_ours(tmp_path: Path) -> None:
    (tmp_path / "plan.nl.txt").write_text("Bij ons\n\nHoi {name}, {signature}\n", encoding="utf-8")
    own = load(tmp_path)
    assert own.letter(Moment.PLAN, "nl", PLAIN) == ("Bij ons", "Hoi Oma, Eigen Kracht, Utrecht\n")
    assert own.letter(Moment.PLAN, "en", PLAIN) == WORDING.letter(Moment.PLAN, "en", PLAIN)


def test_a_folder_of_letters_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(WrongSetup, match="KRING_NOTIFICATIONS_TEMPLATES"):
        load(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("nl", "zondag 1 februari 2026"),
        ("en", "Sunday 1 February 2026"),
        ("fr", "dimanche 1 février 2026"),
        ("tr", "01-02-2026"),
    ],
)
def test_a_day_is_said_as_people_say_it(language: str, day: str) -> None:
    assert spoken_day(datetime(2026, 2, 1, 12, tzinfo=UTC), language) == day
    assert spoken_day(date(2026, 2, 1), language) == day
