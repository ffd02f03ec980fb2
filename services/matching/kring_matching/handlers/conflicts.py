"""A tie between coordinator and case that is found late: access ends at that moment, and a person looks into it."""

from collections.abc import Sequence

from kring_matching.domain import Coordinator, Search
from kring_matching.domain.eligibility import Rule
from kring_matching.handlers.asking import go_on_without
from kring_matching.process import NOT_BEGUN, SEARCH, Stage, Standing
from kring_shared.contracts.matching import (
    AssignmentFrozen,
    AssignmentRestored,
    ConflictDeclared,
    ConflictKind,
    DeclareConflict,
    DismissConflict,
    OfferExpires,
)
from kring_shared.kernel.errors import NotIndependent, NotReady
from kring_shared.kernel.work import Found, Work


def dismiss(message: DismissConflict, work: Work) -> None:
    """There is no tie after all: the coordinator goes on.

    Raises:
        NotIndependent: the register says that they are tied to a body that decides or helps.
        NotReady: they left meanwhile.
    """
    search = work.need(Search, message.case_id)
    restored = search.restored()
    coordinator = work.need(Coordinator, search.coordinator_id or "")
    if coordinator.ties:
        raise NotIndependent(
            "the register holds a tie of this coordinator; end it there when it is over, or hand the case over"
        )
    if coordinator.standing is Standing.LEFT:
        raise NotReady("this coordinator left; hand the case over to another", "another-coordinator")
    work.save(restored)
    work.tell(AssignmentRestored(case_id=search.case_id, coordinator=coordinator.card))


def freeze_cases_of(coordinator_id: str, work: Work, rules: Sequence[Rule] = ()) -> int:
    """Let go of, or freeze, every case of somebody who turned out to be tied to a body that decides or helps.

    Args:
        coordinator_id: Whose; their cases must be loaded, which they are when this id is one of the message's keys.
        work: The room of the message; the coordinator's new ties are saved in it already.
        rules: The plugged-in rules for whoever is asked instead; those on the lists must be loaded as well, which
            `with_their_shortlists` names, else it is left to the manager.

    Returns:
        How many cases.
    """
    held = [one for one in work.all(Search, coordinator_id) if SEARCH.knows(one.stage, DeclareConflict)]
    for search in held:
        declare_tie(search, ConflictKind.HELPING_BODY, work, rules)
    return len(held)


def with_their_shortlists(coordinator_id: str, found: Found) -> tuple[str, ...]:
    """Name who may be asked next in the cases for which this coordinator is asked now."""
    waiting = (s for s in found.all(Search, coordinator_id) if s.stage in NOT_BEGUN)
    return tuple(one for search in waiting for one in search.shortlist)


def with_the_coordinator(message: DismissConflict, _office: str, found: Found) -> tuple[str, ...]:
    """Name the coordinator who goes on."""
    search = found.get(Search, message.case_id)
    return (search.coordinator_id,) if search is not None and search.coordinator_id else ()


def declare_tie(search: Search, tie: ConflictKind, work: Work, rules: Sequence[Rule]) -> None:
    """Take one case from its coordinator: for a while when they had begun, for ever when they had not."""
    out = search.coordinator_id or ""
    if search.stage is Stage.ACTIVE:
        work.save(search.frozen())
        work.tell(
            ConflictDeclared(case_id=search.case_id, coordinator_id=out, tie=tie),
            AssignmentFrozen(case_id=search.case_id, coordinator_id=out),
        )
        return
    let_go = search.let_go(DeclareConflict, tied=True)
    work.forget((OfferExpires,), search.case_id)
    work.tell(ConflictDeclared(case_id=search.case_id, coordinator_id=out, tie=tie))
    go_on_without(out, let_go, work, rules)
