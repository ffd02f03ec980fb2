"""What a second notifications has to do to play in a route: each letter once, and a person where no letter does it."""

from collections.abc import Iterator
from typing import Final

from kring_shared.contracts import intake as i
from kring_shared.contracts import notifications as n
from kring_shared.contracts.field import ConferenceType, Dossier, PersonCard, RequesterKind
from kring_shared.contracts.registry import ErasureOrdered
from kring_shared.contracts.retention import RecordKind
from kring_shared.testing.conformance.invented import Invented
from kring_shared.testing.conformance.mailbox import NOBODY, SILENCE
from kring_shared.testing.conformance.mailed import Letter, Mail
from kring_shared.testing.conformance.steps import (
    ANYTHING,
    NOT_PERMITTED,
    Ask,
    Do,
    Expect,
    ExpectNothing,
    Scenario,
    Step,
    Tell,
)

ARRIVED: Final = n.Moment.REQUEST_RECEIVED
LETTERS: Final = (n.NotificationQueued, n.NotificationSent, n.NotificationToTell)


def dossier() -> Dossier:
    """Give what it is about, in codes."""
    return Dossier(conference_type=ConferenceType.FAMILY, policy="nl/1", municipality="Utrecht", languages=("nl",))


def comes_in(some: Invented, *main_persons: PersonCard) -> Step:
    """A professional asked for a conference for these people."""
    received = i.RequestReceived(
        case_id=some.id("case"),
        requester_kind=RequesterKind.PROFESSIONAL,
        requester=some.card("referrer"),
        main_persons=main_persons or (some.card("amina"),),
        dossier=dossier(),
    )
    return Tell(received)


def is_accepted(some: Invented) -> Step:
    """The office took it on."""
    accepted = i.RequestAccepted(
        case_id=some.id("case"),
        requester=some.card("referrer"),
        main_persons=(some.card("amina"),),
        dossier=dossier(),
    )
    return Tell(accepted)


def nobody_pays(some: Invented) -> Step:
    """A funder does not pay: those it is about are to hear it."""
    return Tell(i.FundingRefused(case_id=some.id("case"), reason=i.FundingRefusal.BUDGET_USED))


def each_letter_once(some: Invented) -> Iterator[Step]:
    """Who asked and whom it is about hear that it came in; how it goes on, only who is to hear that."""
    case = some.id("case")
    yield comes_in(some)
    yield Letter(case, ARRIVED, "referrer")
    yield Letter(case, ARRIVED, "amina")
    yield Mail("amina", 1)
    yield is_accepted(some)
    yield Letter(case, n.Moment.TAKEN_ON, "referrer")
    yield Tell(i.RequestClosed(case_id=case, outcome=i.Outcome.MEETING_WITH_PLAN, lead_time_days=40))
    yield Letter(case, n.Moment.ENDED, "referrer")
    yield Mail("referrer", 3)
    yield Mail("amina", 1)
    shown = {"messages.*.moment": "taken-on", "messages.*.personId": some.id("amina"), "messages.each.language": "nl"}
    yield Ask(n.ListMessages(case_id=case), some.manager, shown)
    yield Ask(n.ListMessages(case_id=case), some.coordinator("stranger"), refused=NOT_PERMITTED)


def a_person_tells_it(some: Invented) -> Iterator[Step]:
    """Where the mail server refuses, and where there is no address at all, somebody of the office tells it."""
    case, oma, nobody = some.id("case"), some.card("oma", email=False), some.card(NOBODY)
    yield comes_in(some, oma, nobody)
    no_way = {"personId": oma.person_id, "moment": ARRIVED, "because": "no-way"}
    yield Expect(n.NotificationToTell, case, no_way, names={"messageId": "to oma"})
    yield Letter(case, ARRIVED, NOBODY, ends=n.NotificationFailed)
    failed = {"personId": nobody.person_id, "moment": ARRIVED, "because": "failed"}
    yield Expect(n.NotificationToTell, case, failed, names={"messageId": "to nobody"})
    yield Letter(case, ARRIVED, "referrer")
    waits = {"lines.*.messageId": some.id("to oma"), "lines.*.because": "failed"}
    yield Ask(n.ListToTell(case_id=case), some.manager, waits)
    words = n.ShowToTell(case_id=case, message_id=some.id("to oma"))
    yield Ask(words, some.manager, {"text": ANYTHING, "name": some.contact("oma").name, "language": "nl"})
    told = n.NoteTold(case_id=case, message_id=some.id("to oma"))
    yield Do(told, some.manager)
    yield Expect(n.NotificationTold, case, {"messageId": some.id("to oma")})
    found = n.CorrectContact(case_id=case, person_id=nobody.person_id, contact=some.contact("somebody"))
    yield Do(found, some.manager)
    yield Expect(n.ContactCorrected, case, {"personId": nobody.person_id})
    yield Do(n.ResendMessage(case_id=case, message_id=some.id("to nobody")), some.manager)
    yield Letter(case, ARRIVED, NOBODY, queued=2)
    yield Mail("somebody", 1)
    yield Mail(NOBODY, 0)


