"""The days that the law gives to bodies, as data that a person can check."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring_shared.contracts.referral.data import MandateKind
from kring_shared.contracts.terms import TERMS, LegalTerm, TermUnit
from kring_shared.kernel.legal_terms import last_day, near_day
from kring_shared.kernel.working_days import is_working_day

EACH = st.sampled_from(sorted(TERMS.values(), key=lambda term: term.id))
DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("term", "started_on", "last", "near"),
    [
        ("nl-wmo-plan", date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 5)),
        ("nl-wmo-plan", date(2026, 3, 1), date(2026, 3, 8), date(2026, 3, 5)),  # it ends on a Sunday
        ("nl-wmo-plan", date(2026, 12, 24), date(2026, 12, 31), date(2026, 12, 29)),
        ("nl-jeugdwet-plan", date(2026, 3, 2), date(2026, 4, 13), date(2026, 4, 2)),  # Easter lies just before it
        ("nl-jeugdwet-plan", date(2026, 11, 20), date(2027, 1, 1), date(2026, 12, 24)),
        ("be-vk-decision", date(2026, 3, 2), date(2026, 6, 5), date(2026, 5, 29)),
        ("be-vk-decision", date(2026, 10, 1), date(2027, 1, 5), date(2026, 12, 28)),
    ],
)
def test_a_term_ends_and_comes_near_on_these_days(term: str, started_on: date, last: date, near: date) -> None:
    law = TERMS[term]
    assert last_day(law, started_on) == last
    assert near_day(last, law.country, law.near_working_days) == near


def test_the_three_known_terms_bind_these_bodies() -> None:
    assert {term.id: (term.amount, term.unit, term.country, set(term.binds)) for term in TERMS.values()} == {
        "nl-wmo-plan": (7, TermUnit.DAYS, "NL", {MandateKind.OTHER}),
        "nl-jeugdwet-plan": (
            6,
            TermUnit.WEEKS,
            "NL",
            {MandateKind.CERTIFIED_INSTITUTION, MandateKind.FAMILY_GUARDIAN},
        ),
        "be-vk-decision": (65, TermUnit.WORKING_DAYS, "BE", {MandateKind.VERTROUWENSCENTRUM}),
    }


@pytest.mark.parametrize("term", TERMS.values(), ids=lambda term: term.id)
def test_every_term_says_that_its_law_was_not_seen(term: LegalTerm) -> None:
    assert term.source.endswith("was not seen.")


@given(EACH, DAYS)
def test_a_term_ends_after_it_began_and_is_near_in_between(term: LegalTerm, started_on: date) -> None:
    last = last_day(term, started_on)
    near = near_day(last, term.country, term.near_working_days)
    assert started_on <= near < last
    assert is_working_day(near, term.country)
    assert term.unit is not TermUnit.WORKING_DAYS or is_working_day(last, term.country)


@given(EACH, DAYS, DAYS)
def test_a_term_that_began_later_never_ends_earlier(term: LegalTerm, one: date, other: date) -> None:
    early, late = sorted((one, other))
    assert last_day(term, early) <= last_day(term, late)
