"""A message to somebody: by the first way that can bring it, in words they know, at a fitting hour; or by a person."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from kring_notifications.domain import (
    FORMS,
    TO_THE_HOUSE,
    WITH_A_DAY,
    AddressKind,
    Correspondence,
    Correspondent,
    Notification,
    correspondent_id,
    is_too_late,
)
from kring_notifications.handlers.links import in_letter, of_sending
from kring_notifications.handlers.morning import tell_in_the_morning
from kring_notifications.handlers.people import desk
from kring_notifications.hooks import Channel
from kring_notifications.house import House
from kring_notifications.ports import DELIVER, Delivery
from kring_notifications.process.message import ON_ITS_WAY, OPEN
from kring_notifications.wording import OFFICE_LANGUAGE, Choice, Wording
from kring_shared.contracts.envelope import IMPORTED, Named
from kring_shared.contracts.notifications import (
    Moment,
    NotificationSuppressed,
    SuppressedBecause,
    ToTellBecause,
    TranslationMissing,
    Way,
)
from kring_shared.kernel.language_tags import main_part
from kring_shared.kernel.work import Work


class Letters:
    """Writes to people, with the channels and words this service has."""

    def __init__(self, channels: Sequence[Channel], wording: Wording, house: House) -> None:
        """Use these channels, the most wished first, these words, and these offices' hours."""
        self.channels, self.wording, self.house = tuple(channels), wording, house

    def write(
        self,
        message: Named,
        moment: Moment,
        people: Iterable[Correspondent],
        work: Work,
        *,
        at: datetime | None = None,
        last_day: date | None = None,
        count: int | None = None,
        before: datetime | None = None,
    ) -> None:
        """Write to each of these people; what is held back is noted, with why.

        Who takes no further part, or is kept away from the case, is passed over: they hear of it no more. Of what
        happened before Kring nobody hears: they lived it, and what it leaves to be known is kept all the same.

        Args:
            message: What there is to write about.
            moment: Which letter.
            people: To whom.
            work: Where it is kept and told.
            at: The moment the letter speaks of, where it speaks of one.
            last_day: Until when something can be done, where the letter says so.
            count: How many, where the letter says so.
            before: From when on it is of no use any more; none when it keeps.
        """
        if was_before_kring(message):
            return
        for person in people:
            if person.may_be_written_to:
                note = replace(made(moment, person, work), at=at, last_day=last_day, count=count, before=before)
                self.bring(note, person, work)

    def keep_from(
        self, moment: Moment, people: Iterable[Correspondent], because: SuppressedBecause, work: Work
    ) -> None:
        """Note that these people get no letter at a moment, on purpose."""
        for person in people:
            hold_back(made(moment, person, work), because, work)

    def bring(self, note: Notification, person: Correspondent, work: Work) -> None:
        """Queue a message by the first way that is left; leave it to a person when none is."""
        if because := self.must_not(note, person, work):
            hold_back(note, because, work)
            return
        way = self.first_way(note, person)
        if isinstance(way, ToTellBecause):
            self.leave_to_a_person(note, person, way, work)
        else:
            self._queue(note, person, *way, work)

    def bring_anew(self, person: Correspondent, work: Work) -> None:
        """Queue again what waits for its hour, as its person can be reached and wants it now.

        What is due already may be leaving at this moment, and is left alone: twice would be worse.
        """
        for note in work.all(Notification, person.case_id):
            waits = note.status in ON_ITS_WAY and note.send_at is not None and note.send_at > work.now
            if waits and note.person_id == person.person_id:
                work.call_back(DELIVER, note.id)
                self.bring(note, person, work)

    def first_way(self, note: Notification, person: Correspondent) -> tuple[Channel, Choice] | ToTellBecause:
        """Give the first channel that is left and its words; why a person tells it, when there is none."""
        without_words = False
        for channel in self._ways_left(note, person):
            if channel is None:
                return ToTellBecause.ASKED_FOR
            choice = self._words(note, person, channel)
            if choice is not None:
                return channel, choice
            without_words = True
        if note.given_up:
            return ToTellBecause.FAILED
        return ToTellBecause.NO_WORDS if without_words else ToTellBecause.NO_WAY

    def leave_to_a_person(self, note: Notification, person: Correspondent, because: ToTellBecause, work: Work) -> None:
        """Have the coordinator tell it, or the office where there is none; they hear so once a day.

        Nobody telephones another organisation's computer, nobody is told what the office tells itself, and nobody reads
        somebody else's form out.
        """
        if note.moment in TO_THE_HOUSE | FORMS or AddressKind.SYSTEM in person.kinds:
            hold_back(note, SuppressedBecause.NO_WAY_TO_REACH, work)
            return
        choice = self.wording.choose(note.moment, person.languages, Way.CALL, live=False)
        language = choice.language if choice else OFFICE_LANGUAGE
        teller = work.need(Correspondence, note.case_id).teller_of(person.person_id)
        work.save(note.left_to_a_person(because, language, teller, work.now))
        work.tell(note.fact_to_tell(because))
        tell_in_the_morning(teller, self.house, work)

    def have_the_office_look(self, case: Correspondence, work: Work) -> None:
        """Tell the office's desk that somebody did not answer in this case; without an address it sees so itself."""
        card = self.house.offices.get(case.office)
        if card is not None and (now := desk(case.id, card, work)) is not None:
            person = (work.get(Correspondent, now.id) or now).reached_as(now.contact, now.kinds)
            work.save(person)
            self.bring(made(Moment.OFFICE_LOOKS, person, work), person, work)

    def channel_of(self, note: Notification) -> Channel | None:
        """Give the channel a message went by, if it is still plugged in."""
        return next((channel for channel in self.channels if channel.name == note.channel), None)

    def again(self, note: Notification, person: Correspondent, due: datetime, work: Work) -> None:
        """Have a message carried out at a moment, by the channel and in the words it has."""
        case = work.need(Correspondence, note.case_id)
        work.send_out(
            DELIVER,
            note.id,
            Delivery(
                message_id=note.message_id,
                sending_id=note.sending_id,
                case_id=note.case_id,
                person_id=note.person_id,
                moment=note.moment,
                language=note.language,
                wording=note.wording,
                channel=note.channel,
                office=note.office,
                neutral_sender=person.neutral_sender,
                contact=person.contact,
                at=note.at,
                last_day=note.last_day,
                count=note.count,
                before=note.before,
                wished=_wished(note, person),
                calendar=_brings_day(note, person, case),
                sequence=case.sequence,
                large_print=person.large_print,
                reference=case.reference,
                form=note.form,
                link=of_sending(note, work),
            ),
            due=due,
            via=note.channel,
        )

    def must_not(self, note: Notification, person: Correspondent, work: Work) -> SuppressedBecause | None:
        """Say why a message may not go to somebody, whatever the way."""
        if work.need(Correspondence, note.case_id).paused:
            return SuppressedBecause.PAUSED
        if person.do_not_contact:
            return SuppressedBecause.DO_NOT_CONTACT
        return SuppressedBecause.TOO_LATE if is_too_late(note.moment, note.before, work.now) else None

    def _ways_left(self, note: Notification, person: Correspondent) -> Iterable[Channel | None]:
        """Give the channels to try, in the person's own order; nothing where they want to be called."""
        able = [c for c in self.channels if c.name not in note.given_up and c.can_reach(person.kinds)]
        if note.form is not None:
            yield from (channel for way in note.form.ways for channel in able if channel.way is way)
            return
        if not person.ways:
            yield from able
            return
        for way in person.ways:
            if way is Way.CALL:
                yield None
            yield from (channel for channel in able if channel.way is way)

    def _words(self, note: Notification, person: Correspondent, channel: Channel) -> Choice | None:
        if channel.way is Way.SYSTEM:
            return Choice("", "")  # a computer reads no words
        return self.wording.choose(note.moment, person.languages, channel.way, live=self.house.is_live(note.office))

    def _brings_links(self, language: str, office: str) -> bool:
        live = self.house.is_live(office)
        return bool(self.house.portal) and self.wording.says_where(language, live=live)

    def _queue(self, note: Notification, person: Correspondent, channel: Channel, choice: Choice, work: Work) -> None:
        due = self.house.may_write_at(note.office, work.now, note.before) if channel.disturbs else work.now
        sending_id = work.new_id(f"sending/{note.id}") if note.sending_id else note.id
        queued = note.to_be_sent_as(sending_id).queued(channel.name, choice.language, choice.version, due)
        work.save(queued)
        if self._brings_links(choice.language, note.office):
            in_letter(queued, person, channel.way, self.house.links_good_for, work)
        self.again(queued, person, due, work)
        work.tell(queued.fact_queued())
        if choice.wished and not note.wording:  # once for a message, however often it is queued
            work.tell(
                TranslationMissing(
                    case_id=note.case_id,
                    message_id=note.message_id,
                    moment=note.moment,
                    wanted=choice.wished,
                    used=choice.language,
                )
            )


