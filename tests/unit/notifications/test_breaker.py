"""A provider that keeps being away is left alone, and then one message tries it first."""

import asyncio
from datetime import timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given

from kring_notifications.breaker import FAILS_BEFORE_REST, REST, Breaker
from kring_notifications.courier import UNCLEAR, Courier
from kring_notifications.domain import AddressKind
from kring_notifications.hooks import ChannelAway, ChannelBusy, ChannelRefused, ChannelUnclear, Letter
from kring_notifications.ports import DONE, ERASED, RESTING, Delivery
from kring_shared.contracts.notifications import Moment, Way
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.clock import DrivenClock
from kring_shared.testing.work import NOON, PlainVault
from tests.unit.notifications.channels import FakeChannel, a_house, some_words
from tests.unit.notifications.facts import CASE, FILIP, OMA, RACHEL, card


def an_open_breaker() -> Breaker:
    breaker = Breaker()
    for _ in range(FAILS_BEFORE_REST):
        assert breaker.may_try(NOON)
        breaker.went(NOON, well=False)
    return breaker


def test_after_five_times_away_in_a_row_it_rests_and_then_lets_one_through() -> None:
    breaker = an_open_breaker()
    assert not breaker.may_try(NOON)
    assert not breaker.may_try(NOON + REST - timedelta(microseconds=1))
    assert breaker.may_try(NOON + REST)
    assert not breaker.may_try(NOON + REST), "until it is known how that went"


def test_when_that_one_goes_well_everything_goes_again() -> None:
    breaker = an_open_breaker()
    assert breaker.may_try(NOON + REST)
    breaker.went(NOON + REST, well=True)
    assert all(breaker.may_try(NOON + REST) for _ in range(3))


def test_when_that_one_fails_it_rests_as_long_again() -> None:
    breaker = an_open_breaker()
    assert breaker.may_try(NOON + REST)
    breaker.went(NOON + REST, well=False)
    assert not breaker.may_try(NOON + 2 * REST - timedelta(microseconds=1))
    assert breaker.may_try(NOON + 2 * REST)


def test_one_that_goes_well_in_between_makes_the_count_begin_anew() -> None:
    breaker = Breaker()
    for well in (*[False] * (FAILS_BEFORE_REST - 1), True, *[False] * (FAILS_BEFORE_REST - 1)):
        breaker.went(NOON, well=well)
    assert breaker.may_try(NOON)


@given(st.lists(st.tuples(st.booleans(), st.timedeltas(timedelta(), REST)), max_size=40))
def test_it_is_never_stuck_as_long_as_every_try_is_noted(tries: list[tuple[bool, timedelta]]) -> None:
    breaker, now = Breaker(), NOON
    for well, later in tries:
        now += later
        if breaker.may_try(now):
            breaker.went(now, well=well)
    assert breaker.may_try(now + REST)


class Provider(FakeChannel):
    """Does what it is told to do, each time once."""

    def __init__(self, *does: BaseException | None) -> None:
        super().__init__("post", AddressKind.EMAIL)
        self.does = list(does)

    async def send(self, letter: Letter) -> None:
        if self.does and (failure := self.does.pop(0)) is not None:
            raise failure
        await super().send(letter)


class Counter:
    """One courier with one provider, and a clock that is moved by hand."""

    def __init__(self, *does: BaseException | None) -> None:
        self.post, self.vault, self.clock = Provider(*does), PlainVault(), DrivenClock(NOON)
        self.courier = Courier(self.vault, {"post": self.post}, some_words(), a_house(), self.clock)

    async def gives(self, person_id: str = OMA) -> str:
        return await self.courier.deliver(
            Delivery(
                message_id=RACHEL,
                sending_id=RACHEL,
                case_id=CASE,
                person_id=person_id,
                moment=Moment.PLAN,
                language="nl",
                wording=some_words().choose(Moment.PLAN, ["nl"], Way.EMAIL, live=False).version,  # type: ignore[union-attr]
                channel="post",
                office="utrecht",
                neutral_sender=False,
                contact=card(person_id, "Oma").contact,
            )
        )


@pytest.mark.parametrize(
    "failure",
    [ChannelAway("x"), ChannelBusy("x"), ChannelUnclear("x"), ZeroDivisionError()],
    ids=lambda f: type(f).__name__,
)
async def test_five_letters_that_get_no_clear_answer_leave_the_provider_alone(failure: Exception) -> None:
    counter = Counter(*[failure] * FAILS_BEFORE_REST)
    for _ in range(FAILS_BEFORE_REST):
        assert await counter.gives() == getattr(failure, "code", UNCLEAR)
    assert await counter.gives() == RESTING
    counter.clock.move_by(REST)
    assert await counter.gives() == DONE
    assert await counter.gives() == DONE


async def test_a_clear_no_is_an_answer_and_rests_nobody() -> None:
    counter = Counter(*[ChannelRefused("x")] * (FAILS_BEFORE_REST + 1))
    for _ in range(FAILS_BEFORE_REST + 1):
        assert await counter.gives() == ChannelRefused.code


async def test_whoever_was_erased_does_not_use_up_the_one_try_after_a_rest() -> None:
    counter = Counter(*[ChannelAway("x")] * FAILS_BEFORE_REST)
    for _ in range(FAILS_BEFORE_REST):
        await counter.gives()
    counter.clock.move_by(REST)
    counter.vault.destroy(scope_of(Scope.PERSON, FILIP))
    assert await counter.gives(FILIP) == ERASED
    assert await counter.gives() == DONE


async def test_a_try_that_is_cut_off_does_not_keep_the_provider_at_rest_for_good() -> None:
    counter = Counter(*[ChannelAway("x")] * FAILS_BEFORE_REST, asyncio.CancelledError())
    for _ in range(FAILS_BEFORE_REST):
        await counter.gives()
    counter.clock.move_by(REST)
    with pytest.raises(asyncio.CancelledError):
        await counter.gives()
    counter.clock.move_by(REST)
    assert await counter.gives() == DONE
