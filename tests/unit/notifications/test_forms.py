"""A form goes to whoever said yes: by e-mail or on paper, with its code, and no other eye reads that."""

import io
from datetime import date, timedelta
from typing import Any, Final

import pypdf
import pytest

from kring_notifications.courier import Courier
from kring_notifications.domain import AddressKind, Notification
from kring_notifications.hooks import LADDER, NEW_SHEET, Letter
from kring_notifications.plugins.letter.setting import paper_of, said_of
from kring_notifications.ports import Delivery
from kring_notifications.store.notification import row_of
from kring_notifications.wording import is_right_to_left, load
from kring_shared.contracts.notifications import Moment, SuppressedBecause, Way
from kring_shared.contracts.registry import FormWay, Group
from kring_shared.contracts.sealed import Contact, Scope, scope_of
from kring_shared.kernel.clock import DrivenClock
from kring_shared.testing.work import NOON, PlainVault
from tests.unit.notifications.cases import Story, deliveries, held_back, queued, to_tell
from tests.unit.notifications.channels import FakeChannel, a_house
from tests.unit.notifications.facts import CASE, FILIP, FORM_CODE, WITHDRAWN, a_form, asked_for_marks, card, received
from tests.unit.notifications.letters import a_head
from tests.unit.notifications.letters_read import LANGUAGES

MAIL: Final = FakeChannel("mail", AddressKind.EMAIL)
TEXT: Final = FakeChannel("text", AddressKind.PHONE, way=Way.TEXT)
PAPER: Final = FakeChannel("paper", AddressKind.POSTAL, way=Way.LETTER)
BOTH: Final = {"email": "f@voorbeeld.example", "postal_address": "Lindestraat 1, 3511 AA Utrecht"}
WORDS: Final = load()
FORMS: Final = (Moment.SATISFACTION_FORM, Moment.SATISFACTION_FORM_MINOR)


def begun(**ways: str) -> Story:
    """Begin a case of which only Filip is written to."""
    story = Story(TEXT, MAIL, PAPER)
    filip = card(FILIP, "Filip", **(ways or BOTH))  # type: ignore[arg-type]  # no ages here
    story.hears(received(requester=filip, main_persons=(filip,)))
    return story


@pytest.mark.parametrize(("way", "channel"), [(FormWay.LINK, "mail"), (FormWay.PAPER, "paper")])
def test_a_form_goes_the_way_that_was_wished(way: FormWay, channel: str) -> None:
    work = begun().hears(asked_for_marks(FILIP, way=way))
    assert queued(work) == [(Moment.SATISFACTION_FORM, FILIP)]
    assert [delivery.channel for delivery in deliveries(work)] == [channel]


def test_a_child_gets_a_form_of_its_own_kind() -> None:
    assert queued(begun().hears(asked_for_marks(FILIP, Group.MINOR))) == [(Moment.SATISFACTION_FORM_MINOR, FILIP)]


def test_who_has_no_such_address_gets_it_the_other_way_and_nobody_reads_it_out_or_sends_it_as_a_text() -> None:
    only_mail = begun(email="f@voorbeeld.example").hears(asked_for_marks(FILIP, way=FormWay.PAPER))
    assert [delivery.channel for delivery in deliveries(only_mail)] == ["mail"]
    only_phone = begun(phone="+31612345678").hears(asked_for_marks(FILIP))
    assert held_back(only_phone) == [(Moment.SATISFACTION_FORM, SuppressedBecause.NO_WAY_TO_REACH)]
    assert to_tell(only_phone) == []


def test_a_form_of_a_case_that_stopped_does_not_go_and_one_that_waits_is_taken_back() -> None:
    stopped = begun()
    stopped.hears(WITHDRAWN)
    assert queued(stopped.hears(asked_for_marks(FILIP))) == []
    waiting = begun()
    waiting.hears(asked_for_marks(FILIP))
    assert (Moment.SATISFACTION_FORM, SuppressedBecause.WITHDRAWN) in held_back(waiting.hears(WITHDRAWN))


def test_the_code_stands_sealed_until_the_letter_is_made_and_goes_with_the_persons_key() -> None:
    story = begun()
    (delivery,) = deliveries(story.hears(asked_for_marks(FILIP)))
    note = story.message_to(FILIP, Moment.SATISFACTION_FORM)
    assert FORM_CODE not in repr(row_of(note)) + delivery.model_dump_json()
    assert note.form is not None
    assert note.form.code.scope == scope_of(Scope.PERSON, FILIP)


