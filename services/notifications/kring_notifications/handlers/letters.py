"""One letter: queued by a channel that reaches the person, held back, or ended."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from kring_notifications.domain import FOR_COORDINATORS, Correspondence, Correspondent, Notification, language_for
from kring_notifications.hooks import Channel
from kring_notifications.ports import DELIVER, TO_COORDINATOR, Delivery, Ended
from kring_notifications.process import MESSAGE
from kring_shared.contracts.envelope import IMPORTED, Named
from kring_shared.contracts.notifications import (
    Moment,
    NotificationQueued,
    NotificationSuppressed,
    SuppressedBecause,
)
from kring_shared.kernel.work import Work


class Letters:
    """Writes to people, with the channels and languages this service has."""

    def __init__(self, channels: Sequence[Channel], languages: Collection[str]) -> None:
        """Use these channels, the most wished first, and the languages that have templates."""
        self._channels, self._languages = tuple(channels), frozenset(languages)

    def write(
        self,
        message: Named,
        moment: Moment,
        people: Iterable[Correspondent],
        work: Work,
        *,
        at: datetime | None = None,
        last_day: date | None = None,
    ) -> None:
        """Queue a letter to each, by the first channel that can reach them; what is held back is noted, with why.

        Who takes no further part, or is kept away from the case, is passed over: they hear of it no more. Of what
        happened before Kring nobody hears: they lived it, and what it leaves to be known is kept all the same.

        Args:
            message: What there is to write about.
            moment: Which letter.
            people: To whom.
            work: Where it is kept and told.
            at: The moment the letter speaks of, where it speaks of one.
            last_day: Until when something can be done, where the letter says so.
        """
        if was_before_kring(message):
            return
        for person in people:
            if not person.may_be_written_to:
                continue
            notification = self._made(moment, person, work)
            if work.need(Correspondence, person.case_id).paused:
                hold_back(notification, SuppressedBecause.PAUSED, work)
            elif not notification.channel:
                hold_back(notification, SuppressedBecause.NO_WAY_TO_REACH, work)
            else:
                _queue(notification, person, at, last_day, work)

    def keep_from(
        self, moment: Moment, people: Iterable[Correspondent], because: SuppressedBecause, work: Work
    ) -> None:
        """Note that these people get no letter at a moment, on purpose."""
        for person in people:
            hold_back(self._made(moment, person, work), because, work)

    def _made(self, moment: Moment, person: Correspondent, work: Work) -> Notification:
        return Notification(
            message_id=work.new_id(f"{moment}/{person.person_id}"),
            case_id=person.case_id,
            person_id=person.person_id,
            office=person.office,
            moment=moment,
            language=language_for(person.languages, self._languages),
            channel=next((c.name for c in self._channels if c.can_reach(person.kinds)), ""),
        )


def was_before_kring(message: Named) -> bool:
    """Tell whether a fact was taken over from an office's own records."""
    return getattr(message, "by", "") == IMPORTED


def errand_of(moment: Moment) -> str:
    """Name the errand by which a letter of a moment is carried out."""
    return TO_COORDINATOR if moment in FOR_COORDINATORS else DELIVER


def hold_back(notification: Notification, because: SuppressedBecause, work: Work) -> None:
    """Keep a letter from going out before it was queued."""
    work.save(notification.moved(NotificationSuppressed))
    work.tell(notification.held_back(because))


def record_outcome(message: Ended, work: Work) -> None:
    """Note what came of a delivery."""
    delivery = Delivery.model_validate_json(message.body)
    notification = work.get(Notification, delivery.message_id)
    if notification is None:
        return  # the case lapsed while it was on its way, and nothing is known of it any more
    fact = notification.outcome(message.code)
    if not MESSAGE.knows(notification.status, type(fact)):
        return  # held back meanwhile, and it did not go out
    work.save(notification.moved(type(fact)))
    work.tell(fact)


def _queue(
    notification: Notification, person: Correspondent, at: datetime | None, last_day: date | None, work: Work
) -> None:
    work.save(notification)
    work.send_out(
        errand_of(notification.moment),
        notification.id,
        Delivery(
            message_id=notification.message_id,
            moment=notification.moment,
            language=notification.language,
            channel=notification.channel,
            office=person.office,
            neutral_sender=person.neutral_sender,
            contact=person.contact,
            at=at,
            last_day=last_day,
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
