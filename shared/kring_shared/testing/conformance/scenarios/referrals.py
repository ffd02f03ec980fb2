"""What an outside system hands in for the scenarios of intake, and what it reads in return."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from kring_shared.contracts import intake as i
from kring_shared.contracts.referral import REFERRAL_TYPE
from kring_shared.contracts.referral.receipt import RECEIVED
from kring_shared.testing.conformance.house import REFERS
from kring_shared.testing.conformance.invented import AS_LETTERS, Invented
from kring_shared.testing.conformance.referring import Once, Receipted, Refer
from kring_shared.testing.conformance.steps import ANYTHING, Expect, Step


def letters(some: Invented, word: str) -> str:
    """Give letters that are of this run only."""
    return some.id(f"letters of {word}")[-12:].translate(AS_LETTERS)


def event_id(some: Invented, word: str) -> str:
    """Give the id of an event."""
    return letters(some, f"event {word}")


def reference(some: Invented, word: str) -> str:
    """Give what the system calls a referral."""
    return letters(some, f"reference {word}")


def said(some: Invented, word: str, **otherwise: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Give what a referral says: a professional asks, about a child and the child's mother."""
    child, mother = (some.contact(letters(some, who)) for who in ("child", "mother"))
    asks = some.contact(letters(some, "requester"))
    return {
        "reference": reference(some, word),
        "requester": {"kind": "professional", "name": asks.name, "organisation": "Wijkteam", "email": asks.email},
        "mainPersons": [{"name": child.name, "languages": ["nl"]}, {"name": mother.name, "languages": ["nl"]}],
        "conferenceType": "family",
        "context": "voluntary",
        "urgency": "normal",
        "minorsInvolved": True,
        "question": "What is needed at home?",
    } | otherwise


def referral(some: Invented, word: str, data: Mapping[str, Any] | None = None, **attributes: str) -> Refer:
    """Write a referral as the event it is."""
    event = attributes_of(some, word) | attributes
    return Refer(json.dumps(event | {"data": said(some, word) if data is None else data}).encode())


def what_is_no_json(some: Invented, word: str) -> Refer:
    """Write an event that says itself which it is, and breaks off where it begins to say something."""
    headers = {f"ce-{name}": value for name, value in attributes_of(some, word).items()}
    return Refer(b'{"reference": ', "what is no JSON", headers)


def attributes_of(some: Invented, word: str) -> dict[str, str]:
    """Give what an event says of itself."""
    return {
        "specversion": "1.0",
        "id": event_id(some, word),
        "source": f"urn:nl:{REFERS}",
        "type": REFERRAL_TYPE,
        "datacontenttype": "application/json",
    }


def receipt(some: Invented, word: str, code: str, *, once: bool = True, **shows: object) -> Receipted:
    """Read a receipt that answers an event; its words are there in two languages."""
    words = {"message.nl": ANYTHING, "message.en": ANYTHING}
    return Receipted(event_id(some, word), code, words | shows, once=once)


def comes_in(some: Invented, word: str = "case") -> Iterator[Step]:
    """A referral comes in and becomes a request, once, and its sender hears so."""
    known = {"referringSystem": REFERS, "reference": reference(some, word)}
    named = {
        "caseId": word,
        "mainPersons.0.personId": f"child of {word}",
        "mainPersons.1.personId": f"mother of {word}",
    }
    boxes = {"requester.contact.box": ANYTHING, "mainPersons.each.contact.box": ANYTHING}
    yield referral(some, word)
    yield Expect(i.RequestReceived, "", known | boxes, names=named)
    yield receipt(some, word, RECEIVED, requestId=some.id(word), reference=reference(some, word))
    yield Once(i.RequestReceived, known)
