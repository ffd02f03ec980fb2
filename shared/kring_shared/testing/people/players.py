"""Who does what when: for each fact, what the people it concerns do next, and how long they take."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from kring_shared.contracts import conference as c
from kring_shared.contracts import intake as i
from kring_shared.contracts import matching as m
from kring_shared.contracts import registry as r
from kring_shared.contracts.envelope import Fact
from kring_shared.kernel.clock import Clock
from kring_shared.kernel.work import Sealer
from kring_shared.testing.people.acts import Acts
from kring_shared.testing.people.agenda import Agenda, in_office_hours
from kring_shared.testing.people.beside import NOTHING_SPECIAL, Beside, Findings
from kring_shared.testing.people.careers import Careers
from kring_shared.testing.people.case import Case, Temper, case_of
from kring_shared.testing.people.claiming import Claiming
from kring_shared.testing.people.conferring import Conferring
from kring_shared.testing.people.consent import ConsentActs
from kring_shared.testing.people.desk import Desk
from kring_shared.testing.people.marks import Marking

TemperOf = Callable[[i.RequestReceived], Temper]
HALF_HOUR: Final = timedelta(minutes=30)
LOOK_AGAIN: Final = 3
BEFORE_INVITING: Final = 5
"""How many steps of a preparation come before anybody is invited."""
Reaction = Callable[[Case, Fact], None]


class Players:
    """Everybody, reacting to facts by planning acts."""

    def __init__(
        self,
        desk: Desk,
        clock: Clock,
        agenda: Agenda,
        temper_of: TemperOf = lambda _: Temper(),
        findings: Findings = NOTHING_SPECIAL,
        careers: Careers | None = None,
        mail: Sealer | None = None,
    ) -> None:
        """Let people act through `desk`; `temper_of` says how each case's people are, `findings` what managers find.

        `mail` opens what came for somebody under their own key, as a letter would; without it nobody gives marks.
        """
        self._desk, self._clock, self._agenda, self._temper_of = desk, clock, agenda, temper_of
        self._acts, self._consent_acts = Acts(desk), ConsentActs(desk)
        self._confer = Conferring(self._acts, clock)
        self._beside = Beside(desk, clock, agenda, findings)
        self._careers = careers
        self._claiming = Claiming(desk, clock, agenda)
        self._marking = Marking(desk, clock, agenda, mail)
        self.cases: dict[str, Case] = {}
        self._reactions = self._table()

    def see(self, fact: Fact) -> None:
        """Let people react to a fact."""
        if isinstance(fact, i.RequestReceived):
            self.cases[fact.case_id] = case_of(fact, self._temper_of(fact))
        self._beside.see(fact)
        if self._careers is not None:
            self._careers.see(fact)
        case = self.cases.get(fact.case_id)
        if case is None:
            return
        if case.temper.withdraws_after == fact.kind():
            self._later(case, HALF_HOUR, lambda: self._withdraw(case))
        if reaction := self._reactions.get(type(fact)):
            reaction(case, fact)
        self._claiming.see(case, fact)
        self._marking.see(case, fact)

    async def _withdraw(self, case: Case) -> None:
        case.is_over = True  # nobody does anything more for it
        await self._consent_acts.everybody_stops(case)

    def _later(self, case: Case, after: timedelta, act: Callable[[], object]) -> None:
        self._at(case, self._clock.now() + after, act)

    def _after(self, case: Case, paces: float, act: Callable[[], object]) -> None:
        """Plan an act as many paces from now: in office hours, unless it is urgent."""
        moment = self._clock.now() + case.pace * paces
        self._at(case, moment if case.is_urgent else in_office_hours(moment), act)

    def _at(self, case: Case, moment: datetime, act: Callable[[], object]) -> None:
        begun = case.begun

        async def unless_over() -> None:
            if not case.is_over and case.begun == begun:
                await act()  # type: ignore[misc]  # every act is a coroutine function

        self._agenda.plan_at(moment, case.id, unless_over)

    def _table(self) -> dict[type[Fact], Reaction]:
        acts, confer = self._acts, self._confer

        def manager(after: float, command: Callable[[Case], object]) -> Reaction:
            return lambda case, _: self._after(case, after, lambda: acts.manager(case, command(case)))  # type: ignore[arg-type]  # a command

        def then(after: float, act: Callable[[Case], object]) -> Reaction:
            return lambda case, _: self._after(case, after, lambda: act(case))

        def soon(act: Callable[[Case], object]) -> Reaction:
            return lambda case, _: self._later(case, HALF_HOUR, lambda: act(case))

        def coordinator(after: float, command: Callable[[Case], object]) -> Reaction:
            return lambda case, _: self._after(case, after, lambda: acts.coordinator(case, command(case)))  # type: ignore[arg-type]  # a command

        return {
            i.RequestReceived: then(1, acts.triage),
            i.RequestTriaged: self._ask_consent,
            i.ConsentRequested: self._consent,
            i.ConsentGiven: manager(0.5, lambda case: i.AcceptRequest(case_id=case.id)),
            i.RequestWithdrawn: self._stop,
            i.ConsentRefused: self._stop,
            i.RequestRejected: self._stop,
            i.RequestLapsed: self._stop,
            i.RequestMerged: self._stop,
            i.MergeUndone: self._begin_again,
            i.RequestTransferOffered: self._stop,
            i.RequestTransferEnded: self._begin_again,
            m.SearchStarted: self._seek,
            m.ShortlistExhausted: lambda case, _: self._propose(case),
            m.CoordinatorLoanGranted: self._take_guest,
            m.CoordinatorProposed: self._answer_proposal,
            m.ProposalAccepted: self._meet_coordinator,
            c.PreparationStarted: self._prepare,
            m.AssignmentFrozen: self._look_into_it,
            m.AssignmentHandedOver: lambda case, _: self._propose(case),
            m.AssignmentActivated: self._go_on,
            c.ConferenceReady: self._be_ready,
            c.PrivateTimeStarted: lambda case, _: self._later(
                case, timedelta(hours=3), lambda: confer.give_the_sign(case)
            ),
            c.PresentationStarted: soon(confer.present),
            c.PlanDrafted: self._confirm,
            c.PlanAgreed: self._after_agreement,
            c.PlanSubmitted: self._check,
            c.PlanSentBack: soon(confer.take_back),
            c.PlanAccepted: self._after_acceptance,
            c.ConferenceConcluded: self._after_meeting,
            c.PlanWrittenOut: coordinator(1, lambda case: c.DistributePlan(case_id=case.id)),
            c.PlanDistributed: self._give_plan,
            c.FollowUpDue: self._call,
            r.RegistrationCompleted: manager(2, lambda case: r.ValidateRegistration(case_id=case.id)),
            r.RegistrationValidated: self._maybe_lock,
            c.FollowUpEnded: self._maybe_lock,
        }

    def _ask_consent(self, case: Case, _: Fact) -> None:
        self._after(case, 0.5, lambda: self._consent_acts.find_out_who_decides(case))
        self._after(case, 1, lambda: self._acts.manager(case, i.AskConsent(case_id=case.id)))

    def _consent(self, case: Case, _: Fact) -> None:
        if case.temper.says_yes:
            self._after(case, 2, lambda: self._consent_acts.everybody_says_yes(case))

    def _stop(self, case: Case, _: Fact) -> None:
        case.is_over = True

    def _begin_again(self, case: Case, _: Fact) -> None:
        case.begin_again()
        self._after(case, 1, lambda: self._acts.triage(case))

    def _seek(self, case: Case, _: Fact) -> None:
        if case.temper.asks_neighbours:
            ask = m.AskForLoan(case_id=case.id)
            self._after(case, 1, lambda: self._acts.manager(case, ask))
        else:
            self._propose(case)

    def _take_guest(self, case: Case, fact: Fact) -> None:
        assert isinstance(fact, m.CoordinatorLoanGranted)
        if case.temper.asks_neighbours and case.proposals == 0:
            self._after(case, 0.5, lambda: self._acts.approve_guest(case, fact.guest_id))

    def _look_into_it(self, case: Case, _: Fact) -> None:
        """The manager speaks with those concerned, and gives the case to somebody else."""
        case.begin_again()
        over = m.HandOverAssignment(case_id=case.id, reason=m.HandOverReason.CONFLICT)
        self._after(case, 0.5, lambda: self._acts.manager(case, over))

    def _go_on(self, case: Case, fact: Fact) -> None:
        """A successor goes on where the one before left it: the day that was chosen is kept."""
        assert isinstance(fact, m.AssignmentActivated)
        case.coordinator_id = fact.coordinator.person_id
        if case.is_ready:
            self._meet(case)

    def _be_ready(self, case: Case, _: Fact) -> None:
        case.is_ready = True
        self._meet(case)
        if case.temper.finds_a_tie and case.begun == 1:
            tie = m.DeclareConflict(case_id=case.id, tie=m.ConflictKind.KNOWS_THE_FAMILY)
            self._after(case, 1, lambda: self._acts.coordinator(case, tie))

    def _propose(self, case: Case) -> None:
        async def propose() -> None:
            if not await self._acts.approve_shortlist(case):
                self._after(case, LOOK_AGAIN, propose)

        self._after(case, 1, propose)

    def _answer_proposal(self, case: Case, fact: Fact) -> None:
        assert isinstance(fact, m.CoordinatorProposed)
        case.coordinator_id, case.proposals = fact.coordinator.person_id, case.proposals + 1
        first = case.temper.first_coordinator if case.proposals == 1 else "accepts"
        if first == "declines":
            command = m.DeclineProposal(case_id=case.id, reason=m.DeclineReason.NO_TIME)
            self._later(case, case.pace, lambda: self._acts.coordinator(case, command))
        elif first == "accepts":
            who = case.coordinator_id
            self._later(case, case.pace, lambda: self._acts.take_on(case, who))

    def _meet_coordinator(self, case: Case, _: Fact) -> None:
        if case.temper.refuses_first_coordinator and case.proposals == 1:
            self._after(case, 1, lambda: self._acts.main_person(case, m.RefuseCoordinator(case_id=case.id)))
        else:
            yes = m.ConfirmCoordinator(case_id=case.id, coordinator_id=case.coordinator_id)
            self._after(case, 1, lambda: self._acts.main_person(case, yes))

    def _prepare(self, case: Case, _: Fact) -> None:
        confer = self._confer
        steps: tuple[tuple[float, Callable[[Case], object]], ...] = (
            (1, confer.agree_question),
            (2, confer.widen_circle),
            (5, confer.speak_with_each),
            (6, confer.place_on_sides),
            (7, confer.choose_support),
            (8, confer.invite_each),
            (10, confer.answer_each),
            (11, confer.share_conditions),
            (12, confer.schedule),
            (13, confer.declare_ready),
        )
        if case.course.has_plan_before:
            steps = (*steps[:BEFORE_INVITING], (9, confer.share_conditions), (10, confer.plan_before_meeting))
        for after, act in steps:
            self._after(case, after, partial(act, case))

    def _meet(self, case: Case) -> None:
        start = case.starts_at or self._clock.now()
        self._at(case, start, lambda: self._confer.open_meeting(case))
        self._at(case, start + timedelta(hours=1), lambda: self._confer.leave_the_circle_alone(case))

    def _confirm(self, case: Case, fact: Fact) -> None:
        assert isinstance(fact, c.PlanDrafted)
        version = fact.plan_version
        self._later(case, HALF_HOUR, lambda: self._confer.confirm_plan(case, version))

    def _give_plan(self, case: Case, fact: Fact) -> None:
        assert isinstance(fact, c.PlanDistributed)
        recipients = fact.recipients
        self._after(case, 1, lambda: self._confer.hand_over_plan(case, recipients))
        self._after(case, 2, lambda: self._confer.answer_help(case))
        self._after(case, 3, lambda: self._acts.complete_registration(case))

    def _after_agreement(self, case: Case, fact: Fact) -> None:
        if case.is_checked:
            self._later(case, HALF_HOUR, lambda: self._acts.coordinator(case, c.SubmitPlan(case_id=case.id)))
        else:
            self._after_acceptance(case, fact)

    def _after_acceptance(self, case: Case, _: Fact) -> None:
        if case.course.has_plan_before:
            self._write_out(case)
        else:
            self._later(case, HALF_HOUR, lambda: self._confer.conclude(case))

    def _after_meeting(self, case: Case, _: Fact) -> None:
        if case.course.has_no_plan:
            case.followed_up = True  # nobody calls how a plan goes that is not there
            self._after(case, 3, lambda: self._acts.complete_registration(case))
        else:
            self._write_out(case)

    def _write_out(self, case: Case) -> None:
        written = c.WriteOutPlan(case_id=case.id)
        self._after(case, 2, lambda: self._acts.coordinator(case, written))

    def _check(self, case: Case, fact: Fact) -> None:
        assert isinstance(fact, c.PlanSubmitted)
        who = fact.acceptor_id or case.acceptors[0]
        self._later(case, HALF_HOUR, lambda: self._confer.check_plan(case, who))

    def _call(self, case: Case, fact: Fact) -> None:
        assert isinstance(fact, c.FollowUpDue)
        done = c.RecordFollowUp(case_id=case.id, step=fact.step, result=case.course.follow_up)
        self._after(case, 1, lambda: self._acts.coordinator(case, done))

    def _maybe_lock(self, case: Case, fact: Fact) -> None:
        case.validated |= isinstance(fact, r.RegistrationValidated)
        case.followed_up |= isinstance(fact, c.FollowUpEnded)
        if case.validated and case.followed_up:
            self._after(case, 1, lambda: self._acts.manager(case, r.LockRegistration(case_id=case.id)))
