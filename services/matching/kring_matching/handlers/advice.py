"""What was missing is noted the moment it is felt, without case and without person; called by other handlers."""

from dataclasses import replace
from typing import TypeVar

from kring_matching.domain import Coordinator, Missing, Search
from kring_matching.domain.missing import FAR, LEFT, UNFILLED, Line, is_far, lines_of_leaver, lines_of_search
from kring_shared.contracts.matching import PrivateWishes, SelfDeclared
from kring_shared.contracts.sealed import Erased, Sealed
from kring_shared.kernel.work import Work

Said = TypeVar("Said", PrivateWishes, SelfDeclared)


def note_missing(search: Search, work: Work) -> None:
    """Note what a search that nobody takes asked for; a search counts once, however often it becomes unfilled.

    Call it after the search was saved: that it was counted is kept with it.
    """
    _note_search(search, UNFILLED, work)


def note_far(search: Search, coordinator: Coordinator, work: Work) -> None:
    """Note what a search asked for when its coordinator comes from far (`is_far`); a search counts once.

    Call it after the search was saved: that it was counted is kept with it.
    """
    if is_far(coordinator, search.dossier):
        _note_search(search, FAR, work)


def note_leaver(coordinator: Coordinator, work: Work) -> None:
    """Note what the office loses with a coordinator who leaves; a guest of a neighbour office is no loss.

    Call it before anything of theirs is erased. Religion and background only as they declared it themselves and did
    not take back.
    """
    if coordinator.lent_by is None:
        _note(lines_of_leaver(coordinator, _opened(coordinator.declared, SelfDeclared, work)), LEFT, work)


def _note_search(search: Search, because: str, work: Work) -> None:
    now = work.get(Search, search.case_id) or search
    if because in now.counted:
        return
    work.save(replace(now, counted=(*now.counted, because)))
    _note(lines_of_search(now.dossier, _opened(now.private_wishes, PrivateWishes, work)), because, work)


def _note(lines: tuple[Line, ...], because: str, work: Work) -> None:
    month = work.now.date().replace(day=1)
    for what, value in lines:
        label = f"missing/{because}/{what}/{value}"
        work.save(Missing(_untraceable(label, work), work.office, month, because, what, value))


def _untraceable(label: str, work: Work) -> str:
    """Make an id that leads nobody back: our usual ids begin with the moment, and follow from what caused them."""
    made = work.new_id(label)
    return work.blind(work.office, made) or made[12:]


def _opened(sealed: Sealed[Said] | None, form: type[Said], work: Work) -> Said | None:
    said = work.open(sealed, form) if sealed is not None else None
    return None if isinstance(said, Erased) else said
