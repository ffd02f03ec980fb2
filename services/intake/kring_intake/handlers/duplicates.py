"""What a person decides about two requests that look alike: the same, or other people; and a wrong merge undone."""

from collections.abc import Callable
from dataclasses import replace

from kring_intake.domain import Request, Suspicion, Trace
from kring_intake.domain.duplicate import pair_of
from kring_intake.domain.merging import apart, merged
from kring_intake.handlers.deadlines import set_legal_deadlines
from kring_intake.likeness.compare import compare
from kring_intake.likeness.traits import Traits
from kring_intake.people import seal_conditions
from kring_intake.process import DUPLICATE
from kring_shared.contracts.field import Mandate
from kring_shared.contracts.intake import (
    DismissDuplicate,
    DuplicateDismissed,
    MergeRequest,
    MergeUndone,
    RequestMerged,
    UndoMerge,
)
from kring_shared.contracts.sealed import Erased
from kring_shared.kernel.errors import NotFound
from kring_shared.kernel.work import Found, Work


def merge(message: MergeRequest, work: Work) -> None:
    """A person looked: it is the same request, and goes on as the other. Both references stay known.

    Neither sender is told: each keeps the answer about the referral they sent.
    """
    request, into = work.need(Request, message.case_id), work.need(Request, message.into_id)
    gone, grown = merged(request, into, _sealed_anew(request, into, work))
    set_legal_deadlines(grown, work, before=into)
    work.save(gone, grown, _decided(request, into.case_id, MergeRequest, work))
    work.tell(RequestMerged(case_id=request.case_id, into_id=into.case_id))


def dismiss(message: DismissDuplicate, work: Work) -> None:
    """A person looked: these are other people."""
    request = work.need(Request, message.case_id)
    suspicion = next((found for found in work.all(Suspicion, request.case_id) if _is_meant(found, message)), None)
    if suspicion is None:
        missing = "nothing says that these two look alike; list-duplicates shows what was noticed"
        raise NotFound(missing)
    work.save(replace(suspicion, decision=DUPLICATE.next(suspicion.decision, DismissDuplicate)))
    work.tell(DuplicateDismissed(case_id=request.case_id, other_id=message.other_id, elsewhere=suspicion.elsewhere))


def _is_meant(suspicion: Suspicion, message: DismissDuplicate) -> bool:
    if message.other_id is None:
        return bool(message.elsewhere) and suspicion.elsewhere == message.elsewhere
    return message.other_id in {suspicion.case_id, suspicion.other_id} - {message.case_id}


def merged_with(message: UndoMerge, _office: str, found: Found) -> tuple[str, ...]:
    """Name the request it goes on as."""
    request = found.get(Request, message.case_id)
    return (request.merged_into,) if request and request.merged_into else ()


def undo_merge(message: UndoMerge, work: Work) -> None:
    """The merge was wrong: both go on as they were, and what the one brought along goes with it."""
    request = work.need(Request, message.case_id)
    other = work.need(Request, request.merged_into or request.case_id)
    moved, left = apart(request, other)
    set_legal_deadlines(left, work, before=other)
    work.save(left, moved, _decided(request, other.case_id, UndoMerge, work))
    work.tell(MergeUndone(case_id=request.case_id, from_id=other.case_id))


def _decided(request: Request, other_id: str, on: type[MergeRequest | UndoMerge], work: Work) -> Suspicion:
    """Note the decision; who merges two that nothing pointed at has looked well."""
    pair_id = pair_of(request.case_id, other_id)
    known = work.get(Suspicion, pair_id) or Suspicion(pair_id, request.office, request.case_id, other_id, 0)
    return replace(known, decision=DUPLICATE.next(known.decision, on))


def _sealed_anew(request: Request, into: Request, work: Work) -> tuple[Mandate, ...]:
    """Give the mandates of a request as the other one keeps them: its own key, and its own people."""
    same = _same_people(request, into, work)
    return tuple(_for(mandate, into, same, work) for mandate in request.all_mandates)


def _for(mandate: Mandate, into: Request, same: Callable[[str], str | None], work: Work) -> Mandate:
    texts = []
    for condition in mandate.conditions:
        text = work.open(condition, str)
        if not isinstance(text, Erased):
            texts.append(text)
    people = tuple(found for person_id in mandate.for_persons if (found := same(person_id)) is not None)
    return mandate.model_copy(update={"conditions": seal_conditions(work, into.case_id, texts), "for_persons": people})


def _same_people(request: Request, into: Request, work: Work) -> Callable[[str], str | None]:
    """Tell who of the one request is who of the other: the one that looks most alike."""
    mine, theirs = _traits(request.case_id, work), _traits(into.case_id, work)

    def same(person_id: str) -> str | None:
        if person_id not in mine or not theirs:
            return None
        best = max(theirs, key=lambda other: compare(mine[person_id], theirs[other]).score)
        return best if compare(mine[person_id], theirs[best]).looks_alike else None

    return same


def _traits(case_id: str, work: Work) -> dict[str, Traits]:
    found = {}
    for trace in work.all(Trace, case_id):
        traits = work.open(trace.traits, Traits)
        if not isinstance(traits, Erased):
            found[trace.person_id] = traits
    return found
