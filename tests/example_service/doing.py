"""What it does when it is asked to: one function for each command it knows."""

from collections.abc import Callable
from typing import Any

from tests.example_service.choosing import ask, go_on, must_fit
from tests.example_service.sealing import Vault
from tests.example_service.words import Refused, must_be
from tests.example_service.work import Work

Body = dict[str, Any]


def register_coordinator(work: Work, body: Body, vault: Vault) -> None:
    """Enter somebody; who is tied to a body that decides or helps is suspended at that moment."""
    who = body["coordinatorId"]
    there = work.store.get("coordinator", who)
    if there is not None and there["office"] != work.office:
        raise Refused("kring.already-there", "this id is taken; give this coordinator another")
    contact = vault.seal(work.office, f"person/{who}", body["contact"])
    card = {"personId": who, "contact": contact, "languages": body["languages"]}
    says = {"scopes": body["scopes"], "municipality": body.get("municipality", "")}
    limits = {"travelLimitKm": body.get("travelLimitKm", 40), "maximumLoad": body.get("maximumLoad", 2)}
    work.tell("coordinator-registered", who, coordinator=card, **says, **limits)
    entry = work.coordinator(who)
    work.store.put("coordinator", who, entry | {"screening": body["screeningValidUntil"]})
    employed = ["employed"] if body["employerIsHelpingBody"] else []
    for tie in dict.fromkeys([*employed, *body.get("ties", [])]):
        _tie(work, who, tie)


def confirm_screening(work: Work, body: Body, _: Vault) -> None:
    """A screening proof was seen: its dates are kept, never the proof."""
    who = work.coordinator(body["coordinatorId"])["coordinatorId"]
    work.tell("screening-confirmed", who, checkedOn=body["checkedOn"], validUntil=body["validUntil"])


def approve_shortlist(work: Work, body: Body, _: Vault) -> None:
    """The manager approved who may be asked, in this order; the first is asked now."""
    search, ids, shown = work.search(body["caseId"]), body["coordinatorIds"], body.get("ranking", [])
    must_be(search, "approve-shortlist")
    if len(set(ids)) != len(ids):
        raise Refused("kring.invalid-fields", "nobody is asked twice", ("/coordinatorIds",))
    reason, against = body.get("reason", "best-score"), bool(shown) and ids != shown[: len(ids)]
    if against and reason == "best-score":
        raise Refused("kring.not-ready", "this is not the order that was explained: give another `reason`")
    must_fit(work, search, *ids)
    places = [shown.index(one) + 1 if one in shown else 0 for one in ids] if shown else []
    says = {"coordinatorIds": ids, "places": places, "againstRanking": against, "reason": reason}
    work.tell("shortlist-approved", body["caseId"], **says)
    ask(work, body["caseId"], ids[0], body.get("respondWithinHours"))


def propose_coordinator(work: Work, body: Body, vault: Vault) -> None:
    """The short way, for one."""
    approve_shortlist(work, body | {"coordinatorIds": [body["coordinatorId"]]}, vault)


def accept_proposal(work: Work, body: Body, _: Vault) -> None:
    """The coordinator says yes; whoever declares a tie has declined for good."""
    case, who = body["caseId"], body["coordinatorId"]
    search = work.search(case)
    must_be(search, "accept-proposal")
    _must_be_theirs(search, who)
    if not body["noTies"]:
        work.tell("proposal-declined", case, coordinatorId=who, reason="tie")
        go_on(work, case)
        return
    must_fit(work, search, who)
    work.tell("proposal-accepted", case, coordinatorId=who)


def decline_proposal(work: Work, body: Body, _: Vault) -> None:
    """The coordinator says no, which is fine."""
    search = work.search(body["caseId"])
    must_be(search, "decline-proposal")
    who = search["coordinatorId"]
    work.tell("proposal-declined", body["caseId"], coordinatorId=who, reason=body["reason"])
    go_on(work, body["caseId"])


def confirm_coordinator(work: Work, body: Body, _: Vault) -> None:
    """The main person agrees, and the coordinator begins."""
    case, who = body["caseId"], body["coordinatorId"]
    search = work.search(case)
    must_be(search, "confirm-coordinator")
    _must_be_theirs(search, who)
    must_fit(work, search, who)
    work.tell("coordinator-confirmed", case, coordinatorId=who)
    work.tell("assignment-activated", case, coordinator=work.coordinator(who)["card"])


