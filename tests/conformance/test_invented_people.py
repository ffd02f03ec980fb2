"""Invented people can be named in a referral: nothing about them looks like a national number."""

from datetime import UTC, datetime

from kring_shared.testing.conformance.invented import Invented
from kring_shared.testing.conformance.scenarios.referrals import said
from tests.unit.runtime.keys import KeysInMemory, a_vault

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def test_no_figure_stands_in_what_a_referral_says_of_invented_people() -> None:
    some = Invented(a_vault(KeysInMemory()), "utrecht", NOW)
    for word in ("one", "other"):
        assert not any(sign.isdigit() for sign in str(said(some, word)))
    for n in range(50):
        assert not any(sign.isdigit() for sign in some.contact("abcdefghij"[n % 10] * (n // 10 + 1)).email)
