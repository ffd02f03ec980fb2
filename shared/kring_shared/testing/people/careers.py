"""How candidates become coordinators in a play: meeting, training, report, first conference, certificate."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from kring_shared.contracts import matching as m
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Command, Fact
from kring_shared.contracts.field import ConferenceType
from kring_shared.contracts.policies import POLICIES
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.clock import Clock
from kring_shared.testing.people.agenda import Agenda, in_office_hours
from kring_shared.testing.people.desk import Desk
from kring_shared.testing.people.register import OFFICE_POLICY, statute_of

MEETING_IN: Final = timedelta(days=4)
TRAINING_IN: Final = (timedelta(days=11), timedelta(days=12), timedelta(days=25))
DAY, A_FEW_DAYS = timedelta(days=1), timedelta(days=3)
REPORT: Final = tuple(m.ReportLine(line=line, text="Zo zie ik dat bij mijzelf.") for line in m.ProfileLine)
WORK: Final = tuple(m.WorkMark(line=line, went_well=True) for line in m.WorkLine)


@dataclass(frozen=True)
class Learner:
    """Somebody who wants to become a coordinator, and how they go about it."""

    person_id: str
    office: str
    contact: Contact
    languages: tuple[str, ...]
    municipality: str
    conduct: str = "goes-on"  # goes-on, thinks-better-of-it, misses-a-day, or another-opinion


@dataclass
class Careers:
    """Candidates, trainers and managers, reacting to facts by planning acts."""

    desk: Desk
    clock: Clock
    agenda: Agenda
    people: Mapping[str, Learner]
    _planned: set[str] = field(default_factory=set)
    _trainings: dict[str, str] = field(default_factory=dict)
    _evaluated: set[str] = field(default_factory=set)
    _first_case: dict[str, str] = field(default_factory=dict)

    def see(self, fact: Fact) -> None:
        """Let those who learn, and those who teach, react to a fact."""
        if isinstance(fact, m.GatheringPlanned):
            self._go_to(fact)
        elif isinstance(fact, m.AssignmentActivated):
            self._first_case.setdefault(fact.coordinator.person_id, fact.case_id)
        learner = self.people.get(fact.case_id)
        reaction = self._table().get(type(fact))
        if learner is not None and reaction is not None:
            reaction(learner)

    def _table(self) -> dict[type[Fact], Callable[[Learner], None]]:
        return {
            m.CandidateApplied: self._plan_gatherings,
            m.InformationMeetingAttended: self._decide,
            m.CandidateOptedIn: self._sign_up,
            m.TrainingPartCompleted: lambda who: self._says(who, A_FEW_DAYS, m.SubmitReport, lines=REPORT),
            m.ReflectionReportSubmitted: self._hear_both,
            m.CandidateTalkPlanned: lambda who: self._manager(
                who, A_FEW_DAYS, m.EndCandidacy, reason=m.CandidacyEnd.NOT_CONTINUED
            ),
            m.MutualDecisionReached: self._register,
            m.ConferenceCounted: self._evaluate,
            m.FirstConferenceEvaluated: lambda who: self._manager(who, DAY, m.IssueCertificate),
        }

    def _plan_gatherings(self, learner: Learner) -> None:
        office = learner.office
        if office in self._planned:
            return
        self._planned.add(office)
        evening = in_office_hours(self.clock.now() + MEETING_IN)
        kinds = m.GatheringKind
        days = training_days(self.clock.now())
        length = POLICIES[OFFICE_POLICY[office]].career.first_part_days
        place = f"Buurthuis, {office.title()}"
        for kind, title, when in (
            (kinds.INFORMATION_MEETING, "Informatiebijeenkomst voor kandidaat-coördinatoren", (evening,)),
            (kinds.TRAINING_FIRST, "Training, eerste deel", days[:length]),
            (kinds.REGIONAL_MEETING, "Regiobijeenkomst winter", (days[-1] + A_FEW_DAYS,)),
        ):
            plan = m.PlanGathering(kind_of=kind, title=title, days=when, place=place)
            self._at(self.clock.now() + timedelta(hours=1), learner, plan, Role.REGIONAL_MANAGER)

    def _go_to(self, planned: m.GatheringPlanned) -> None:
        """Note on each day who was there."""
        if planned.kind_of is m.GatheringKind.REGIONAL_MEETING:
            return
        is_training = planned.kind_of.is_training
        if is_training:
            self._trainings[planned.office] = planned.case_id
        for number, day in enumerate(planned.days, 1):
            there = tuple(
                who.person_id
                for who in self.people.values()
                if who.office == planned.office and not (is_training and not _attends(who, number))
            )
            command = m.RecordAttendance(gathering_id=planned.case_id, day=number, present=there)
            first = self.people[there[0]]
            self._at(day + timedelta(hours=3), first, command, Role.REGIONAL_MANAGER)

    def _decide(self, learner: Learner) -> None:
        if learner.conduct == "thinks-better-of-it":
            self._says(learner, DAY, m.EndCandidacy, reason=m.CandidacyEnd.OWN_CHOICE)
        else:
            self._says(learner, DAY, m.OptIn)

    def _sign_up(self, learner: Learner) -> None:
        training = self._trainings[learner.office]
        self._says(learner, DAY, m.SignUp, gathering_id=training)

    def _hear_both(self, learner: Learner) -> None:
        if learner.conduct == "another-opinion":
            at = in_office_hours(self.clock.now() + A_FEW_DAYS)
            self._manager(learner, DAY, m.PlanCandidateTalk, at=at)
        else:
            self._manager(learner, DAY, m.AgreeOnCandidate, trainers_agree=True, candidate_agrees=True)

    def _register(self, learner: Learner) -> None:
        now = self.clock.now()
        entry = m.RegisterCoordinator(
            coordinator_id=learner.person_id,
            contact=learner.contact,
            languages=learner.languages,
            scopes=(ConferenceType.FAMILY,),
            municipality=learner.municipality,
            travel_limit_km=60,
            maximum_load=1,
            screening_checked_on=now.date(),
            screening_valid_until=date(now.year + 3, 1, 1),
            statute=statute_of(learner.office, now),
            employer_is_helping_body=False,
        )
        self._at(now + DAY, learner, entry, Role.REGIONAL_MANAGER)
        self._manager(learner, DAY * 2, m.StartSupervision)

    def _evaluate(self, learner: Learner) -> None:
        """Evaluate the first conference; what follows after the certificate is not evaluated."""
        if learner.person_id in self._evaluated:
            return
        self._evaluated.add(learner.person_id)
        conference = self._first_case[learner.person_id]
        result = m.EvaluationResult.POSITIVE
        self._manager(learner, A_FEW_DAYS, m.EvaluateConference, conference_id=conference, work=WORK, result=result)

    def _says(self, learner: Learner, after: timedelta, command: type[Command], **fields: object) -> None:
        given = command(person_id=learner.person_id, **fields)  # type: ignore[call-arg]  # each has a person_id
        self._at(self.clock.now() + after, learner, given, Role.CANDIDATE)

    def _manager(self, learner: Learner, after: timedelta, command: type[Command], **fields: object) -> None:
        given = command(person_id=learner.person_id, **fields)  # type: ignore[call-arg]  # each has a person_id
        self._at(self.clock.now() + after, learner, given, Role.REGIONAL_MANAGER)

    def _at(self, moment: datetime, learner: Learner, command: Command, role: Role) -> None:
        who = learner.person_id if role is Role.CANDIDATE else f"manager-{learner.office}"

        async def act() -> None:
            await self.desk.do(command, role, who, learner.office)

        self.agenda.plan_at(in_office_hours(moment), learner.person_id, act)


def training_days(now: datetime) -> tuple[datetime, ...]:
    """Give the days of a training that is planned now: each in office hours, and each later than the one before.

    Two moments may come to the same office hour: Friday evening and Saturday are Monday morning.
    """
    days: list[datetime] = []
    for after in TRAINING_IN:
        earliest = days[-1] + DAY if days else now
        days.append(in_office_hours(max(now + after, earliest)))
    return tuple(days)


def _attends(who: Learner, day: int) -> bool:
    """Tell whether somebody in training is there: who stopped is not, and one misses the second day."""
    return who.conduct != "thinks-better-of-it" and not (who.conduct == "misses-a-day" and day == 2)  # noqa: PLR2004 - day two
