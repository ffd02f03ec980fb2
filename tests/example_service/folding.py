"""What is known follows from facts alone, from those that were heard and those that it told itself.

So whatever stands in the streams is enough to know it again: a take-over reads them from the beginning.
"""

from collections.abc import Callable
from typing import Any

from tests.example_service.store import Store
from tests.example_service.words import ASKED, OPEN

Fact = dict[str, Any]
Search = dict[str, Any]


def fold(store: Store, kind: str, fact: Fact) -> None:
    """Know what a fact says; `kind` without its version."""
    key = fact["caseId"]
    if (change := OF_SEARCHES.get(kind)) is not None and (search := store.get("search", key)) is not None:
        change(search, fact)
        store.put("search", key, search)
    if (entry := OF_COORDINATORS.get(kind)) is not None and (coordinator := store.get("coordinator", key)) is not None:
        entry(coordinator, fact)
        store.put("coordinator", key, coordinator)
    if (begin := BEGINNINGS.get(kind)) is not None:
        begin(store, fact)


def _sought(store: Store, fact: Fact) -> None:
    before = store.get("search", fact["caseId"])
    if before is not None and (before["stage"] in (*OPEN, "erased")):
        return
    earlier = store.get("search", fact.get("previousCaseId")) or {}
    search = {
        "caseId": fact["caseId"],
        "office": fact["office"],
        "stage": "searching",
        "coordinatorId": None,
        "respondBy": None,
        "pausedAt": None,
        "list": [],
        "reason": "",
        "againstRanking": False,
        "saidNo": [],
        "tied": earlier.get("tied", []),
        "mainPersons": [one["personId"] for one in fact["mainPersons"]],
        "dossier": fact["dossier"],
    }
    store.put("search", fact["caseId"], search)


def _entered(store: Store, fact: Fact) -> None:
    before = store.get("coordinator", fact["caseId"]) or {"ties": [], "standing": "active", "screening": ""}
    standing = "active" if before["standing"] == "left" else before["standing"]
    says = {name: fact[name] for name in ("office", "scopes", "municipality", "maximumLoad")}
    entry = before | says | {"coordinatorId": fact["caseId"], "card": fact["coordinator"], "standing": standing}
    store.put("coordinator", fact["caseId"], entry)


def _loan_asked(store: Store, fact: Fact) -> None:
    if store.get("loan", fact["caseId"]) is None:
        loan = fact | {"office": fact["toOffice"], "toOffice": fact["office"], "stage": "asked"}
        store.put("loan", fact["caseId"], loan)


def _loan_refused(store: Store, fact: Fact) -> None:
    loan = store.get("loan", fact["caseId"])
    if loan is not None and loan["office"] == fact["office"]:
        store.put("loan", fact["caseId"], loan | {"stage": "refused"})


def _erased(store: Store, fact: Fact) -> None:
    search = store.get("search", fact["caseId"])
    if search is None or "contacts" not in fact["kinds"]:
        return
    if fact.get("personId") is None:
        kept = {name: search[name] for name in ("caseId", "office", "tied")}
        store.put("search", fact["caseId"], kept | {"stage": "erased"})
    elif search["stage"] not in OPEN and fact["personId"] in search.get("mainPersons", []):
        search["mainPersons"].remove(fact["personId"])
        store.put("search", fact["caseId"], search)


BEGINNINGS: dict[str, Callable[[Store, Fact], None]] = {
    "intake.request-accepted": _sought,
    "matching.coordinator-registered": _entered,
    "matching.loan-requested": _loan_asked,
    "matching.loan-refused": _loan_refused,
    "registry.erasure-ordered": _erased,
}


def _listed(search: Search, fact: Fact) -> None:
    search |= {"list": fact["coordinatorIds"], "reason": fact["reason"], "againstRanking": fact["againstRanking"]}


