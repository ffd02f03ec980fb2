"""A request becomes a dossier for another office, and a dossier a request: opened here, sealed anew there.

Nothing in a dossier is an id of the office that hands it over, but for the coordinator's: people may wish that they
stay. Whoever plays several parts stays one person, so that nobody is asked twice or decides twice.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from kring_intake.domain.consent import givers_of
from kring_intake.domain.people import MainPerson, PersonDetails, Voice
from kring_intake.domain.request import Request
from kring_intake.domain.said import Answered, Said
from kring_intake.likeness.traits import Traits, as_family
from kring_intake.people import seal_conditions, seal_person
from kring_shared.contracts.field import Mandate, PersonCard, RequesterKind
from kring_shared.contracts.intake import (
    HandedConsent,
    HandedDossier,
    HandedMandate,
    HandedPerson,
    Purpose,
)
from kring_shared.contracts.offices import OfficeCard
from kring_shared.contracts.sealed import Contact, Erased, Scope, Sealed, scope_of
from kring_shared.kernel.work import Work

CHANNEL: Final = "transfer"
REQUESTER: Final = "requester"
STAYS_BEHIND: Final = frozenset({Purpose.TRANSFER, Purpose.CROSS_OFFICE})
"""What was said yes to for the old office only: this one transfer, and looking among the offices beside it."""


def dossier_of(request: Request, work: Work) -> HandedDossier:
    """Open everything the other office needs; who does not take part any more stays behind, as does what was erased."""
    people = request.active_persons
    mandates = request.standing_mandates
    places = [person.id for person in people]
    asks = request.requester
    return HandedDossier(
        received_at=request.received_at,
        requester_kind=request.requester_kind,
        requester=_opened(asks, work),
        requester_languages=asks.languages,
        requester_place=places.index(asks.person_id) if asks.person_id in places else None,
        main_persons=tuple(_person_out(person, work) for person in people),
        same=_same(asks, people, mandates),
        dossier=request.dossier,
        question=_text(request.question, work) if request.question else "",
        mandates=tuple(_mandate_out(mandate, places, work) for mandate in mandates),
        consents=tuple(_consents_out(request, people)),
        neutral_sender=request.neutral_sender,
        coordinator_id=request.last_coordinator_id,
    )


def request_of_dossier(handed: HandedDossier, office: OfficeCard, work: Work) -> Request:
    """Make a request of this office of a dossier: new ids, new keys, this office's policy, what was said kept."""
    case_id = work.new_id("request")
    parts = _Parts(handed, work)
    people = parts.main_persons()
    before = handed.dossier.policy
    policies = {"policy": office.policy, "previous_policy": before if before != office.policy else ""}
    request = Request(
        case_id=case_id,
        office=office.id,
        received_at=handed.received_at,
        channel=CHANNEL,
        requester_kind=handed.requester_kind,
        requester=parts.card(REQUESTER, handed.requester, handed.requester_languages),
        dossier=handed.dossier.model_copy(update=policies),
        main_persons=people,
        question=work.seal(scope_of(Scope.CASE, case_id), handed.question) if handed.question else None,
        mandates=parts.mandates(case_id, people),
        neutral_sender=handed.neutral_sender,
        previous_coordinator_id=handed.coordinator_id,
    )
    return _with_said(request, handed.consents)


def traits_of_dossier(handed: HandedDossier) -> tuple[Traits, ...]:
    """Give what the main persons are compared by; who was erased is like nobody."""
    theirs = handed.requester if handed.requester_kind is not RequesterKind.PROFESSIONAL else None
    return as_family(tuple(_traits(person, theirs) for person in handed.main_persons))


class _Parts:
    """The people of a dossier, each sealed once, whatever their parts."""

    def __init__(self, handed: HandedDossier, work: Work) -> None:
        self._handed, self._work = handed, work
        self._first = {place: places[0] for places in handed.same for place in places}
        self._cards: dict[str, PersonCard] = {}

    def card(
        self, place: str, contact: Contact | None, languages: tuple[str, ...] = (), *, minor: bool | None = None
    ) -> PersonCard:
        """Give the card of who stands there; who was erased has one that nobody can open."""
        first = self._first.get(place, place)
        if first not in self._cards:
            known = contact or Contact(name="")
            card = self._cards[first] = seal_person(self._work, f"handed/{first}", known, languages, minor=minor)
            if contact is None:
                self._work.erase(scope_of(Scope.PERSON, card.person_id), because="erased-before")
        return self._cards[first]

    def main_persons(self) -> tuple[MainPerson, ...]:
        """Give them all; cards first, since somebody it is about may hold authority over another of them."""
        people = self._handed.main_persons
        cards = [self.card(_at(n), p.contact, p.languages, minor=p.minor) for n, p in enumerate(people)]
        return tuple(self._main_person(n, card, p) for n, (card, p) in enumerate(zip(cards, people, strict=True)))

    def mandates(self, case_id: str, people: tuple[MainPerson, ...]) -> tuple[Mandate, ...]:
        """Give the mandates, their conditions sealed under the new case."""
        return tuple(
            Mandate(
                kind=handed.kind,
                for_persons=tuple(people[place].id for place in handed.applies_to),
                conditions=seal_conditions(self._work, case_id, handed.conditions),
                acceptor=self.card(_acceptor(n), handed.acceptor) if handed.acceptor else None,
                legal_deadline=handed.legal_deadline,
                legal_term=handed.legal_term,
            )
            for n, handed in enumerate(self._handed.mandates)
        )

    def _main_person(self, place: int, card: PersonCard, handed: HandedPerson) -> MainPerson:
        details = PersonDetails(
            birth_year=handed.birth_year,
            postal_code=handed.postal_code,
            municipality=handed.municipality,
            side=handed.side,
        )
        sealed: Sealed[PersonDetails] = self._work.seal(scope_of(Scope.PERSON, card.person_id), details)
        return MainPerson(
            card=card,
            details=sealed,
            age_band=handed.age_band,
            discerning=handed.discerning,
            holders=tuple(self.card(_holder(place, n), contact) for n, contact in enumerate(handed.holders)),
            all_holders_known=handed.all_holders_known,
            voice=None if handed.asked is None else Voice(handed.asked, handed.not_asked_because),
        )


