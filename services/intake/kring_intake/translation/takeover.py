"""What an office knows of the people of a case that runs, and a referral does not say."""

from dataclasses import replace

from kring_intake.domain import MainPerson, Request
from kring_intake.people import seal_person
from kring_shared.contracts.field import AgeBand, PersonCard
from kring_shared.contracts.intake import TakenMainPerson, TakeOverRequest
from kring_shared.contracts.sealed import Contact, Erased, Scope, Sealed, scope_of
from kring_shared.kernel.work import Work


def as_they_are_known(request: Request, message: TakeOverRequest, work: Work) -> Request:
    """Add ways to reach each main person, their age, and who holds authority over the children among them.

    Whoever holds authority and is a main person too, by name, stays one person.
    """
    names = [person.name.casefold() for person in message.referral.main_persons]
    known = (*message.main_persons, *(None for _ in names[len(message.main_persons) :]))
    people = [_known(person, more, work) for person, more in zip(request.main_persons, known, strict=True)]
    cards = {name: person.card for name, person in zip(names, people, strict=True)}
    for place, holder in enumerate(message.holders):
        if holder.name.casefold() not in cards:
            cards[holder.name.casefold()] = seal_person(work, f"holder/{place}", holder)
    holders = {cards[holder.name.casefold()].person_id: cards[holder.name.casefold()] for holder in message.holders}
    asks = next((p.card for p in people if p.id == request.requester.person_id), request.requester)
    return replace(request, requester=asks, main_persons=tuple(_held(person, holders) for person in people))


def _known(person: MainPerson, more: TakenMainPerson | None, work: Work) -> MainPerson:
    if more is None:
        return person
    before = work.open(person.card.contact, Contact)
    ways = {way: said for way, said in more.contact.model_dump(exclude={"name"}).items() if said}
    known = more.contact if isinstance(before, Erased) else before.model_copy(update=ways)
    sealed: Sealed[Contact] = work.seal(scope_of(Scope.PERSON, person.id), known)
    age = more.age_band or person.age_band
    minor = person.card.minor if age is None else age is not AgeBand.ADULT
    return replace(person, age_band=age, card=person.card.model_copy(update={"contact": sealed, "minor": minor}))


def _held(person: MainPerson, holders: dict[str, PersonCard]) -> MainPerson:
    """Note who holds authority over a child; nobody holds it over themselves."""
    if not person.is_minor:
        return person
    others = tuple(card for person_id, card in holders.items() if person_id != person.id)
    return replace(person, holders=others, all_holders_known=bool(others))
