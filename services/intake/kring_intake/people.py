"""The people of a referral: who is who, how they may be reached, each sealed under a key of their own."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from kring_intake.domain import MainPerson, PersonDetails
from kring_shared.contracts.field import AgeBand, Mandate, PersonCard, RequesterKind
from kring_shared.contracts.referral import Referral, ReferralAcceptor, ReferralMandate, ReferralPerson
from kring_shared.contracts.sealed import Contact, Scope, Sealed, scope_of
from kring_shared.kernel.work import Work

ADULT_AGE: Final = 18
DECIDES_ALONE_AGE: Final = 16
DECIDES_TOO_AGE: Final = 12
PHONE_DIGITS: Final = 8
"""So many digits at the end make a telephone number, however its country is written."""


class People:
    """Everybody one referral names. Somebody who plays two parts in it is one person, with one id and one key."""

    def __init__(self, referral: Referral, work: Work) -> None:
        """Seal whoever asks first: the others are held against them."""
        self._referral, self._work, self._today = referral, work, work.now.date()
        rules = referral.contact_rules
        self._barred = frozenset(_reach(value) for value in (rules.do_not_contact if rules else ()))
        self._themselves = _asks_for_themselves(referral)
        contact = self._allowed(Contact.model_validate(referral.requester, from_attributes=True))
        self.requester = self._card("requester", contact, self._themselves)

    def asking_for_themselves(self) -> tuple[MainPerson, ...]:
        """Give who asks, when it is about themselves."""
        asks = self._referral.requester.kind is RequesterKind.MAIN_PERSON
        return (MainPerson(self.requester),) if asks else ()

    def main_persons(self) -> tuple[MainPerson, ...]:
        """Give the people it is about, in the order of the referral."""
        return tuple(self._main_person(place, person) for place, person in enumerate(self._referral.main_persons))

    def _main_person(self, place: int, person: ReferralPerson) -> MainPerson:
        is_who_asks = person is self._themselves
        card = self.requester if is_who_asks else self._card(f"main-person/{place}", Contact(name=person.name), person)
        details = PersonDetails(
            birth_year=person.birth_year,
            postal_code=person.postal_code,
            municipality=person.municipality,
            side=person.side or "",
        )
        sealed: Sealed[PersonDetails] = self._work.seal(scope_of(Scope.PERSON, card.person_id), details)
        return MainPerson(card, sealed, age_band_of(person.birth_year, self._today))

    def mandates(self, case_id: str, main_persons: Sequence[MainPerson]) -> tuple[Mandate, ...]:
        """Give the mandates, each for the main persons it names, their conditions sealed under the case."""
        return tuple(
            Mandate(
                kind=mandate.kind.value,
                for_persons=tuple(main_persons[place].id for place in mandate.applies_to or ()),
                conditions=seal_conditions(self._work, case_id, mandate.conditions),
                acceptor=self._acceptor(place, mandate),
                legal_deadline=mandate.legal_deadline,
            )
            for place, mandate in enumerate(self._referral.mandates)
        )

    def _card(self, label: str, contact: Contact, person: ReferralPerson | None) -> PersonCard:
        languages = person.languages if person else ()
        minor = _is_minor(person, self._today) if person else None
        return seal_person(self._work, label, contact, languages, minor=minor)

    def _acceptor(self, place: int, mandate: ReferralMandate) -> PersonCard | None:
        if mandate.acceptor is None:
            return None
        if self._is_who_asks(mandate.acceptor):
            return self.requester
        contact = self._allowed(Contact.model_validate(mandate.acceptor, from_attributes=True))
        return seal_person(self._work, f"acceptor/{place}", contact)

    def _is_who_asks(self, acceptor: ReferralAcceptor) -> bool:
        """Tell whether who accepts the plan is who asks: the same name, and the same e-mail or telephone."""
        asks = self._referral.requester
        ways = {_reach(way) for way in (asks.email, asks.phone) if way}
        same_way = any(_reach(way) in ways for way in (acceptor.email, acceptor.phone) if way)
        return same_way and acceptor.name.casefold() == asks.name.casefold()

    def _allowed(self, contact: Contact) -> Contact:
        """Leave out what must not be used to reach anybody: what is not kept cannot be used by mistake."""
        ways = {"email": contact.email, "phone": contact.phone, "postal_address": contact.postal_address}
        return contact.model_copy(update={name: "" for name, way in ways.items() if _reach(way) in self._barred})


def seal_person(
    work: Work, label: str, contact: Contact, languages: tuple[str, ...] = (), *, minor: bool | None = None
) -> PersonCard:
    """Give a person an id of their own, and seal how to reach them under a key of their own."""
    person_id = work.new_id(label)
    sealed: Sealed[Contact] = work.seal(scope_of(Scope.PERSON, person_id), contact)
    return PersonCard(person_id=person_id, contact=sealed, languages=languages, minor=minor)


def seal_conditions(work: Work, case_id: str, conditions: Iterable[str]) -> tuple[Sealed[str], ...]:
    """Seal each condition under the case: everybody who takes part is told them."""
    return tuple(work.seal(scope_of(Scope.CASE, case_id), condition) for condition in conditions)


def _asks_for_themselves(referral: Referral) -> ReferralPerson | None:
    """Find who asks among the main persons: by name, or because there is only one."""
    people, asks = referral.main_persons, referral.requester
    if asks.kind is not RequesterKind.MAIN_PERSON:
        return None
    found = [person for person in people if person.name.casefold() == asks.name.casefold()] or list(people)
    return found[0] if len(found) == 1 else None


def _is_minor(person: ReferralPerson, today: date) -> bool | None:
    """Tell whether somebody is under 18; the year of birth does not say it in the year they become 18."""
    if person.birth_year is None:
        return None
    age_this_year = today.year - person.birth_year
    return None if age_this_year == ADULT_AGE else age_this_year < ADULT_AGE


def age_band_of(birth_year: int | None, today: date) -> AgeBand | None:
    """Say how old somebody is, as far as it decides who says yes; none when the year alone does not settle it.

    A year of birth leaves a year open. Where that year crosses 16 or 12, the younger band stands: it asks the holders
    of authority too, and asking one person too many harms less than passing one over. Who turns 18 is asked about.
    """
    if birth_year is None:
        return None
    youngest = today.year - birth_year - 1
    if youngest >= ADULT_AGE:
        return AgeBand.ADULT
    if youngest + 1 >= ADULT_AGE:
        return None
    if youngest >= DECIDES_ALONE_AGE:
        return AgeBand.FROM_16
    return AgeBand.FROM_12 if youngest + 1 >= DECIDES_TOO_AGE else AgeBand.UNDER_12


def _reach(way: str) -> str:
    """Write a way to reach somebody so that the same way is the same text, however it was typed."""
    plain = way.casefold()
    if "@" in plain:
        return plain.strip()
    letters = "".join(sign for sign in plain if sign.isalnum())
    return letters[-PHONE_DIGITS:] if letters.isdigit() else letters
