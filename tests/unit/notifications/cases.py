"""One case as it goes at notifications, by the routes the service declares, and what came of each message."""

from datetime import datetime
from itertools import count

from kring_notifications.courier import Courier
from kring_notifications.domain import Correspondence, Correspondent, Notification, correspondent_id
from kring_notifications.handlers.letters import Letters
from kring_notifications.house import House
from kring_notifications.ports import DELIVER, FORGET, LOOK_AFTER, Delivery, Forget, LookAfter
from kring_notifications.subscribers import declare
from kring_notifications.wording import Wording
from kring_shared.contracts.actor import Actor
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.notifications import (
    Moment,
    NotificationQueued,
    NotificationSuppressed,
    NotificationToTell,
    SuppressedBecause,
    ToTellBecause,
)
from kring_shared.kernel.clock import DrivenClock
from kring_shared.kernel.ids import id_at
from kring_shared.kernel.work import Aggregate, Found, Work
from kring_shared.runtime.declared.broker import LaneBroker
from kring_shared.runtime.declared.routes import Route
from kring_shared.runtime.lane.timers import ErrandDone
from kring_shared.runtime.storage.shelves import View
from kring_shared.testing.work import NOON, PlainVault, a_work
from tests.unit.notifications.channels import MAIL, SLIP, FakeChannel, a_house, some_words
from tests.unit.notifications.facts import CASE


class Story:
    """One case as it goes: each message is handled in a room of its own, on what the earlier ones left.

    As in the lane, a handler finds what its message's keys name, and what the route names then; nothing else.
    """

    def __init__(
        self,
        *channels: FakeChannel,
        vault: PlainVault | None = None,
        wording: Wording | None = None,
        house: House | None = None,
    ) -> None:
        """Wire the service to these channels (`MAIL` and `SLIP`), words and house."""
        self.vault = vault or PlainVault()
        self.channels, words, open_house = channels or (MAIL, SLIP), wording or some_words(), house or a_house()
        self.letters = Letters(self.channels, words, open_house)
        named = {channel.name: channel for channel in self.channels}
        broker = LaneBroker("nats://127.0.0.1:1")
        declare(broker, self.letters, Courier(self.vault, named, words, open_house, DrivenClock(NOON)))
        self._routes = broker.routes.messages
        self._stored: dict[tuple[type, str], Aggregate] = {}
        self._causes = (id_at(NOON, f"cause {n}") for n in count())

    def hears(self, *messages: Named, now: datetime = NOON, actor: Actor | None = None) -> Work:
        """Handle messages in order; give the room of the last. Commands need an actor."""
        work = a_work("notifications", vault=self.vault)
        for message in messages:
            work = self._settle(message, self._routes[message.kind()], now, actor)
        return work

    def ends(self, delivery: Delivery, code: str = "kring.done", *, now: datetime = NOON) -> Work:
        """Hand in what came of a delivery."""
        body = delivery.to_json().decode()
        done = ErrandDone(errand_id="e", case_id=delivery.message_id, code=code, body=body)
        return self._settle(done, self._routes[f"errand/{DELIVER}"], now)

    def looked(self, asked: LookAfter, code: str, *, now: datetime = NOON) -> Work:
        """Hand in what a channel said of a message it took."""
        body = asked.to_json().decode()
        done = ErrandDone(errand_id="e", case_id=asked.message_id, code=code, body=body)
        return self._settle(done, self._routes[f"errand/{LOOK_AFTER}"], now)

    def forgot(self, asked: Forget, code: str = "kring.done", *, now: datetime = NOON) -> Work:
        """Hand in what came of taking messages away."""
        done = ErrandDone(errand_id="e", case_id=asked.case_id, code=code, body=asked.to_json().decode())
        return self._settle(done, self._routes[f"errand/{FORGET}"], now)

    def correspondent(self, person_id: str) -> Correspondent:
        """Give a person as they are stored."""
        found = self._stored[Correspondent, correspondent_id(CASE, person_id)]
        assert isinstance(found, Correspondent)
        return found

    @property
    def kept(self) -> set[str]:
        """Name the kinds of what is stored."""
        return {kind.__name__ for kind, _ in self._stored}

    @property
    def correspondence(self) -> Correspondence:
        """Give the case as it is stored."""
        found = self._stored[Correspondence, CASE]
        assert isinstance(found, Correspondence)
        return found

    @property
    def notifications(self) -> list[Notification]:
        """Give every message of the case, in the order they were made."""
        return [found for found in self._stored.values() if isinstance(found, Notification)]

    def message_to(self, person_id: str, moment: Moment) -> Notification:
        """Give the last message to somebody at a moment."""
        return [n for n in self.notifications if (n.person_id, n.moment) == (person_id, moment)][-1]

    def _settle(self, message: Named, route: Route, now: datetime, actor: Actor | None = None) -> Work:
        keys = set(route.keys(message, "utrecht"))
        if route.then is not None:
            view = View()
            for aggregate in self._about(keys):
                view.add(type(aggregate), aggregate)
            keys |= set(route.then(message, "utrecht", Found(view.loaded, view.groups)))
        cause = next(self._causes)
        work = a_work("notifications", *self._about(keys), actor=actor, now=now, cause=cause, vault=self.vault)
        route.handle(message, work)
        self._stored = {place: a for place, a in self._stored.items() if place not in work.removed} | work.changed
        return work

    def _about(self, keys: set[str]) -> list[Aggregate]:
        return [aggregate for aggregate in self._stored.values() if keys & set(aggregate.keys())]


def deliveries(work: Work) -> list[Delivery]:
    """Give what one message wants carried out."""
    return [errand.body for errand in work.errands if isinstance(errand.body, Delivery)]


def to_forget(work: Work) -> list[Forget]:
    """Give what one message wants taken away."""
    return [errand.body for errand in work.errands if isinstance(errand.body, Forget)]


def queued(work: Work) -> list[tuple[Moment, str]]:
    """Give which moments reach whom, in order."""
    return [(t.fact.moment, t.fact.person_id) for t in work.told if isinstance(t.fact, NotificationQueued)]


def held_back(work: Work) -> list[tuple[Moment, SuppressedBecause]]:
    """Give which messages were not sent on purpose, and why, in order."""
    return [(t.fact.moment, t.fact.because) for t in work.told if isinstance(t.fact, NotificationSuppressed)]


def to_tell(work: Work) -> list[tuple[Moment, str, ToTellBecause]]:
    """Give what a person tells, whom, and why, in order."""
    facts = [t.fact for t in work.told if isinstance(t.fact, NotificationToTell)]
    return [(fact.moment, fact.person_id, fact.because) for fact in facts]


def reached(work: Work) -> list[tuple[Moment, str]]:
    """Give the same as `queued`, ordered by person."""
    return sorted(queued(work), key=lambda told: told[1])
