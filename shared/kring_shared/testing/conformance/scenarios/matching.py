"""What a second matching has to do to play in a route: a search from its start to its end, and who may come in it."""

from datetime import date
from typing import Final

from kring_shared.contracts import conference as c
from kring_shared.contracts import intake as i
from kring_shared.contracts import matching as m
from kring_shared.contracts.field import ConferenceType, Dossier
from kring_shared.testing.conformance.invented import Invented
from kring_shared.testing.conformance.scenarios.loans import LOANS
from kring_shared.testing.conformance.steps import (
    ANY_CODE,
    ANYTHING,
    NOT_FOUND,
    NOT_NOW,
    NOT_PERMITTED,
    Ask,
    Do,
    Expect,
    ExpectNothing,
    Scenario,
    Step,
    Tell,
)


def enters(some: Invented, who: str, *, employed: bool = False) -> tuple[Step, ...]:
    """The regional manager enters somebody in the register."""
    entered = m.RegisterCoordinator(
        coordinator_id=some.id(who),
        contact=some.contact(who),
        languages=("nl",),
        scopes=(ConferenceType.FAMILY,),
        municipality="Utrecht",
        screening_valid_until=date(some.today.year + 2, 1, 1),
        certified_on=date(some.today.year - 1, 1, 1),
        employer_is_helping_body=employed,
        statute=m.Statute(
            kind=m.StatuteKind.CONTRACT,
            since=date(some.today.year - 1, 1, 1),
            secrecy_pledged_on=date(some.today.year - 1, 1, 1),
        ),
    )
    shows = {"coordinator.personId": some.id(who), "coordinator.contact.box": ANYTHING}
    return (Do(entered, some.manager), Expect(m.CoordinatorRegistered, some.id(who), shows))


def is_accepted(some: Invented) -> tuple[Step, ...]:
    """A request was taken on, so somebody is sought."""
    fact = i.RequestAccepted(
        case_id=some.id("case"),
        requester=some.card("requester"),
        main_persons=(some.card("amina"),),
        dossier=Dossier(
            conference_type=ConferenceType.FAMILY, policy="nl/1", municipality="Utrecht", languages=("nl",)
        ),
    )
    return (Tell(fact), Expect(m.SearchStarted, some.id("case")))


def is_asked(some: Invented, *who: str) -> tuple[Step, ...]:
    """The regional manager approves a list, and the first of it is asked."""
    case, ids = some.id("case"), tuple(map(some.id, who))
    command = m.ApproveShortlist(case_id=case, coordinator_ids=ids, ranking=ids)
    return (
        Do(command, some.manager),
        Expect(m.ShortlistApproved, case, {"coordinatorIds": list(ids), "againstRanking": False}),
        Expect(m.CoordinatorProposed, case, {"coordinator.personId": ids[0], "respondBy": ANYTHING}),
    )


def says_yes(some: Invented, who: str) -> tuple[Step, ...]:
    """Whoever is asked says yes, and has no tie."""
    case, coordinator = some.id("case"), some.id(who)
    yes = m.AcceptProposal(case_id=case, coordinator_id=coordinator, no_ties=True)
    return (
        Do(yes, some.coordinator(who), on_its_way=True),
        Expect(m.ProposalAccepted, case, {"coordinatorId": coordinator}),
    )


def begins(some: Invented, who: str) -> tuple[Step, ...]:
    """The main person agrees, and the coordinator begins."""
    case, coordinator = some.id("case"), some.id(who)
    return (
        Do(m.ConfirmCoordinator(case_id=case, coordinator_id=coordinator), some.main_person("amina")),
        Expect(m.CoordinatorConfirmed, case, {"coordinatorId": coordinator}),
        Expect(m.AssignmentActivated, case, {"coordinator.personId": coordinator}),
    )


def stands(some: Invented, stage: str, **shows: object) -> Step:
    """The regional manager sees where the search stands."""
    return Ask(m.ShowSearch(case_id=some.id("case")), some.manager, {"stage": stage} | shows)


