"""The conference, wired: the only place that knows all of it."""

from kring_conference import messages
from kring_conference.process import CONFERENCE, FOLLOW_UP, PARTICIPANT, PLAN, SIGNAL
from kring_conference.queries.about_person import about_person
from kring_conference.settings import Settings
from kring_conference.store import SHELVES, ConferenceTable
from kring_conference.subscribers import subscribe
from kring_shared.runtime.declared.service import Service

service = Service(
    name="conference",
    subscribe=subscribe,
    messages=messages,
    shelves=SHELVES,
    metadata=ConferenceTable.metadata,
    migrations="kring_conference.migrations",
    processes=(CONFERENCE, PARTICIPANT, PLAN, FOLLOW_UP, SIGNAL),
    settings=Settings,
    about_person=about_person,
)
