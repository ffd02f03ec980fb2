"""Intake, wired: the only place that knows all of it."""

from kring_intake.process import DUPLICATE, HELD, OFFER, QUARANTINE, REQUEST, TAKEOVER, TALK
from kring_intake.queries.about_person import about_person
from kring_intake.settings import Settings
from kring_intake.store import SHELVES, IntakeTable
from kring_intake.subscribers import subscribe
from kring_shared.contracts import intake
from kring_shared.runtime.declared.service import Service

service = Service(
    name="intake",
    subscribe=subscribe,
    contract=intake,
    shelves=SHELVES,
    metadata=IntakeTable.metadata,
    migrations="kring_intake.migrations",
    processes=(REQUEST, TALK, HELD, QUARANTINE, DUPLICATE, OFFER, TAKEOVER),
    settings=Settings,
    about_person=about_person,
    takes_referrals=intake.SubmitReferral,
    plugin_group="kring.plugins.intake",
)
