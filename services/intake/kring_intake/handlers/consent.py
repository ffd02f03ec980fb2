"""The gate, carried out: who decides is noted, people say yes or no, and what follows from it is told."""

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Final

from kring_intake.domain import Answered, MainPerson, Request, Said, Voice
from kring_intake.domain.consent import (
    NotTheirsToGive,
    giver_named,
    giver_of_a_yes,
    go_on_with,
    looked_at_anew,
    say_no,
    say_yes,
    take_back,
)
from kring_intake.handlers.lookalikes import Elsewhere
from kring_intake.handlers.receipts import tell_sender
from kring_intake.handlers.transfers import recall_if_offered
from kring_intake.people import seal_person
from kring_intake.process import Held, Stage
from kring_shared.contracts.actor import Role
from kring_shared.contracts.field import AgeBand, PersonCard, RequesterKind
from kring_shared.contracts.intake import (
    AskConsent,
    AuthorityRecorded,
    ChildVoiceRecorded,
    ConsentGiven,
    ConsentMethod,
    ConsentRecorded,
    ConsentRefused,
    ConsentRequested,
    ConsentWithdrawn,
    ConsentWithheld,
    GiveConsent,
    GoOnWith,
    PauseReason,
    Purpose,
    RecordVoice,
    RefuseConsent,
    RequestPaused,
    RequestResumed,
    RequestWithdrawn,
    SettleAuthority,
    StopReason,
    WithdrawConsent,
)
from kring_shared.contracts.referral import ReferralState
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, NotFound
from kring_shared.kernel.work import Work

NOON: Final = time(12, tzinfo=UTC)
THEMSELVES: Final = frozenset({Role.MAIN_PERSON, Role.LEGAL_REPRESENTATIVE})
SAYS: Final = {Answered.YES: ConsentRecorded, Answered.NO: ConsentWithheld, Answered.WITHDRAWN: ConsentWithdrawn}
"""Which fact tells what."""


def settle_authority(message: SettleAuthority, work: Work) -> None:
    """Note who decides for a main person; what was still missing may be all that kept the gate shut."""
    request = _open_request(message, work)
    person = _main_person(request, message.person_id)
    found = tuple(
        seal_person(work, f"holder/{message.person_id}/{place}", contact)
        for place, contact in enumerate(message.holders)
    )
    if person.id in message.known_holders:
        raise InvalidFields(("/knownHolders",), "nobody holds authority over themselves").because(
            "authority-over-oneself"
        )
    known = tuple(_known_card(request, person_id) for person_id in message.known_holders)
    if set(message.no_holders) - {holder.person_id for holder in person.holders}:
        raise InvalidFields(("/noHolders",), "only who is noted as a holder of authority can be taken off").because(
            "no-holder-to-take-off"
        )
    holders = {c.person_id: c for c in (*person.holders, *known, *found) if c.person_id not in message.no_holders}
    age = message.age_band or person.age_band
    settled = replace(
        person,
        age_band=age,
        card=person.card if age is None else person.card.model_copy(update={"minor": age is not AgeBand.ADULT}),
        discerning=person.discerning if message.discerning is None else message.discerning,
        holders=tuple(holders.values()),
        all_holders_known=message.all_known,
    )
    after = looked_at_anew(_with(request, settled))
    work.tell(
        AuthorityRecorded(
            case_id=request.case_id,
            person_id=settled.id,
            age_band=age,
            holders=len(settled.holders),
            all_known=message.all_known,
        )
    )
    save_and_tell(request, after, ConsentMethod.IN_PERSON, work)


def record_voice(message: RecordVoice, work: Work) -> None:
    """Note whether a child was asked for their own view; what they said is theirs."""
    if not message.asked and message.because is None:
        raise InvalidFields(("/because",), "say why the child was not asked").because("why-child-not-asked")
    request = _open_request(message, work)
    voice = Voice(message.asked, None if message.asked else message.because)
    work.save(_with(request, replace(_main_person(request, message.person_id), voice=voice)))
    work.tell(
        ChildVoiceRecorded(
            case_id=request.case_id, person_id=message.person_id, asked=voice.asked, because=voice.because
        )
    )


def ask_consent(message: AskConsent, work: Work) -> None:
    """The main person was asked whether they want a conference."""
    work.save(work.need(Request, message.case_id).moved(AskConsent))
    work.tell(ConsentRequested(case_id=message.case_id))


class Gate:
    """Yes, and a yes taken back; the purpose `cross-office` reaches further than the office."""

    def __init__(self, elsewhere: Elsewhere) -> None:
        """Know how the other offices of an organisation find the same people."""
        self.elsewhere = elsewhere

    def record_consent(self, message: GiveConsent, work: Work) -> None:
        """Somebody said yes."""
        request = work.need(Request, message.case_id)
        said = _said(message, message.purpose, Answered.YES, request, work)
        after = say_yes(request, said)
        tell_said(said, work, request.case_id)
        save_and_tell(request, after, said.method, work)
        if said.purpose == Purpose.CROSS_OFFICE:
            self.elsewhere.look(after, work)

    def withdraw_consent(self, message: WithdrawConsent, work: Work) -> None:
        """Somebody took a yes back; nobody asks why."""
        request = work.need(Request, message.case_id)
        giver_id, giver = giver_of_a_yes(request, _known(message.purpose), message.giver_id, themselves(work))
        said_at = _said_at(message, work)
        said = Said(message.purpose, giver_id, giver, Answered.WITHDRAWN, message.method, said_at)
        if said.purpose in {Purpose.CONFERENCE, Purpose.TRANSFER}:
            request = recall_if_offered(request, work)
        after = take_back(request, said)
        tell_said(said, work, request.case_id)
        save_and_tell(request, after, said.method, work)
        if said.purpose == Purpose.CROSS_OFFICE:
            self.elsewhere.forget(after, work)


