"""Telephone numbers as people write them, as networks want them: the number a text can be sent to."""

from typing import Annotated, Final

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType
from pydantic import AfterValidator

from kring_notifications.hooks import ChannelRefused

TAKE_TEXTS: Final = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})
"""Other numbers ring at home or cost the caller money; in some countries a landline and a mobile look the same."""


def number_for_texts(written: str, region: str) -> str:
    """Give a number as E.164: `+31612345678`.

    Args:
        written: As the person, or whoever wrote it down, did.
        region: The country it is in when it does not say so itself, two capitals (ISO 3166-1).

    Raises:
        ChannelRefused: it is no number, or takes no texts; the message holds nothing of it.
    """
    try:
        number = phonenumbers.parse(written, region)
    except NumberParseException as error:
        raise ChannelRefused("no telephone number") from error
    if not phonenumbers.is_valid_number(number) or number.extension:
        raise ChannelRefused("no telephone number that is in use anywhere")
    if phonenumbers.number_type(number) not in TAKE_TEXTS:
        raise ChannelRefused("a number that takes no texts")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def known_region(region: str) -> str:
    """Give a country's two capitals back.

    Raises:
        ValueError: no country is written so.
    """
    if region not in phonenumbers.SUPPORTED_REGIONS:
        raise ValueError("two capitals of a country, such as NL or BE")
    return region


Region = Annotated[str, AfterValidator(known_region)]
