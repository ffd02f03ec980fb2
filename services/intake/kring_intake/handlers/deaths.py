"""Somebody died: every message stops at once, and a person speaks with those who are left before anything goes on."""

from dataclasses import replace

from kring_intake.domain import Request
from kring_intake.domain.consent import goes_on
from kring_intake.handlers.consent import save_and_tell
from kring_intake.handlers.transfers import recall_if_offered
from kring_intake.process import TALKS, Held
from kring_shared.contracts.intake import (
    ConsentMethod,
    PauseReason,
    RecordDeath,
    RequestPaused,
    RequestResumed,
    ResumeRequest,
)
from kring_shared.kernel.errors import NotAllowedNow, NotReady
from kring_shared.kernel.work import Work


def record_death(message: RecordDeath, work: Work) -> None:
    """Note who died, and let everything wait.

    It may be somebody whom only the circle knows: then nobody is marked here, and everything waits all the same. Who
    said yes for a child and died decides no longer; an offer to another office is taken back first.
    """
    request = work.need(Request, message.case_id)
    if request.stage in TALKS:
        raise NotAllowedNow(asked=message.name, stage=request.stage.value, possible=request.possible)
    waiting = recall_if_offered(request, work).held_by(RecordDeath)
    people = tuple(person.after_death_of(message.person_id) for person in waiting.main_persons)
    work.save(replace(waiting, main_persons=people))
    if request.held is not Held.PERSON_DIED:
        died = PauseReason.PERSON_DIED
        work.tell(RequestPaused(case_id=request.case_id, because=died, person_id=message.person_id))


def resume(message: ResumeRequest, work: Work) -> None:
    """Go on with those who are left, once somebody spoke with them; the gate is looked at anew.

    What was noted by mistake is taken back, all of it: who did die is noted again.

    Raises:
        NotReady: nobody is left whom it is about.
    """
    request = work.need(Request, message.case_id)
    if message.noted_by_mistake:
        request = replace(request, main_persons=tuple(person.after_mistake() for person in request.main_persons))
    after = goes_on(request, ResumeRequest)
    if not request.active_persons:
        raise NotReady(
            "nobody is left whom this request is about: withdraw it (withdraw-request); those who are left and want a "
            "conference of their own are taken on as a new request (take-request)",
            "withdraw",
        )
    if after.held is Held.FREE:
        people = tuple(person.id for person in after.active_persons)
        mistake = message.noted_by_mistake
        work.tell(RequestResumed(case_id=request.case_id, main_persons=people, noted_by_mistake=mistake))
    save_and_tell(request, after, ConsentMethod.IN_PERSON, work)
