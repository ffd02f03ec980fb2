"""The first conference with support, what is said of the work in it, and the certificate."""

from dataclasses import replace
from typing import Final

from kring_matching.domain import Career, Coordinator, Evaluation
from kring_matching.domain.standing import in_the_way, must_be_free_to_work
from kring_matching.process import CareerStage, Standing
from kring_shared.contracts.field import ConferenceType
from kring_shared.contracts.matching import (
    CertificateIssued,
    EvaluateConference,
    EvaluationResult,
    FirstConferenceEvaluated,
    IssueCertificate,
    RepeatSupervision,
    SecondPartOpened,
    StartSupervision,
    SupervisionRepeated,
    SupervisionStarted,
)
from kring_shared.contracts.policies import POLICIES
from kring_shared.kernel.errors import InvalidFields, NotReady
from kring_shared.kernel.work import Work

FIRST: Final = (ConferenceType.FAMILY,)


def start_supervision(message: StartSupervision, work: Work) -> None:
    """Let somebody who is in the register, free of ties and with papers in order, do a first conference."""
    moved = work.need(Career, message.person_id).moved(StartSupervision, work.now.date())
    entry = _entry_that_may_begin(message.person_id, work)
    work.save(moved, replace(entry, supervised=True, scopes=FIRST))
    work.tell(SupervisionStarted(case_id=message.person_id))


def evaluate_conference(message: EvaluateConference, work: Work) -> None:
    """Note how the work went, line by line; nothing here asks whether there was a plan, or which."""
    if len({mark.line for mark in message.work}) < len(message.work):
        message_ = "each line of the work is marked once"
        raise InvalidFields(("/work",), message_).because("no-such-work")
    career = work.need(Career, message.person_id)
    evaluation = Evaluation(message.conference_id, work.now.date(), message.work, message.result)
    work.save(career.evaluated(evaluation))
    work.tell(FirstConferenceEvaluated(case_id=career.id, result=message.result))


def repeat_supervision(message: RepeatSupervision, work: Work) -> None:
    """Have one more conference done with support."""
    career = work.need(Career, message.person_id)
    moved = career.moved(RepeatSupervision, work.now.date())
    _came_of_it(career, EvaluationResult.ONCE_MORE, "another conference with support")
    work.save(moved)
    work.tell(SupervisionRepeated(case_id=career.id))


def issue_certificate(message: IssueCertificate, work: Work) -> None:
    """Give the certificate; from now on they do conferences of families without being a beginner."""
    career = work.need(Career, message.person_id)
    today = work.now.date()
    moved = career.moved(IssueCertificate, today)
    _came_of_it(career, EvaluationResult.POSITIVE, "the certificate")
    entry = work.get(Coordinator, career.id)
    if entry is None or entry.standing is Standing.LEFT:
        message_ = "whoever gets a certificate stands in the register: enter them first (RegisterCoordinator)"
        raise NotReady(message_, "register-entry")
    certified = replace(moved, scopes=FIRST, certified_on=today)
    after = certified.on_to_the_second_part(POLICIES[career.policy].career, today)
    work.save(after, replace(entry, supervised=False, scopes=FIRST, certified_on=today))
    work.tell(CertificateIssued(case_id=career.id, scopes=FIRST))
    if after.stage is CareerStage.SECOND_PART_OPEN:  # who did a second conference with support has done two
        work.tell(SecondPartOpened(case_id=career.id))


def _came_of_it(career: Career, wanted: EvaluationResult, what: str) -> None:
    if career.result is not wanted:
        come = career.result.value if career.result else "nothing"
        raise NotReady(
            f"{what} follows an evaluation that ends in {wanted.value}; the last one ended in {come}", "evaluation"
        )


def _entry_that_may_begin(person_id: str, work: Work) -> Coordinator:
    """Give the entry of somebody who may be sent to a family.

    Raises:
        NotReady: they are not in the register, do not work now, or their papers are not in order; the message says
            which, and what to do.
        NotIndependent: a tie to a deciding or helping body is not over.
    """
    entry = work.get(Coordinator, person_id)
    if entry is None or entry.standing is Standing.LEFT:
        raise NotReady(
            "enter them in the register first, with screening and statute (RegisterCoordinator)", "register-entry"
        )
    today = work.now.date()
    if in_the_way(entry, today):
        must_be_free_to_work(entry, today)
    if entry.standing is not Standing.ACTIVE:
        raise NotReady(
            f"they are {entry.standing.value} in the register: reinstate them first (ReinstateCoordinator)",
            "reinstated",
        )
    return entry
