"""Who can be asked, and who is next: whoever entered the register first, and two rules stand above everything."""

from datetime import datetime, timedelta

from tests.example_service.store import Doc
from tests.example_service.words import ASKED, Refused
from tests.example_service.work import Work

STOPS = {
    "not-independent": "is tied to a body that decides on help or gives it",
    "tied": "has a tie to this case",
    "said-no": "said no to this case, or the family did",
    "not-working": "takes no cases now",
    "papers": "the day until which the screening proof is good is not known here, or over",
    "scope": "does not do this type of conference",
    "full": "has as many cases as they take",
}
THEIRS = {*ASKED, "active", "frozen"}
HOURS = {"normal": 72, "urgent": 24}


def stops(work: Work, search: Doc, one: Doc) -> list[str]:
    """Say by which rules somebody cannot be asked for a case."""
    wanted, who = search["dossier"].get("conferenceType"), one["coordinatorId"]
    theirs = [case for case in work.store.all("search", work.office) if case.get("coordinatorId") == who]
    load = sum(case["stage"] in THEIRS for case in theirs if case["caseId"] != search["caseId"])
    found = {
        "not-independent": bool(one["ties"]),
        "tied": who in search["tied"],
        "said-no": who in search["saidNo"],
        "not-working": one["standing"] != "active",
        "papers": one["screening"] < work.now.date().isoformat(),
        "scope": bool(wanted) and wanted not in one["scopes"],
        "full": load >= one["maximumLoad"],
    }
    return [code for code, holds in found.items() if holds]


def must_fit(work: Work, search: Doc, *ids: str) -> None:
    """Refuse whoever cannot be asked.

    Raises:
        Refused: a rule is against one of them.
    """
    for place, one in enumerate(ids):
        if found := stops(work, search, work.coordinator(one)):
            code = "kring.not-independent" if "not-independent" in found else "kring.cannot-propose"
            why = "; ".join(STOPS[each] for each in found)
            raise Refused(
                code, f"this coordinator cannot be asked: {why}; choose another", (f"/coordinatorIds/{place}",)
            )


def ask(work: Work, case_id: str, coordinator_id: str, hours: int | None = None) -> None:
    """Propose the case to one of the list, with a clock on the answer."""
    search, one = work.search(case_id), work.coordinator(coordinator_id)
    given = hours or HOURS[search["dossier"].get("urgency", "normal")]
    respond_by = (work.now + timedelta(hours=given)).isoformat()
    work.tell("coordinator-proposed", case_id, coordinator=one["card"], respondBy=respond_by)


def go_on(work: Work, case_id: str) -> None:
    """Ask the next of the approved list who can be asked; nobody else ever is. In a pause nobody is."""
    search = work.search(case_id)
    if search["pausedAt"] and search["list"]:
        return
    for one in search["list"]:
        if not stops(work, search, work.coordinator(one)):
            ask(work, case_id, one)
            return
    work.tell("shortlist-exhausted", case_id)


def lapse(work: Work, case_id: str) -> None:
    """Nobody answered in time: the next is asked."""
    search = work.search(case_id)
    work.tell("proposal-expired", case_id, coordinatorId=search["coordinatorId"])
    go_on(work, case_id)


def is_late(search: Doc, now: datetime) -> bool:
    """Tell whether the time to answer a proposal is over."""
    if search["stage"] != "proposed" or search["pausedAt"]:
        return False
    return datetime.fromisoformat(search["respondBy"]) <= now


def ranked(work: Work, search: Doc) -> list[Doc]:
    """Explain everybody: who fits in the order in which they entered, then those who cannot."""
    spoken = set(search["dossier"].get("languages", []))
    everybody = [(one, stops(work, search, one)) for one in work.store.all("coordinator", work.office)]
    everybody.sort(key=lambda each: bool(each[1]))
    return [_line(place, one, why, spoken) for place, (one, why) in enumerate(everybody, 1)]


def _line(place: int, one: Doc, why: list[str], spoken: set[str]) -> Doc:
    speaks = not spoken or bool(spoken & set(one["card"]["languages"]))
    scores: list[Doc] = [
        {"criterion": "first-come", "score": 1 / place, "because": f"number {place} of those who are here"},
        {"criterion": "language", "score": float(speaks), "because": f"{'a' if speaks else 'no'} language in common"},
    ]
    return {
        "coordinatorId": one["coordinatorId"],
        "contact": one["card"]["contact"],
        "score": sum(each["score"] for each in scores) / len(scores),
        "place": None if why else place,
        "scores": scores,
        "stops": [{"code": code, "because": STOPS[code]} for code in why],
    }