def a_whole_search(some: Invented) -> tuple[Step, ...]:
    """From a request to a conference that is done with, by way of somebody who has no time."""
    case, rachel, joost = some.id("case"), some.id("rachel"), some.id("joost")
    no = m.DeclineProposal(case_id=case, reason=m.DeclineReason.NO_TIME)
    late = m.AcceptProposal(case_id=case, coordinator_id=rachel, no_ties=True)
    return (
        *enters(some, "rachel"),
        *enters(some, "joost"),
        *is_accepted(some),
        *is_asked(some, "rachel", "joost"),
        stands(some, "proposed", coordinatorId=rachel, respondBy=ANYTHING),
        Do(no, some.coordinator("joost"), refused=NOT_PERMITTED),
        Do(no, some.coordinator("rachel")),
        Expect(m.ProposalDeclined, case, {"coordinatorId": rachel, "reason": "no-time"}),
        Expect(m.CoordinatorProposed, case, {"coordinator.personId": joost}),
        Do(late, some.coordinator("rachel"), refused=NOT_PERMITTED),
        *says_yes(some, "joost"),
        *begins(some, "joost"),
        stands(some, "active", coordinatorId=joost),
        Tell(c.FollowUpEnded(case_id=case, steps=1)),
        Expect(m.AssignmentCompleted, case, {"coordinatorId": joost}),
        stands(some, "completed"),
    )


def an_explained_ranking(some: Invented) -> tuple[Step, ...]:
    """Whoever fits is shown with a reason for each criterion; Kring explains, and people choose."""
    case, rachel = some.id("case"), some.id("rachel")
    ranked = m.RankCoordinators(case_id=case, about=rachel, limit=200)
    shows = {
        "coordinators.*.coordinatorId": rachel,
        "coordinators.each.scores.each.because": ANYTHING,
        "fitting": ANYTHING,
    }
    return (
        *enters(some, "rachel"),
        *is_accepted(some),
        Ask(ranked, some.manager, shows),
        Ask(ranked, some.coordinator("rachel"), refused=NOT_PERMITTED),
        Ask(ranked, some.main_person("amina"), refused=NOT_PERMITTED),
    )


def another_is_wanted(some: Invented) -> tuple[Step, ...]:
    """The family wants another, and gives no reason."""
    case, rachel = some.id("case"), some.id("rachel")
    return (
        *enters(some, "rachel"),
        *is_accepted(some),
        *is_asked(some, "rachel"),
        *says_yes(some, "rachel"),
        Do(m.RefuseCoordinator(case_id=case), some.main_person("amina")),
        Expect(m.CoordinatorRefused, case, {"coordinatorId": rachel}),
        Expect(m.ShortlistExhausted, case),
        stands(some, "searching"),
        ExpectNothing((m.AssignmentActivated,), case),
    )


def it_is_withdrawn(some: Invented) -> tuple[Step, ...]:
    """The main person stops: whatever hangs stops, and nobody can be asked any more."""
    case, rachel = some.id("case"), some.id("rachel")
    return (
        *enters(some, "rachel"),
        *is_accepted(some),
        *is_asked(some, "rachel"),
        Tell(i.RequestWithdrawn(case_id=case)),
        Expect(m.SearchStopped, case, {"coordinatorId": rachel}),
        Do(m.ApproveShortlist(case_id=case, coordinator_ids=(rachel,)), some.manager, refused=NOT_NOW),
        stands(some, "stopped"),
    )


def nobody_is_tied(some: Invented) -> tuple[Step, ...]:
    """Who is employed by a body that decides or helps is suspended at once, and never proposed."""
    case, tied = some.id("case"), some.id("tied")
    return (
        *enters(some, "tied", employed=True),
        Expect(m.RegisterTieDeclared, tied),
        Expect(m.CoordinatorSuspended, tied),
        *is_accepted(some),
        Do(m.ProposeCoordinator(case_id=case, coordinator_id=tied), some.manager, refused=ANY_CODE),
        ExpectNothing((m.CoordinatorProposed, m.ShortlistApproved), case),
    )


