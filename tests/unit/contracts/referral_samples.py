"""A referral that is right in every field, and small ways to change it."""

import copy
import json
from datetime import date
from typing import Any

from kring_shared.kernel.referrals import Read, read_referral

TODAY = date(2026, 11, 22)
BSN = "111222333"
"""Passes the 11-test; no person has it."""
STRUCTURED = {"Content-Type": "application/cloudevents+json; charset=utf-8"}

_EVENT: dict[str, Any] = {
    "specversion": "1.0",
    "id": "4c1c0d2e-7f57-4b9e-9a0e-0d6a6d5f2a10",
    "source": "urn:nl:wijkteam-noord",
    "type": "nl.eigenkracht.referral.submitted.v1",
    "time": "2026-11-20T09:12:00+01:00",
    "datacontenttype": "application/json",
    "data": {
        "reference": "WN-2026-0041",
        "requester": {
            "kind": "professional",
            "name": "M. Jansen",
            "organisation": "Wijkteam Noord",
            "email": "m.jansen@wijkteam.example",
            "phone": "+31 30 123 45 67",
            "postalAddress": "Lindestraat 1, 3511 AA Utrecht",
        },
        "mainPersons": [
            {"name": "Filip", "birthYear": 2015, "languages": ["nl"], "postalCode": "3511", "municipality": "Utrecht"},
            {"name": "Rachel", "birthYear": 1986, "languages": ["nl", "fr-be"], "side": "b"},
        ],
        "conferenceType": "restorative",
        "context": "mandatory",
        "urgency": "urgent",
        "minorsInvolved": True,
        "informationTalkOnly": False,
        "question": "Wat is er nodig zodat Filip veilig en rustig kan opgroeien?",
        "wishes": {"gender": "female", "ageBand": "40-60", "languages": ["nl"]},
        "consent": {"given": True, "by": "legalRepresentative", "on": "2026-11-18"},
        "mandates": [
            {
                "kind": "youthCourt",
                "for": [0, 1],
                "conditions": ["Filip slaapt thuis"],
                "acceptor": {"name": "S. De Smet", "organisation": "Rechtbank", "phone": "+32 9 123 45 67"},
                "legalDeadline": "2027-02-15",
            }
        ],
        "contactRules": {"neutralSender": True, "doNotContact": ["+31 30 123 45 67"]},
    },
}
GONE = object()
"""Put in a field's place, it takes the field away."""


def an_event(**changes: object) -> dict[str, Any]:
    """Give the event; `changes` are attributes."""
    event = copy.deepcopy(_EVENT) | changes
    return {name: value for name, value in event.items() if value is not GONE}


def with_field(path: str, value: object) -> dict[str, Any]:
    """Give the event with one field changed or, with `GONE`, taken away; `path` is a JSON pointer."""
    event = an_event()
    *way, last = path[1:].split("/")
    place: Any = event
    for part in way:
        place = place[int(part)] if isinstance(place, list) else place[part]
    if value is GONE:
        del place[last]
    elif isinstance(place, list):
        place[int(last)] = value
    else:
        place[last] = value
    return event


def read(event: object, today: date = TODAY) -> Read:
    """Read an event as a structured message."""
    return read_referral(STRUCTURED, json.dumps(event).encode(), today=today)
