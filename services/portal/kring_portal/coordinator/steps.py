"""What comes next in a conference, and where that is done."""

from dataclasses import dataclass
from typing import Final

from kring_shared.contracts.conference import Check, ConferenceShown

PREPARING: Final = frozenset({"preparing", "postponed", "adjourned"})
HELD: Final = frozenset({"information-phase", "private-time", "presentation-phase"})
OVER: Final = frozenset({"concluded", "without-meeting"})
ROAD: Final = ("preparing", "ready", "information-phase", "private-time", "presentation-phase", "plan", "follow-up")
"""The road as it is drawn; where a conference stands on it follows from its stage and its plan's."""
_PEOPLE, _PREPARATION = "circle#people", "preparation"
PLACES: Final[dict[str, str]] = {
    Check.QUESTION: f"{_PREPARATION}#question",
    Check.QUESTION_CLEAR: _PEOPLE,
    Check.MAIN_PERSONS_SPOKEN_WITH: _PEOPLE,
    Check.INVITED_ANSWERED: _PEOPLE,
    Check.MAIN_PERSON_HEARD: _PEOPLE,
    Check.CIRCLE_COMES: "circle#suggest",
    Check.OPEN_INVITATION: "circle#group",
    Check.DAY: f"{_PREPARATION}#day",
    Check.DAY_TO_COME: f"{_PREPARATION}#day",
    Check.NEUTRAL_PLACE: f"{_PREPARATION}#day",
    Check.NO_END_TIME: f"{_PREPARATION}#day",
    Check.CONDITIONS: f"{_PREPARATION}#conditions",
    Check.ACCEPTOR: _PEOPLE,
    Check.SAFETY_ASKED: _PEOPLE,
    Check.APART: "circle#apart",
    Check.SUPPORT_CHOSEN: _PEOPLE,
    Check.INTERPRETERS: _PEOPLE,
    Check.REPRESENTED_BY: _PEOPLE,
    Check.PROFESSIONALS_BRIEFED: _PEOPLE,
    Check.INFORMATION_ANSWERED: f"{_PREPARATION}#information",
    Check.SIDES: _PEOPLE,
    Check.BOTH_SIDES_HEARD: _PEOPLE,
    Check.SCHOOL_INFORMS: "circle#suggest",
    Check.DATES_ASKED: f"{_PREPARATION}#dates",
    Check.FOOD: f"{_PREPARATION}#food",
    Check.COMFORT: _PEOPLE,
}
"""Where each item of the checklist is done."""


@dataclass(frozen=True)
class Next:
    """The next thing to do: the key of its words, and where."""

    key: str
    where: str
    check: str = ""


BY_STAGE: Final[dict[str, Next]] = {
    "ready": Next("coordinator-next-day", "day"),
    **dict.fromkeys(HELD, Next("coordinator-next-go-on", "day")),
    "awaiting-coordinator": Next("coordinator-next-wait", ""),
    "cancelled": Next("coordinator-next-register", "registration"),
}
"""Where the stage alone says what comes next."""


def next_of(shown: ConferenceShown) -> Next:
    """Give the one thing that comes first now."""
    if shown.stage in PREPARING:
        missing = next((line for line in shown.checklist if not line.done), None)
        if missing is None:
            return Next("coordinator-next-declare-ready", "#ready")
        return Next("coordinator-next-check", PLACES[missing.check], missing.check)
    known = BY_STAGE.get(shown.stage)
    return known or _of_the_plan(shown)


def _of_the_plan(shown: ConferenceShown) -> Next:
    can = shown.possible
    for command in ("confirm-plan", "submit-plan", "write-out-plan", "distribute-plan"):
        if command in can and not (command == "submit-plan" and "write-out-plan" in can):
            return Next(f"coordinator-next-{command}", "plan")
    if any(": due" in call or ": planned" in call for call in shown.follow_ups):
        return Next("coordinator-next-follow-up", "follow-up")
    return Next("coordinator-next-register", "registration")


def stands_at(shown: ConferenceShown) -> int:
    """Give how far along the road it is, as a place in `ROAD`."""
    if shown.stage in PREPARING or shown.stage == "awaiting-coordinator":
        return 0
    if shown.stage in OVER:
        return ROAD.index("follow-up") if shown.plan_stage == "distributed" else ROAD.index("plan")
    return ROAD.index(shown.stage) if shown.stage in ROAD else 0
