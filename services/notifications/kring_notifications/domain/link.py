"""Personal links and codes: what is kept of them, whom they are for, and when they open nothing any more."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from kring_notifications.domain.correspondence import Correspondence
from kring_notifications.domain.correspondent import Correspondent
from kring_shared.contracts.actor import Role
from kring_shared.contracts.field import Part
from kring_shared.contracts.notifications import CodeState, LinkPurpose, LinkRole, Moment
from kring_shared.kernel.ids import derived_id
from kring_shared.kernel.work import Aggregate

MOST_OPENINGS: Final = 20
"""How often a link is opened at most: enough to come back to it, too few for one that goes round."""
MOST_TRIES: Final = 5
SHOWN_FOR: Final = timedelta(minutes=10)
"""How long whoever made a link or a code can see it, to hand it over."""
CODE_COUNTS_FOR: Final = timedelta(minutes=30)
"""How long a visit in which the code was given needs it no more."""
CODE_GOOD_FOR: Final = timedelta(days=90)
FIGURES: Final = 8

REQUESTER: Final = "requester"
"""The part of who asked for the conference, as long as they take no other."""
ROLES: Final[Mapping[str, LinkRole]] = {
    Part.MAIN_PERSON: Role.MAIN_PERSON,
    Part.CIRCLE: Role.CIRCLE_MEMBER,
    Part.SUPPORT_PERSON: Role.CIRCLE_MEMBER,
    Part.INFORMATION_GIVER: Role.INFORMATION_GIVER,
    REQUESTER: Role.REQUESTER,
}
"""Who gets links, and in which part. Who checks a plan signs in, and an interpreter decides nothing."""
OF_THE_CIRCLE: Final = frozenset(LinkPurpose) - {LinkPurpose.SEE_STATUS}
MAY_BE_FOR: Final[Mapping[Role, frozenset[LinkPurpose]]] = {
    Role.MAIN_PERSON: OF_THE_CIRCLE,
    Role.CIRCLE_MEMBER: OF_THE_CIRCLE,
    Role.INFORMATION_GIVER: frozenset({LinkPurpose.READ_PLAN, LinkPurpose.SHOW_CALENDAR}),
    Role.REQUESTER: frozenset({LinkPurpose.SEE_STATUS}),
}
"""What a link may be for, by the part of whom it is for; an information giver reads what binds them."""
IN_A_LETTER: Final[Mapping[Moment, LinkPurpose]] = {
    Moment.INVITATION: LinkPurpose.ANSWER_INVITATION,
    Moment.CONDITIONS: LinkPurpose.READ_CONDITIONS,
    Moment.DATE_REMINDER: LinkPurpose.SHOW_CALENDAR,
    Moment.ANOTHER_DAY: LinkPurpose.SHOW_CALENDAR,
    Moment.PLAN: LinkPurpose.READ_PLAN,
    Moment.REQUEST_RECEIVED: LinkPurpose.SEE_STATUS,
    Moment.TAKEN_ON: LinkPurpose.SEE_STATUS,
}
"""The letters that bring a link, and what it is for. A form has its own code, which leads to nobody."""


@dataclass(frozen=True)
class PersonalLink(Aggregate):
    """One link; its secret is not in it, only what it follows from under the office's key, and its hash as the id."""

    link_id: str
    case_id: str
    person_id: str
    office: str
    purpose: LinkPurpose
    seed: str
    given_at: datetime
    closes_at: datetime
    given_by: str = ""
    """Who made it to hand it over; empty when it stands in a letter."""
    opened: int = 0
    last_opened_at: datetime | None = None
    revoked: bool = False
    version: int = 0

    @property
    def id(self) -> str:
        """Give its id, which is the hash of its secret."""
        return self.link_id

    def keys(self) -> tuple[str, ...]:
        """Give the own id, and the case."""
        return (self.link_id, self.case_id)

    @property
    def is_used_up(self) -> bool:
        """Tell whether it was opened as often as a link may be."""
        return self.opened >= MOST_OPENINGS

    def is_open(self, now: datetime) -> bool:
        """Tell whether it opens anything, as far as the link itself goes."""
        return not self.revoked and not self.is_used_up and now < self.closes_at

    def used(self, now: datetime) -> "PersonalLink":
        """Count one more opening."""
        return replace(self, opened=self.opened + 1, last_opened_at=now)


@dataclass(frozen=True)
class AccessCode(Aggregate):
    """The code of one person for plan and conditions; the code itself is nowhere in it."""

    case_id: str
    person_id: str
    office: str
    seed: str
    given_by: str
    given_at: datetime
    closes_at: datetime
    tries_left: int = MOST_TRIES
    link_id: str = ""
    session: str = ""
    """The visit in which it was given right, by the hash of its secret, and until when that counts."""
    session_until: datetime | None = None
    version: int = 0

    @property
    def id(self) -> str:
        """Give the id of this person's code in this case."""
        return code_id(self.case_id, self.person_id)

    def keys(self) -> tuple[str, ...]:
        """Give the own id, and the case."""
        return (self.id, self.case_id)

    def is_good(self, now: datetime) -> bool:
        """Tell whether it can still be right."""
        return self.tries_left > 0 and now < self.closes_at

    def tried(self) -> "AccessCode":
        """Count a wrong try."""
        return replace(self, tries_left=self.tries_left - 1)

    def given_in(self, link: PersonalLink, session: str, now: datetime) -> "AccessCode":
        """Note in which visit to which link it was right; wrong tries before are forgotten."""
        until = now + CODE_COUNTS_FOR
        return replace(self, tries_left=MOST_TRIES, link_id=link.link_id, session=session, session_until=until)

    def counts_in(self, link: PersonalLink, session: str, now: datetime) -> bool:
        """Tell whether it was given in this visit to this link, not too long ago."""
        is_here = bool(session) and (self.link_id, self.session) == (link.link_id, session)
        return is_here and self.session_until is not None and now < self.session_until


def code_id(case_id: str, person_id: str) -> str:
    """Name the code of a person in a case."""
    return derived_id(case_id, f"code/{person_id}")


def role_of(person: Correspondent) -> LinkRole | None:
    """Give in which part somebody opens a link; none for whom there are no links."""
    if person.is_main_person:
        return Role.MAIN_PERSON
    return ROLES.get(person.part or (Part.CIRCLE if person.invited else ""))


def may_have(person: Correspondent, purpose: LinkPurpose) -> bool:
    """Tell whether somebody can have a link for this."""
    role = role_of(person)
    return role is not None and purpose in MAY_BE_FOR[role]


def opens(link: PersonalLink, case: Correspondence | None, person: Correspondent | None, now: datetime) -> bool:
    """Tell whether a link opens anything now; it dies with the case, and with the part of whom it is for."""
    if case is None or person is None or not link.is_open(now):
        return False
    goes_on = not (case.stopped or case.paused or case.is_over)
    return goes_on and person.may_be_written_to and may_have(person, link.purpose)


def code_state(link: PersonalLink, code: AccessCode | None, session: str, now: datetime) -> CodeState:
    """Tell whether the page behind a link asks for a code as well."""
    if not link.purpose.needs_code:
        return CodeState.NONE
    if code is not None and now < code.closes_at and code.counts_in(link, session, now):
        return CodeState.GIVEN
    return CodeState.ASKED if code is not None and code.is_good(now) else CodeState.MISSING
