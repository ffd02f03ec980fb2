"""Referrals as systems send them, and what intake makes of them."""

import json
from collections.abc import Mapping
from typing import Any, Final

from kring_intake.domain import Request
from kring_intake.handlers.referrals import Reception
from kring_shared.contracts.actor import Actor
from kring_shared.contracts.intake import SubmitReferral
from kring_shared.contracts.offices import EXAMPLE_OFFICES
from kring_shared.contracts.referral import ReferralReceipt
from kring_shared.kernel.ids import id_at
from kring_shared.kernel.work import Aggregate, Found, Work
from kring_shared.testing.work import NOON, PlainVault, a_work, an_actor

OFFICES: Final = {office.id: office for office in EXAMPLE_OFFICES}
VAULT: Final = PlainVault()
RECEPTION: Final = Reception(OFFICES, VAULT.blind)
REQUESTER: Final = {
    "kind": "professional",
    "name": "M. Jansen",
    "organisation": "Wijkteam Noord",
    "email": "m.jansen@wijkteam.example",
    "phone": "+31 30 000 45 67",
}


def data(**changes: object) -> dict[str, Any]:
    """Make the data of a referral about Filip and Rachel."""
    return {
        "reference": "WN-2026-0041",
        "requester": REQUESTER,
        "mainPersons": [
            {"name": "Filip", "birthYear": 2015, "languages": ["nl"], "municipality": "utrecht"},
            {"name": "Rachel", "birthYear": 1986, "languages": ["tr", "nl"], "municipality": "Nergenshuizen"},
        ],
        "conferenceType": "family",
        "context": "voluntary",
        "urgency": "urgent",
        "question": "Wat is er nodig zodat Filip veilig kan opgroeien?",
        "wishes": {"gender": "female", "ageBand": "40-60", "languages": ["tr"]},
    } | changes


def an_event(event_id: str = "event-1", source: str = "urn:nl:wijkteam-noord", **changes: object) -> str:
    """Write a referral event as structured JSON."""
    return json.dumps(
        {
            "specversion": "1.0",
            "id": event_id,
            "source": source,
            "type": "nl.eigenkracht.referral.submitted.v1",
            "time": "2026-11-20T09:12:00+01:00",
            "data": data(**changes),
        }
    )


class Desk:
    """An office that takes in one message after another and remembers what it kept."""

    def __init__(self, office: str = "utrecht") -> None:
        """Begin with nothing kept."""
        self.office, self._count = office, 0
        self.kept: dict[tuple[type, str], Aggregate] = {}

    def submit(
        self,
        event: str,
        *,
        headers: Mapping[str, str] | None = None,
        actor: Actor | None = None,
        system: str = "wijkteam",
        channel: str = "bus",
    ) -> Work:
        """Take one event in, from the bus unless somebody hands it in."""
        self._count += 1
        message = SubmitReferral(event=event, headers=dict(headers or {}), system=system, channel=channel)
        keys = RECEPTION.keys(message, self.office)
        seen = a_work("intake", *self._found_by(keys))
        beside = RECEPTION.beside(message, self.office, Found(seen.loaded, seen.groups))
        found = self._found_by((*keys, *beside))
        cause = id_at(NOON, str(self._count))
        work = a_work("intake", *found, actor=actor, office=self.office, cause=cause)
        RECEPTION.receive_referral(message, work)
        self.kept |= work.changed
        return work

    def _found_by(self, keys: tuple[str, ...]) -> list[Aggregate]:
        wanted = set(keys)
        return [kept for kept in self.kept.values() if wanted & set(kept.keys())]


def posted_event(work: Work) -> dict[str, Any]:
    """Give the event that was posted to the sender."""
    (posted,) = work.posted
    event: dict[str, Any] = json.loads(posted.body)
    return event


def receipt_of(work: Work) -> ReferralReceipt:
    """Give what the sender reads, wherever it was answered."""
    return ReferralReceipt.model_validate(work.answer or posted_event(work)["data"])


def request_of(work: Work) -> Request:
    """Give the one request that was kept."""
    (request,) = (a for a in work.changed.values() if isinstance(a, Request))
    return request


STAFF: Final = an_actor()
