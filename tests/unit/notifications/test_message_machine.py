"""One case's messages, whatever happens to them and in whatever order: outcomes, stops, bounces, wishes, a person."""

from collections import defaultdict
from copy import copy
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from itertools import count

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kring_notifications.domain import AddressKind, Notification
from kring_notifications.ports import AWAY, DELIVER, DONE, ERASED, NOT_TRIED, UNCLEAR, Delivery
from kring_notifications.process import MESSAGE, Status
from kring_notifications.process.message import ON_ITS_WAY
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Fact, Named
from kring_shared.contracts.field import PersonCard
from kring_shared.contracts.notifications import (
    Arrived,
    CorrectContact,
    Moment,
    NoteTold,
    NotificationQueued,
    RecordContactWishes,
    ReportArrival,
    ResendMessage,
    TranslationMissing,
    Way,
)
from kring_shared.contracts.sealed import Contact, Scope, scope_of
from kring_shared.kernel.errors import KringError
from kring_shared.kernel.ids import id_at
from kring_shared.kernel.work import Errand, Work
from kring_shared.testing.work import NOON, an_actor
from tests.unit.notifications.cases import Story
from tests.unit.notifications.channels import QUIET, FakeChannel, a_house
from tests.unit.notifications.facts import (
    ACTIVATED,
    AMINA,
    CALL,
    CANCELLED,
    FILIP,
    HANDED_OVER,
    INFORMED,
    INVITED,
    LAPSED,
    MERGED,
    MOVED,
    OFFERED,
    PAUSED,
    PROPOSED,
    REFUSED,
    RESUMED,
    REVIEW,
    SAID_YES,
    STEPPED_OUT,
    SUGGESTED,
    UNMERGED,
    WITHDRAWN,
    received,
    scheduled,
)

MINUTES = timedelta(minutes=10)
MAIL = FakeChannel("mail", AddressKind.EMAIL, disturbs=True, patience=(MINUTES, MINUTES))
TEXT = FakeChannel("text", AddressKind.PHONE, way=Way.TEXT, disturbs=True, repeatable=True, patience=(MINUTES, MINUTES))
PAPER = FakeChannel("paper", AddressKind.POSTAL, way=Way.LETTER)
REPEATABLE = {"text"}
CODES = sorted({DONE, ERASED, *NOT_TRIED, *AWAY, *UNCLEAR, "kring.channel-refused", "kring.no-such-channel"})
FACTS: tuple[Fact, ...] = (
    ACTIVATED,
    CANCELLED,
    HANDED_OVER,
    INFORMED,
    INVITED,
    MERGED,
    OFFERED,
    PAUSED,
    PROPOSED,
    REFUSED,
    RESUMED,
    REVIEW,
    SAID_YES,
    STEPPED_OUT,
    SUGGESTED,
    UNMERGED,
    WITHDRAWN,
    scheduled(),
    scheduled(NOON + timedelta(days=3)),
)
SAID: tuple[Fact, ...] = (OFFERED, PROPOSED, CALL, REVIEW)
FOR_GOOD: tuple[Fact, ...] = (LAPSED, MOVED)
ENDS = {Moment.STOPPED, Moment.ENDED}
"""All that is written once a case stopped."""


@dataclass
class Carried:
    """One errand as the runtime keeps it."""

    errand: Errand
    begun: bool = False

    @property
    def delivery(self) -> Delivery:
        assert isinstance(self.errand.body, Delivery)
        return self.errand.body


@cache
def the_wired_story() -> Story:
    """Wire the service once: that takes longer than all that happens to a case."""
    return Story(TEXT, MAIL, PAPER, house=a_house(QUIET))


def a_story() -> Story:
    """Give a story of which nothing happened yet, and which makes the same ids each time."""
    story = copy(the_wired_story())
    story._stored, story._causes = {}, (id_at(NOON, f"cause {n}") for n in count())
    return story


