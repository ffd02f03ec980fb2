"""Two requests become one, and apart again: what the one brings along goes with it when it leaves."""

from collections.abc import Sequence
from dataclasses import replace

from kring_intake.domain.consent import without_conference
from kring_intake.domain.request import KnownAs, MergedIn, Request
from kring_intake.process import BEFORE_ACCEPTANCE, Stage
from kring_shared.contracts.field import Context, Mandate
from kring_shared.contracts.intake import MergeRequest, UndoMerge
from kring_shared.kernel.errors import NotReady, Refused


def merged(request: Request, into: Request, mandates: Sequence[Mandate]) -> tuple[Request, Request]:
    """Let a request go on as another one; `mandates` are its own, sealed anew for the other.

    Raises:
        Refused: they are the same request already, or the other one is over or itself merged.
        NotReady: the other one is under way, and would come under a mandate its circle was never told of.
    """
    if request.case_id == into.case_id:
        raise Refused("a request cannot be merged with itself").because("merged-with-itself")
    if into.is_over or into.stage is Stage.MERGED:
        raise Refused(f"the other request is {into.stage}: nothing can go on as that").because("other-request-is-over")
    if mandates and into.stage not in BEFORE_ACCEPTANCE:
        raise NotReady(
            "the other request is under way without this mandate: speak with its coordinator first", "mandate-elsewhere"
        )
    compels = bool(mandates) and into.dossier.context is Context.VOLUNTARY
    brought = MergedIn(
        request.case_id, (*request.references, *_brought(request)), tuple(mandates), made_mandatory=compels
    )
    gone = replace(request.moved(MergeRequest), merged_into=into.case_id)
    grown = replace(into, merged_in=(*into.merged_in, brought))
    return gone, _in_context(grown, Context.MANDATORY) if compels else grown


def apart(request: Request, other: Request) -> tuple[Request, Request]:
    """Take a merge back: both are as they were, and the regional manager looks at the one anew.

    Raises:
        NotReady: what was known of it is erased, so there is nothing to go back to.
    """
    moved = replace(request.moved(UndoMerge), merged_into=None)
    if not request.main_persons:
        raise NotReady("what was known of it is erased by now: ask the sender to refer again", "referred-again")
    brought = [merged_in for merged_in in other.merged_in if merged_in.case_id == request.case_id]
    left = replace(other, merged_in=tuple(m for m in other.merged_in if m.case_id != request.case_id))
    if any(merged_in.made_mandatory for merged_in in brought) and not left.all_mandates:
        left = _in_context(left, Context.VOLUNTARY)
    return moved, left


def _brought(request: Request) -> tuple[KnownAs, ...]:
    return tuple(known for merged_in in request.merged_in for known in merged_in.references)


def _in_context(request: Request, context: Context) -> Request:
    """Change whether a body compels them; until it is taken on, a yes to something else is asked for anew."""
    changed = replace(request, dossier=request.dossier.model_copy(update={"context": context}))
    return without_conference(changed) if changed.stage in BEFORE_ACCEPTANCE else changed
