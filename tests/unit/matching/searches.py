"""One family's search as matching sees it: Filip's case, and Rachel and Joost in the register."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from itertools import count
from typing import Any, Final

from kring_matching.domain import Coordinator, Search
from kring_matching.plugins.away import Away
from kring_matching.plugins.full import Full
from kring_matching.process import Stage
from kring_matching.settings import Settings
from kring_matching.subscribers import subscribe
from kring_shared.contracts.actor import Actor
from kring_shared.contracts.conference import FollowUpEnded
from kring_shared.contracts.envelope import Command, Named
from kring_shared.contracts.field import ConferenceType, Dossier, Gender, PersonCard
from kring_shared.contracts.intake import (
    PauseReason,
    RequestAccepted,
    RequestPaused,
    RequestResumed,
    RequestTransferred,
    RequestWithdrawn,
)
from kring_shared.contracts.matching import (
    AcceptProposal,
    ApproveShortlist,
    ConfirmCoordinator,
    ConflictKind,
    DeclareConflict,
    DeclineProposal,
    DeclineReason,
    DismissConflict,
    HandOverAssignment,
    HandOverReason,
    OfferExpires,
    ProposeCoordinator,
    RefuseCoordinator,
    RegisterCoordinator,
    SearchTooLong,
    Statute,
    StatuteKind,
)
from kring_shared.contracts.offices import EXAMPLE_OFFICES
from kring_shared.contracts.sealed import Contact, Scope, scope_of
from kring_shared.kernel.clock import DrivenClock
from kring_shared.kernel.ids import id_at
from kring_shared.kernel.plugins import NoSettings
from kring_shared.kernel.work import Aggregate, Found, Work
from kring_shared.runtime.declared.broker import LaneBroker
from kring_shared.runtime.declared.routes import Handler, Route
from kring_shared.runtime.declared.service import Surroundings
from kring_shared.testing.work import NOON, PlainVault, a_work, an_actor

CASE: Final = "0" * 31 + "1"
FILIP: Final = "0" * 31 + "2"
RACHEL: Final = "0" * 31 + "3"
JOOST: Final = "0" * 31 + "4"
TODAY: Final = NOON.date()
STATUTE: Final = Statute(kind=StatuteKind.CONTRACT, since=date(2024, 1, 1), secrecy_pledged_on=date(2024, 1, 1))
OFFICES: Final = {office.id: office for office in EXAMPLE_OFFICES}
TERM: Final = timedelta(days=5)
"""How long somebody is sought under `nl/1` when it is not urgent."""
DOSSIER: Final = Dossier(
    conference_type=ConferenceType.FAMILY, policy="nl/1", municipality="Utrecht", languages=("nl",)
)

RULES: Final = {"away": Away(NoSettings()), "full": Full(NoSettings())}
"""The plugged-in rules that tests go by; none of them looks at distances."""


@cache
def routes() -> dict[str, Route]:
    """Give everything matching handles, by kind, as it declares it."""
    broker = LaneBroker("nats://127.0.0.1:4222")
    offices = {office.id: office for office in EXAMPLE_OFFICES}
    subscribe(broker, Surroundings(Settings.model_construct(), offices, RULES, PlainVault(), DrivenClock(NOON)))
    return broker.routes.messages


HANDLERS: Final[dict[type[Named], Handler]] = {route.model: route.handle for route in routes().values()}

PROPOSE: Final = ProposeCoordinator(case_id=CASE, coordinator_id=RACHEL)
APPROVE: Final = ApproveShortlist(case_id=CASE, coordinator_ids=(RACHEL, JOOST), ranking=(RACHEL, JOOST))
ACCEPT: Final = AcceptProposal(case_id=CASE, coordinator_id=RACHEL, no_ties=True)
DECLINE: Final = DeclineProposal(case_id=CASE, reason=DeclineReason.NO_TIME)
EXPIRE: Final = OfferExpires(case_id=CASE, coordinator_id=RACHEL)
TOO_LONG: Final = SearchTooLong(case_id=CASE)
CONFIRM: Final = ConfirmCoordinator(case_id=CASE, coordinator_id=RACHEL)
REFUSE: Final = RefuseCoordinator(case_id=CASE)
DECLARE: Final = DeclareConflict(case_id=CASE, tie=ConflictKind.KNOWS_THE_FAMILY)
DISMISS: Final = DismissConflict(case_id=CASE)
HAND_OVER: Final = HandOverAssignment(case_id=CASE, reason=HandOverReason.ILLNESS)
END: Final = FollowUpEnded(case_id=CASE, office="utrecht", steps=1)
WITHDRAW: Final = RequestWithdrawn(case_id=CASE, office="utrecht")
TRANSFER: Final = RequestTransferred(case_id=CASE, office="utrecht", to_office="amersfoort")
PAUSE: Final = RequestPaused(case_id=CASE, office="utrecht", because=PauseReason.CONSENT_DIVIDED)
RESUME: Final = RequestResumed(case_id=CASE, office="utrecht", main_persons=(FILIP,))

BY_STAGE: Final[dict[Stage, tuple[Named, ...]]] = {
    Stage.SEARCHING: (),
    Stage.UNFILLED: (TOO_LONG,),
    Stage.PROPOSED: (PROPOSE,),
    Stage.ACCEPTED: (PROPOSE, ACCEPT),
    Stage.ACTIVE: (PROPOSE, ACCEPT, CONFIRM),
    Stage.FROZEN: (PROPOSE, ACCEPT, CONFIRM, DECLARE),
    Stage.COMPLETED: (PROPOSE, ACCEPT, CONFIRM, END),
    Stage.STOPPED: (WITHDRAW,),
}


def card(person_id: str, name: str, *languages: str) -> PersonCard:
    sealed = PlainVault().seal("utrecht", scope_of(Scope.PERSON, person_id), Contact(name=name, email="a@x.example"))
    return PersonCard(person_id=person_id, contact=sealed, languages=languages or ("nl",))


def a_coordinator(person_id: str = RACHEL, name: str = "Rachel", **changes: Any) -> Coordinator:  # noqa: ANN401 - fields
    made = Coordinator(
        coordinator_id=person_id,
        office="utrecht",
        card=card(person_id, name),
        scopes=(ConferenceType.FAMILY,),
        gender=Gender.FEMALE,
        birth_year=1980,
        municipality="Amersfoort",
        travel_limit_km=40,
        maximum_load=2,
        screening_valid_until=TODAY + timedelta(days=365),
        statute=STATUTE,
    )
    return replace(made, **changes)


def a_search(**changes: Any) -> Search:  # noqa: ANN401 - fields
    """Make a search that began at noon, with the whole time before it."""
    return replace(Search(CASE, "utrecht", DOSSIER, (FILIP,), fill_by=NOON + TERM), **changes)


def accepted_request(**changes: Any) -> RequestAccepted:  # noqa: ANN401 - fields
    fields: dict[str, Any] = {
        "case_id": CASE,
        "office": "utrecht",
        "requester": card(FILIP, "Filip"),
        "main_persons": (card(FILIP, "Filip"),),
        "dossier": DOSSIER,
    }
    return RequestAccepted(**(fields | changes))


def registration(**changes: Any) -> RegisterCoordinator:  # noqa: ANN401 - fields
    fields: dict[str, Any] = {
        "coordinator_id": RACHEL,
        "contact": Contact(name="Rachel", email="rachel@voorbeeld.example"),
        "languages": ("nl", "tr"),
        "scopes": (ConferenceType.FAMILY,),
        "municipality": "Amersfoort",
        "screening_valid_until": date(2030, 1, 1),
        "employer_is_helping_body": False,
        "statute": STATUTE,
    }
    return RegisterCoordinator(**(fields | changes))


class Story:
    """One office's searches as they go: each message is handled in a room of its own, on what the earlier ones left.

    A room holds what the message's declared keys find, and no more.
    """

    def __init__(self, *aggregates: Aggregate) -> None:
        self.stored: dict[tuple[type, str], Aggregate] = {
            (type(a), a.id): a for a in aggregates or (a_search(), a_coordinator(), a_coordinator(JOOST, "Joost"))
        }
        self._causes = (id_at(NOON, f"cause {n}") for n in count())

    def goes(self, *messages: Named, now: datetime = NOON, actor: Actor | None = None) -> Work:
        """Handle messages in order, a clock when it has run out; give the room of the last."""
        work = a_work("matching")
        for message in messages:
            work = self._room(message, actor or an_actor(), max(now, self._runs_out(message)))
            HANDLERS[type(message)](message, work)
            for place in work.removed:
                self.stored.pop(place, None)
            self.stored |= work.changed
        return work

    def _room(self, message: Named, actor: Actor, now: datetime) -> Work:
        route = routes()[message.kind()]
        keys = route.keys(message, "utrecht")
        if route.then is not None:
            seen = a_work("matching", *self._found(keys))
            keys = (*keys, *route.then(message, "utrecht", Found(seen.loaded, seen.groups)))
        asks = actor if isinstance(message, Command) else None
        return a_work("matching", *self._found(keys), actor=asks, now=now, cause=next(self._causes))

    def _found(self, keys: tuple[str, ...]) -> list[Aggregate]:
        return [kept for kept in self.stored.values() if set(keys) & set(kept.keys())]

    def _runs_out(self, message: Named) -> datetime:
        found = self.stored.get((Search, CASE))
        if not isinstance(found, Search) or not isinstance(message, OfferExpires | SearchTooLong):
            return NOON
        return (found.respond_by if isinstance(message, OfferExpires) else found.fill_by) or NOON

    @property
    def search(self) -> Search:
        """Give Filip's search as it stands."""
        found = self.stored[Search, CASE]
        assert isinstance(found, Search)
        return found

    def coordinator(self, coordinator_id: str = RACHEL) -> Coordinator:
        """Give somebody of the register as they stand."""
        found = self.stored[Coordinator, coordinator_id]
        assert isinstance(found, Coordinator)
        return found


def at(stage: Stage) -> Story:
    """Give a story that has come to a stage."""
    story = Story()
    story.goes(*BY_STAGE[stage])
    assert story.search.stage is stage
    return story
