"""What a link opens, and which links of a case there are."""

from kring_notifications.domain import Correspondence, Correspondent, correspondent_id
from kring_notifications.domain.link import SHOWN_FOR, AccessCode, PersonalLink, code_id, code_state, opens, role_of
from kring_notifications.domain.link_secret import NOTHING_OPENS, code_of, secret_of
from kring_notifications.house import House
from kring_notifications.wording import OFFICE_LANGUAGE
from kring_shared.contracts.notifications import (
    CodeLine,
    CodeShown,
    LinkLine,
    LinkList,
    LinkOpened,
    LinkShown,
    ListLinks,
    OpenLink,
    ShowCode,
    ShowLink,
)
from kring_shared.kernel.errors import NotFound
from kring_shared.runtime.declared.routes import Reader


def open_link(query: OpenLink, reader: Reader) -> LinkOpened:
    """Say what a link opens.

    Raises:
        NotFound: nothing, for whatever reason; it is said in the same words.
    """
    link: PersonalLink | None = reader.get(PersonalLink, query.link_id)
    if link is None:
        raise NotFound(NOTHING_OPENS)
    case: Correspondence | None = reader.get(Correspondence, link.case_id)
    person: Correspondent | None = reader.get(Correspondent, correspondent_id(link.case_id, link.person_id))
    role = role_of(person) if person else None
    if person is None or role is None or not opens(link, case, person, reader.now):
        raise NotFound(NOTHING_OPENS)
    code: AccessCode | None = reader.get(AccessCode, code_id(link.case_id, link.person_id))
    return LinkOpened(
        case_id=link.case_id,
        person_id=link.person_id,
        role=role,
        office=link.office,
        language=person.languages[0] if person.languages else OFFICE_LANGUAGE,
        purpose=link.purpose,
        closes_at=link.closes_at,
        neutral=person.neutral_sender,
        minor=person.is_minor,
        code=code_state(link, code, query.session, reader.now),
    )


def list_links(query: ListLinks, reader: Reader) -> LinkList:
    """List a case's links, the newest first, and its codes.

    Raises:
        NotFound: there is no such case here.
    """
    case: Correspondence | None = reader.get(Correspondence, query.case_id)
    if case is None:
        raise NotFound("no links are known for that case in this office")
    links: list[PersonalLink] = reader.all(PersonalLink, query.case_id)
    codes: list[AccessCode] = reader.all(AccessCode, query.case_id)
    newest = sorted(links, key=lambda link: (link.given_at, link.link_id), reverse=True)
    return LinkList(
        links=tuple(_line(link, case, reader) for link in newest),
        codes=tuple(
            CodeLine(person_id=code.person_id, closes_at=code.closes_at, tries_left=code.tries_left) for code in codes
        ),
    )


def show_link(query: ShowLink, reader: Reader, house: House) -> LinkShown:
    """Show a link to whoever made it, for a few minutes.

    Raises:
        NotFound: somebody else made it, or earlier, or it opens nothing.
    """
    link: PersonalLink | None = reader.get(PersonalLink, query.link_id)
    case: Correspondence | None = reader.get(Correspondence, query.case_id)
    if link is None or link.case_id != query.case_id or not _made_now(link, reader):
        raise NotFound("a link is shown for ten minutes to whoever made it: make another one").because(
            "link-shown-for-ten-minutes"
        )
    person: Correspondent | None = reader.get(Correspondent, correspondent_id(link.case_id, link.person_id))
    if not opens(link, case, person, reader.now):
        raise NotFound(NOTHING_OPENS)
    token = secret_of(reader, link.office, link.seed)
    return LinkShown(token=token, address=house.link(token), closes_at=link.closes_at)


def show_code(query: ShowCode, reader: Reader) -> CodeShown:
    """Show a code to whoever gave it, for a few minutes.

    Raises:
        NotFound: somebody else gave it, or earlier.
    """
    code: AccessCode | None = reader.get(AccessCode, code_id(query.case_id, query.person_id))
    if code is None or not _made_now(code, reader):
        raise NotFound("a code is shown for ten minutes to whoever gave it: give another one").because(
            "code-shown-for-ten-minutes"
        )
    said = code_of(reader, code.office, code.seed)
    return CodeShown(code=f"{said[:4]} {said[4:]}", closes_on=code.closes_at.date())


def _made_now(made: PersonalLink | AccessCode, reader: Reader) -> bool:
    return made.given_by == reader.actor.label() and reader.now - made.given_at < SHOWN_FOR


def _line(link: PersonalLink, case: Correspondence, reader: Reader) -> LinkLine:
    person: Correspondent | None = reader.get(Correspondent, correspondent_id(link.case_id, link.person_id))
    return LinkLine(
        link_id=link.link_id,
        person_id=link.person_id,
        purpose=link.purpose,
        given_on=link.given_at,
        by_letter=not link.given_by,
        closes_at=link.closes_at,
        opened=link.opened,
        last_opened_at=link.last_opened_at,
        used_up=link.is_used_up,
        revoked=link.revoked,
        is_open=opens(link, case, person, reader.now),
    )
