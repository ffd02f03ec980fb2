"""A thousand Dutch and Belgian telephone numbers, as people and machines write them, set no referral apart."""

import json
import random
from collections.abc import Iterator
from itertools import cycle, product
from typing import Any

import phonenumbers
import pytest
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from kring_shared.kernel.national_numbers import is_bsn, is_rijksregisternummer
from kring_shared.kernel.referral_files import event_of
from kring_shared.kernel.referrals import QuarantinedReferral, Read, ValidReferral, read_referral
from kring_shared.testing.adapters import TODAY

MANY = 1000
BSN_DIGITS = 9
PLANS = {"NL": (31, 9), "BE": (32, 9)}
"""Country code and the most digits behind it, of the two countries that Kring is made for."""
WANTED = (
    {PhoneNumberType.FIXED_LINE},
    {PhoneNumberType.MOBILE},
    {PhoneNumberType.VOIP, PhoneNumberType.UAN, PhoneNumberType.TOLL_FREE, PhoneNumberType.SHARED_COST},
)
"""What somebody may give as a number to be called back on; as many of each are drawn."""
AROUND = (
    "Bel {} na vijf uur.",
    "Oma ({}) weet meer",
    "tel. {}",
    "gsm: {}, liefst 's avonds",
    "{}",
    "Wie past op? Buurvrouw {} of oom Jan {}",
)


def numbers(seed: int) -> Iterator[PhoneNumber]:
    """Draw numbers that could be given out, of each country and kind as many, the same ones at each run."""
    drawn = random.Random(seed)  # noqa: S311 - a draw for a test, that has to be the same each time
    for region, kinds in cycle(product(PLANS, WANTED)):
        country, most = PLANS[region]
        found = PhoneNumber()
        while not phonenumbers.is_valid_number(found) or phonenumbers.number_type(found) not in kinds:
            digits = drawn.choice((most, most - 1))
            found = PhoneNumber(country_code=country, national_number=drawn.randrange(10 ** (digits - 1), 10**digits))
        yield found


def writings(number: PhoneNumber) -> tuple[str, ...]:
    """Write a number in each of the usual ways."""
    national, abroad, whole, link = (
        phonenumbers.format_number(number, form)
        for form in (
            PhoneNumberFormat.NATIONAL,
            PhoneNumberFormat.INTERNATIONAL,
            PhoneNumberFormat.E164,
            PhoneNumberFormat.RFC3966,
        )
    )
    plain = "".join(filter(str.isdigit, national))
    by_hand = (national.replace(" ", "-"), national.replace(" ", "."), abroad.replace("+", "00"))
    # Nine digits in a row that begin with 0 may as well be a BSN: in a text these are a number only where it says so.
    return national, abroad, whole, link, *by_hand, f"tel {plain}" if len(plain) == BSN_DIGITS else plain


def read(question: str = "", phone: str = "030 000 00 00") -> Read:
    requester: dict[str, Any] = {"kind": "closePerson", "name": "Oma Jansje", "phone": phone}
    data = {"reference": "R-1", "requester": requester, "mainPersons": [{"name": "Filip"}], "question": question}
    rules = {"doNotContact": [phone]}
    whole = data | {"context": "voluntary", "urgency": "normal", "contactRules": rules}
    return read_referral({}, event_of(whole, source="urn:nl:x", event_id="1"), today=TODAY)


def drawn() -> list[PhoneNumber]:
    found = numbers(2026)
    return [next(found) for _ in range(MANY)]


def test_no_referral_is_set_apart_for_a_telephone_number_in_its_field() -> None:
    apart = [written for number in drawn() for written in writings(number) if _is_apart(read(phone=written))]
    assert apart == []


def test_no_referral_is_set_apart_for_a_telephone_number_in_its_question() -> None:
    places = random.Random(1)  # noqa: S311 - a draw for a test, that has to be the same each time
    apart = [
        text
        for number in drawn()
        for written in writings(number)
        if _is_apart(read(text := places.choice(AROUND).format(written, written)))
    ]
    assert apart == []


def test_a_number_that_is_said_to_be_called_needs_no_more_words() -> None:
    assert not _is_apart(read("Bel 084700087, of call 033215571."))
    assert _is_apart(read("Oma 084700087."))


def test_enough_of_the_drawn_numbers_would_pass_for_a_national_number() -> None:
    plain = [str(number.national_number) for number in drawn()]
    assert sum(is_bsn(digits) for digits in plain) > MANY / 25


@pytest.mark.parametrize("around", AROUND[:2] + AROUND[4:])
def test_a_real_national_number_beside_a_telephone_number_is_still_found(around: str) -> None:
    chosen, phones = random.Random(7), numbers(7)  # noqa: S311 - a draw for a test, the same each time
    for _ in range(100):
        bsn, belgian = _bsn(chosen), _rijksregisternummer(chosen)
        phone = phonenumbers.format_number(next(phones), PhoneNumberFormat.INTERNATIONAL)
        for number in (bsn, f"{bsn[:4]}.{bsn[4:6]}.{bsn[6:]}", belgian, f"{belgian[:6]}-{belgian[6:9]}.{belgian[9:]}"):
            found = read(f"{around.format(number, number)} Telefoon {phone}.")
            assert isinstance(found, QuarantinedReferral), number
            kept = json.loads(found.masked)["data"]["question"]
            assert phone in kept
            assert number not in kept


def _is_apart(found: Read) -> bool:
    assert isinstance(found, QuarantinedReferral | ValidReferral), found
    return isinstance(found, QuarantinedReferral)


def _bsn(chosen: random.Random) -> str:
    """Draw a number that passes the 11-test, and does not begin as a telephone number does."""
    while not is_bsn(digits := str(chosen.randrange(10**8, 10**9))):
        pass
    return digits


def _rijksregisternummer(chosen: random.Random) -> str:
    while not is_rijksregisternummer(
        digits := f"{chosen.randrange(10, 100)}{chosen.randrange(1, 13):02}{chosen.randrange(1, 29):02}"
        f"{chosen.randrange(1, 998):03}{chosen.randrange(1, 98):02}"
    ):
        pass
    return digits
