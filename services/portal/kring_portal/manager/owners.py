"""Who owns what of one case now: each step of the route, where it stands there, and in whose hands it is."""

from dataclasses import dataclass
from typing import Final

from kring_shared.contracts.conference import ConferenceShown
from kring_shared.contracts.intake import RequestShown
from kring_shared.contracts.matching import SearchShown
from kring_shared.contracts.registry import RegistrationShown

TAKEN_ON: Final = ("in-matching", "in-preparation")
"""Of the request nothing is left to be done then; where the case stands is said by who has it."""
OVER_IN_INTAKE: Final = (*TAKEN_ON, "closed")
STOPPED: Final = ("refused", "lapsed", "rejected", "withdrawn", "merged", "transferred")
ENDED_MEETING: Final = ("concluded", "without-meeting", "cancelled")
CHECKED: Final = ("submitted",)


@dataclass(frozen=True)
class Owned:
    """One step: how far (`done`, `now`, `later`, `off`), its stage as a kind and a code, and whose it is."""

    step: str
    how: str
    kind: str
    stage: str
    owner: str
    name: str = ""


def owners_of(
    request: RequestShown,
    search: SearchShown | None,
    conference: ConferenceShown | None,
    registration: RegistrationShown | None,
    coordinator: str,
) -> tuple[Owned, ...]:
    """Give the four steps in order."""
    stage = request.case.stage
    stopped = stage in STOPPED
    return (
        Owned(
            "request", _request(stage), "stage", "accepted" if stage in TAKEN_ON else stage, _owner_of_request(request)
        ),
        _search(search, coordinator, stopped=stopped),
        _conference(conference, coordinator, stopped=stopped),
        _registration(registration, coordinator),
    )


def _request(stage: str) -> str:
    return "off" if stage in STOPPED else "done" if stage in OVER_IN_INTAKE else "now"


def _owner_of_request(request: RequestShown) -> str:
    if request.case.held == "transfer-offered" or request.case.stage == "transferred":
        return "other-office"
    return "main-person" if request.case.stage == "awaiting-consent" and not request.case.held else "regional-manager"


def _search(search: SearchShown | None, coordinator: str, *, stopped: bool) -> Owned:
    if search is None:
        return Owned("coordinator", "off" if stopped else "later", "", "", "")
    how = {"active": "done", "completed": "done", "stopped": "off"}.get(search.stage, "now")
    owner = {"proposed": "coordinator", "accepted": "main-person", "active": "coordinator", "completed": "coordinator"}
    whose = owner.get(search.stage, "regional-manager")
    return Owned("coordinator", how, "search", search.stage, whose, coordinator if whose == "coordinator" else "")


def _conference(conference: ConferenceShown | None, coordinator: str, *, stopped: bool) -> Owned:
    if conference is None:
        return Owned("conference", "off" if stopped else "later", "", "", "")
    how = "done" if conference.stage in ENDED_MEETING else "now"
    if conference.stage == "private-time":
        return Owned("conference", how, "conference-stage", conference.stage, "circle-member")
    if conference.plan_stage == "contested" or conference.awaits_coordinator:
        return Owned("conference", how, "conference-stage", conference.stage, "regional-manager")
    if conference.plan_stage in CHECKED:
        return Owned("conference", how, "conference-stage", conference.stage, "mandated-professional")
    return Owned("conference", how, "conference-stage", conference.stage, "coordinator", coordinator)


def _registration(registration: RegistrationShown | None, coordinator: str) -> Owned:
    if registration is None:
        return Owned("registration", "later", "", "", "")
    if registration.stage == "open":
        return Owned("registration", "later", "registration", "open", "coordinator", coordinator)
    how = "now" if registration.stage in {"completed", "validated"} else "done"
    return Owned("registration", how, "registration", registration.stage, "regional-manager")
