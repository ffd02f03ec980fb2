"""Whether a case that runs already had every yes it needed, and how it comes to stand where it stands. Pure."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from kring_intake.domain.consent import deciders_of, givers_of, has_consent
from kring_intake.domain.people import MainPerson
from kring_intake.domain.request import Request
from kring_intake.domain.said import Answered, Said
from kring_shared.contracts.field import AgeBand, Context
from kring_shared.contracts.intake import (
    AcceptRequest,
    ConsentGiven,
    GiveConsent,
    Giver,
    Purpose,
    TakeOverRequest,
    TriageRequest,
)
from kring_shared.contracts.referral import ConsentBy
from kring_shared.kernel.errors import InvalidFields, NotReady

GAVE: Final = {ConsentBy.MAIN_PERSON: Giver.MAIN_PERSON, ConsentBy.LEGAL_REPRESENTATIVE: Giver.LEGAL_REPRESENTATIVE}


def consented(request: Request, message: TakeOverRequest, said_at: datetime) -> Request:
    """Keep the yes of everybody who decides; no policy takes a case over without it.

    Raises:
        NotReady: it is not known who decides, or the yes of one of them is missing.
    """
    said_by = frozenset(GAVE[by] for by in message.consent_by)
    people = tuple(_judged(person, said_by) for person in request.main_persons)
    looked_at = replace(request, main_persons=people)
    deciders = deciders_of(looked_at)
    if deciders is None:
        words = "give the age of every main person, and for a child everybody who holds authority over it"
        raise NotReady(f"it is not known who had to say yes: {words}", "who-decides")
    givers = givers_of(looked_at)
    said = tuple(
        Said(Purpose.CONFERENCE, who, givers[who], Answered.YES, message.consent_method, said_at)
        for who in sorted(deciders)
        if givers[who] in said_by
    )
    agreed = replace(looked_at, said=said)
    if not has_consent(agreed):
        lacking = " and ".join(sorted({_WHO[givers[who]] for who in deciders if givers[who] not in said_by}))
        raise NotReady(
            f"the yes of {lacking} is missing; ask it first, and take the case over after that", "everybody-says-yes"
        )
    return agreed


def taken_on(request: Request) -> Request:
    """Bring it to where it stands: settled, agreed to, and taken on, each by the arrow it would have gone.

    Raises:
        NotReady: in mandatory context nobody is known who accepts the plan.
        InvalidFields: somebody compels this family, and it is said to be voluntary.
    """
    compelled = request.dossier.context is Context.MANDATORY
    if request.mandates and not compelled:
        raise InvalidFields(("/referral/context",), "a body compels this family: it is mandatory").because(
            "compelled-is-mandatory"
        )
    if compelled and not any(mandate.acceptor for mandate in request.mandates):
        raise NotReady(
            "in mandatory context who accepts the plan in the name of the mandate must be known", "mandate-acceptor"
        )
    minors = any(person.is_minor for person in request.main_persons) or bool(request.dossier.minors_involved)
    dossier = request.dossier.model_copy(update={"minors_involved": minors})
    on = replace(request, dossier=dossier)
    return on.moved(TriageRequest).moved(GiveConsent).moved(ConsentGiven).moved(AcceptRequest)


_WHO: Final = {Giver.MAIN_PERSON: "the main person", Giver.LEGAL_REPRESENTATIVE: "who holds authority"}


def _judged(person: MainPerson, said_by: frozenset[Giver]) -> MainPerson:
    """Note for a child whether it could judge this itself: when it said yes itself, the office found so then."""
    if not person.is_minor:
        return person
    itself = Giver.MAIN_PERSON in said_by and person.age_band is not AgeBand.UNDER_12
    return replace(person, discerning=itself)
