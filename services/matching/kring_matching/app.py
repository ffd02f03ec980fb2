"""Matching, wired: the only place that knows all of it."""

from kring_matching.process import BORROWING, CAREER, GATHERING, HELPDESK, LENDING, SEARCH, STANDING
from kring_matching.queries.about_person import about_person
from kring_matching.settings import Settings
from kring_matching.store import SHELVES, MatchingTable
from kring_matching.subscribers import subscribe
from kring_shared.contracts import matching
from kring_shared.runtime.declared.service import Service

service = Service(
    name="matching",
    subscribe=subscribe,
    contract=matching,
    shelves=SHELVES,
    metadata=MatchingTable.metadata,
    migrations="kring_matching.migrations",
    processes=(SEARCH, STANDING, CAREER, GATHERING, HELPDESK, BORROWING, LENDING),
    settings=Settings,
    about_person=about_person,
    plugin_group="kring.plugins.matching",
)
