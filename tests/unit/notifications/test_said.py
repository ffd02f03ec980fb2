"""What the letters that come with Kring may say to a family, and what they never say."""

import re

import pytest

from kring_shared.contracts.matching import HandOverReason
from kring_shared.contracts.notifications import Moment
from tests.unit.notifications.channels import said


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
def test_the_letter_about_another_day_names_the_day_where_it_is_known_and_never_why(language: str) -> None:
    known = said(Moment.ANOTHER_DAY, language, day="zondag", time="19:30")
    open_ = said(Moment.ANOTHER_DAY, language)
    assert "zondag" in known
    assert "19:30" in known
    assert "zondag" not in open_
    why = r"veilig|omdat|wegens|ziek|safe|because|ill|sûr|parce|malade"
    assert not re.search(rf"\b({why})\b", f"{known} {open_}", re.IGNORECASE)


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
@pytest.mark.parametrize("moment", [Moment.CALL_TOGETHER, Moment.MEET_AGAIN, Moment.REVIEW_NEAR])
def test_a_letter_after_the_plan_does_not_say_how_it_goes_nor_that_there_is_one(moment: Moment, language: str) -> None:
    text = said(moment, language, day="zondag")
    assert not re.search(r"\b(plan|mis|fout|wrong|fail|mal passé|échec)\b", text, re.IGNORECASE)


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
def test_the_letter_about_another_coordinator_gives_no_reason(language: str) -> None:
    reasons = {*HandOverReason, "ziek", "ziekte", "band", "malade", "maladie", "lien", "ill", "tie", "time"} - {"other"}
    assert not reasons & set(re.findall(r"\w+", said(Moment.OTHER_COORDINATOR, language).lower()))


@pytest.mark.parametrize(
    ("language", "never"),
    [
        ("nl", r"\d+|moet|beloven|zeker|snel|binnen|weken|dagen|omdat|helaas|zei|nee|gevraagd"),
        ("en", r"\d+|must|promise|sure|soon|within|weeks|days|because|sorry|said|no"),
        ("fr", r"\d+|devez|promettons|sûr|bientôt|semaines|jours|parce|malheureusement|dit|non"),
    ],
)
def test_the_letter_about_the_search_has_no_number_no_reason_and_no_promise(language: str, never: str) -> None:
    assert not re.search(rf"\b({never})\b", said(Moment.SEARCH_TAKES_LONGER, language), re.IGNORECASE)


@pytest.mark.parametrize(("language", "free"), [("nl", "stoppen"), ("en", "stop at any time"), ("fr", "arrêter")])
def test_the_letter_about_the_search_says_that_the_family_may_stop(language: str, free: str) -> None:
    assert free in said(Moment.SEARCH_TAKES_LONGER, language)


@pytest.mark.parametrize(("language", "paper"), [("nl", "uittreksel"), ("en", "extract"), ("fr", "extrait")])
def test_the_letter_about_the_proof_names_the_last_day_and_both_countries_papers(language: str, paper: str) -> None:
    text = said(Moment.SCREENING_ENDS, language, last_day="1-7-2026")
    assert all(word in text for word in ("1-7-2026", "VOG", paper))
