"""The gate: who has to say yes, who has said what, and what follows from it. Pure, and the same for every purpose.

A sender's consent is a statement and never comes here. A professional can advise; only a main person, or a holder of
authority over one, says yes or no. A no is heard at any moment, a yes only where one is asked for.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from kring_intake.domain.request import Request
from kring_intake.domain.said import Answered, Said
from kring_intake.process import UNDER_WAY, Held, Stage
from kring_shared.contracts.envelope import Command, Named
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
from kring_shared.contracts.policies import POLICIES
from kring_shared.kernel.errors import NotAllowedNow, NotReady, Refused

PAST_THE_GATE: Final = frozenset({Stage.CONSENTED, Stage.AWAITING_FUNDING, *UNDER_WAY})
"""Where the yes of everybody who decided is there."""


class NotTheirsToGive(Refused):
    """Somebody would say yes or no who does not decide here; a professional can only advise."""

    code = "kring.not-theirs-to-give"


def givers_of(request: Request) -> dict[str, Giver]:
    """Give everybody it is about and who holds authority over them, by id; a parent it is about too is one person."""
    people = {person.id: Giver.MAIN_PERSON for person in request.active_persons}
    holders = (holder.person_id for person in request.active_persons for holder in person.holders)
    return dict.fromkeys(holders, Giver.LEGAL_REPRESENTATIVE) | people


def deciders_of(request: Request) -> frozenset[str] | None:
    """Give whose yes it takes; none while that is not known for somebody it is about."""
    found = _deciders(request)
    known = [deciders for deciders in found.values() if deciders is not None]
    return frozenset().union(*known) if known and len(known) == len(found) else None


def unsettled_of(request: Request) -> tuple[str, ...]:
    """Give the main persons for whom it is not known who decides, by id."""
    return tuple(person_id for person_id, deciders in _deciders(request).items() if deciders is None)


def _deciders(request: Request) -> dict[str, frozenset[str] | None]:
    rules = POLICIES[request.dossier.policy].consent
    no_minors = request.dossier.minors_involved is False
    return {person.id: person.deciders(rules, no_minors=no_minors) for person in request.active_persons}


def answers_of(request: Request, purpose: str = Purpose.CONFERENCE) -> dict[str, Answered]:
    """Give what each person answered last to one purpose, by id."""
    return {said.giver_id: said.answer for said in request.said if said.purpose == purpose}


def has_consent(request: Request, purpose: str = Purpose.CONFERENCE) -> bool:
    """Tell whether everybody who has to has said yes, and nobody who decides said no."""
    deciders, answers = deciders_of(request), answers_of(request, purpose)
    return deciders is not None and all(answers.get(giver) is Answered.YES for giver in deciders)


def still_to_ask(request: Request, purpose: str = Purpose.CONFERENCE) -> frozenset[str]:
    """Give who has to say yes and has not said anything yet, or took it back; empty also while it is not known who."""
    answers = answers_of(request, purpose)
    said = {giver for giver, last in answers.items() if last is not Answered.WITHDRAWN}
    return (deciders_of(request) or frozenset()) - said


def giver_named(request: Request, giver_id: str | None, by_themselves: str | None) -> tuple[str, Giver]:
    """Find who says yes or no: the actor themself, or whom the office names, or the only one who decides.

    A child may always answer for themself; a holder of authority only where the policy asks one.

    Raises:
        NotTheirsToGive: that person decides nothing here.
        NotReady: it is not said who, and several people could be meant.
    """
    givers, deciders = givers_of(request), deciders_of(request)
    named = _named(giver_id, by_themselves)
    if named is None:
        if deciders is None:
            unsettled = ", ".join(unsettled_of(request))
            raise NotReady(f"it is not known who decides for {unsettled}; note it by settle-authority", "who-decides")
        named = _only(deciders)
    as_holder = givers.get(named) is Giver.LEGAL_REPRESENTATIVE
    if named not in givers or (as_holder and deciders is not None and named not in deciders):
        raise NotTheirsToGive("only a main person, or who holds authority over one that is asked, can say yes or no")
    return named, givers[named]


def giver_of_a_yes(
    request: Request, purpose: str, giver_id: str | None, by_themselves: str | None
) -> tuple[str, Giver]:
    """Find whose yes is taken back: who said it may, also when they decide nothing any more.

    Raises:
        NotTheirsToGive: somebody would take back the yes of somebody else.
        NotReady: it is not said whose, and several people said yes.
        Refused: there was no yes of theirs.
    """
    given = {s.giver_id: s.giver for s in request.said if s.purpose == purpose and s.answer is Answered.YES}
    named = _named(giver_id, by_themselves) or _only(given)
    if named not in given:
        raise Refused("there is no yes of theirs for this that could be taken back").because("no-yes-to-take-back")
    return named, given[named]


def say_yes(request: Request, said: Said) -> Request:
    """Keep a yes; when it is about the conference, the gate may open, or a division may be healed.

    Past the gate a yes is only kept: of somebody who came to decide later.
    """
    kept = _kept(request, said)
    if said.purpose != Purpose.CONFERENCE:
        return _still_open(kept, GiveConsent)
    if request.held is Held.CONSENT_DIVIDED:
        return kept if _who_holds_back(kept, givers_of(kept)) else opened(kept.held_by(GiveConsent))
    comes_late = request.stage in PAST_THE_GATE and answers_of(request).get(said.giver_id) is not Answered.YES
    return kept if comes_late and request.held is Held.FREE else opened(kept.moved(GiveConsent))


def say_no(request: Request, said: Said) -> Request:
    """Keep a no: it ends the request when nobody who decides wants it, else a person speaks with them first."""
    asked = request.held is Held.FREE and request.stage not in PAST_THE_GATE
    return _holds_back(_kept(request.moved(RefuseConsent) if asked else request, said), RefuseConsent)


def take_back(request: Request, said: Said) -> Request:
    """Keep that a yes was taken back; for the conference it stops them, if the request is still about them.

    A yes to anything else, such as research, can be taken back also when the request is over.
    """
    if said.purpose != Purpose.CONFERENCE:
        return _kept(request, said)
    return (
        stop_by(request, said)
        if said.giver_id in givers_of(request)
        else _kept(_still_open(request, WithdrawConsent), said)
    )


def stop_by(request: Request, said: Said) -> Request:
    """Let somebody stop, whatever they said before: the last one ends the request, one of several makes it wait."""
    return _holds_back(_kept(request, said), WithdrawConsent)


def opened(request: Request) -> Request:
    """Open the gate when everybody who has to has said yes."""
    free = request.held is Held.FREE
    return request.moved(ConsentGiven) if free and request.knows(ConsentGiven) and has_consent(request) else request


def looked_at_anew(request: Request) -> Request:
    """Let it wait, or open the gate, now that it is known better who decides."""
    divided = request.held is Held.FREE and _who_holds_back(request, deciders_of(request) or ())
    return request.held_by(WithdrawConsent) if divided else opened(request)


def goes_on(request: Request, on: type[Named]) -> Request:
    """End a wait, and look at what was said meanwhile: it may be divided now, or the gate may open."""
    free = request.held_by(on)
    return free.held_by(WithdrawConsent) if _who_holds_back(free, givers_of(free)) else opened(free)


def go_on_with(request: Request, person_ids: Iterable[str]) -> Request:
    """Leave out the main persons who are not named; nobody who decides for the others may hold back.

    Raises:
        Refused: somebody is named who is no main person here.
        NotReady: somebody who decides for them said no.
    """
    wanted = frozenset(person_ids)
    if wanted - {person.id for person in request.active_persons}:
        raise Refused("only main persons whom this request is still about can be named").because(
            "only-main-persons-still-in"
        )
    people = tuple(replace(p, left_out=p.left_out or p.id not in wanted) for p in request.main_persons)
    smaller = replace(request.held_by(GoOnWith), main_persons=people)
    if _who_holds_back(smaller, deciders_of(smaller) or givers_of(smaller)):
        raise NotReady(
            "somebody who decides for these main persons said no; it cannot go on over their head", "nobody-says-no"
        )
    return opened(smaller)


def without_conference(request: Request) -> Request:
    """Forget the answers about the conference: it became something else, so it is asked for anew."""
    return replace(request, said=tuple(said for said in request.said if said.purpose != Purpose.CONFERENCE))


def _named(giver_id: str | None, by_themselves: str | None) -> str | None:
    if by_themselves is not None and giver_id not in {None, by_themselves}:
        raise NotTheirsToGive("nobody can say yes or no for somebody else")
    return by_themselves or giver_id


def _only(people: Iterable[str]) -> str:
    """Give the only one there is, or the empty id when there is nobody."""
    first, *others = (*people, "")
    if len(others) > 1:
        raise NotReady("several people could be meant: say whose answer it is (giverId)", "whose-answer")
    return first


def _kept(request: Request, said: Said) -> Request:
    """Put an answer in the place of the giver's earlier one for that purpose."""
    others = (s for s in request.said if (s.purpose, s.giver_id) != (said.purpose, said.giver_id))
    return replace(request, said=(*others, said))


def _holds_back(request: Request, on: type[Command]) -> Request:
    """Make it wait, or end it when nobody who decides wants it any more."""
    if not _nobody_wants(request):
        return request.held_by(on)
    refused = on is RefuseConsent and request.knows(ConsentRefused)
    return request.moved(ConsentRefused if refused else WithdrawRequest)


def _nobody_wants(request: Request) -> bool:
    """Tell whether everybody who decides holds back; a child does not end it while nobody knows who decides for it."""
    deciders = deciders_of(request)
    if deciders is None and any(person.is_minor for person in request.active_persons):
        return False
    who = deciders or frozenset(givers_of(request))
    return who <= _who_holds_back(request, who)


def _who_holds_back(request: Request, people: Iterable[str]) -> frozenset[str]:
    """Give who of these said no or took their yes back."""
    answers = answers_of(request)
    return frozenset(p for p in people if answers.get(p) in {Answered.NO, Answered.WITHDRAWN})


def _still_open(request: Request, on: type[Named]) -> Request:
    if request.is_over:
        raise NotAllowedNow(asked=on.name, stage=request.stage.value, possible=request.possible)
    return request
