"""Erasing what was ordered: the people of a request, what they asked and what bound them, or one person of it."""

from dataclasses import replace
from typing import Final

from kring_intake.domain import Block, KnownReferral, MainPerson, Request, SentReferral, Suspicion, Trace
from kring_intake.handlers.erasing import is_erased, only_id
from kring_intake.handlers.lapse import erase_merged, erase_whole
from kring_intake.process import BEFORE_ACCEPTANCE, TALKS, Stage
from kring_shared.contracts.field import Mandate, RequesterKind
from kring_shared.contracts.intake import RequestErased
from kring_shared.contracts.registry import ErasureOrdered
from kring_shared.contracts.retention import ErasureLine, KeptBecause, RecordKind
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.erased import ErasedCase, answer, erased, kept
from kring_shared.kernel.work import Work

CANNOT_HAVE_ENDED: Final = frozenset({*TALKS, *BEFORE_ACCEPTANCE, Stage.ACCEPTED, Stage.IN_MATCHING})
"""Where nothing of a route is behind anybody: what is here still waits for people, or was stopped in words of its own.

A request in preparation may be over for its people without a registration that was locked; that is the registry's to
know, and what is locked afterwards closes the line that is left.
"""
OF_A_REQUEST: Final = frozenset({RecordKind.CONTACTS, RecordKind.PLAN})


def erase(message: ErasureOrdered, work: Work) -> None:
    """Erase the ordered kinds of a whole request, or what is about one person; one that was never here is answered."""
    kinds = OF_A_REQUEST & set(message.kinds)
    request = work.get(Request, message.case_id)
    if request is None or not kinds:
        answer(message, RequestErased, work, ())
    elif message.person_id is not None:
        _erase_person(message, request, message.person_id, work)
    elif request.stage in CANNOT_HAVE_ENDED and not is_erased(request):
        answer(message, RequestErased, work, [kept(kind, KeptBecause.ROUTE_RUNS) for kind in kinds])
    else:
        _erase_request(message, request, work)


def _erase_request(order: ErasureOrdered, request: Request, work: Work) -> None:
    """Erase a request; the key of its case goes once neither its people nor what they asked is here any more."""
    before = work.get(ErasedCase, order.case_id) or ErasedCase(order.case_id, order.office)
    case_scope = scope_of(Scope.CASE, request.case_id)
    lines, left = [], request
    if RecordKind.CONTACTS in order.kinds:
        rows = _rows_of(order.case_id, work)
        lines.append(erased(RecordKind.CONTACTS, 0 if is_erased(request) else 1 + rows))
        question_goes = RecordKind.PLAN in order.kinds or before.gone_on(RecordKind.PLAN) is not None
        left = _without_people(request, order, work, still_used=() if question_goes else (case_scope,))
    if RecordKind.PLAN in order.kinds:
        lines.append(erased(RecordKind.PLAN, int(_without_question(request) != request)))
        left = _without_question(left)
        if before.gone_on() is not None and before.gone_on(RecordKind.PLAN) is None:  # its people went before this
            work.erase(case_scope, because=order.because[:60])
    work.save(left)
    answer(order, RequestErased, work, lines, *{erasure.scope for erasure in work.erased})


def _without_people(request: Request, order: ErasureOrdered, work: Work, *, still_used: tuple[str, ...]) -> Request:
    """Erase everybody in it; what they asked stays as long as its key is still used."""
    if is_erased(request):
        return request
    erase = erase_merged if request.stage is Stage.MERGED else erase_whole
    bare = erase(request, work, because=order.because[:60], still_used=still_used)
    return replace(bare, question=request.question, mandates=_nobodys(request.mandates)) if still_used else bare


def _without_question(request: Request) -> Request:
    """Take away the question, and every condition, also of what merged requests brought along."""
    brought = tuple(
        replace(merged, mandates=tuple(_without_conditions(mandate) for mandate in merged.mandates))
        for merged in request.merged_in
    )
    mandates = () if is_erased(request) else tuple(_without_conditions(mandate) for mandate in request.mandates)
    return replace(request, question=None, mandates=mandates, merged_in=brought)


def _without_conditions(mandate: Mandate) -> Mandate:
    return mandate.model_copy(update={"conditions": ()})