def refuse_coordinator(work: Work, body: Body, _: Vault) -> None:
    """The main person wants another, and need not say why."""
    search = work.search(body["caseId"])
    must_be(search, "refuse-coordinator")
    work.tell("coordinator-refused", body["caseId"], coordinatorId=search["coordinatorId"])
    go_on(work, body["caseId"])


def declare_conflict(work: Work, body: Body, _: Vault) -> None:
    """A tie between the coordinator and the case; said of themselves and a helping body, it is one to the register."""
    search = work.search(body["caseId"])
    must_be(search, "declare-conflict")
    themselves = work.actor is not None and work.actor.role == "coordinator"
    if themselves and body["tie"] == "helping-body":
        _tie(work, search["coordinatorId"], "other")
    else:
        _let_go(work, body["caseId"], body["tie"])


def dismiss_conflict(work: Work, body: Body, _: Vault) -> None:
    """There is no tie after all: the coordinator goes on."""
    search = work.search(body["caseId"])
    must_be(search, "dismiss-conflict")
    one = work.coordinator(search["coordinatorId"])
    if one["ties"]:
        raise Refused("kring.not-independent", "the register holds a tie of this coordinator; hand the case over")
    work.tell("assignment-restored", body["caseId"], coordinator=one["card"])


def hand_over_assignment(work: Work, body: Body, _: Vault) -> None:
    """The case goes to another; the manager approves anew who may be asked."""
    search = work.search(body["caseId"])
    must_be(search, "hand-over-assignment")
    who, reason = search["coordinatorId"], body["reason"]
    work.tell("assignment-handed-over", body["caseId"], coordinatorId=who, reason=reason)


def refuse_loan(work: Work, body: Body, _: Vault) -> None:
    """Say to a neighbour office that there is nobody."""
    loan = work.loan(body["loanId"])
    if loan["stage"] != "asked":
        raise Refused("kring.not-allowed-now", f"this loan is {loan['stage']}", stage=loan["stage"])
    work.tell("loan-refused", body["loanId"], toOffice=loan["toOffice"])


DOES: dict[str, Callable[[Work, Body, Vault], None]] = {
    "register-coordinator": register_coordinator,
    "confirm-screening": confirm_screening,
    "approve-shortlist": approve_shortlist,
    "propose-coordinator": propose_coordinator,
    "accept-proposal": accept_proposal,
    "decline-proposal": decline_proposal,
    "confirm-coordinator": confirm_coordinator,
    "refuse-coordinator": refuse_coordinator,
    "declare-conflict": declare_conflict,
    "dismiss-conflict": dismiss_conflict,
    "hand-over-assignment": hand_over_assignment,
    "refuse-loan": refuse_loan,
}


def _must_be_theirs(search: Body, who: str) -> None:
    if search["coordinatorId"] != who:
        raise Refused("kring.refused", "this case is proposed to another coordinator", ("/coordinatorId",))


def _tie(work: Work, who: str, kind: str) -> None:
    """Suspend somebody who is tied to a body that decides or helps, and take every case from them."""
    if kind not in work.coordinator(who)["ties"]:
        work.tell("register-tie-declared", who, tie=kind)
    searches = [one for one in work.store.all("search", work.office) if one.get("coordinatorId") == who]
    theirs = [one for one in searches if one["stage"] in {"proposed", "accepted", "active"}]
    if work.coordinator(who)["standing"] != "suspended":
        running = sum(one["stage"] == "active" for one in theirs)
        work.tell("coordinator-suspended", who, reason="independence-lost", runningCases=running)
    for one in theirs:
        _let_go(work, one["caseId"], "helping-body")


def _let_go(work: Work, case_id: str, tie: str) -> None:
    search = work.search(case_id)
    who = search["coordinatorId"]
    work.tell("conflict-declared", case_id, coordinatorId=who, tie=tie)
    if search["stage"] == "active":
        work.tell("assignment-frozen", case_id, coordinatorId=who)
    else:
        go_on(work, case_id)