def a_tie_is_found_late(some: Invented) -> tuple[Step, ...]:
    """Access is frozen at that moment; the manager looks, and the case goes to another."""
    case, rachel = some.id("case"), some.id("rachel")
    return (
        *enters(some, "rachel"),
        *enters(some, "joost"),
        *is_accepted(some),
        *is_asked(some, "rachel"),
        *says_yes(some, "rachel"),
        *begins(some, "rachel"),
        Do(m.DeclareConflict(case_id=case, tie=m.ConflictKind.KNOWS_THE_FAMILY), some.coordinator("rachel")),
        Expect(m.ConflictDeclared, case, {"coordinatorId": rachel}),
        Expect(m.AssignmentFrozen, case, {"coordinatorId": rachel}),
        Ask(m.ShowSearch(case_id=case), some.coordinator("rachel"), refused=NOT_PERMITTED),
        Do(m.HandOverAssignment(case_id=case, reason=m.HandOverReason.CONFLICT), some.manager),
        Expect(m.AssignmentHandedOver, case, {"coordinatorId": rachel}),
        Do(m.ProposeCoordinator(case_id=case, coordinator_id=rachel), some.manager, refused=ANY_CODE),
        *is_asked(some, "joost"),
        *says_yes(some, "joost"),
        *begins(some, "joost"),
    )


def a_pause(some: Invented) -> tuple[Step, ...]:
    """While the family is spoken with, nobody is asked and nobody answers; then it goes on."""
    case, rachel = some.id("case"), some.id("rachel")
    yes = m.AcceptProposal(case_id=case, coordinator_id=rachel, no_ties=True)
    return (
        *enters(some, "rachel"),
        *is_accepted(some),
        *is_asked(some, "rachel"),
        Tell(i.RequestPaused(case_id=case, because=i.PauseReason.CONSENT_DIVIDED)),
        Ask(m.ShowSearch(case_id=case), some.manager, {"paused": True}, patient=True),
        Do(yes, some.coordinator("rachel"), refused="kring.paused"),
        Tell(i.RequestResumed(case_id=case, main_persons=(some.id("amina"),))),
        Expect(m.ProposalExtended, case, {"coordinatorId": rachel, "respondBy": ANYTHING}),
        *says_yes(some, "rachel"),
    )


def somebody_who_was_not_asked(some: Invented) -> tuple[Step, ...]:
    """Nobody but those of the case does anything in it."""
    case, rachel = some.id("case"), some.id("rachel")
    yes = m.AcceptProposal(case_id=case, coordinator_id=rachel, no_ties=True)
    confirm = m.ConfirmCoordinator(case_id=case, coordinator_id=rachel)
    return (
        *enters(some, "rachel"),
        *is_accepted(some),
        *is_asked(some, "rachel"),
        Do(yes, some.coordinator("stranger"), refused=NOT_PERMITTED),
        Do(yes, some.main_person("amina"), refused=NOT_PERMITTED),
        Do(confirm, some.main_person("stranger"), refused=NOT_PERMITTED),
        Do(confirm, some.main_person("amina"), refused=NOT_NOW),
        Ask(m.ShowSearch(case_id=case), some.main_person("stranger"), refused=NOT_PERMITTED),
        Ask(m.ShowSearch(case_id=some.id("no case")), some.manager, refused=NOT_FOUND),
        ExpectNothing((m.ProposalAccepted, m.CoordinatorConfirmed, m.AssignmentActivated), case),
    )


SCENARIOS: Final = (
    Scenario(
        "a search goes from the request to the end, also when the first who is asked has no time",
        a_whole_search,
        kills=True,
    ),
    Scenario("whoever fits a case is explained, to the regional manager and to nobody else", an_explained_ranking),
    Scenario("a family that wants another coordinator gets no reason asked, and nobody begins", another_is_wanted),
    Scenario("a request that is withdrawn stops the search, and nobody can be asked any more", it_is_withdrawn),
    Scenario("nobody who is tied to a body that decides or helps is ever proposed", nobody_is_tied),
    Scenario("a tie that is found late freezes the case at once, and another takes it over", a_tie_is_found_late),
    Scenario("a pause makes a proposal wait, and gives the time back afterwards", a_pause),
    Scenario("nobody but those of the case does anything in it", somebody_who_was_not_asked),
    *LOANS,
)
