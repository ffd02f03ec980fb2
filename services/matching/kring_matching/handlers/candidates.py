"""From a letter to a yes of both sides, or to an end after which what was written is erased."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from kring_matching.domain import Career, Coordinator
from kring_matching.handlers.standing import end_coordinatorship
from kring_matching.process import CAREER, CareerStage, Standing
from kring_shared.contracts.field import PersonCard
from kring_shared.contracts.matching import (
    AgreeOnCandidate,
    ApplyAsCandidate,
    CandidacyEnd,
    CandidacyEnded,
    CandidateApplied,
    CandidateFileErased,
    CandidateFileLapses,
    CandidateOptedIn,
    CandidateTalkPlanned,
    EndCandidacy,
    EndCoordinatorship,
    LeavingReason,
    MutualDecisionReached,
    OptIn,
    PlanCandidateTalk,
    ReflectionReportSubmitted,
    Report,
    SubmitReport,
)
from kring_shared.contracts.offices import OfficeCard
from kring_shared.contracts.policies import POLICIES
from kring_shared.contracts.sealed import Contact, Scope, scope_of
from kring_shared.kernel.errors import InvalidFields, NotReady
from kring_shared.kernel.work import Work

WRITTEN_ANEW: Final = "written-anew"
ENDED: Final = "candidacy-ended"
LEAVES_BECAUSE: Final = {
    CandidacyEnd.OWN_CHOICE: LeavingReason.OWN_CHOICE,
    CandidacyEnd.NOT_INDEPENDENT: LeavingReason.NOT_INDEPENDENT,
    CandidacyEnd.NOT_CONTINUED: LeavingReason.OTHER,
}


class Applications:
    """Where letters come in; it knows the offices, for a career keeps the policy it begins under."""

    def __init__(self, offices: Mapping[str, OfficeCard]) -> None:
        """Take in for these offices."""
        self._offices = offices

    def apply(self, message: ApplyAsCandidate, work: Work) -> None:
        """Take in a letter and a cv, sealed by themselves so that they can be erased while the person stays."""
        person_id = message.person_id or work.new_id("candidate")
        today = work.now.date()
        contact = work.seal(scope_of(Scope.PERSON, person_id), message.contact)
        file = scope_of(Scope.PERSON, work.new_id("file"))
        before = work.get(Career, person_id)
        moved = before.moved(ApplyAsCandidate, today) if before is not None else None
        new = Career(
            person_id=person_id,
            office=work.office,
            policy=before.policy if before is not None else self._offices[work.office].policy,
            card=PersonCard(person_id=person_id, contact=contact, languages=message.languages),
            municipality=message.municipality,
            stage=CAREER.start if moved is None else moved.stage,
            since=today if moved is None else moved.since,
            motivation=work.seal(file, message.motivation),
            cv=work.seal(file, message.cv) if message.cv else None,
            version=before.version if before is not None else 0,
        )
        work.save(new)
        work.answer = {"personId": person_id}
        if before is None:
            work.tell(CandidateApplied(case_id=person_id, channel=message.channel))
        else:
            work.erase(*before.file_scopes, because=WRITTEN_ANEW)


def opt_in(message: OptIn, work: Work) -> None:
    """They take part in the training."""
    work.save(work.need(Career, message.person_id).moved(OptIn, work.now.date()))
    work.tell(CandidateOptedIn(case_id=message.person_id))


def submit_report(message: SubmitReport, work: Work) -> None:
    """Take in how they see themselves, a line of the profile a line, sealed by itself as the letter was."""
    career = work.need(Career, message.person_id)
    moved = career.moved(SubmitReport, work.now.date())
    if len({line.line for line in message.lines}) < len(message.lines):
        message_ = "each line of the profile is written about once"
        raise InvalidFields(("/lines",), message_).because("report-empty")
    report = work.seal(scope_of(Scope.PERSON, work.new_id("report")), Report(lines=message.lines))
    work.save(replace(moved, reports=(*career.reports, report)))
    work.tell(ReflectionReportSubmitted(case_id=career.id, lines=len(message.lines)))


def agree(message: AgreeOnCandidate, work: Work) -> None:
    """Trainers and candidate both say yes; one no alone decides nothing, and is talked about first."""
    moved = work.need(Career, message.person_id).moved(AgreeOnCandidate, work.now.date())
    if not (message.trainers_agree and message.candidate_agrees):
        message_ = "both have to say yes: plan a talk about it (PlanCandidateTalk), or end the candidacy (EndCandidacy)"
        raise NotReady(message_, "both-say-yes")
    work.save(moved)
    work.tell(MutualDecisionReached(case_id=message.person_id))


def plan_talk(message: PlanCandidateTalk, work: Work) -> None:
    """Whoever sees it otherwise says so in a talk."""
    moved = work.need(Career, message.person_id).moved(PlanCandidateTalk, work.now.date())
    if message.at <= work.now:
        message_ = "a talk is planned for a moment that is still to come"
        raise InvalidFields(("/at",), message_).because("talk-still-to-come")
    work.save(moved)
    work.tell(CandidateTalkPlanned(case_id=message.person_id, at=message.at))


def end_candidacy(message: EndCandidacy, work: Work) -> None:
    """They do not become a coordinator; whoever stood in the register already leaves it, a case handed over first."""
    career = work.need(Career, message.person_id)
    ended = career.moved(EndCandidacy, work.now.date())
    entry = work.get(Coordinator, career.id)
    if entry is not None and entry.standing is not Standing.LEFT:
        because = LEAVES_BECAUSE[message.reason]
        end_coordinatorship(EndCoordinatorship(coordinator_id=career.id, reason=because), work)
        entry = work.need(Coordinator, career.id)
    if entry is not None:
        work.save(replace(entry, supervised=False, scopes=()))
    work.save(ended)
    days = POLICIES[career.policy].career.candidate_file_days
    work.remind(CandidateFileLapses(case_id=career.id), work.now + timedelta(days=days))
    work.tell(CandidacyEnded(case_id=career.id, reason=message.reason))


def erase_file(message: CandidateFileLapses, work: Work) -> None:
    """Erase what a former candidate wrote, and who it was too unless the register still knows them."""
    career = work.get(Career, message.case_id)
    if career is None or career.stage is not CareerStage.ENDED:
        return
    scopes = career.file_scopes
    if not scopes:
        return  # it was erased before
    work.erase(*scopes, because=ENDED)
    if work.get(Coordinator, career.id) is None:
        work.erase(scope_of(Scope.PERSON, career.id), because=ENDED)
    unreadable = work.seal(scopes[0], Contact(name="erased"))
    work.save(career.emptied(unreadable))
    work.tell(CandidateFileErased(case_id=career.id))
