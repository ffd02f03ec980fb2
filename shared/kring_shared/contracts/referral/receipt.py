"""The answer to every referral: what became of it, without a word of what was in it."""

from enum import StrEnum
from typing import Final, Self

from pydantic import Field

from kring_shared.contracts.envelope import Message

RECEIPT_TYPE: Final = "nl.eigenkracht.referral.receipt.v1"

RECEIVED: Final = "kring.received"
INFORMATION_TALK: Final = "kring.information-talk"
REPEATED: Final = "kring.repeated"
POSSIBLE_DUPLICATE: Final = "kring.possible-duplicate"
NATIONAL_NUMBER: Final = "kring.national-number"
NEWER_VERSION: Final = "kring.newer-version"
NOT_JSON: Final = "kring.not-json"
NOT_A_REFERRAL: Final = "kring.not-a-referral"
INVALID_FIELDS: Final = "kring.invalid-fields"
TOO_LARGE: Final = "kring.too-large"
UNKNOWN_OFFICE: Final = "kring.unknown-office"
NOT_TAKEN_ON: Final = "kring.not-taken-on"
NOT_LOOKED_AT: Final = "kring.not-looked-at"


class ReceiptStatus(StrEnum):
    """What became of a referral (ontvangstbevestiging)."""

    RECEIVED = "received"
    REPEATED = "repeated"
    POSSIBLE_DUPLICATE = "possibleDuplicate"
    QUARANTINED = "quarantined"
    REFUSED = "refused"


class Words(Message):
    """The same sentence twice."""

    nl: str = Field(description="Dutch.", examples=["De aanmelding is ontvangen."])
    en: str = Field(description="English.", examples=["The referral was received."])


STATUS_OF: Final[dict[str, ReceiptStatus]] = {
    RECEIVED: ReceiptStatus.RECEIVED,
    INFORMATION_TALK: ReceiptStatus.RECEIVED,
    REPEATED: ReceiptStatus.REPEATED,
    POSSIBLE_DUPLICATE: ReceiptStatus.POSSIBLE_DUPLICATE,
    NATIONAL_NUMBER: ReceiptStatus.QUARANTINED,
    NEWER_VERSION: ReceiptStatus.QUARANTINED,
    NOT_JSON: ReceiptStatus.REFUSED,
    NOT_A_REFERRAL: ReceiptStatus.REFUSED,
    INVALID_FIELDS: ReceiptStatus.REFUSED,
    TOO_LARGE: ReceiptStatus.REFUSED,
    UNKNOWN_OFFICE: ReceiptStatus.REFUSED,
    NOT_TAKEN_ON: ReceiptStatus.REFUSED,
    NOT_LOOKED_AT: ReceiptStatus.REFUSED,
}
"""Every code a receipt can have, and the status that goes with it."""

