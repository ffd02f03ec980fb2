"""How far the search for one case is, for whoever may know; and searches in lists, as codes and dates."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import select

from kring_matching.domain import Search
from kring_matching.process import Stage
from kring_matching.store.search import SearchRow, value_of
from kring_shared.contracts.actor import Role
from kring_shared.contracts.matching import (
    ListOwnProposals,
    ListSearches,
    OwnProposalLine,
    OwnProposals,
    SearchLine,
    SearchList,
    SearchShown,
    ShowSearch,
)
from kring_shared.contracts.rights import RIGHTS
from kring_shared.kernel.errors import NotFound
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.paging import Order
from kring_shared.runtime.storage.shelves import table_of

THEIRS: Final = (Stage.PROPOSED, Stage.ACCEPTED, Stage.ACTIVE)
"""Where somebody is asked, said yes, or has a case; not while they are kept out of it."""
NO_CLOCK: Final = datetime.max.replace(tzinfo=UTC)


def show_search(query: ShowSearch, reader: Reader) -> SearchShown:
    """Tell how far a search is; whom it may come to, why, and who did it before is for the one who chooses."""
    search: Search | None = reader.get(Search, query.case_id)
    if search is None:
        raise NotFound("no search is known under that id in this office")
    chooses = reader.actor.role is Role.REGIONAL_MANAGER
    return SearchShown(
        case_id=search.case_id,
        stage=search.stage,
        coordinator_id=search.coordinator_id,
        respond_by=search.respond_by,
        declined=len(search.out),
        possible=search.possible,
        paused=search.paused_at is not None,
        previous_coordinator_id=search.previous_coordinator_id if chooses else None,
        shortlist=search.shortlist if chooses else (),
        reason=search.reason if chooses else "",
        against_ranking=chooses and search.against_ranking,
        supervised_by=search.supervised_by,
    )


def list_searches(query: ListSearches, reader: Reader) -> SearchList:
    """List the searches of the office, the oldest request first; each stage asked for straight from the index."""
    table = table_of(SearchRow)
    ours = select(table).where(table.c.office == reader.office)
    if query.case_ids:
        ours = ours.where(table.c.case_id.in_(query.case_ids))
    asked = [ours.where(table.c.stage == stage) for stage in dict.fromkeys(query.stages)] or [ours]
    order = Order((table.c.case_id, str))

    def pages() -> Iterator[Sequence[Any]]:
        for one in asked:
            yield reader.session.execute(order.page(one, query.after, query.limit)).all()

    rows = order.merged(pages())
    found = tuple(_line(value_of(row)) for row in rows[: query.limit])
    return SearchList(searches=found, next=order.next(rows, query.limit))


def _line(search: Search) -> SearchLine:
    return SearchLine(
        case_id=search.case_id,
        stage=search.stage,
        sought_since=search.sought_since,
        fill_by=search.fill_by,
        respond_by=search.respond_by,
        coordinator_id=search.coordinator_id,
        declined=len(search.out),
        listed=len(search.shortlist),
        conference_type=search.dossier.conference_type,
        urgency=search.dossier.urgency,
        paused=search.paused_at is not None,
        possible=search.possible,
    )


def list_own_proposals(_query: ListOwnProposals, reader: Reader) -> OwnProposals:
    """List what waits for the answer of whoever asks, and what they have."""
    table = table_of(SearchRow)
    mine = select(table).where(table.c.office == reader.office, table.c.coordinator_id == reader.actor.id)
    asked = mine.where(table.c.stage.in_([stage.value for stage in THEIRS]))
    found = [value_of(row) for row in reader.session.execute(asked)]
    found.sort(key=lambda one: (THEIRS.index(one.stage), one.respond_by or NO_CLOCK, one.case_id))
    return OwnProposals(proposals=tuple(_own(search, reader) for search in found))


def _own(search: Search, reader: Reader) -> OwnProposalLine:
    theirs = {message.name for message, roles in RIGHTS.items() if reader.actor.role in roles}
    dossier = search.dossier
    return OwnProposalLine(
        case_id=search.case_id,
        stage=search.stage,
        respond_by=search.respond_by,
        conference_type=dossier.conference_type,
        context=dossier.context,
        urgency=dossier.urgency,
        languages=dossier.languages,
        municipality=dossier.municipality,
        supervised_by=search.supervised_by,
        paused=search.paused_at is not None,
        possible=tuple(name for name in search.possible if name in theirs),
    )
