"""Personal links: who gets one, who never does, what it opens, and when it opens nothing any more."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import pytest

from kring_notifications.courier import Courier
from kring_notifications.domain import AddressKind
from kring_notifications.domain.link import MOST_OPENINGS, MOST_TRIES, AccessCode, PersonalLink, code_id
from kring_notifications.domain.link_secret import code_of, secret_of
from kring_notifications.handlers.links import where_it_leads
from kring_notifications.house import House
from kring_notifications.ports import Delivery
from kring_notifications.queries import list_links, open_link, show_code, show_link
from kring_notifications.wording import load
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.field import RequesterKind
from kring_shared.contracts.notifications import (
    CheckCode,
    CodeState,
    CorrectContact,
    GiveCode,
    GiveLink,
    LinkOpened,
    LinkPurpose,
    ListLinks,
    OpenLink,
    RecordContactWishes,
    RevokeLinks,
    ShowCode,
    ShowLink,
    UseLink,
    Way,
    link_id,
    offices_of,
)
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.clock import DrivenClock
from kring_shared.kernel.errors import NotFound, NotPermitted, Refused
from kring_shared.kernel.work import Found
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.shelves import View
from kring_shared.testing.work import NOON, PlainVault, an_actor
from tests.unit.notifications.cases import Story, deliveries
from tests.unit.notifications.channels import FakeChannel, a_house, some_words
from tests.unit.notifications.facts import (
    ACTIVATED,
    AMINA,
    CASE,
    CLOSED,
    FILIP,
    INFORMED,
    INVITED,
    LAPSED,
    NOT_INVITED,
    OMA,
    PAUSED,
    RACHEL,
    STEPPED_OUT,
    SUGGESTED,
    WITHDRAWN,
    card,
    received,
)
from tests.unit.notifications.letters_read import LANGUAGES
from tests.unit.notifications.test_erasing import order

MAIL: Final = FakeChannel("mail", AddressKind.EMAIL)
PAPER: Final = FakeChannel("paper", AddressKind.POSTAL, way=Way.LETTER)
PORTAL: Final = "https://kring.example"
COORDINATOR: Final = an_actor(Role.COORDINATOR, RACHEL)
MANAGER: Final = an_actor(Role.REGIONAL_MANAGER, "someone")
EDGE: Final = an_actor(Role.EDGE, "portal")
HOME: Final = {"postal_address": "Lindestraat 1, 3511 AA Utrecht"}
VISIT: Final = "a" * 32


def a_portal(*, live: bool = False) -> House:
    return replace(a_house(live=live), portal=PORTAL)


def begun(house: House | None = None, **changes: Any) -> Story:  # noqa: ANN401 - fields of the request
    story = Story(MAIL, PAPER, wording=load(), house=house or a_portal())
    story.hears(received(**changes))
    return story


def invited(house: House | None = None) -> tuple[Story, Delivery]:
    """Have Oma invited; give her letter."""
    story = begun(house)
    (letter,) = deliveries(story.hears(ACTIVATED, SUGGESTED, INFORMED, INVITED))
    return story, letter


def given(story: Story, purpose: LinkPurpose, by: Actor = COORDINATOR, person_id: str = OMA) -> str:
    """Have a link made; give its id."""
    work = story.hears(GiveLink(case_id=CASE, person_id=person_id, purpose=purpose), actor=by)
    assert work.answer is not None
    return str(work.answer["linkId"])


def reader(story: Story, message: Named, by: Actor = EDGE, after: timedelta = timedelta()) -> Reader:
    """Give what a query finds, as the service does: what its key names, and what that leads to."""
    view = View()
    for aggregate in story._stored.values():
        if message.key() in aggregate.keys():
            view.add(type(aggregate), aggregate)
    further = where_it_leads(message, "utrecht", Found(view.loaded, view.groups))
    for aggregate in story._stored.values():
        if set(further) & set(aggregate.keys()):
            view.add(type(aggregate), aggregate)
    return Reader(None, view, story.vault, NOON + after, by)  # type: ignore[arg-type]  # no table is read


def opened(story: Story, asked: str, session: str = "", after: timedelta = timedelta()) -> LinkOpened:
    query = OpenLink(link_id=asked, session=session)
    return open_link(query, reader(story, query, after=after))


def is_closed(story: Story, asked: str, after: timedelta = timedelta()) -> str:
    """Give the words in which a link is refused."""
    with pytest.raises(NotFound) as refused:
        opened(story, asked, after=after)
    return str(refused.value)


async def sent(delivery: Delivery, house: House | None = None) -> str:
    """Give the words of a letter as they leave."""
    channel = FakeChannel(delivery.channel, way=Way.EMAIL)
    here = house or a_portal()
    courier = Courier(PlainVault(), {channel.name: channel}, load(), here, DrivenClock(NOON))
    assert await courier.deliver(delivery) == "kring.done"
    return channel.letters[0].text


async def test_an_invitation_brings_a_link_that_opens_that_and_nothing_else() -> None:
    story, letter = invited()
    assert letter.link is not None
    token = secret_of(story.vault, "utrecht", letter.link.seed)
    text = await sent(letter)
    assert f"{PORTAL}/k/{token}" in text
    assert text.index(token) < text.index("Met vriendelijke groet")
    shown = opened(story, link_id(token))
    assert (shown.person_id, shown.role, shown.purpose) == (OMA, Role.CIRCLE_MEMBER, LinkPurpose.ANSWER_INVITATION)
    assert (shown.office, shown.code) == ("utrecht", CodeState.NONE)
    assert offices_of(token, ["gent", "utrecht"]) == ("utrecht",)


async def test_without_a_portal_letters_are_word_for_word_as_before() -> None:
    _, letter = invited(a_house())
    assert letter.link is None
    _, with_link = invited()
    assert await sent(letter, a_house()) == await sent(with_link, a_house())


async def test_tried_again_a_letter_holds_the_same_link_and_nothing_that_waits_holds_its_secret() -> None:
    story, letter = invited()
    (retried,) = deliveries(story.ends(letter, "kring.vault-away"))
    assert letter.link is not None
    assert retried.link == letter.link
    assert await sent(retried) == await sent(letter)
    token = secret_of(story.vault, "utrecht", letter.link.seed)
    assert token not in letter.model_dump_json() + retried.model_dump_json() + repr(story._stored)


def test_who_reads_along_gets_no_link() -> None:
    assert all(letter.link is None for letter in deliveries(begun().hears(SUGGESTED)))
    story = Story(MAIL, PAPER, wording=load(), house=a_portal())
    first = deliveries(story.hears(received(neutral_sender=True)))
    assert first
    assert all(letter.link is None for letter in first)


def test_a_childs_link_goes_to_no_address_that_somebody_else_of_the_case_has_and_never_on_paper() -> None:
    for child, wanted in (
        (card(OMA, "Noor", minor=True, email="noor@voorbeeld.example"), True),
        (card(OMA, "Noor", minor=True, email=" Amina@Voorbeeld.example"), False),
        (card(OMA, "Noor", minor=True, **HOME), False),
        (card(OMA, "Noor", minor=False, **HOME), True),
    ):
        story = begun()
        suggested = SUGGESTED.model_copy(update={"participant": child})
        (letter,) = deliveries(story.hears(ACTIVATED, suggested, INFORMED, INVITED))
        assert (letter.link is not None) is wanted


def test_who_asked_sees_the_status_and_nothing_else() -> None:
    story = Story(MAIL, PAPER, wording=load(), house=a_portal())
    received_by = story.hears(received(requester_kind=RequesterKind.PROFESSIONAL))
    links = {letter.person_id: letter.link for letter in deliveries(received_by)}
    assert links.get(FILIP) is None
    link = links[AMINA]
    assert link is not None
    shown = opened(story, link_id(secret_of(story.vault, "utrecht", link.seed)))
    assert (shown.role, shown.purpose) == (Role.REQUESTER, LinkPurpose.SEE_STATUS)
    with pytest.raises(Refused):
        given(story, LinkPurpose.READ_PLAN, person_id=AMINA)


@pytest.mark.parametrize("ends", [WITHDRAWN, PAUSED, CLOSED, LAPSED, STEPPED_OUT, NOT_INVITED])
def test_a_link_dies_with_the_case_and_with_the_part_of_whom_it_is_for(ends: Named) -> None:
    story, _ = invited()
    asked = given(story, LinkPurpose.SAY_NEEDS)
    assert opened(story, asked).purpose is LinkPurpose.SAY_NEEDS
    story.hears(ends)
    assert is_closed(story, asked) == is_closed(story, "f" * 32)


def test_unknown_closed_revoked_and_used_up_are_refused_in_the_same_words() -> None:
    story, _ = invited()
    late, revoked, worn = (given(story, LinkPurpose.CHOOSE_DATES) for _ in range(3))
    story.hears(RevokeLinks(case_id=CASE, person_id=OMA, link_id=revoked), actor=MANAGER)
    for _ in range(MOST_OPENINGS):
        story.hears(UseLink(link_id=worn), actor=EDGE)
    said = {
        is_closed(story, "f" * 32),
        is_closed(story, late, after=timedelta(days=14)),
        is_closed(story, revoked),
        is_closed(story, worn),
    }
    assert len(said) == 1
    with pytest.raises(NotFound, match=said.pop()):
        story.hears(UseLink(link_id=worn), actor=EDGE)
    assert opened(story, late, after=timedelta(days=13)).person_id == OMA


def test_all_links_of_a_person_close_at_once_and_their_code_goes() -> None:
    story, letter = invited()
    asked = given(story, LinkPurpose.READ_PLAN)
    story.hears(GiveCode(case_id=CASE, person_id=OMA), actor=COORDINATOR)
    story.hears(RevokeLinks(case_id=CASE, person_id=OMA), actor=COORDINATOR)
    assert letter.link is not None
    assert is_closed(story, asked) == is_closed(story, link_id(secret_of(story.vault, "utrecht", letter.link.seed)))
    assert (AccessCode, code_id(CASE, OMA)) not in story._stored


@pytest.mark.parametrize(
    "changes",
    [
        CorrectContact(case_id=CASE, person_id=OMA, contact=Contact(name="Oma", email="oma@nieuw.example")),
        RecordContactWishes(case_id=CASE, person_id=OMA, neutral_sender=True),
    ],
)
def test_a_link_in_a_letter_closes_when_others_may_read_that_letter_and_one_in_hand_stays(changes: Named) -> None:
    story, letter = invited()
    assert letter.link is not None
    in_hand, in_letter = (
        given(story, LinkPurpose.SAY_NEEDS),
        link_id(secret_of(story.vault, "utrecht", letter.link.seed)),
    )
    story.ends(letter)
    story.hears(changes, actor=COORDINATOR)
    assert is_closed(story, in_letter)
    assert opened(story, in_hand).person_id == OMA


def test_only_the_maker_sees_a_link_and_for_ten_minutes_and_the_receipt_does_not_hold_it() -> None:
    story, _ = invited()
    work = story.hears(GiveLink(case_id=CASE, person_id=OMA, purpose=LinkPurpose.SAY_NEEDS), actor=COORDINATOR)
    asked = str((work.answer or {})["linkId"])
    query = ShowLink(case_id=CASE, link_id=asked)
    shown = show_link(query, reader(story, query, COORDINATOR), a_portal())
    assert link_id(shown.token) == asked
    assert shown.address == f"{PORTAL}/k/{shown.token}"
    assert shown.token not in repr(work.answer) + repr(story._stored)
    for by, after in ((MANAGER, timedelta()), (COORDINATOR, timedelta(minutes=10))):
        with pytest.raises(NotFound):
            show_link(query, reader(story, query, by, after), a_portal())


def test_the_list_says_what_became_of_links_and_never_shows_one() -> None:
    story, letter = invited()
    asked = given(story, LinkPurpose.SAY_NEEDS)
    story.hears(UseLink(link_id=asked), actor=EDGE)
    assert letter.link is not None
    query = ListLinks(case_id=CASE)
    listed = list_links(query, reader(story, query, MANAGER))
    by_purpose = {line.purpose: line for line in listed.links}
    assert by_purpose[LinkPurpose.SAY_NEEDS].opened == 1
    assert not by_purpose[LinkPurpose.SAY_NEEDS].by_letter
    assert by_purpose[LinkPurpose.ANSWER_INVITATION].by_letter
    assert secret_of(story.vault, "utrecht", letter.link.seed) not in listed.model_dump_json()


@pytest.mark.parametrize("purpose", [LinkPurpose.READ_PLAN, LinkPurpose.READ_CONDITIONS])
def test_who_may_not_read_a_plan_makes_no_link_to_it(purpose: LinkPurpose) -> None:
    story, _ = invited()
    with pytest.raises(NotPermitted):
        given(story, purpose, by=MANAGER)
    with pytest.raises(NotPermitted):
        story.hears(GiveCode(case_id=CASE, person_id=OMA), actor=MANAGER)


def code_for(story: Story) -> str:
    story.hears(GiveCode(case_id=CASE, person_id=OMA), actor=COORDINATOR)
    query = ShowCode(case_id=CASE, person_id=OMA)
    return show_code(query, reader(story, query, COORDINATOR)).code


def says(story: Story, asked: str, code: str, after: timedelta = timedelta()) -> dict[str, object]:
    work = story.hears(CheckCode(link_id=asked, code=code, session=VISIT), actor=EDGE, now=NOON + after)
    return dict(work.answer or {})


def test_a_plan_asks_for_a_code_that_counts_in_one_visit_for_half_an_hour() -> None:
    story, _ = invited()
    asked = given(story, LinkPurpose.READ_PLAN)
    assert opened(story, asked).code is CodeState.MISSING
    code = code_for(story)
    assert opened(story, asked, VISIT).code is CodeState.ASKED
    assert says(story, asked, code) == {"right": True, "triesLeft": MOST_TRIES}
    assert opened(story, asked, VISIT).code is CodeState.GIVEN
    assert opened(story, asked, "b" * 32).code is CodeState.ASKED
    assert opened(story, asked, VISIT, timedelta(minutes=30)).code is CodeState.ASKED


def test_after_five_wrong_codes_the_right_one_is_wrong_too_until_the_coordinator_gives_another() -> None:
    story, _ = invited()
    asked, code = given(story, LinkPurpose.READ_PLAN), code_for(story)
    wrong = "0000 0000" if code != "0000 0000" else "1111 1111"
    left = [says(story, asked, wrong)["triesLeft"] for _ in range(MOST_TRIES)]
    assert left == [4, 3, 2, 1, 0]
    assert says(story, asked, code) == {"right": False, "triesLeft": 0}
    assert opened(story, asked, VISIT).code is CodeState.MISSING
    assert says(story, asked, code_for(story))["right"] is True


def test_a_code_is_seen_by_its_giver_alone_and_in_no_letter_and_no_row() -> None:
    story, _ = invited()
    work = story.hears(GiveCode(case_id=CASE, person_id=OMA), actor=COORDINATOR)
    kept = story._stored[AccessCode, code_id(CASE, OMA)]
    assert isinstance(kept, AccessCode)
    code = code_of(story.vault, "utrecht", kept.seed)
    assert code not in repr(kept) + repr(work.answer)
    query = ShowCode(case_id=CASE, person_id=OMA)
    with pytest.raises(NotFound):
        show_code(query, reader(story, query, an_actor(Role.COORDINATOR, FILIP)))
    with pytest.raises(NotFound):
        show_code(query, reader(story, query, COORDINATOR, timedelta(minutes=10)))


@pytest.mark.parametrize("person_id", [None, OMA])
def test_links_and_codes_go_with_whom_they_are_for(person_id: str | None) -> None:
    story, _ = invited()
    asked = given(story, LinkPurpose.READ_PLAN)
    story.hears(GiveCode(case_id=CASE, person_id=OMA), actor=COORDINATOR)
    story.hears(order(person_id=person_id))
    left = [one for one in story._stored.values() if isinstance(one, PersonalLink | AccessCode)]
    assert [one for one in left if one.person_id == OMA] == []
    assert is_closed(story, asked) == is_closed(story, "f" * 32)


def test_an_office_that_works_with_families_sends_a_link_in_words_that_a_speaker_approved() -> None:
    words = some_words()
    assert not words.says_where("nl", live=False)
    assert load().says_where("nl", live=False)
    assert not load().says_where("nl", live=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_where_the_link_is_until_when_and_that_it_need_not_be_used(language: str) -> None:
    said = load().with_link("Dag\n\nGroet,\nGent", language, "https://k.example/k/abc", "1 januari")
    assert said.startswith("Dag\n\n")
    assert said.endswith("Groet,\nGent")
    assert "https://k.example/k/abc" in said
    assert "1 januari" in said