class MessageMachine(RuleBasedStateMachine):
    """A runtime that carries out nothing: which errands begin, and what comes of them, is drawn."""

    @initialize()
    def begins(self) -> None:
        self.now, self.alive = NOON, list[Carried]()
        self.may_be_out: defaultdict[str, set[str]] = defaultdict(set)
        self.stages: dict[str, Status] = {}
        self.story = a_story()
        everywhere = Contact(
            name="Filip", email="f@voorbeeld.example", phone="+31612345678", postal_address="Lindestraat 1, Utrecht"
        )
        sealed = self.story.vault.seal("utrecht", scope_of(Scope.PERSON, FILIP), everywhere)
        self.hears(received(main_persons=(PersonCard(person_id=FILIP, contact=sealed, languages=("ar",)),)))

    @rule(hours=st.sampled_from([0.25, 1, 9, 60]))
    def time_passes(self, hours: float) -> None:
        self.now += timedelta(hours=hours)

    @precondition(lambda self: any(not c.begun and c.errand.due <= self.now for c in self.alive))
    @rule(data=st.data())
    def an_errand_begins(self, data: st.DataObject) -> None:
        due = [c for c in self.alive if not c.begun and c.errand.due <= self.now]
        data.draw(st.sampled_from(due)).begun = True

    @precondition(lambda self: any(c.begun for c in self.alive))
    @rule(data=st.data(), code=st.sampled_from(CODES))
    def an_errand_ends(self, data: st.DataObject, code: str) -> None:
        ended = data.draw(st.sampled_from([c for c in self.alive if c.begun]))
        self.alive.remove(ended)
        if code == DONE or code in UNCLEAR:
            self.may_be_out[ended.delivery.message_id].add(ended.delivery.channel)
        self.follow(self.story.ends(ended.delivery, code, now=self.now))

    @rule(fact=st.sampled_from(FACTS))
    def something_happens(self, fact: Fact) -> None:
        self.hears(fact)

    @rule(fact=st.sampled_from(SAID))
    def there_is_something_to_say(self, fact: Fact) -> None:
        self.hears(fact)

    @rule(fact=st.sampled_from([PAUSED, RESUMED, MERGED, UNMERGED, WITHDRAWN]))
    def it_stops_or_goes_on(self, fact: Fact) -> None:
        self.hears(fact)

    @precondition(lambda self: self.now > NOON + timedelta(days=4))
    @rule(fact=st.sampled_from(FOR_GOOD))
    def the_office_lets_go_of_it(self, fact: Fact) -> None:
        self.hears(fact)

    @rule(data=st.data(), arrived=st.sampled_from(Arrived))
    def a_provider_says(self, data: st.DataObject, arrived: Arrived) -> None:
        note = self.one(data)
        if arrived is Arrived.BOUNCED and note.status in {Status.SENT, Status.DELIVERED}:
            self.may_be_out[note.id].discard(note.channel)
        self.hears(ReportArrival(message_id=note.id, arrived=arrived, code="5.1.1"))

    @rule(data=st.data())
    def a_person_sends_it_again(self, data: st.DataObject) -> None:
        note = self.one(data)
        before, self.may_be_out[note.id] = self.may_be_out[note.id], set()  # a new decision
        if not self.hears(ResendMessage(case_id=note.case_id, message_id=note.id)):
            self.may_be_out[note.id] = before

    @rule(data=st.data(), did=st.booleans())
    def a_person_tells_it(self, data: st.DataObject, did: bool) -> None:  # noqa: FBT001 - drawn
        note = self.one(data)
        self.hears(NoteTold(case_id=note.case_id, message_id=note.id, reached=did))

    @rule(
        who=st.sampled_from([FILIP, AMINA]),
        ways=st.sampled_from([None, (), (Way.CALL,), (Way.TEXT, Way.EMAIL), (Way.LETTER, Way.CALL)]),
        alone=st.sampled_from([None, None, True, False]),
    )
    def somebody_says_how(self, who: str, ways: tuple[Way, ...] | None, alone: bool | None) -> None:  # noqa: FBT001
        case_id = self.story.correspondence.case_id
        self.hears(RecordContactWishes(case_id=case_id, person_id=who, ways=ways, do_not_contact=alone))

    @rule(who=st.sampled_from([FILIP, AMINA]), phone=st.booleans())
    def somebody_moves(self, who: str, phone: bool) -> None:  # noqa: FBT001 - drawn
        contact = Contact(name="N", phone="+31600000000" if phone else "", email="" if phone else "n@voorbeeld.example")
        self.hears(CorrectContact(case_id=self.story.correspondence.case_id, person_id=who, contact=contact))

    @invariant()
    def what_is_on_its_way_is_so_by_one_errand_and_nothing_else_waits(self) -> None:
        if not hasattr(self, "alive"):
            return
        kept = {note.id: note.status for note in self.story.notifications}
        for message_id, status in kept.items():
            mine = [c for c in self.alive if c.delivery.message_id == message_id]
            assert len(mine) <= 1
            assert status not in ON_ITS_WAY or len(mine) == 1, f"{status} without anybody who brings it"
            assert status in ON_ITS_WAY or all(c.begun for c in mine), f"{status}, and still to be brought"
        assert all(c.begun for c in self.alive if c.delivery.message_id not in kept)

    def one(self, data: st.DataObject) -> Notification:
        return data.draw(st.sampled_from(self.story.notifications or [LOST]))

    def hears(self, message: Named) -> bool:
        """Handle one message; a refusal, or what waits, changes nothing."""
        try:
            work = self.story.hears(message, now=self.now, actor=an_actor(Role.REGIONAL_MANAGER))
        except KringError:
            return False
        self.follow(work)
        return True

    def follow(self, work: Work) -> None:
        """Keep errands as the runtime does, and hold what was told against the table."""
        called_back = {key for name, key in work.dropped if name == DELIVER}
        self.alive = [c for c in self.alive if c.begun or c.errand.key not in called_back]
        self.alive += [Carried(errand) for errand in work.errands if errand.name == DELIVER]
        for told in work.told:
            message_id = getattr(told.fact, "message_id", None)
            if message_id is not None and not isinstance(told.fact, TranslationMissing):
                self.stages[message_id] = MESSAGE.next(self.stages.get(message_id, MESSAGE.start), type(told.fact))
            if isinstance(told.fact, NotificationQueued):
                self.is_queued(told.fact)
        kept = {note.id: note.status for note in self.story.notifications}
        assert {message_id: self.stages[message_id] for message_id in kept} == kept

    def is_queued(self, fact: NotificationQueued) -> None:
        """Hold a decision to send against everything that may have gone out before, and whom it is to."""
        case, person = self.story.correspondence, self.story.correspondent(fact.person_id)
        assert not case.paused, "nobody is written to while somebody's death is spoken of"
        assert not case.stopped or fact.moment in ENDS, "nobody is written to of what stopped"
        assert not person.do_not_contact
        out = self.may_be_out[fact.message_id]
        assert out <= {fact.channel}, "it may have gone out by another channel"
        assert not out or fact.channel in REPEATABLE, "it may have gone out by this one, and would come twice"
        assert not any(n.id == fact.message_id and n.because for n in self.story.notifications)


LOST = Notification("f" * 32, "e" * 32, FILIP, "utrecht", Moment.PLAN)
"""What nobody knows here."""

TestMessageMachine = MessageMachine.TestCase
TestMessageMachine.settings = settings(max_examples=80, stateful_step_count=40, deadline=None)