WORDS: Final[dict[str, Words]] = {
    RECEIVED: Words(nl="De aanmelding is ontvangen.", en="The referral was received."),
    INFORMATION_TALK: Words(
        nl="De vraag om een informatiegesprek is ontvangen. Het kantoor neemt contact op.",
        en="The wish for an information talk was received. The office will be in touch.",
    ),
    REPEATED: Words(
        nl="Deze aanmelding was er al. Er is niets veranderd.",
        en="This referral was here already. Nothing was changed.",
    ),
    POSSIBLE_DUPLICATE: Words(
        nl="De aanmelding is bewaard. Een andere aanvraag lijkt over dezelfde mensen te gaan: kijk ze samen na.",
        en="The referral is kept. Another request looks like the same people: compare the two.",
    ),
    NATIONAL_NUMBER: Words(
        nl="Er staat een BSN of rijksregisternummer in. De cijfers zijn onleesbaar gemaakt; een medewerker kijkt "
        "ernaar. Stuur zo'n nummer nooit mee.",
        en="It holds a Dutch or Belgian national number. Its digits were masked; a person will look at it. "
        "Never send such a number.",
    ),
    NEWER_VERSION: Words(
        nl="De aanmelding is van een nieuwere versie, die hier nog niet gelezen kan worden. Een medewerker kijkt "
        "ernaar.",
        en="The referral is of a newer version, which cannot be read here yet. A person will look at it.",
    ),
    NOT_JSON: Words(
        nl="Dit is geen JSON. Er is niets bewaard; herstel het en stuur het opnieuw.",
        en="This is not JSON. Nothing was kept; mend it and send it again.",
    ),
    NOT_A_REFERRAL: Words(
        nl="Dit is geen aanmelding: er wordt een CloudEvent 1.0 verwacht van het type "
        "nl.eigenkracht.referral.submitted.v1. Er is niets bewaard.",
        en="This is not a referral: a CloudEvent 1.0 of type nl.eigenkracht.referral.submitted.v1 is expected. "
        "Nothing was kept.",
    ),
    INVALID_FIELDS: Words(
        nl="De aanmelding klopt niet. Er is niets bewaard; herstel dit en stuur haar opnieuw.",
        en="The referral is not right. Nothing was kept; mend this and send it again.",
    ),
    TOO_LARGE: Words(
        nl="De aanmelding is groter dan 64 KiB. Er is niets bewaard; laat bijlagen weg en stuur haar opnieuw.",
        en="The referral is larger than 64 KiB. Nothing was kept; leave out attachments and send it again.",
    ),
    UNKNOWN_OFFICE: Words(
        nl="Dit kantoor is hier niet bekend. Er is niets bewaard; kijk het adres na en stuur de aanmelding opnieuw.",
        en="No such office is known here. Nothing was kept; check the address and send the referral again.",
    ),
    NOT_TAKEN_ON: Words(
        nl="Een medewerker heeft de aanmelding bekeken en niet aangenomen. Er is niets bewaard. Stuur haar opnieuw "
        "zonder BSN of rijksregisternummer, of bel het kantoor.",
        en="A person looked at the referral and did not take it on. Nothing was kept. Send it again without a "
        "national number, or call the office.",
    ),
    NOT_LOOKED_AT: Words(
        nl="De aanmelding was apart gelegd en is na 14 dagen gewist zonder dat iemand haar aannam. Stuur haar opnieuw "
        "zonder BSN of rijksregisternummer, of bel het kantoor.",
        en="The referral was set apart and was erased after 14 days without anybody taking it on. Send it again "
        "without a national number, or call the office.",
    ),
}
"""What a receipt says, by code; wrong fields are named after it."""


class ReferralReceipt(Message):
    """One receipt; the type of its event is `RECEIPT_TYPE`. It holds no personal data."""

    reference: str = Field("", description="The sender's; empty when it could not be read.", examples=["WN-2026-0041"])
    status: ReceiptStatus = Field(description="What became of it.", examples=["received"])
    request_id: str | None = Field(
        None, description="The request that came of it.", examples=["019aa0000000700080000000000000a1"]
    )
    code: str = Field(description="Stable; says more than the status.", examples=["kring.received"])
    message: Words = Field(description="What happened and what to do now.")
    fields: tuple[str, ...] = Field(
        (), description="JSON pointers into the event: what is wrong.", examples=[["/data/requester/organisation"]]
    )

    @classmethod
    def of(cls, code: str, *, reference: str = "", request_id: str | None = None) -> Self:
        """Make the receipt that goes with a code; a code that is not in `STATUS_OF` is a KeyError."""
        return cls(reference=reference, status=STATUS_OF[code], request_id=request_id, code=code, message=WORDS[code])

    def for_outsiders(self) -> "ReferralReceipt":
        """Say `received` for a possible duplicate, else any sender could learn who is known."""
        if self.status is not ReceiptStatus.POSSIBLE_DUPLICATE:
            return self
        return ReferralReceipt.of(RECEIVED, reference=self.reference, request_id=self.request_id)
