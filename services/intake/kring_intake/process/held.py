"""What can make a request wait, wherever it stands on its way; when it goes on, it goes on where it stood."""

from enum import StrEnum
from typing import Final

from kring_shared.contracts.intake import (
    GiveConsent,
    GoOnWith,
    OfferTransfer,
    RecallTransfer,
    RecordDeath,
    RefuseConsent,
    ResumeRequest,
    TransferAccepted,
    TransferRefused,
    WithdrawConsent,
)
from kring_shared.kernel.process import Process, Step, from_each, stays
from kring_shared.kernel.sources import BOTH_CONFIRM, MAIN_PERSON_WANTS_IT, STOP_AT_ONCE

SPEAK_FIRST: Final = (
    "our own choice: when people who decide together disagree, a person speaks with them, no rule decides"
)


class Held(StrEnum):
    """Why a request waits; `free` when it does not."""

    FREE = "free"
    CONSENT_DIVIDED = "consent-divided"
    TRANSFER_OFFERED = "transfer-offered"
    PERSON_DIED = "person-died"


HELD: Final = Process(
    name="held",
    start=Held.FREE,
    rests=(Held.FREE,),
    steps=(
        Step(
            Held.FREE,
            RefuseConsent,
            Held.CONSENT_DIVIDED,
            because="One of several who decide together says no: nothing goes on over their head.",
            source=SPEAK_FIRST,
        ),
        Step(
            Held.FREE,
            WithdrawConsent,
            Held.CONSENT_DIVIDED,
            because="One of several takes their yes back: nothing goes on over their head.",
            source=SPEAK_FIRST,
        ),
        *(
            step
            for waiting in (Held.CONSENT_DIVIDED, Held.TRANSFER_OFFERED, Held.PERSON_DIED)
            for on in (RefuseConsent, WithdrawConsent)
            for step in stays(
                (waiting,),
                on,
                because="A no is heard at any moment; a person speaks with them before it goes on.",
                source=SPEAK_FIRST,
            )
        ),
        Step(
            Held.CONSENT_DIVIDED,
            GiveConsent,
            Held.FREE,
            because="Whoever held back says yes after all.",
            source=MAIN_PERSON_WANTS_IT,
        ),
        Step(
            Held.CONSENT_DIVIDED,
            GoOnWith,
            Held.FREE,
            because="The others go on, for those main persons whose own people all said yes.",
            source=MAIN_PERSON_WANTS_IT,
        ),
        Step(
            Held.FREE,
            OfferTransfer,
            Held.TRANSFER_OFFERED,
            because="While another office thinks about it, this one takes no step.",
            source=BOTH_CONFIRM,
        ),
        Step(
            Held.TRANSFER_OFFERED,
            RecallTransfer,
            Held.FREE,
            because="The office that offered may think better of it.",
            source=BOTH_CONFIRM,
        ),
        Step(
            Held.TRANSFER_OFFERED,
            TransferRefused,
            Held.FREE,
            because="The other office does not take it over; it goes on here.",
            source=BOTH_CONFIRM,
        ),
        Step(
            Held.TRANSFER_OFFERED,
            TransferAccepted,
            Held.FREE,
            because="Both offices have said so: it ends here and goes on there.",
            source=BOTH_CONFIRM,
        ),
        *from_each(
            tuple(Held),
            RecordDeath,
            Held.PERSON_DIED,
            because="Somebody died: everything stops until a person has spoken with those who are left.",
            source=STOP_AT_ONCE,
        ),
        Step(
            Held.PERSON_DIED,
            ResumeRequest,
            Held.FREE,
            because="Those who are left want to go on.",
            source=MAIN_PERSON_WANTS_IT,
        ),
    ),
)
