"""What it answers when it is asked: one function for each question it knows."""

import json
from collections.abc import Callable
from typing import Any

from tests.example_service.choosing import STOPS, ranked
from tests.example_service.sealing import Vault
from tests.example_service.words import NOT_IN_A_PAUSE, POSSIBLE
from tests.example_service.work import Work

Body = dict[str, Any]


def rank_coordinators(work: Work, body: Body, vault: Vault) -> Body:
    """Explain who can be asked for a case, first come first, and who cannot and why not."""
    everybody = ranked(work, work.search(body["caseId"]))
    about, limit = body.get("about"), body.get("limit", 25)
    shown = [one for place, one in enumerate(everybody) if place < limit or one["coordinatorId"] == about]
    for one in shown:
        one["name"] = vault.open(one.pop("contact")).get("name", "")
    counts = {code: sum(code in [stop["code"] for stop in one["stops"]] for one in everybody) for code in STOPS}
    return {
        "caseId": body["caseId"],
        "coordinators": shown,
        "fitting": sum(not one["stops"] for one in everybody),
        "whyNot": [{"code": code, "because": STOPS[code], "coordinators": n} for code, n in counts.items() if n],
    }


def show_search(work: Work, body: Body, _: Vault) -> Body:
    """Tell how far a search is; who may come next is for the one who chooses."""
    search = work.search(body["caseId"])
    chooses = work.actor is not None and work.actor.role == "regional-manager"
    waits = NOT_IN_A_PAUSE if search["pausedAt"] else set()
    return {
        "caseId": search["caseId"],
        "stage": search["stage"],
        "coordinatorId": search["coordinatorId"],
        "respondBy": search["respondBy"],
        "declined": len(search["saidNo"]) + len(search["tied"]),
        "possible": [name for name in POSSIBLE.get(search["stage"], ()) if name not in waits],
        "paused": bool(search["pausedAt"]),
        "shortlist": search["list"] if chooses else [],
        "reason": search["reason"] if chooses else "",
        "againstRanking": chooses and search["againstRanking"],
    }


def list_loans(work: Work, _body: Body, _: Vault) -> Body:
    """List what neighbours asked of this office; it asks nothing of them."""
    names = ("stage", "conferenceType", "urgency", "languages", "answerBy")
    return {
        "loans": [
            {"loanId": loan["caseId"], "borrowing": False, "otherOffice": loan["toOffice"]}
            | {name: loan[name] for name in names if name in loan}
            for loan in work.store.all("loan", work.office)
        ]
    }


def case_facts(work: Work, body: Body, _: Vault) -> Body:
    """Give what was told about a case, in its order; sealed values stay sealed."""
    common = {"caseId", "office", "occurredAt", "by"}
    lines = []
    for row in work.store.told_about(work.office, body["caseId"]):
        fact = json.loads(row.body)
        line: Body = {"id": row.id, "service": "matching", "name": row.subject.split(".")[4], "toldAt": row.told_at}
        line |= {"occurredAt": fact["occurredAt"], "by": fact["by"], "place": row.place}
        lines.append(line | {"data": {name: value for name, value in fact.items() if name not in common}})
    return {"facts": lines}


ANSWERS: dict[str, Callable[[Work, Body, Vault], Body]] = {
    "rank-coordinators": rank_coordinators,
    "show-search": show_search,
    "list-loans": list_loans,
    "case-facts": case_facts,
}