def record_refusal(message: RefuseConsent, work: Work) -> None:
    """Somebody said no; nobody asks why."""
    request = recall_if_offered(work.need(Request, message.case_id), work)
    said = _said(message, Purpose.CONFERENCE, Answered.NO, request, work)
    after = say_no(request, said)
    tell_said(said, work, request.case_id)
    save_and_tell(request, after, said.method, work)


def go_on(message: GoOnWith, work: Work) -> None:
    """Go on for some of the main persons, after the others stopped."""
    request = work.need(Request, message.case_id)
    save_and_tell(request, go_on_with(request, message.person_ids), ConsentMethod.IN_PERSON, work)


def themselves(work: Work) -> str | None:
    """Give who asks, when that is one of the people themselves and not the office."""
    return work.actor.id if work.actor and work.actor.role in THEMSELVES else None


def tell_said(said: Said, work: Work, case_id: str) -> None:
    """Tell what one person said."""
    work.tell(
        SAYS[said.answer](
            case_id=case_id, purpose=said.purpose, giver_id=said.giver_id, giver=said.giver, method=said.method
        )
    )


def save_and_tell(
    before: Request, after: Request, method: ConsentMethod, work: Work, *, reason: StopReason | None = None
) -> None:
    """Keep the request, and tell what changed: it ended, waits, goes on, or the gate opened."""
    work.save(after)
    case_id = after.case_id
    if after.stage in {Stage.REFUSED, Stage.WITHDRAWN} and before.stage is not after.stage:
        tell_sender(case_id, ReferralState.ENDED, work)
    if after.stage is Stage.REFUSED:
        work.tell(ConsentRefused(case_id=case_id, method=method))
    if after.stage is Stage.WITHDRAWN:
        work.tell(RequestWithdrawn(case_id=case_id, reason=reason))
    if before.held is not after.held and not after.is_over:
        if after.held is Held.CONSENT_DIVIDED:
            work.tell(RequestPaused(case_id=case_id, because=PauseReason.CONSENT_DIVIDED))
        if before.held is Held.CONSENT_DIVIDED and after.held is Held.FREE:
            people = tuple(person.id for person in after.active_persons)
            work.tell(RequestResumed(case_id=case_id, main_persons=people))
    if after.stage is Stage.CONSENTED and before.stage is not Stage.CONSENTED:
        work.tell(ConsentGiven(case_id=case_id, purpose=Purpose.CONFERENCE, method=method))


def _said(message: GiveConsent | RefuseConsent, purpose: str, answer: Answered, request: Request, work: Work) -> Said:
    giver_id, giver = giver_named(request, message.giver_id, themselves(work))
    return Said(_known(purpose), giver_id, giver, answer, message.method, _said_at(message, work))


def _said_at(message: GiveConsent | RefuseConsent | WithdrawConsent, work: Work) -> datetime:
    """Give when it was said: now, or at noon of the day that is noted."""
    if message.said_on is None or message.said_on == work.now.date():
        return work.now
    if message.said_on > work.now.date():
        raise InvalidFields(("/saidOn",), "that day is still to come: note what was said once it is said").because(
            "not-said-yet"
        )
    return datetime.combine(message.said_on, NOON)


def _known(purpose: str) -> str:
    if purpose not in set(Purpose):
        raise InvalidFields(("/purpose",), f"consent is asked for one of: {', '.join(Purpose)}").because(
            "no-such-consent"
        )
    return purpose


def _open_request(message: SettleAuthority | RecordVoice, work: Work) -> Request:
    request = work.need(Request, message.case_id)
    if request.is_over:
        raise NotAllowedNow(asked=message.name, stage=request.stage.value, possible=request.possible)
    return request


def _main_person(request: Request, person_id: str) -> MainPerson:
    for person in request.main_persons:
        if person.id == person_id:
            return person
    raise NotFound("no main person of this request is known under that id")


def _known_card(request: Request, person_id: str) -> PersonCard:
    """Find somebody of this case who holds authority too; a professional who asked for it never does."""
    if person_id == request.requester.person_id and request.requester_kind is RequesterKind.PROFESSIONAL:
        raise NotTheirsToGive("a professional who asked for it can advise; note who holds authority over the child")
    cards = [request.requester, *(person.card for person in request.main_persons)]
    cards += [holder for person in request.main_persons for holder in person.holders]
    for card in cards:
        if card.person_id == person_id:
            return card
    raise NotFound("nobody of this request is known under that id")


def _with(request: Request, changed: MainPerson) -> Request:
    people = tuple(changed if person.id == changed.id else person for person in request.main_persons)
    return replace(request, main_persons=people)
