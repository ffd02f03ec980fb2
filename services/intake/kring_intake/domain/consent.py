"""The gate: who has to say yes, who has said what, and what follows from it. Pure, and the same for every purpose.

A sender's consent is a statement and never comes here. A professional can advise; only a main person, or a holder of
authority over one, says yes or no.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from kring_intake.domain.request import Request
from kring_intake.domain.said import Answered, Said
from kring_intake.process import UNDER_WAY, Held, Stage
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.intake import (
    ConsentGiven,
    ConsentRefused,
    GiveConsent,
    Giver,
    GoOnWith,
    Purpose,
    RefuseConsent,
    WithdrawConsent,
    WithdrawRequest,
)
from kring_shared.contracts.policies import POLICIES, ConsentRules
from kring_shared.kernel.errors import NotAllowedNow, NotReady, Refused

PAST_THE_GATE: Final = frozenset({Stage.CONSENTED, Stage.AWAITING_FUNDING, *UNDER_WAY})
"""Where the yes of everybody who decided is there."""


class NotTheirsToGive(Refused):
    """Somebody would say yes or no who does not decide here; a professional can only advise."""

    code = "kring.not-theirs-to-give"


def rules_of(request: Request) -> ConsentRules:
    """Give the rules of the policy the request came in under."""
    return POLICIES[request.dossier.policy].consent


def givers_of(request: Request) -> dict[str, Giver]:
    """Give everybody who may say yes or no here, by id; a parent who is also a main person is both, as one person."""
    people = {person.id: Giver.MAIN_PERSON for person in request.main_persons if person.takes_part}
    for person in request.main_persons:
        if person.takes_part:
            for holder in person.holders:
                people.setdefault(holder.person_id, Giver.LEGAL_REPRESENTATIVE)
    return people


def deciders_of(request: Request) -> frozenset[str] | None:
    """Give whose yes it takes; none while that is not known for somebody it is about."""
    rules, found = rules_of(request), set[str]()
    for person in request.main_persons:
        if person.takes_part:
            deciders = person.deciders(rules)
            if deciders is None and request.dossier.minors_involved is False:
                deciders = frozenset({person.id})
            if deciders is None:
                return None
            found |= deciders
    return frozenset(found) or None


def answers_of(request: Request, purpose: str = Purpose.CONFERENCE) -> dict[str, Said]:
    """Give what each person said last to one purpose, by id."""
    return {said.giver_id: said for said in request.said if said.purpose == purpose}


def has_consent(request: Request, purpose: str = Purpose.CONFERENCE) -> bool:
    """Tell whether everybody who has to has said yes, and nobody who decides said no."""
    deciders = deciders_of(request)
    if deciders is None:
        return False
    answers = answers_of(request, purpose)
    return all(giver in answers and answers[giver].answer is Answered.YES for giver in deciders)


def still_to_ask(request: Request, purpose: str = Purpose.CONFERENCE) -> frozenset[str]:
    """Give who has to say yes and has not said anything yet, or took it back; empty also while it is not known who."""
    answers = answers_of(request, purpose)
    said = {giver for giver, last in answers.items() if last.answer is not Answered.WITHDRAWN}
    return (deciders_of(request) or frozenset()) - said


def giver_named(request: Request, giver_id: str | None, by_themselves: str | None) -> tuple[str, Giver]:
    """Find who says it: the actor themself, or whom the office names, or the only one there is.

    Raises:
        NotTheirsToGive: that person decides nothing here.
        NotReady: it is not said who, and several people could be meant.
    """
    givers = givers_of(request)
    if by_themselves is not None:
        if giver_id not in {None, by_themselves}:
            message = "nobody can say yes or no for somebody else"
            raise NotTheirsToGive(message)
        giver_id = by_themselves
    if giver_id is None:
        deciders = deciders_of(request)
        if deciders is None:
            message = "it is not known who decides for everybody it is about; note it by settle-authority"
            raise NotReady(message)
        if len(deciders) > 1:
            message = "several people decide here: say whose answer it is (giverId)"
            raise NotReady(message)
        giver_id = next(iter(deciders))
    if giver_id not in givers:
        message = "only a main person, or who holds authority over one, can say yes or no"
        raise NotTheirsToGive(message)
    return giver_id, givers[giver_id]


def say_yes(request: Request, said: Said) -> Request:
    """Keep a yes; when it is about the conference, the gate may open, or a division may be healed.

    After the gate a yes is only kept: of somebody who came to decide later.
    """
    if said.purpose != Purpose.CONFERENCE:
        return _kept(_still_open(request, GiveConsent), said)
    divided = request.held is Held.CONSENT_DIVIDED
    if divided:
        kept = _kept(request, said)
        if _against(kept):
            return kept
        kept = kept.held_by(GiveConsent)
    else:
        past = request.stage in PAST_THE_GATE and not _said_yes(request, said.giver_id)
        kept = _kept(request if past else request.moved(GiveConsent), said)
    return opened(kept)


def say_no(request: Request, said: Said) -> Request:
    """Keep a no: it ends the request when nobody who decides wants it, else a person speaks with them first."""
    divided = request.held is Held.CONSENT_DIVIDED
    kept = _kept(request if divided or request.stage in PAST_THE_GATE else request.moved(RefuseConsent), said)
    if _nobody_wants(kept):
        return _ended(kept, WithdrawRequest if request.stage in PAST_THE_GATE else ConsentRefused)
    return kept if divided else kept.held_by(RefuseConsent)


def take_back(request: Request, said: Said) -> Request:
    """Keep that a yes was taken back: the last one ends the request, one of several makes it wait.

    Raises:
        Refused: there was no yes of theirs.
    """
    if not _said_yes(request, said.giver_id, said.purpose):
        message = "there is no yes of theirs for this that could be taken back"
        raise Refused(message)
    if said.purpose != Purpose.CONFERENCE:
        return _kept(_still_open(request, WithdrawConsent), said)
    return stop_by(request, said)


def stop_by(request: Request, said: Said) -> Request:
    """Let somebody stop, whatever they said before: the last one ends the request, one of several makes it wait."""
    kept = _kept(request, said)
    if _nobody_wants(kept):
        return _ended(kept, WithdrawRequest)
    return kept if request.held is Held.CONSENT_DIVIDED else kept.held_by(WithdrawConsent)


def opened(request: Request) -> Request:
    """Open the gate when everybody who has to has said yes."""
    free = request.held is Held.FREE
    return request.moved(ConsentGiven) if free and request.knows(ConsentGiven) and has_consent(request) else request


def go_on_with(request: Request, person_ids: Iterable[str]) -> Request:
    """Leave out the main persons who are not named; everybody who decides for the named ones has said yes.

    Raises:
        Refused: somebody is named who is no main person here.
        NotReady: somebody who decides for them has not said yes.
    """
    wanted = frozenset(person_ids)
    if wanted - {person.id for person in request.main_persons if person.takes_part}:
        message = "only main persons of this request can be named"
        raise Refused(message)
    people = tuple(replace(p, left_out=p.left_out or p.id not in wanted) for p in request.main_persons)
    smaller = replace(request.held_by(GoOnWith), main_persons=people)
    if _against(smaller):
        message = "somebody who decides for these main persons said no; it cannot go on over their head"
        raise NotReady(message)
    return opened(smaller)


def without_conference(request: Request) -> Request:
    """Forget the answers about the conference: it became something else, so it is asked for anew."""
    return replace(request, said=tuple(said for said in request.said if said.purpose != Purpose.CONFERENCE))


def _kept(request: Request, said: Said) -> Request:
    """Put an answer in the place of the giver's earlier one for that purpose."""
    others = (s for s in request.said if (s.purpose, s.giver_id) != (said.purpose, said.giver_id))
    return replace(request, said=(*others, said))


def _against(request: Request) -> bool:
    """Tell whether somebody who decides said no or took their yes back."""
    deciders = deciders_of(request) or frozenset(givers_of(request))
    answers = answers_of(request)
    return any(giver in answers and answers[giver].answer is not Answered.YES for giver in deciders)


def _nobody_wants(request: Request) -> bool:
    """Tell whether everybody who decides said no or took it back."""
    deciders = deciders_of(request) or frozenset(givers_of(request))
    answers = answers_of(request)
    return all(giver in answers and answers[giver].answer is not Answered.YES for giver in deciders)


def _ended(request: Request, on: type[ConsentRefused | WithdrawRequest]) -> Request:
    return replace(request.moved(on), held=Held.FREE)


def _said_yes(request: Request, giver_id: str, purpose: str = Purpose.CONFERENCE) -> bool:
    before = answers_of(request, purpose).get(giver_id)
    return before is not None and before.answer is Answered.YES


def _still_open(request: Request, on: type[Named]) -> Request:
    if request.is_over:
        raise NotAllowedNow(asked=on.name, stage=request.stage.value, possible=request.possible)
    return request
