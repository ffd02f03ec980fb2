"""Personal links: made for a letter or to hand over, counted, and closed; and the code some pages ask as well.

No secret is ever kept: it follows from the office's key and a seed. A link that others could read is not written.
"""

import hmac
from dataclasses import replace
from datetime import datetime, timedelta

from kring_notifications.domain import Correspondence, Correspondent, Notification, correspondent_id
from kring_notifications.domain.link import (
    CODE_GOOD_FOR,
    IN_A_LETTER,
    AccessCode,
    PersonalLink,
    code_id,
    may_have,
    opens,
)
from kring_notifications.domain.link_secret import NOTHING_OPENS, code_of, secret_of
from kring_notifications.handlers.people import person_of
from kring_notifications.ports import LinkOut
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.notifications import (
    CheckCode,
    GiveCode,
    GiveLink,
    LinkPurpose,
    RevokeLinks,
    UseLink,
    Way,
    link_id,
)
from kring_shared.contracts.sealed import Contact, Erased
from kring_shared.kernel.errors import NotFound, NotPermitted, Refused
from kring_shared.kernel.work import Found, Work


def where_it_leads(message: Named, office: str, found: Found) -> tuple[str, ...]:
    """Name the case of a link."""
    del office
    link = found.get(PersonalLink, message.key())
    return (link.case_id,) if link else ()


def in_letter(note: Notification, person: Correspondent, way: Way, good_for: timedelta, work: Work) -> LinkOut | None:
    """Make the link that a letter brings; none where somebody else might read it, or nothing is to be opened."""
    purpose = IN_A_LETTER.get(note.moment)
    case = work.need(Correspondence, note.case_id)
    if purpose is None or not may_have(person, purpose) or not _reaches_only(person, way, work):
        return None
    closes_at = work.now + good_for
    if note.before is not None:
        closes_at = min(closes_at, note.before)
    link = _made(note.sending_id, purpose, person, closes_at, work)
    if not opens(link, case, person, work.now):
        return None
    work.save(link)
    return LinkOut(seed=link.seed, closes_at=closes_at)


def of_sending(note: Notification, work: Work) -> LinkOut | None:
    """Give the link that stands in a message already, for when it is tried again."""
    links = (link for link in work.all(PersonalLink, note.case_id) if link.seed == note.sending_id)
    return next((LinkOut(seed=link.seed, closes_at=link.closes_at) for link in links if not link.revoked), None)


def _reaches_only(person: Correspondent, way: Way, work: Work) -> bool:
    """Tell whether a letter comes to this person alone: nobody reads along, and nobody else here has that address.

    A child has no letter box of its own: what comes on paper, somebody else may open.
    """
    if person.neutral_sender or way not in {Way.EMAIL, Way.LETTER} or (person.is_minor and way is Way.LETTER):
        return False
    own = _address(person, way, work)
    others = (other for other in work.all(Correspondent, person.case_id) if other.person_id != person.person_id)
    return bool(own) and all(_address(other, way, work) != own for other in others)


def _address(person: Correspondent, way: Way, work: Work) -> str:
    contact = work.open(person.contact, Contact)
    return "" if isinstance(contact, Erased) else "".join(getattr(contact, way.address).lower().split())


def _made(seed: str, purpose: LinkPurpose, person: Correspondent, closes_at: datetime, work: Work) -> PersonalLink:
    return PersonalLink(
        link_id=link_id(secret_of(work, person.office, seed)),
        case_id=person.case_id,
        person_id=person.person_id,
        office=person.office,
        purpose=purpose,
        seed=seed,
        given_at=work.now,
        closes_at=closes_at,
    )


def give(message: GiveLink, work: Work, good_for: timedelta) -> None:
    """Make a link to hand over in person.

    Raises:
        NotPermitted: it would open what whoever makes it may not see.
        Refused: nothing of this case is open to this person, or not that.
    """
    if message.purpose.needs_code:
        _coordinates(work)
    case, person = _of(message, work)
    link = _made(work.new_id("link"), message.purpose, person, work.now + good_for, work)
    if not opens(link, case, person, work.now):
        raise Refused(
            "no such link for this person: the case is closed or waits, or their part does not have it"
        ).because("no-such-link")
    work.save(replace(link, given_by=work.by))
    work.answer = {"linkId": link.link_id, "closesAt": link.closes_at.isoformat()}


