"""The parts of the page about the conference that are made from code."""

from kring_conference.readiness.checklist import CHECKLIST
from kring_shared.contracts.conference import MAY_BE_LEFT_OUT


def readiness_rows() -> list[tuple[str, str, str, str]]:
    """Give the readiness checklist: code, what is to be done, why, and whether a policy may do without."""
    return [
        (f"`{item.check}`", item.missing, item.because, "yes" if item.check in MAY_BE_LEFT_OUT else "")
        for item in CHECKLIST
    ]
