"""What follows from a fact of another service, once it is known what it says."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from tests.example_service.choosing import go_on
from tests.example_service.folding import fold
from tests.example_service.store import Doc
from tests.example_service.words import OPEN
from tests.example_service.work import Work

Fact = dict[str, Any]


def hear(work: Work, kind: str, fact: Fact) -> None:
    """Know what a fact says, and tell what follows from it; one that means nothing here is passed over."""
    before = work.store.get("search", fact["caseId"])
    fold(work.store, kind, fact)
    if (then := FOLLOWS.get(kind)) is not None:
        then(work, fact, before)


def _sought(work: Work, fact: Fact, before: Doc | None) -> None:
    if before != work.store.get("search", fact["caseId"]):
        work.tell("search-started", fact["caseId"])


def _stopped(work: Work, fact: Fact, before: Doc | None) -> None:
    if before is not None and before["stage"] in OPEN:
        work.tell("search-stopped", fact["caseId"], coordinatorId=before["coordinatorId"])


def _ended(work: Work, fact: Fact, before: Doc | None) -> None:
    if before is not None and before["stage"] in {"active", "frozen"}:
        work.tell("assignment-completed", fact["caseId"], coordinatorId=before["coordinatorId"])
    else:
        _stopped(work, fact, before)


def _resumed(work: Work, fact: Fact, before: Doc | None) -> None:
    if before is None or before["stage"] not in OPEN or not before["pausedAt"]:
        return
    if before["stage"] == "proposed":
        paused, resumed = (datetime.fromisoformat(one) for one in (before["pausedAt"], fact["occurredAt"]))
        later = datetime.fromisoformat(before["respondBy"]) + (resumed - paused)
        who = before["coordinatorId"]
        work.tell("proposal-extended", fact["caseId"], coordinatorId=who, respondBy=later.isoformat())
    elif before["stage"] == "searching" and before["list"]:
        go_on(work, fact["caseId"])


def _erased(work: Work, fact: Fact, before: Doc | None) -> None:
    """Answer what became of each kind: no plan, signal or money is kept here, and no key was made for a family."""
    after = work.store.get("search", fact["caseId"])
    person = fact.get("personId")
    runs = person is not None and before is not None and before["stage"] in OPEN and person in before["mainPersons"]
    contacts: Fact = {"kind": "contacts", "outcome": "erased", "records": int(after != before)}
    if runs:
        contacts = {"kind": "contacts", "outcome": "kept", "because": "route-runs"}
    lines = [contacts if kind == "contacts" else {"kind": kind, "outcome": "nothing-here"} for kind in fact["kinds"]]
    work.tell("search-erased", fact["caseId"], erasureId=fact["erasureId"], lines=lines, keysDestroyed=[])


FOLLOWS: dict[str, Callable[[Work, Fact, Doc | None], None]] = {
    "intake.request-accepted": _sought,
    "intake.request-withdrawn": _stopped,
    "intake.request-transferred": _stopped,
    "intake.request-resumed": _resumed,
    "conference.follow-up-ended": _ended,
    "registry.erasure-ordered": _erased,
}