def was_before_kring(message: Named) -> bool:
    """Tell whether a fact was taken over from an office's own records."""
    return getattr(message, "by", "") == IMPORTED


def hold_back(note: Notification, because: SuppressedBecause, work: Work) -> None:
    """Keep a message from going out."""
    work.save(note.suppressed(NotificationSuppressed, because))
    work.tell(note.fact_suppressed(because))


def take_back_overtaken(
    case_id: str, moments: Collection[Moment], work: Work, *, person_id: str | None = None, keep: datetime | None = None
) -> None:
    """Take back what did not reach anybody yet, and is needless since: it was answered, or the day is another.

    Args:
        case_id: Of which case.
        moments: Which letters.
        work: Where it is kept and told.
        person_id: To whom; none is to everybody.
        keep: What speaks of this moment, or of none, is still right.
    """
    for note in work.all(Notification, case_id):
        to_them = person_id is None or note.person_id == person_id
        is_right = keep is not None and note.at in {None, keep}
        if note.moment in moments and note.status in OPEN and to_them and not is_right:
            work.call_back(DELIVER, note.id)
            hold_back(note, SuppressedBecause.TOO_LATE, work)


def person_written_to(note: Notification, work: Work) -> Correspondent | None:
    """Give whom a message is to; nobody once they are not kept any more."""
    return work.get(Correspondent, correspondent_id(note.case_id, note.person_id))


def made(moment: Moment, person: Correspondent, work: Work) -> Notification:
    """Make a message to somebody; nothing is decided about it yet."""
    return Notification(
        message_id=work.new_id(f"{moment}/{person.person_id}"),
        case_id=person.case_id,
        person_id=person.person_id,
        office=person.office,
        moment=moment,
    )


def _wished(note: Notification, person: Correspondent) -> str:
    """Give the language they know best, when the words are in another."""
    best = person.languages[0] if person.languages else OFFICE_LANGUAGE
    return best if note.language and main_part(best) != main_part(note.language) else ""


def _brings_day(note: Notification, person: Correspondent, case: Correspondence) -> bool:
    """Tell whether the day for their calendar comes along: they asked for it, and there is one, or was one."""
    was_told_of_one = case.sequence > 0 and note.moment is not Moment.INVITATION
    return person.wants_calendar and note.moment in WITH_A_DAY and (note.at is not None or was_told_of_one)