def revoke(message: RevokeLinks, work: Work) -> None:
    """Close one link, or all of a person and their code.

    Raises:
        NotFound: there is no such link of this person.
    """
    links = [link for link in work.all(PersonalLink, message.case_id) if link.person_id == message.person_id]
    chosen = [link for link in links if message.link_id in {None, link.link_id}]
    if message.link_id is not None and not chosen:
        raise NotFound("no link of that person is known under that id")
    work.save(*(replace(link, revoked=True) for link in chosen if not link.revoked))
    code = work.get(AccessCode, code_id(message.case_id, message.person_id))
    if message.link_id is None and code is not None:
        work.remove(code)


def close_letters(person: Correspondent, work: Work) -> None:
    """Close the links that went out by letter: the old address may be one that others read."""
    theirs = (link for link in work.all(PersonalLink, person.case_id) if link.person_id == person.person_id)
    work.save(*(replace(link, revoked=True) for link in theirs if not (link.given_by or link.revoked)))


def take_away(case_id: str, work: Work, person_id: str | None = None) -> int:
    """Take away the links and codes of a case, or of one person in it, and say how many there were."""
    links, codes = work.all(PersonalLink, case_id), work.all(AccessCode, case_id)
    their_links = [link for link in links if person_id in {None, link.person_id}]
    their_codes = [code for code in codes if person_id in {None, code.person_id}]
    work.remove(*their_links, *their_codes)
    return len(their_links) + len(their_codes)


def use(message: UseLink, work: Work) -> None:
    """Count an opening.

    Raises:
        NotFound: it opens nothing.
    """
    work.save(_opened(message.link_id, work).used(work.now))


def give_code(message: GiveCode, work: Work) -> None:
    """Give somebody a code, in place of the one before; it goes over another way than the link.

    Raises:
        NotPermitted: somebody else than the coordinator gives it.
        Refused: nothing of this case is open to this person that asks for a code.
    """
    _coordinates(work)
    case, person = _of(message, work)
    may_read = any(may_have(person, purpose) for purpose in LinkPurpose if purpose.needs_code)
    if case.stopped or not person.may_be_written_to or not may_read:
        raise Refused("no code for this person: nothing of this case that asks for one is open to them").because(
            "no-such-code"
        )
    before = work.get(AccessCode, code_id(message.case_id, message.person_id))
    code = AccessCode(
        case_id=message.case_id,
        person_id=message.person_id,
        office=person.office,
        seed=work.new_id("code"),
        given_by=work.by,
        given_at=work.now,
        closes_at=work.now + CODE_GOOD_FOR,
        version=before.version if before else 0,
    )
    work.save(code)
    work.answer = {"closesOn": code.closes_at.date().isoformat()}


def check_code(message: CheckCode, work: Work) -> None:
    """Say whether a code is right; a wrong one is counted, and after five nothing is right any more.

    Raises:
        NotFound: the link opens nothing.
    """
    link = _opened(message.link_id, work)
    code = work.get(AccessCode, code_id(link.case_id, link.person_id))
    if code is None or not code.is_good(work.now):
        work.answer = {"right": False, "triesLeft": 0}
        return
    right = hmac.compare_digest(code_of(work, code.office, code.seed).encode(), message.code.encode())
    after = code.given_in(link, message.session, work.now) if right else code.tried()
    work.save(after)
    work.answer = {"right": right, "triesLeft": after.tries_left}


def _opened(asked: str, work: Work) -> PersonalLink:
    link = work.get(PersonalLink, asked)
    if link is None:
        raise NotFound(NOTHING_OPENS)
    case = work.get(Correspondence, link.case_id)
    person = work.get(Correspondent, correspondent_id(link.case_id, link.person_id))
    if not opens(link, case, person, work.now):
        raise NotFound(NOTHING_OPENS)
    return link


def _of(message: GiveLink | GiveCode, work: Work) -> tuple[Correspondence, Correspondent]:
    case = work.need(Correspondence, message.case_id)
    return case, person_of(case, message.person_id, work)


def _coordinates(work: Work) -> None:
    """Let only the coordinator through: who may not read a plan makes no key to it either."""
    if work.actor is None or work.actor.role is not Role.COORDINATOR:
        raise NotPermitted(
            "plan and conditions are opened to somebody by their coordinator, and by nobody else"
        ).because("opened-by-coordinator")