def _nobodys(mandates: tuple[Mandate, ...]) -> tuple[Mandate, ...]:
    """Give what still has conditions, without who accepts and whom it is about."""
    nobody = {"acceptor": None, "for_persons": ()}
    return tuple(mandate.model_copy(update=nobody) for mandate in mandates if mandate.conditions)


def _rows_of(case_id: str, work: Work) -> int:
    return sum(len(work.all(kind, case_id)) for kind in (KnownReferral, SentReferral, Block, Trace, Suspicion))


def _erase_person(order: ErasureOrdered, request: Request, person_id: str, work: Work) -> None:
    """Erase one person, if the route can do without them: else it is withdrawn first, or somebody else takes over."""
    lines: list[ErasureLine] = []
    scopes: tuple[str, ...] = ()
    is_here = person_id in _people(request)
    if RecordKind.CONTACTS in order.kinds and is_here:
        if not request.is_over and _is_needed(request, person_id):
            lines.append(kept(RecordKind.CONTACTS, KeptBecause.ROUTE_RUNS))
        else:
            lines.append(erased(RecordKind.CONTACTS, _forget(request, person_id, work)))
            scopes = (scope_of(Scope.PERSON, person_id),)
    if RecordKind.PLAN in order.kinds and is_here and _has_words(request):
        lines.append(kept(RecordKind.PLAN, KeptBecause.OTHERS_NEED_IT))
    answer(order, RequestErased, work, lines, *scopes)


def _people(request: Request) -> set[str]:
    """Name everybody of whom this request still holds more than an id."""
    if is_erased(request):
        return set()
    acceptors = {mandate.acceptor.person_id for mandate in request.all_mandates if mandate.acceptor is not None}
    of_family = {person.id for person in request.main_persons} | {
        holder.person_id for person in request.main_persons for holder in (*person.holders, *person.late_holders)
    }
    return {request.requester.person_id, *of_family, *acceptors}


def _is_needed(request: Request, person_id: str) -> bool:
    """Tell whether it is about somebody, who decides for them, accepts a plan, or hears as a professional how it ends.

    Whom it goes on without, because they were left out or died, it does not need.
    """
    about = {person.id for person in request.active_persons}
    decide = {holder.person_id for person in request.active_persons for holder in person.holders}
    accept = {mandate.acceptor.person_id for mandate in request.all_mandates if mandate.acceptor is not None}
    asked = request.requester_kind is RequesterKind.PROFESSIONAL and request.requester.person_id == person_id
    return asked or person_id in about | decide | accept


def _forget(request: Request, person_id: str, work: Work) -> int:
    """Let somebody be an id and nothing else, whom nobody is found by; give how many rows changed or went."""
    rows = [row for row in work.all(Block, request.case_id) if row.person_id == person_id]
    traces = [row for row in work.all(Trace, request.case_id) if row.person_id == person_id]
    work.remove(*rows, *traces)
    requester = request.requester
    left = replace(
        request,
        requester=only_id(requester) if requester.person_id == person_id else requester,
        main_persons=tuple(_without(person, person_id) for person in request.main_persons),
        mandates=tuple(_not_accepted_by(mandate, person_id) for mandate in request.mandates),
        merged_in=tuple(
            replace(merged, mandates=tuple(_not_accepted_by(mandate, person_id) for mandate in merged.mandates))
            for merged in request.merged_in
        ),
    )
    work.save(left)
    return int(left != request) + len(rows) + len(traces)


def _without(person: MainPerson, person_id: str) -> MainPerson:
    if person.id == person_id:
        return replace(person, card=only_id(person.card), details=None, age_band=None, discerning=None, voice=None)
    return replace(
        person,
        holders=tuple(holder for holder in person.holders if holder.person_id != person_id),
        late_holders=tuple(holder for holder in person.late_holders if holder.person_id != person_id),
    )


def _not_accepted_by(mandate: Mandate, person_id: str) -> Mandate:
    theirs = mandate.acceptor is not None and mandate.acceptor.person_id == person_id
    return mandate.model_copy(update={"acceptor": None}) if theirs else mandate


def _has_words(request: Request) -> bool:
    return request.question is not None or any(mandate.conditions for mandate in request.all_mandates)
