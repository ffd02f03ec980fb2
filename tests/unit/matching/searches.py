"""One family's search as matching sees it: Filip's case, and Rachel and Joost in the register."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any, Final

from kring_matching.domain import Coordinator, Search
from kring_matching.handlers import register, searching
from kring_matching.process import Stage
from kring_shared.contracts.conference import FollowUpEnded
from kring_shared.contracts.envelope import Fact, Named
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
    ConfirmCoordinator,
    DeclineProposal,
    DeclineReason,
    OfferExpires,
    ProposeCoordinator,
    RefuseCoordinator,
    RegisterCoordinator,
    Statute,
    StatuteKind,
)
from kring_shared.contracts.sealed import Contact, Scope, scope_of
from kring_shared.kernel.ids import id_at
from kring_shared.kernel.work import Aggregate, Work
from kring_shared.runtime.routes import Handler
from kring_shared.testing.work import NOON, PlainVault, a_work, an_actor

CASE: Final = "0" * 31 + "1"
FILIP: Final = "0" * 31 + "2"
RACHEL: Final = "0" * 31 + "3"
JOOST: Final = "0" * 31 + "4"
TODAY: Final = NOON.date()
STATUTE: Final = Statute(kind=StatuteKind.CONTRACT, since=date(2024, 1, 1), secrecy_pledged_on=date(2024, 1, 1))
DOSSIER: Final = Dossier(
    conference_type=ConferenceType.FAMILY, policy="nl/1", municipality="Utrecht", languages=("nl",)
)

HANDLERS: Final[dict[type[Named], Handler]] = {
    RequestAccepted: searching.start_search,
    RequestPaused: searching.pause_search,
    RequestResumed: searching.resume_search,
    RequestTransferred: searching.stop_search,
    RequestWithdrawn: searching.stop_search,
    FollowUpEnded: searching.complete_assignment,
    RegisterCoordinator: register.register_coordinator,
    ProposeCoordinator: searching.propose,
    AcceptProposal: searching.accept_proposal,
    DeclineProposal: searching.decline_proposal,
    ConfirmCoordinator: searching.confirm_coordinator,
    RefuseCoordinator: searching.refuse_coordinator,
    OfferExpires: searching.expire_offer,
}

PROPOSE: Final = ProposeCoordinator(case_id=CASE, coordinator_id=RACHEL)
ACCEPT: Final = AcceptProposal(case_id=CASE, coordinator_id=RACHEL, no_ties=True)
DECLINE: Final = DeclineProposal(case_id=CASE, reason=DeclineReason.NO_TIME)
EXPIRE: Final = OfferExpires(case_id=CASE, coordinator_id=RACHEL)
CONFIRM: Final = ConfirmCoordinator(case_id=CASE, coordinator_id=RACHEL)
REFUSE: Final = RefuseCoordinator(case_id=CASE)
END: Final = FollowUpEnded(case_id=CASE, office="utrecht", steps=1)
WITHDRAW: Final = RequestWithdrawn(case_id=CASE, office="utrecht")
TRANSFER: Final = RequestTransferred(case_id=CASE, office="utrecht", to_office="amersfoort")
PAUSE: Final = RequestPaused(case_id=CASE, office="utrecht", because=PauseReason.CONSENT_DIVIDED)
RESUME: Final = RequestResumed(case_id=CASE, office="utrecht", main_persons=(FILIP,))

BY_STAGE: Final[dict[Stage, tuple[Named, ...]]] = {
    Stage.SEARCHING: (),
    Stage.PROPOSED: (PROPOSE,),
    Stage.ACCEPTED: (PROPOSE, ACCEPT),
    Stage.ACTIVE: (PROPOSE, ACCEPT, CONFIRM),
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
    return replace(Search(CASE, "utrecht", DOSSIER, (FILIP,)), **changes)


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
    """One office's searches as they go: each message is handled in a room of its own, on what the earlier ones left."""

    def __init__(self, *aggregates: Aggregate) -> None:
        self.stored: dict[tuple[type, str], Aggregate] = {
            (type(a), a.id): a for a in aggregates or (a_search(), a_coordinator(), a_coordinator(JOOST, "Joost"))
        }
        self._causes = (id_at(NOON, f"cause {n}") for n in count())

    def goes(self, *messages: Named, now: datetime = NOON) -> Work:
        """Handle messages in order, a clock when it has run out; give the room of the last."""
        work = a_work("matching")
        for message in messages:
            from_nobody = isinstance(message, Fact | OfferExpires)
            actor = None if from_nobody else an_actor()
            moment = max(now, self._runs_out()) if isinstance(message, OfferExpires) else now
            work = a_work("matching", *self.stored.values(), actor=actor, now=moment, cause=next(self._causes))
            HANDLERS[type(message)](message, work)
            self.stored |= work.changed
        return work

    def _runs_out(self) -> datetime:
        found = self.stored.get((Search, CASE))
        return (found.respond_by if isinstance(found, Search) else None) or NOON

    @property
    def search(self) -> Search:
        """Give Filip's search as it stands."""
        found = self.stored[Search, CASE]
        assert isinstance(found, Search)
        return found


def at(stage: Stage) -> Story:
    """Give a story that has come to a stage."""
    story = Story()
    story.goes(*BY_STAGE[stage])
    assert story.search.stage is stage
    return story
