"""Meetings, study days, workshops and trainings: planned, signed up for, held; being there moves careers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from kring_matching.domain import Career, Coordinator, Gathering
from kring_matching.domain.gathering import must_be_planned_well
from kring_matching.process import GATHERING, CareerStage, Standing
from kring_shared.contracts.actor import Role
from kring_shared.contracts.matching import (
    AttendanceRecorded,
    CancelGathering,
    GatheringCancelled,
    GatheringKind,
    GatheringPlanned,
    InformationMeetingAttended,
    PersonSignedOff,
    PersonSignedUp,
    PlanGathering,
    RecordAttendance,
    SignOff,
    SignUp,
    TrainingDayAttended,
    TrainingPartCompleted,
)
from kring_shared.contracts.offices import OfficeCard
from kring_shared.contracts.policies import POLICIES
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, NotFound, NotPermitted
from kring_shared.kernel.work import Found, Work


class Planning:
    """Plans gatherings; it knows the offices, for their policies say how many days a training has."""

    def __init__(self, offices: Mapping[str, OfficeCard]) -> None:
        """Plan for these offices."""
        self._offices = offices

    def plan_gathering(self, message: PlanGathering, work: Work) -> None:
        """Plan a gathering, or plan it anew; those who signed up stay signed up."""
        gathering_id = message.gathering_id or work.new_id("gathering")
        before = work.get(Gathering, gathering_id)
        moved = before.moved(PlanGathering) if before is not None else None
        must_be_planned_well(message, before, POLICIES[self._offices[work.office].policy].career)
        work.save(
            Gathering(
                gathering_id=gathering_id,
                office=work.office,
                kind_of=message.kind_of,
                title=message.title,
                days=message.days,
                place=message.place,
                agenda=message.agenda,
                room_for=message.room_for,
                scope=message.scope,
                public=message.public,
                stage=GATHERING.start if moved is None else moved.stage,
                signed_up=() if before is None else before.signed_up,
                version=0 if before is None else before.version,
            )
        )
        work.answer = {"gatheringId": gathering_id}
        work.tell(
            GatheringPlanned(case_id=gathering_id, kind_of=message.kind_of, days=message.days, public=message.public)
        )


def sign_up(message: SignUp, work: Work) -> None:
    """Sign somebody up; signing up for a training begins that part of it."""
    _only_themselves(message.person_id, work)
    gathering = work.need(Gathering, message.gathering_id)
    career = _who_may_come(message, work)
    if message.person_id in gathering.signed_up:
        return
    work.save(gathering.with_somebody(message.person_id))
    if gathering.kind_of.is_training:
        if career is None:
            message_ = "a training is for candidates, and for coordinators whose career is kept here"
            raise NotFound(message_)
        work.save(career.joins(gathering.kind_of, work.now.date()))
    work.tell(PersonSignedUp(case_id=gathering.id, person_id=message.person_id))


def sign_off(message: SignOff, work: Work) -> None:
    """Take somebody off the list; a part of the training that was begun is gone on with in another one."""
    _only_themselves(message.person_id, work)
    gathering = work.need(Gathering, message.gathering_id)
    if message.person_id not in gathering.signed_up:
        return
    work.save(gathering.without(message.person_id))
    work.tell(PersonSignedOff(case_id=gathering.id, person_id=message.person_id))


def cancel_gathering(message: CancelGathering, work: Work) -> None:
    """It does not take place."""
    work.save(work.need(Gathering, message.gathering_id).moved(CancelGathering))
    work.tell(GatheringCancelled(case_id=message.gathering_id))


def who_was_noted_before(message: RecordAttendance, _office: str, found: Found) -> tuple[str, ...]:
    """Name who was noted for that day before: what is said again may take the day away from them."""
    gathering = found.get(Gathering, message.gathering_id)
    return gathering.present_on(message.day) if gathering is not None else ()


def record_attendance(message: RecordAttendance, work: Work) -> None:
    """Note who was there on a day, in place of what was noted for it, and let careers follow."""
    before = work.need(Gathering, message.gathering_id)
    after = before.noted(message.day, message.present)
    if message.day > len(before.days):
        message_ = f"it has {len(before.days)} days"
        raise InvalidFields(("/day",), message_).because("no-such-day")
    _may_be_noted(message, before, work)
    work.save(after)
    work.tell(AttendanceRecorded(case_id=after.id, day=message.day, present=len(after.present_on(message.day))))
    _Moved(before, after, message.day).carry_out(work)


@dataclass(frozen=True)
class _Moved:
    """What a day that was noted changes for the people it is about."""

    before: Gathering
    after: Gathering
    day: int

    def carry_out(self, work: Work) -> None:
        """Move the careers of those who came, and of those who had been noted by mistake."""
        was, now = self.before.present_on(self.day), self.after.present_on(self.day)
        for career in _careers(set(now) - set(was), work):
            self._came(career, work)
        for career in _careers(set(was) - set(now), work):
            if self.after.kind_of.is_training:
                work.save(career.missed(self.after.kind_of, self.day))
        self._workshops(work)

    def _came(self, career: Career, work: Work) -> None:
        today = work.now.date()
        if self.after.kind_of is GatheringKind.INFORMATION_MEETING:
            informed = career.informed(today)
            if informed is not career:
                work.save(informed)
                work.tell(InformationMeetingAttended(case_id=career.id))
        elif self.after.kind_of.is_training:
            part = self.after.kind_of
            counted = career.attended(part, self.day, POLICIES[career.policy].career, today)
            if counted is career:
                return
            work.save(counted)
            if self.day not in career.days_done(part):
                work.tell(TrainingDayAttended(case_id=career.id, part=part, day=self.day))
            if counted.stage is not career.stage:
                work.tell(TrainingPartCompleted(case_id=career.id, part=part))

    def _workshops(self, work: Work) -> None:
        """Only a workshop that was followed whole prepares for a type of conference."""
        if self.after.scope is None:
            return
        was, now = self.before.there_throughout(), self.after.there_throughout()
        for career in _careers(now - was, work):
            work.save(career.followed(self.after.scope))
        for career in _careers(was - now, work):
            work.save(career.not_followed(self.after.scope))


def _careers(people: Collection[str], work: Work) -> tuple[Career, ...]:
    """Give the careers of these people that are not over, in the order of their ids."""
    found = (work.get(Career, person_id) for person_id in sorted(people))
    return tuple(career for career in found if career is not None and career.stage is not CareerStage.ENDED)


def _only_themselves(person_id: str, work: Work) -> None:
    """Hold back who would sign up, or off, somebody else.

    Raises:
        NotPermitted: a candidate or a coordinator speaks for themselves only.
    """
    by_the_office = work.actor is None or work.actor.role is Role.REGIONAL_MANAGER
    if not by_the_office and (work.actor is None or work.actor.id != person_id):
        raise NotPermitted("you sign up, or off, yourself only; ask the office to do it for somebody else").because(
            "signs-up-oneself"
        )


def _who_may_come(message: SignUp, work: Work) -> Career | None:
    """Give the career of who signs up; coordinators without one may come to what is no training.

    Raises:
        NotFound: nobody is known under that id in this office.
        NotAllowedNow: their candidacy ended, or they left.
    """
    career, entry = work.get(Career, message.person_id), work.get(Coordinator, message.person_id)
    if career is None and entry is None:
        message_ = "nobody is known under that id in this office, as a candidate or as a coordinator"
        raise NotFound(message_)
    if career is not None and career.stage is CareerStage.ENDED:
        raise NotAllowedNow(asked=message.name, stage=career.stage.value, possible=())
    if entry is not None and entry.standing is Standing.LEFT:
        raise NotAllowedNow(asked=message.name, stage=entry.standing.value, possible=entry.possible)
    return career


def _may_be_noted(message: RecordAttendance, gathering: Gathering, work: Work) -> None:
    """Hold the list against who can have been there.

    Raises:
        InvalidFields: somebody did not sign up for the training, or is not known in this office; they are named by id.
    """
    if gathering.kind_of.is_training:
        known = set(gathering.signed_up)
        what = "did not sign up for this training"
    else:
        known = {one for one in message.present if work.get(Career, one) or work.get(Coordinator, one)}
        what = "not known in this office, as candidate or coordinator"
    if wrong := [(at, one) for at, one in enumerate(message.present) if one not in known]:
        message_ = f"{what}: {', '.join(one for _, one in wrong)}"
        raise InvalidFields(tuple(f"/present/{at}" for at, _ in wrong), message_).because("present-not-listed")
