"""How far the search for one case is, for whoever may know."""

from kring_matching.domain import Search
from kring_shared.contracts.actor import Role
from kring_shared.contracts.matching import SearchShown, ShowSearch
from kring_shared.kernel.errors import NotFound
from kring_shared.runtime.declared.routes import Reader


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
