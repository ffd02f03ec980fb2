"""How a letter is made at the moment it goes, and what becomes of it."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from typing import Any, Final

import pytest

from kring_notifications.breaker import FAILS_BEFORE_REST, REST
from kring_notifications.courier import Courier
from kring_notifications.domain import FORMS, Quiet
from kring_notifications.hooks import Channel, ChannelAway, ChannelBusy, ChannelRefused, ChannelUnclear, Letter
from kring_notifications.house import House
from kring_notifications.ports import Delivery, LookAfter
from kring_notifications.wording import load
from kring_shared.contracts.notifications import Arrived, Moment, Way
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.clock import DrivenClock
from kring_shared.kernel.errors import NotYet
from kring_shared.testing.work import NOON, PlainVault
from tests.unit.notifications.channels import WRITTEN, ZONE, FakeChannel, a_house
from tests.unit.notifications.facts import CASE, OMA, RACHEL, a_form, card

EVENING: Final = datetime(2026, 7, 1, 17, 30, tzinfo=UTC)
WORDS: Final = load()
AT_NOON_IT_IS_NIGHT: Final = Quiet(ZONE, time(12), time(18), days_of_rest=False)


def a_courier(
    channel: Channel,
    vault: PlainVault | None = None,
    house: House | None = None,
    clock: DrivenClock | None = None,
) -> Courier:
    on = clock or DrivenClock(NOON)
    return Courier(vault or PlainVault(), {channel.name: channel}, WORDS, house or a_house(), on)


def a_delivery(**changes: Any) -> Delivery:  # noqa: ANN401 - fields of the delivery
    """Make a delivery in the words there are, to go by an e-mail unless `way` says otherwise."""
    way = changes.pop("way", Way.EMAIL)
    fields: dict[str, Any] = {
        "message_id": RACHEL,
        "case_id": CASE,
        "person_id": OMA,
        "moment": Moment.DATE_REMINDER,
        "language": "nl",
        "channel": "post",
        "office": "utrecht",
        "neutral_sender": False,
        "contact": card(OMA, "Oma").contact,
        "at": EVENING,
    } | changes
    if fields["moment"] in FORMS:
        fields = {"form": a_form()} | fields
    choice = WORDS.choose(fields["moment"], [fields["language"]], way, live=False)
    assert choice is not None
    return Delivery(**({"wording": choice.version} | fields | {"language": choice.language}))


async def sent(post: FakeChannel | None = None, **changes: Any) -> Letter:  # noqa: ANN401 - fields of the delivery
    post = post or FakeChannel("post")
    assert await a_courier(post).deliver(a_delivery(way=post.way, **changes)) == "kring.done"
    (letter,) = post.letters
    return letter


async def test_a_reminder_names_the_day_and_the_time_where_the_office_is() -> None:
    letter = await sent()
    assert "woensdag 1 juli 2026" in letter.text
    assert "19:30" in letter.text
    assert "Oma" in letter.text
    assert letter.contact.email == "oma@voorbeeld.example"


async def test_a_letter_about_money_names_the_last_day_to_object_when_it_is_known() -> None:
    letter = await sent(moment=Moment.FUNDING_REFUSED, at=None, last_day=date(2026, 7, 1))
    assert "woensdag 1 juli 2026" in letter.text
    assert "2026" not in (await sent(moment=Moment.FUNDING_REFUSED, at=None)).text


async def test_a_letter_shows_who_it_is_from() -> None:
    letter = await sent()
    assert letter.text.endswith("Eigen Kracht, Utrecht")
    assert (letter.sender, letter.sender_name) == ("utrecht@kring.example", "Utrecht")
    assert letter.letterhead is not None
    assert (letter.letterhead.organisation, letter.letterhead.title) == ("Eigen Kracht", "Utrecht")


async def test_a_letter_with_a_neutral_sender_does_not() -> None:
    for way, language in product(WRITTEN, WORDS.languages):
        letter = await sent(FakeChannel("post", way=way), language=language, neutral_sender=True)
        assert not [one for one in ("eigen kracht", "utrecht", "kring") if one in letter.text.lower()]
        assert WORDS.nobody(language) in letter.text
        assert (letter.sender_name, letter.letterhead) == ("", None)


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
async def test_no_subject_and_no_preview_says_what_the_letter_is_about(language: str) -> None:
    letters = [await sent(moment=moment, language=language, last_day=EVENING.date(), count=2) for moment in Moment]
    for of_a_language in ({x for x in letters if x.language == found} for found in {x.language for x in letters}):
        assert len({(letter.subject, letter.preview) for letter in of_a_language}) == 1
    assert not any("Oma" in letter.subject or "Oma" in letter.preview for letter in letters)


@pytest.mark.parametrize("moment", Moment)
@pytest.mark.parametrize("way", WRITTEN)
async def test_every_moment_can_be_written_by_every_way(moment: Moment, way: Way) -> None:
    letter = await sent(FakeChannel("post", way=way), moment=moment, last_day=date(2026, 7, 1), count=3)
    assert letter.moment is moment
    assert (letter.subject == "") is way.is_short


async def test_short_words_name_nobody_since_others_may_see_it() -> None:
    for moment, way in product(Moment, [way for way in Way if way.is_short]):
        letter = await sent(FakeChannel("post", way=way), moment=moment, count=1)
        assert "Oma" not in letter.text


async def test_another_organisations_system_gets_a_reference_and_no_words() -> None:
    hook = FakeChannel("post", way=Way.SYSTEM)
    code = await a_courier(hook).deliver(a_delivery(moment=Moment.ENDED, reference="WN-1", language="nl", wording=""))
    (letter,) = hook.letters
    assert (code, letter.subject, letter.text, letter.reference) == ("kring.done", "", "", "WN-1")


async def test_nothing_goes_to_somebody_who_was_erased() -> None:
    vault, post = PlainVault(), FakeChannel("post")
    vault.destroy(scope_of(Scope.PERSON, OMA))
    assert await a_courier(post, vault).deliver(a_delivery()) == "kring.erased"
    assert post.letters == []


async def test_while_the_vault_is_away_nothing_goes_and_it_is_tried_again() -> None:
    class Away(PlainVault):
        def open(self, *_: object) -> Any:  # noqa: ANN401 - as the real one is called
            message = "the vault is away"
            raise NotYet(message)

    post = FakeChannel("post")
    assert (await a_courier(post, Away()).deliver(a_delivery()), post.letters) == ("kring.vault-away", [])


class Refusing(FakeChannel):
    """Raises what it is told to, and counts how often it was asked."""

    def __init__(self, error: Exception) -> None:
        super().__init__("post")
        self.error, self.asked = error, 0

    async def send(self, letter: Letter) -> None:  # noqa: ARG002 - as a channel is called
        self.asked += 1
        raise self.error


@pytest.mark.parametrize("refusal", [ChannelRefused, ChannelAway, ChannelBusy, ChannelUnclear])
async def test_what_the_channel_says_becomes_the_code(refusal: type[ChannelRefused]) -> None:
    assert await a_courier(Refusing(refusal("Dag Oma"))).deliver(a_delivery()) == refusal.code


async def test_of_whatever_else_a_channel_raises_nobody_can_tell_whether_it_went_out() -> None:
    assert await a_courier(Refusing(ZeroDivisionError())).deliver(a_delivery()) == "kring.unclear"


async def test_a_channel_that_keeps_being_away_rests_and_then_one_letter_tries_it_first() -> None:
    clock, post = DrivenClock(NOON), Refusing(ChannelAway("down"))
    courier = a_courier(post, clock=clock)
    codes = [await courier.deliver(a_delivery()) for _ in range(FAILS_BEFORE_REST + 2)]
    assert codes[-3:] == ["kring.channel-away", "kring.channel-resting", "kring.channel-resting"]
    clock.move_by(REST)
    assert await courier.deliver(a_delivery()) == "kring.channel-away"
    assert await courier.deliver(a_delivery()) == "kring.channel-resting"
    assert post.asked == FAILS_BEFORE_REST + 1


async def test_a_channel_that_says_no_is_there_and_does_not_rest() -> None:
    post = Refusing(ChannelRefused("no such address"))
    courier = a_courier(post)
    codes = {await courier.deliver(a_delivery()) for _ in range(FAILS_BEFORE_REST + 2)}
    assert codes == {"kring.channel-refused"}


async def test_a_telephone_does_not_ring_at_night_because_the_letter_was_late() -> None:
    text, house = FakeChannel("post", way=Way.TEXT, disturbs=True), a_house(AT_NOON_IT_IS_NIGHT)
    assert await a_courier(text, house=house).deliver(a_delivery(way=Way.TEXT)) == "kring.at-night"
    mail = FakeChannel("post")
    assert await a_courier(mail, house=house).deliver(a_delivery()) == "kring.done"
    urgent = a_delivery(way=Way.TEXT, before=NOON + timedelta(hours=1))
    assert await a_courier(text, house=house).deliver(urgent) == "kring.done"


async def test_words_that_were_changed_since_are_chosen_anew() -> None:
    assert await a_courier(FakeChannel("post")).deliver(a_delivery(wording="00000000")) == "kring.other-words"


async def test_words_that_lack_what_they_say_go_to_a_person() -> None:
    assert await a_courier(FakeChannel("post")).deliver(a_delivery(at=None)) == "kring.no-words"


async def test_a_channel_or_an_office_that_was_removed_meanwhile_has_a_code_of_its_own() -> None:
    courier = a_courier(FakeChannel("post"))
    assert await courier.deliver(a_delivery(channel="pigeon")) == "kring.no-such-channel"
    assert await courier.deliver(a_delivery(office="elsewhere")) == "kring.no-such-office"


async def test_a_channel_that_can_be_asked_says_what_became_of_a_message() -> None:
    class Followed(FakeChannel):
        looks_after = (timedelta(hours=1),)

        async def became(self, message_id: str) -> Arrived | None:
            return Arrived.DELIVERED if message_id == RACHEL else None

    courier = a_courier(Followed("post"))
    assert await courier.look_after(LookAfter(message_id=RACHEL, channel="post")) == "kring.delivered"
    assert await courier.look_after(LookAfter(message_id=OMA, channel="post")) == "kring.nothing-new"
    silent = a_courier(FakeChannel("post"))
    assert await silent.look_after(LookAfter(message_id=RACHEL, channel="post")) == "kring.no-such-channel"


async def test_the_day_for_their_own_calendar_comes_only_where_it_was_asked_for_and_never_says_where() -> None:
    assert (await sent()).calendar is None
    letter = await sent(calendar=True, sequence=2)
    assert letter.calendar is not None
    assert b"SEQUENCE:2" in letter.calendar
    assert b"LOCATION" not in letter.calendar
    assert letter.calendar_method == "REQUEST"
    off = await sent(calendar=True, moment=Moment.STOPPED, at=None)
    assert (off.calendar_method, b"CANCELLED" in (off.calendar or b"")) == ("CANCEL", True)
    assert (await sent(calendar=True, moment=Moment.PLAN)).calendar is None


async def test_a_letter_that_is_printed_by_mistake_shows_neither_words_nor_address() -> None:
    assert "oma" not in repr(await sent()).lower()
