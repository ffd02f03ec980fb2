"""How it says no, and where a search can go from where."""

from typing import Any

OPEN = ("searching", "unfilled", "proposed", "accepted", "active", "frozen")
SEEKING = ("searching", "unfilled")
ASKED = ("proposed", "accepted")
POSSIBLE = {
    **dict.fromkeys(SEEKING, ("approve-shortlist", "propose-coordinator")),
    "proposed": ("accept-proposal", "decline-proposal", "declare-conflict", "hand-over-assignment"),
    "accepted": ("confirm-coordinator", "refuse-coordinator", "declare-conflict", "hand-over-assignment"),
    "active": ("declare-conflict", "hand-over-assignment"),
    "frozen": ("dismiss-conflict", "hand-over-assignment"),
}
"""What can be asked for in each stage; in every other nothing can."""
NOT_IN_A_PAUSE = {
    "approve-shortlist",
    "propose-coordinator",
    "accept-proposal",
    "confirm-coordinator",
}


class Refused(Exception):
    """Somebody asked for what cannot be done; the message says what can."""

    def __init__(self, code: str, message: str, fields: tuple[str, ...] = (), *, stage: str = "") -> None:
        """Keep the code, the words, the fields that are wrong, and where the case stands."""
        super().__init__(message)
        self.code, self.message, self.fields, self.stage = code, message, fields, stage

    def receipt(self, asked: str) -> dict[str, Any]:
        """Give it as the receipt that the contracts have for it."""
        return {
            "status": "refused",
            "code": self.code,
            "message": self.message,
            "asked": asked,
            "fields": list(self.fields),
            "stage": self.stage,
            "possible": list(POSSIBLE.get(self.stage, ())),
        }


NOT_PERMITTED = "kring.not-permitted"


def not_permitted() -> Refused:
    """Say no to whoever has no right to something."""
    return Refused(NOT_PERMITTED, "this is not for you to ask here; ask the regional manager of the office")


def not_found(what: str) -> Refused:
    """Say that nothing is known under an id."""
    return Refused("kring.not-found", f"no {what} is known under that id in this office")


def must_be(search: dict[str, Any], asked: str) -> None:
    """Refuse what the stage of a search does not offer, or what has to wait in a pause."""
    stage = search["stage"]
    if asked not in POSSIBLE.get(stage, ()):
        raise Refused("kring.not-allowed-now", f"{asked} is not possible while {stage}", stage=stage)
    if search["pausedAt"] and asked in NOT_IN_A_PAUSE:
        raise Refused("kring.paused", f"{asked} has to wait until the regional manager resumes the case", stage=stage)
