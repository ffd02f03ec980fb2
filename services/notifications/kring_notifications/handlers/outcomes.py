"""What came of a message: it went, it waits and is tried again, another way is tried, or a person tells it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from kring_notifications.breaker import REST
from kring_notifications.domain import AddressKind, Correspondence, Correspondent, Notification
from kring_notifications.handlers.erasing import forget
from kring_notifications.handlers.letters import Letters, hold_back, person_written_to
from kring_notifications.hooks import Channel, Follows
from kring_notifications.ports import (
    ARRIVED,
    AWAY,
    DONE,
    ERASED,
    LOOK_AFTER,
    NOT_CONNECTED,
    NOT_TRIED,
    UNCLEAR,
    WAIT_A_LITTLE,
    Delivery,
    Ended,
    LookAfter,
)
from kring_notifications.process import MESSAGE, Status
from kring_notifications.process.message import ON_ITS_WAY
from kring_shared.contracts.notifications import (
    Arrived,
    NotificationDelayed,
    NotificationDelivered,
    NotificationFailed,
    NotificationSent,
    ReportArrival,
    SuppressedBecause,
    ToTellBecause,
)
from kring_shared.kernel.errors import NotFound, Refused
from kring_shared.kernel.work import Found, Work

COMES_BACK_WITHIN: Final = timedelta(days=30)
"""Servers give up within days (RFC 5321, 4.5.4.1), and the post within weeks. Who finds an old e-mail can make up a
report about it; it must not have the same words come by another way, to another place."""


def case_of(message: Ended | ReportArrival, _office: str, found: Found) -> tuple[str, ...]:
    """Name the case of the message it is about, for another way to be tried; what went well needs nothing more."""
    if not isinstance(message, ReportArrival) and message.code == DONE:
        return ()
    message_id = message.message_id if isinstance(message, ReportArrival) else message.case_id
    return tuple({note.case_id: None for note in found.all(Notification, message_id)})


def record(message: Ended, work: Work, letters: Letters) -> None:
    """Note what came of a delivery, and go on."""
    delivery = Delivery.model_validate_json(message.body)
    note = work.get(Notification, delivery.message_id)
    if note is None or note.code == SuppressedBecause.ERASED:
        forget(delivery.case_id, (delivery.sent_as,), work)  # it was erased while it was on its way
    elif note.status is Status.SUPPRESSED:
        _record_late(message.code, note, work)
    elif note.status in ON_ITS_WAY:
        _go_on(message.code, note, work, letters)


def record_look(message: Ended, work: Work, letters: Letters) -> None:
    """Note what a channel says became of a message it took; of one that was sent again since, it says nothing."""
    asked = LookAfter.model_validate_json(message.body)
    note, arrived = work.get(Notification, asked.message_id), ARRIVED.get(message.code)
    if note is None or note.sending_id != asked.sending_id:
        return
    if arrived is not None:
        _arrive(arrived, note, work, letters)
    if arrived not in {Arrived.DELIVERED, Arrived.BOUNCED}:
        _look_after(note, letters.channel_of(note), asked.look + 1, asked.sent_at, work)


def report(message: ReportArrival, work: Work, letters: Letters) -> None:
    """Note what a provider or a mailbox says; of a decision to send that another one followed, it says nothing new.

    Raises:
        NotFound: nothing was sent under that id by this office.
        Refused: it is not known yet that it was sent; say it again in a while.
    """
    note = next(iter(work.all(Notification, message.message_id)), None)
    if note is None:
        unknown = "nothing was sent under that id by this office"
        raise NotFound(unknown)
    if note.sending_id != message.message_id:
        return
    if note.status in ON_ITS_WAY:
        raise Refused("it is not known yet that this message was sent: say it again in a while").because("not-sent-yet")
    _arrive(message.arrived, note, work, letters, f"kring.bounced {message.code}".strip())


def _go_on(code: str, note: Notification, work: Work, letters: Letters) -> None:
    person, channel = person_written_to(note, work), letters.channel_of(note)
    if code == DONE:
        _sent(note, channel, work)
    elif code == ERASED or person is None:
        hold_back(note, SuppressedBecause.ERASED, work)
    elif code == NOT_CONNECTED:
        hold_back(note, SuppressedBecause.NO_WAY_TO_REACH, work)
    elif code in NOT_TRIED:
        _once_more(note, person, REST if code in WAIT_A_LITTLE else timedelta(0), work, letters)
    elif code in AWAY or (code in UNCLEAR and channel is not None and channel.repeatable):
        _later(code, note, person, channel, work, letters)
    else:
        _failed(code, note, person, work, letters)


def _sent(note: Notification, channel: Channel | None, work: Work) -> None:
    work.save(note.moved(NotificationSent))
    work.tell(note.fact_sent())
    _look_after(note, channel, 0, work.now, work)


def _look_after(note: Notification, channel: Channel | None, look: int, sent_at: datetime, work: Work) -> None:
    """Have the channel asked once more what became of a message, where it can be asked and has not been enough."""
    followed: object = channel
    if isinstance(followed, Follows) and look < len(followed.looks_after):
        asked = LookAfter(
            message_id=note.message_id,
            sending_id=note.sending_id,
            channel=note.channel,
            look=look,
            sent_at=sent_at,
        )
        due = max(sent_at + followed.looks_after[look], work.now)
        work.send_out(LOOK_AFTER, note.id, asked, due=due, via=note.channel)


def _once_more(note: Notification, person: Correspondent, wait: timedelta, work: Work, letters: Letters) -> None:
    """Queue what was not even tried; its channel, words and hour are chosen anew."""
    if wait:
        waiting = replace(note, send_at=work.now + wait)
        work.save(waiting)
        letters.again(waiting, person, work.now + wait, work)
    else:
        letters.bring(note, person, work)


def _later(
    code: str, note: Notification, person: Correspondent, channel: Channel | None, work: Work, letters: Letters
) -> None:
    """Try again after a while; when it was tried often enough, or would come too late, by another way."""
    waits = channel.patience if channel is not None else ()
    if note.tries >= len(waits):
        _failed(code, note, person, work, letters)
        return
    due = work.now + waits[note.tries]
    if channel is not None and channel.disturbs:
        due = letters.house.may_write_at(note.office, due, note.before)
    if note.before is not None and work.now < note.before <= due:
        _failed(code, note, person, work, letters)
        return
    # That it may have gone out once is kept: whatever is heard later, another way could bring it twice.
    kept = note.code if note.code in UNCLEAR else code
    delayed = replace(note.tried(kept).moved(NotificationDelayed), send_at=due)
    work.save(delayed)
    work.tell(note.fact_delayed(code, due))
    letters.again(delayed, person, due, work)


def _failed(code: str, note: Notification, person: Correspondent, work: Work, letters: Letters) -> None:
    """Try another way; what may have gone out is left to a person, or it might come twice."""
    failed = note.tried(code).moved(NotificationFailed).without_channel()
    work.save(failed)
    work.tell(note.fact_failed(code))
    if code in UNCLEAR or (note.status in ON_ITS_WAY and note.code in UNCLEAR):
        letters.leave_to_a_person(failed, person, ToTellBecause.UNCLEAR, work)
    else:
        letters.bring(failed, person, work)
    if AddressKind.SYSTEM in person.kinds:  # nobody telephones a computer: who works there may know another way
        letters.have_the_office_look(work.need(Correspondence, note.case_id), work)


def _arrive(arrived: Arrived, note: Notification, work: Work, letters: Letters, code: str = "kring.bounced") -> None:
    """Note that it arrived, or did not. Of a case that stopped nobody hears by another way."""
    if arrived is Arrived.DELIVERED and note.status is Status.SENT:
        work.save(note.moved(NotificationDelivered))
        work.tell(
            NotificationDelivered(
                case_id=note.case_id, message_id=note.message_id, moment=note.moment, channel=note.channel
            )
        )
    elif arrived is Arrived.BOUNCED and _may_come_back(note, work):
        case, person = work.get(Correspondence, note.case_id), person_written_to(note, work)
        if person is None or case is None or case.stopped or not person.may_be_written_to:
            work.save(note.tried(code).moved(NotificationFailed).without_channel())
            work.tell(note.fact_failed(code))
        else:
            _failed(code, note, person, work, letters)


def _may_come_back(note: Notification, work: Work) -> bool:
    went = note.status in {Status.SENT, Status.DELIVERED}
    return went and (note.send_at is None or work.now - note.send_at <= COMES_BACK_WITHIN)


def _record_late(code: str, note: Notification, work: Work) -> None:
    """It was called back while it was on its way: say so when it went out all the same, or may have."""
    fact = note.fact_sent() if code == DONE else note.fact_failed(code)
    if (code == DONE or code in UNCLEAR) and MESSAGE.knows(note.status, type(fact)):
        work.save(replace(note.moved(type(fact)), code="" if code == DONE else code))
        work.tell(fact)
