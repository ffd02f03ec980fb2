"""Whom a case is about and how they can be reached, as its facts tell it."""

from dataclasses import replace

from kring_notifications.domain import (
    AddressKind,
    Correspondence,
    Correspondent,
    correspondent_id,
    desk_of,
    kinds_of,
)
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.field import PersonCard
from kring_shared.contracts.offices import OfficeCard
from kring_shared.contracts.sealed import Contact, Scope, scope_of
from kring_shared.kernel.ids import BEGINNING, id_at
from kring_shared.kernel.work import Work


def running(message: Fact, work: Work) -> Correspondence | None:
    """Give the case's correspondence, or nothing once it stopped: from then on nobody hears of it any more."""
    case = work.need(Correspondence, message.case_id)
    return None if case.stopped else case


def meet(
    case: Correspondence,
    card: PersonCard,
    work: Work,
    *,
    is_main_person: bool = False,
    neutral_sender: bool | None = None,
) -> Correspondent:
    """Keep how to reach a person of the case, as the newest card says."""
    neutral = case.neutral_sender if neutral_sender is None else neutral_sender
    known = work.get(Correspondent, correspondent_id(case.id, card.person_id))
    before = known or Correspondent(case.id, card.person_id, case.office, card.contact, neutral_sender=neutral)
    contact = work.open(card.contact, Contact)
    person = before.known_as(card, kinds_of(contact), is_main_person=is_main_person)
    work.save(person)
    return person


def need(person: Correspondent, work: Work) -> Correspondent:
    """Note that the route cannot go on without somebody: they hold authority, or accept the plan."""
    needed = replace(person, is_needed=True)
    work.save(needed)
    return needed


def welcome(case: Correspondence, card: PersonCard, work: Work) -> Correspondent:
    """Keep how to reach a coordinator who is asked, begins, or goes on: letters of this case go to them again."""
    coordinator = replace(meet(case, card, work, neutral_sender=False), kept_out=False)
    work.save(coordinator)
    return coordinator


def person_of(case: Correspondence, person_id: str, work: Work) -> Correspondent:
    """Give somebody of the case; a fact about somebody who is not known yet waits."""
    return work.need(Correspondent, correspondent_id(case.id, person_id))


def main_persons(case: Correspondence, work: Work) -> list[Correspondent]:
    """Give the people it is about."""
    return [person for person in work.all(Correspondent, case.id) if person.is_main_person]


def referrers(case: Correspondence, work: Work) -> list[Correspondent]:
    """Give the professionals and the systems that referred: they hear that it began and that it ended, no more."""
    return [person for person in work.all(Correspondent, case.id) if person.is_referrer]


def meet_system(case: Correspondence, system: str, work: Work) -> None:
    """Keep another organisation's system that referred, so that it is answered in its own way; none without a name."""
    if system:
        system_id = id_at(BEGINNING, f"system/{system}")
        contact = work.seal(scope_of(Scope.PERSON, system_id), Contact(name=system))
        known = Correspondent(case.id, system_id, case.office, contact, kinds=(AddressKind.SYSTEM,), is_referrer=True)
        work.save(known)


def desk(about: str, card: OfficeCard, work: Work) -> Correspondent | None:
    """Give the office's own desk as somebody who is written to; nobody where it has no e-mail address."""
    if not card.desk:
        return None
    desk_id = desk_of(card.id)
    contact = work.seal(scope_of(Scope.PERSON, desk_id), Contact(name=card.title, email=card.desk))
    return Correspondent(about, desk_id, card.id, contact, kinds=(AddressKind.EMAIL,))