def _proposed(search: Search, fact: Fact) -> None:
    who, waiting = fact["coordinator"]["personId"], search["list"]
    left = waiting[waiting.index(who) + 1 :] if who in waiting else []
    search |= {"stage": "proposed", "coordinatorId": who, "respondBy": fact["respondBy"], "list": left}


def _accepted(search: Search, _: Fact) -> None:
    search |= {"stage": "accepted", "respondBy": None}


def let_go(search: Search, *, tied: bool = False) -> None:
    """Seek again without whoever had it or was asked; they are never asked for this case again."""
    out = "tied" if tied or search["stage"] == "frozen" else "saidNo"
    if search["coordinatorId"]:
        search[out] = [*search[out], search["coordinatorId"]]
    search |= {"stage": "searching", "coordinatorId": None, "respondBy": None}


def _declined(search: Search, fact: Fact) -> None:
    let_go(search, tied=fact["reason"] == "tie")


def _tied(search: Search, _: Fact) -> None:
    if search["stage"] in ASKED:
        let_go(search, tied=True)


def _begun(search: Search, fact: Fact) -> None:
    search |= {"stage": "active", "coordinatorId": fact["coordinator"]["personId"], "respondBy": None, "list": []}


def _handed_over(search: Search, fact: Fact) -> None:
    let_go(search, tied=fact["reason"] == "conflict")
    search["list"] = []


def _over(stage: str) -> Callable[[Search, Fact], None]:
    def over(search: Search, _: Fact) -> None:
        if search["stage"] == "frozen":
            let_go(search, tied=True)
        search |= {"stage": stage, "respondBy": None, "pausedAt": None, "list": []}

    return over


def _says(**values: object) -> Callable[[Search, Fact], None]:
    return lambda doc, _: doc.update(values)


def _pause(search: Search, fact: Fact) -> None:
    search["pausedAt"] = search["pausedAt"] or fact["occurredAt"]


def _go_on(search: Search, fact: Fact) -> None:
    search |= {"pausedAt": None, "mainPersons": fact["mainPersons"]}


OF_SEARCHES: dict[str, Callable[[Search, Fact], None]] = {
    "intake.request-paused": _pause,
    "intake.request-resumed": _go_on,
    "matching.shortlist-approved": _listed,
    "matching.coordinator-proposed": _proposed,
    "matching.proposal-accepted": _accepted,
    "matching.proposal-declined": _declined,
    "matching.proposal-expired": lambda search, _: let_go(search),
    "matching.proposal-extended": lambda search, fact: search.update(respondBy=fact["respondBy"]),
    "matching.coordinator-refused": lambda search, _: let_go(search),
    "matching.conflict-declared": _tied,
    "matching.assignment-activated": _begun,
    "matching.assignment-frozen": _says(stage="frozen"),
    "matching.assignment-restored": _says(stage="active"),
    "matching.assignment-handed-over": _handed_over,
    "matching.assignment-completed": _over("completed"),
    "matching.search-stopped": _over("stopped"),
    "matching.search-unfilled": _says(stage="unfilled"),
    "matching.shortlist-exhausted": _says(list=[]),
}


def _more_ties(entry: dict[str, Any], fact: Fact) -> None:
    entry["ties"] = [*entry["ties"], fact["tie"]]


def _fewer_ties(entry: dict[str, Any], fact: Fact) -> None:
    entry["ties"] = [one for one in entry["ties"] if one != fact["tie"]]


OF_COORDINATORS: dict[str, Callable[[dict[str, Any], Fact], None]] = {
    "matching.register-tie-declared": _more_ties,
    "matching.register-tie-ended": _fewer_ties,
    "matching.coordinator-suspended": _says(standing="suspended"),
    "matching.coordinator-paused": _says(standing="paused"),
    "matching.coordinator-reinstated": _says(standing="active"),
    "matching.coordinator-left": _says(standing="left"),
    "matching.availability-changed": lambda entry, fact: entry.update(maximumLoad=fact["maximumLoad"]),
    "matching.screening-confirmed": lambda entry, fact: entry.update(screening=fact["validUntil"]),
}
