"""The conference, wired: the only place that knows all of it."""

from kring_conference.process import CONFERENCE, FOLLOW_UP, PARTICIPANT, PLAN, SIGNAL
from kring_conference.queries.about_person import about_person
from kring_conference.settings import Settings
from kring_conference.store import SHELVES, ConferenceTable
from kring_conference.subscribers import subscribe
from kring_shared.contracts import conference
from kring_shared.runtime.declared.service import Service

service = Service(
    name="conference",
    subscribe=subscribe,
    contract=conference,
    shelves=SHELVES,
    metadata=ConferenceTable.metadata,
    migrations="kring_conference.migrations",
    processes=(CONFERENCE, PARTICIPANT, PLAN, FOLLOW_UP, SIGNAL),
    settings=Settings,
    about_person=about_person,
)