def nobody_knows(some: Invented) -> Iterator[Step]:
    """The line breaks before the mail server answers: it is not sent again by itself, and a person looks."""
    case, silent = some.id("case"), some.card(SILENCE)
    yield comes_in(some, silent)
    yield Letter(case, ARRIVED, SILENCE, ends=n.NotificationFailed)
    yield Expect(n.NotificationToTell, case, {"personId": silent.person_id, "because": "unclear"})
    yield Letter(case, ARRIVED, "referrer")
    yield Mail(SILENCE, 1)


def somebody_asks_not_to_be_written_to(some: Invented) -> Iterator[Step]:
    """They say so themselves, and nobody says it for them; from then on what they would hear is held back, and told."""
    case, amina = some.id("case"), some.id("amina")
    yield comes_in(some)
    yield Letter(case, ARRIVED, "amina")
    wish = n.RecordContactWishes(case_id=case, person_id=amina, do_not_contact=True)
    yield Do(wish, some.main_person("stranger"), refused=NOT_PERMITTED)
    yield Do(wish, some.main_person("amina"))
    yield Expect(n.ContactWishesRecorded, case, {"personId": amina, "doNotContact": True})
    yield nobody_pays(some)
    yield Expect(n.NotificationSuppressed, case, {"moment": "funding-refused", "because": "do-not-contact"})
    yield Mail("amina", 1)


def it_stops(some: Invented) -> Iterator[Step]:
    """Who referred hears that it ended, and of a case that stopped nobody hears anything more."""
    case = some.id("case")
    yield comes_in(some)
    yield Letter(case, ARRIVED, "referrer")
    yield Letter(case, ARRIVED, "amina")
    yield Tell(i.RequestWithdrawn(case_id=case))
    yield Letter(case, n.Moment.ENDED, "referrer")
    yield is_accepted(some)
    yield nobody_pays(some)
    yield ExpectNothing(LETTERS, case)
    yield Mail("referrer", 2)
    yield Mail("amina", 1)


def it_is_erased(some: Invented) -> Iterator[Step]:
    """Nobody of an erased case is written to, whatever is told of it."""
    case = some.id("case")
    yield comes_in(some)
    yield Letter(case, ARRIVED, "referrer")
    yield Letter(case, ARRIVED, "amina")
    order = some.id("order")
    kinds = (RecordKind.CONTACTS,)
    yield Tell(ErasureOrdered(case_id=case, erasure_id=order, kinds=kinds, because="term-over"))
    yield Expect(n.MessagesErased, case, {"erasureId": order, "lines.*.outcome": "erased"})
    yield is_accepted(some)
    yield nobody_pays(some)
    yield ExpectNothing(LETTERS, case)
    yield Mail("referrer", 1)
    yield Mail("amina", 1)


SCENARIOS: Final = (
    Scenario("whoever is to hear something gets one letter, and nobody else", each_letter_once, kills=True),
    Scenario("what the mail server refuses, or has no address to go to, is told by a person", a_person_tells_it),
    Scenario("a letter of which nobody knows whether it arrived is not sent again by itself", nobody_knows),
    Scenario("who asked not to be written to is not written to", somebody_asks_not_to_be_written_to),
    Scenario("of a case that stopped nobody hears anything more than that", it_stops),
    Scenario("nobody of an erased case is written to", it_is_erased),
)