async def test_the_letter_says_code_closing_day_and_page_and_nothing_of_them_once_the_person_is_erased() -> None:
    post, vault, house = FakeChannel("paper", way=Way.LETTER), PlainVault(), a_house()
    page = {"scores_page": "www.voorbeeld.example/cijfers"}
    offices = {key: found.model_copy(update=page) for key, found in house.offices.items()}
    house = type(house)(house.organisation, offices, house.quiet)
    courier = Courier(vault, {"paper": post}, WORDS, house, DrivenClock(NOON))
    (delivery,) = deliveries(begun().hears(asked_for_marks(FILIP)))
    delivery = delivery.model_copy(update={"wording": _version(), "language": "nl"})
    assert await courier.deliver(delivery) == "kring.done"
    neutral = delivery.model_copy(update={"neutral_sender": True})
    assert await courier.deliver(neutral) == "kring.done"
    letter, without = post.letters
    for wanted in (FORM_CODE, "1 januari 2027", LADDER, "www.voorbeeld.example/cijfers"):
        assert wanted in letter.text
    assert "voorbeeld.example" not in without.text
    assert FORM_CODE not in letter.subject + letter.preview
    vault.destroy(scope_of(Scope.PERSON, FILIP))
    assert await courier.deliver(delivery) == "kring.erased"


async def test_after_the_closing_day_it_is_of_no_use_any_more() -> None:
    (delivery,) = deliveries(begun().hears(asked_for_marks(FILIP)))
    late = DrivenClock(NOON + timedelta(days=43))
    courier = Courier(PlainVault(), {"paper": FakeChannel("paper", way=Way.LETTER)}, WORDS, a_house(), late)
    assert await courier.deliver(delivery) == "kring.too-late"


def _version() -> str:
    choice = WORDS.choose(Moment.SATISFACTION_FORM, ["nl"], Way.LETTER, live=False)
    assert choice is not None
    return choice.version


def on_paper(moment: Moment, language: str, **changes: Any) -> Letter:  # noqa: ANN401 - fields of the letter
    choice = WORDS.choose(moment, [language], Way.LETTER, live=False)
    assert choice is not None
    known = {"name": "Noor de Wit", "signature": "Eigen Kracht, Gent", "code": FORM_CODE, "marks": LADDER}
    fields: dict[str, Any] = {
        "message_id": "a" * 32,
        "moment": moment,
        "language": language,
        "subject": "x",
        "text": WORDS.say(moment, choice, Way.LETTER, known | {"last_day": "x"}).text,
        "contact": Contact(name="Noor de Wit", postal_address="Lindestraat 1, 3511 AA Utrecht"),
        "sender": "gent@kring.example",
        "sender_name": "Gent",
        "written_at": NOON,
        "letterhead": a_head(),
        "right_to_left": is_right_to_left(language),
    }
    return Letter(**(fields | changes))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("moment", FORMS)
def test_on_paper_three_questions_with_ten_boxes_stand_on_a_sheet_that_bears_no_name(
    moment: Moment, language: str
) -> None:
    letter = on_paper(moment, language)
    sheet = said_of(letter, date(2026, 11, 20), "left")["sheet"]
    assert [one["boxes"] for one in sheet["paragraphs"]] == [False, False, True, True, True, False]
    assert all(len(one["lines"]) == 1 for one in sheet["paragraphs"][2:5])
    assert sheet["faces"] is (moment is Moment.SATISFACTION_FORM_MINOR)
    paper = paper_of(letter, date(2026, 11, 20))
    first, *_, last = pypdf.PdfReader(io.BytesIO(paper.pdf)).pages
    assert paper.pages % 2 == 1  # a sheet of its own, also where both sides are printed
    assert "Noor" in first.extract_text()
    said = last.extract_text()
    assert FORM_CODE in said
    assert "Noor" not in said
    assert "Lindestraat" not in said
    assert NEW_SHEET not in said
    assert sum(said.count(mark) >= 3 for mark in LADDER.split()) == 10


@pytest.mark.parametrize("large_print", [True, False])
def test_a_form_fits_on_one_sheet_also_in_large_print(*, large_print: bool) -> None:
    for language in LANGUAGES:
        paper = paper_of(on_paper(FORMS[1], language, large_print=large_print), date(2026, 11, 20))
        assert paper.pages == 3


def test_no_other_letter_is_cut_in_two() -> None:
    text = f"Dag Oma,\n\n{NEW_SHEET}\n\nDit hoort erbij.\n\nGroet,\nGent"
    said = said_of(on_paper(Moment.PLAN, "nl", text=text), date(2026, 11, 20), "left")
    assert said["sheet"] is None
    assert len(said["paragraphs"]) == 4


def test_a_delivery_of_before_has_no_form() -> None:
    (delivery,) = deliveries(begun().hears(asked_for_marks(FILIP)))
    before = delivery.model_dump_json(exclude={"form"}, by_alias=True)
    assert Delivery.model_validate_json(before).form is None
    assert Notification("a" * 32, CASE, FILIP, "utrecht", Moment.PLAN).form is None
    assert a_form(on_paper=True).ways[0] is Way.LETTER
