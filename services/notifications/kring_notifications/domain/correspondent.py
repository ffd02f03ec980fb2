"""One person as the office writes to them: how they can be reached, how they want it, and whether it may."""

from dataclasses import dataclass, replace
from enum import StrEnum

from kring_notifications.domain.correspondence import Correspondence
from kring_shared.contracts.actor import Role
from kring_shared.contracts.field import PersonCard
from kring_shared.contracts.notifications import RecordContactWishes, Way
from kring_shared.contracts.sealed import Contact, Erased, Sealed
from kring_shared.kernel.ids import derived_id
from kring_shared.kernel.work import Aggregate


class AddressKind(StrEnum):
    """A way in which a person can be reached; the address itself stays sealed."""

    EMAIL = "email"
    PHONE = "phone"
    POSTAL = "postal"
    SYSTEM = "system"


@dataclass(frozen=True)
class Correspondent(Aggregate):
    """One person as the office writes to them about one case; the same person in another case is another."""

    case_id: str
    person_id: str
    office: str
    contact: Sealed[Contact]
    languages: tuple[str, ...] = ()
    kinds: tuple[AddressKind, ...] = ()
    is_main_person: bool = False
    neutral_sender: bool = False
    invited: bool = False
    comes: bool = True
    is_minor: bool = False
    has_left: bool = False
    kept_out: bool = False
    spoken_with: bool = False
    """The coordinator told them in person what it is about; nobody is invited before that."""
    wants_calendar: bool = False
    is_referrer: bool = False
    """A professional who asked, and hears no more than that it began and that it ended."""
    ways: tuple[Way, ...] = ()
    """How they want to hear, the most wished first; empty leaves it to the office."""
    large_print: bool = False
    do_not_contact: bool = False
    corrected: bool = False
    """Somebody said how they are reached now; cards that travel with facts may be older, and do not undo it."""
    is_needed: bool = False
    """The route cannot go on without them: they hold authority, or accept the plan."""
    part: str = ""
    """The part they have in the conference, or `requester`; empty while it is not known."""
    version: int = 0

    @property
    def id(self) -> str:
        """Give the id of this person in this case."""
        return correspondent_id(self.case_id, self.person_id)

    def keys(self) -> tuple[str, ...]:
        """Give the own id, and the case."""
        return (self.id, self.case_id)

    def parties(self) -> frozenset[tuple[str, str]]:
        """Give the person self, who says how they want to hear; whether it is them, the handler asks."""
        return frozenset({(Role.MAIN_PERSON.value, self.person_id), (Role.CIRCLE_MEMBER.value, self.person_id)})

    @property
    def takes_part(self) -> bool:
        """Tell whether this person is expected at the meeting; main persons are, also before an invitation."""
        return (self.invited or self.is_main_person) and self.comes and self.may_be_written_to

    @property
    def may_be_written_to(self) -> bool:
        """Tell whether letters of this case still go to them: they take part, and nobody keeps them away from it."""
        return not (self.has_left or self.kept_out)

    def wishing(self, wishes: RecordContactWishes) -> "Correspondent":
        """Take over what somebody said of how they want to hear; what is absent stays as it was."""
        return replace(
            self,
            ways=self.ways if wishes.ways is None else wishes.ways,
            neutral_sender=_said(wishes.neutral_sender, self.neutral_sender),
            large_print=_said(wishes.large_print, self.large_print),
            do_not_contact=_said(wishes.do_not_contact, self.do_not_contact),
        )

    def reached_as(self, contact: Sealed[Contact], kinds: tuple[AddressKind, ...]) -> "Correspondent":
        """Take over how they can be reached now."""
        return replace(self, contact=contact, kinds=kinds)

    def corrected_to(self, contact: Sealed[Contact], kinds: tuple[AddressKind, ...]) -> "Correspondent":
        """Be reached so from now on, whatever an older card says: the old address may be one that others read."""
        return replace(self.reached_as(contact, kinds), corrected=True)

    def carries(self, case: Correspondence) -> bool:
        """Tell whether the route of this case still runs and cannot go on, or not be answered for, without them."""
        needed = self.is_main_person or self.is_needed or self.is_referrer
        return needed and not (self.has_left or case.stopped or case.is_over)

    def emptied(self, nothing: Sealed[Contact]) -> "Correspondent":
        """Be nobody any more, to whom nothing is ever written; `nothing` is sealed in the place of the address."""
        bare = Correspondent(self.case_id, self.person_id, self.office, nothing, version=self.version)
        # As if they had been spoken with: a fact about them that comes late waits for nothing.
        return replace(bare, has_left=True, kept_out=True, spoken_with=True, do_not_contact=True, corrected=True)

    def emptied_before(self, other: "Correspondent") -> bool:
        """Tell whether another is as this one, but for a box that nobody can open."""
        return replace(other, contact=self.contact) == self

    def known_as(self, card: PersonCard, kinds: tuple[AddressKind, ...], *, is_main_person: bool) -> "Correspondent":
        """Take over how to reach the person from a newer card; who was a main person stays one."""
        reached = self if self.corrected else self.reached_as(card.contact, kinds)
        known = replace(reached, languages=card.languages)
        is_minor = self.is_minor if card.minor is None else card.minor
        return replace(known, is_main_person=self.is_main_person or is_main_person, is_minor=is_minor)


def _said(wish: bool | None, before: bool) -> bool:  # noqa: FBT001 - both are the same yes or no
    return before if wish is None else wish


def correspondent_id(case_id: str, person_id: str) -> str:
    """Name a person in a case: coordinators, and some relatives, have more cases than one."""
    return derived_id(case_id, person_id)


def kinds_of(contact: Contact | Erased) -> tuple[AddressKind, ...]:
    """Tell by which ways a person can be reached; none once they are erased."""
    if isinstance(contact, Erased):
        return ()
    ways = ((AddressKind.EMAIL, contact.email), (AddressKind.PHONE, contact.phone))
    return tuple(kind for kind, address in (*ways, (AddressKind.POSTAL, contact.postal_address)) if address)