def _traits(person: HandedPerson, asks: Contact | None) -> Traits:
    if person.contact is None:
        return Traits(name="")
    ways = [contact for contact in (person.contact, asks) if contact is not None]
    return Traits(
        name=person.contact.name,
        birth_year=person.birth_year,
        postal_code=person.postal_code,
        municipality=person.municipality,
        emails=tuple(dict.fromkeys(way.email for way in ways if way.email)),
        phones=tuple(dict.fromkeys(way.phone for way in ways if way.phone)),
    )


def _with_said(request: Request, consents: tuple[HandedConsent, ...]) -> Request:
    givers, said = givers_of(request), []
    for handed in consents:
        person = request.main_persons[handed.place]
        giver_id = person.id if handed.holder is None else person.holders[handed.holder].person_id
        said.append(Said(handed.purpose, giver_id, givers[giver_id], Answered.YES, handed.method, handed.given_at))
    return replace(request, said=tuple(said))


def _person_out(person: MainPerson, work: Work) -> HandedPerson:
    details = _details(person, work)
    voice = person.voice
    return HandedPerson(
        contact=_opened(person.card, work),
        languages=person.card.languages,
        minor=person.card.minor,
        age_band=person.age_band,
        birth_year=details.birth_year,
        postal_code=details.postal_code,
        municipality=details.municipality,
        side=details.side,
        discerning=person.discerning,
        holders=tuple(_opened(holder, work) for holder in person.holders),
        all_holders_known=person.all_holders_known,
        asked=voice.asked if voice else None,
        not_asked_because=voice.because if voice else None,
    )


def _mandate_out(mandate: Mandate, places: list[str], work: Work) -> HandedMandate:
    opened = (_text(condition, work) for condition in mandate.conditions)
    return HandedMandate(
        kind=mandate.kind,
        applies_to=tuple(places.index(person_id) for person_id in mandate.for_persons),
        conditions=tuple(condition for condition in opened if condition),
        acceptor=_opened(mandate.acceptor, work) if mandate.acceptor else None,
        legal_deadline=mandate.legal_deadline,
        legal_term=mandate.legal_term,
    )


def _consents_out(request: Request, people: tuple[MainPerson, ...]) -> Iterator[HandedConsent]:
    """Give every yes that holds and that is about more than this office; a no has ended it, or nobody hands it over."""
    stands: dict[str, tuple[int, int | None]] = {}
    for place, person in enumerate(people):
        stands |= {holder.person_id: (place, n) for n, holder in enumerate(person.holders)}
    stands |= {person.id: (place, None) for place, person in enumerate(people)}
    for said in request.said:
        if said.answer is Answered.YES and said.purpose not in STAYS_BEHIND and said.giver_id in stands:
            place, holder = stands[said.giver_id]
            yield HandedConsent(
                purpose=said.purpose, place=place, holder=holder, method=said.method, given_at=said.said_at
            )


def _same(
    asks: PersonCard, people: tuple[MainPerson, ...], mandates: tuple[Mandate, ...]
) -> tuple[tuple[str, ...], ...]:
    """Say who plays several parts; main persons come first, for their cards say the most."""
    found: dict[str, list[str]] = {}
    for place, person in enumerate(people):
        found.setdefault(person.id, []).append(_at(place))
    for place, person in enumerate(people):
        for n, holder in enumerate(person.holders):
            found.setdefault(holder.person_id, []).append(_holder(place, n))
    found.setdefault(asks.person_id, []).append(REQUESTER)
    for n, mandate in enumerate(mandates):
        if mandate.acceptor:
            found.setdefault(mandate.acceptor.person_id, []).append(_acceptor(n))
    return tuple(tuple(places) for places in found.values() if len(places) > 1)


def _opened(card: PersonCard, work: Work) -> Contact | None:
    contact = work.open(card.contact, Contact)
    return None if isinstance(contact, Erased) else contact


def _details(person: MainPerson, work: Work) -> PersonDetails:
    if person.details is None:
        return PersonDetails()
    details = work.open(person.details, PersonDetails)
    return PersonDetails() if isinstance(details, Erased) else details


def _text(sealed: Sealed[str], work: Work) -> str:
    text = work.open(sealed, str)
    return "" if isinstance(text, Erased) else text


def _at(place: int) -> str:
    return f"mainPersons/{place}"


def _holder(place: int, holder: int) -> str:
    return f"mainPersons/{place}/holders/{holder}"


def _acceptor(mandate: int) -> str:
    return f"mandates/{mandate}/acceptor"
