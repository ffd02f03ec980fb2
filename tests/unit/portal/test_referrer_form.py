"""What is wrong in a referral is said at the field that was meant."""

from datetime import date

import pytest

from kring_portal.referrer.form import FIELDS, data_of, what_is_wrong
from kring_portal.web.words import DESK, words_of

TODAY = date(2026, 11, 23)
FILLED = dict.fromkeys(FIELDS, "") | {
    "reference": "WN-7",
    "name": "M. Jansen",
    "organisation": "Wijkteam Noord",
    "email": "m.jansen@wijkteam.example",
    "person": "Filip",
    "context": "mandatory",
    "urgency": "normal",
    "question": "Wat is er nodig zodat Filip rustig kan opgroeien?",
    "mandate": "youthCourt",
    "acceptor_name": "R. de Wit",
    "acceptor_organisation": "Rechtbank",
    "acceptor_email": "r@rechtbank.example",
}


def test_a_whole_referral_has_nothing_wrong() -> None:
    assert what_is_wrong(FILLED, data_of(FILLED), TODAY) == {}


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"email": ""}, "email", "referrer-wrong-reach"),
        ({"phone": "abc"}, "phone", "referrer-wrong-field"),
        ({"acceptor_phone": "12"}, "acceptor_phone", "referrer-wrong-field"),
        ({"acceptor_organisation": ""}, "acceptor_organisation", "referrer-wrong-field"),
        ({"birth_year": "soon"}, "birth_year", "referrer-wrong-field"),
        ({"languages": "Nederlands"}, "languages", "referrer-wrong-field"),
        ({"deadline": "soon"}, "deadline", "referrer-wrong-field"),
        ({"mandate": ""}, "mandate", "referrer-wrong-mandate"),
        ({"question": "BSN 111222333"}, "question", "referrer-wrong-number"),
    ],
    ids=lambda one: next(iter(one)) if isinstance(one, dict) else "",
)
def test_what_is_wrong_stands_at_its_field(typed: dict[str, str], field: str, said: str) -> None:
    filled = FILLED | typed
    assert what_is_wrong(filled, data_of(filled), TODAY) == {field: said}
    assert all(words_of(language).has(said) for language in DESK)
