"""One function per fact, deadline or ended delivery: read, decide, save, tell. Letters themselves go out later."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from kring_notifications.domain import (
    Correspondence,
    Correspondent,
    Notification,
    correspondent_id,
    kinds_of,
    language_for,
)
from kring_notifications.hooks import Channel
from kring_notifications.ports import DELIVER, Delivery, Ended
from kring_notifications.process import MESSAGE
from kring_shared.contracts.conference import (
    Answered,
    ConferenceScheduled,
    FollowUpDue,
    ParticipantAnswered,
    ParticipantInvited,
    ParticipantSuggested,
    PlanDistributed,
)
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.field import Part, PersonCard
from kring_shared.contracts.intake import RequestReceived, RequestWithdrawn
from kring_shared.contracts.matching import AssignmentActivated, CoordinatorProposed
from kring_shared.contracts.notifications import (
    Moment,
    NotificationQueued,
    NotificationSuppressed,
    ReminderDue,
    SuppressedBecause,
)
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.work import Work


class Handlers:
    """The reactions of this service, with the channels and languages it has; a case that stopped leads to nothing."""

    def __init__(self, channels: Sequence[Channel], languages: Collection[str]) -> None:
        """Use these channels, the most wished first, and the languages that have templates."""
        self._channels, self._languages = tuple(channels), frozenset(languages)

    def begin(self, message: RequestReceived, work: Work) -> None:
        """Tell the requester and the main persons that the request arrived; who may accept a plan is kept for later."""
        case = Correspondence(message.case_id, message.office, neutral_sender=message.neutral_sender)
        work.save(case)
        main = [_meet(case, card, work, is_main_person=True) for card in message.main_persons]
        requester = _meet(case, message.requester, work)
        for mandate in message.mandates:
            if mandate.acceptor is not None:
                _meet(case, mandate.acceptor, work)
        told = {person.id: person for person in (requester, *main)}
        self._write(Moment.REQUEST_RECEIVED, told.values(), work)

    def tell_proposal(self, message: CoordinatorProposed, work: Work) -> None:
        """Tell a coordinator that a case waits for an answer: no family name, no question."""
        if (case := _running(message, work)) is not None:
            coordinator = _meet(case, message.coordinator, work, neutral_sender=False)
            self._write(Moment.CASE_PROPOSED, [coordinator], work, at=message.respond_by)

    def tell_coordinator_found(self, message: AssignmentActivated, work: Work) -> None:
        """Tell the main persons that there is a coordinator, who will introduce themselves in person."""
        if (case := _running(message, work)) is not None:
            work.save(replace(case, coordinator_id=message.coordinator.person_id))
            _meet(case, message.coordinator, work, neutral_sender=False)
            everyone = work.all(Correspondent, case.id)
            self._write(Moment.COORDINATOR_FOUND, [p for p in everyone if p.is_main_person], work)

    def keep_participant(self, message: ParticipantSuggested, work: Work) -> None:
        """Keep how to reach somebody who may be asked; nothing is sent before the coordinator spoke with them."""
        if (case := _running(message, work)) is not None:
            _meet(case, message.participant, work, is_main_person=message.part is Part.MAIN_PERSON)

    def invite(self, message: ParticipantInvited, work: Work) -> None:
        """Confirm an invitation that was given in person."""
        if (case := _running(message, work)) is not None:
            invited = replace(_person(case, message.person_id, work), invited=True)
            work.save(invited)
            self._write(Moment.INVITATION, [invited], work)

    def note_answer(self, message: ParticipantAnswered, work: Work) -> None:
        """Note who does not come, so that they are not reminded of it."""
        if (case := _running(message, work)) is not None:
            comes = message.answer is not Answered.DOES_NOT_COME
            work.save(replace(_person(case, message.person_id, work), comes=comes))

    def plan_reminder(self, message: ConferenceScheduled, work: Work) -> None:
        """Remind the participants two days before; another day replaces the reminder."""
        if (case := _running(message, work)) is None:
            return
        scheduled = case.scheduled(message.starts_at, work.now)
        work.save(scheduled)
        work.forget((ReminderDue,), case.id)
        if scheduled.remind_at is not None:
            work.remind(ReminderDue(case_id=case.id), scheduled.remind_at)

    def remind(self, message: ReminderDue, work: Work) -> None:
        """Remind everyone who is expected of day and time; the place they know from the coordinator."""
        case = work.need(Correspondence, message.case_id)
        if not case.must_remind(work.now):
            return  # the day was moved, the meeting began, or the case stopped
        work.save(case.reminded())
        expected = [p for p in work.all(Correspondent, case.id) if p.takes_part]
        self._write(Moment.DATE_REMINDER, expected, work, at=case.starts_at)

    def tell_plan(self, message: PlanDistributed, work: Work) -> None:
        """Tell who gets the plan that it is ready; the plan itself never goes by a channel of ours."""
        if (case := _running(message, work)) is not None:
            people = [_person(case, recipient, work) for recipient in message.recipients]
            self._write(Moment.PLAN, people, work)

    def ask_to_call(self, message: FollowUpDue, work: Work) -> None:
        """Tell the coordinator that it is time to call."""
        if (case := _running(message, work)) is not None:
            self._write(Moment.FOLLOW_UP_CALL, [_person(case, message.coordinator_id, work)], work)

    def stop(self, message: RequestWithdrawn, work: Work) -> None:
        """Hold back everything at once; only who was invited already hears, in one short letter, that it is off."""
        if (case := _running(message, work)) is None:
            return  # it stopped before
        work.save(case.ended())
        work.forget((ReminderDue,), case.id)
        work.call_back(DELIVER, case.id)
        for notification in work.all(Notification, case.id):
            if MESSAGE.knows(notification.status, RequestWithdrawn):
                work.save(notification.moved(RequestWithdrawn))
                work.tell(notification.held_back(SuppressedBecause.WITHDRAWN))
        if not case.has_met(work.now):
            self._write(Moment.STOPPED, [p for p in work.all(Correspondent, case.id) if p.invited], work)

    def record_outcome(self, message: Ended, work: Work) -> None:
        """Note what came of a delivery."""
        delivery = Delivery.model_validate_json(message.body)
        notification = work.need(Notification, delivery.message_id)
        fact = notification.outcome(message.code)
        if not MESSAGE.knows(notification.status, type(fact)):
            return  # held back meanwhile, and it did not go out
        work.save(notification.moved(type(fact)))
        work.tell(fact)

    def _write(
        self, moment: Moment, people: Iterable[Correspondent], work: Work, *, at: datetime | None = None
    ) -> None:
        """Queue a letter to each, by the first channel that can reach them; who cannot be reached is noted too."""
        for person in people:
            channel = next((c.name for c in self._channels if c.can_reach(person.kinds)), "")
            notification = Notification(
                message_id=work.new_id(f"{moment}/{person.person_id}"),
                case_id=person.case_id,
                person_id=person.person_id,
                office=person.office,
                moment=moment,
                language=language_for(person.languages, self._languages),
                channel=channel,
            )
            if channel:
                _queue(notification, person, at, work)
            else:
                work.save(notification.moved(NotificationSuppressed))
                work.tell(notification.held_back(SuppressedBecause.NO_WAY_TO_REACH))


def _queue(notification: Notification, person: Correspondent, at: datetime | None, work: Work) -> None:
    work.save(notification)
    work.send_out(
        DELIVER,
        person.case_id,
        Delivery(
            message_id=notification.message_id,
            moment=notification.moment,
            language=notification.language,
            channel=notification.channel,
            office=person.office,
            neutral_sender=person.neutral_sender,
            contact=person.contact,
            at=at,
        ),
    )
    work.tell(
        NotificationQueued(
            case_id=person.case_id,
            message_id=notification.message_id,
            moment=notification.moment,
            person_id=person.person_id,
            language=notification.language,
            channel=notification.channel,
            send_at=work.now,
        )
    )


def _meet(
    case: Correspondence,
    card: PersonCard,
    work: Work,
    *,
    is_main_person: bool = False,
    neutral_sender: bool | None = None,
) -> Correspondent:
    """Keep how to reach a person of the case, as the newest card says."""
    neutral = case.neutral_sender if neutral_sender is None else neutral_sender
    known = work.get(Correspondent, correspondent_id(case.id, card.person_id))
    before = known or Correspondent(case.id, card.person_id, case.office, card.contact, neutral_sender=neutral)
    contact = work.open(card.contact, Contact)
    person = before.known_as(card, kinds_of(contact), is_main_person=is_main_person)
    work.save(person)
    return person


def _person(case: Correspondence, person_id: str, work: Work) -> Correspondent:
    return work.need(Correspondent, correspondent_id(case.id, person_id))


def _running(message: Fact, work: Work) -> Correspondence | None:
    """Give the case's correspondence, or nothing once it stopped: from then on nobody hears of it any more."""
    case = work.need(Correspondence, message.case_id)
    return None if case.stopped else case
