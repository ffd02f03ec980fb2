"""Who may not meet, and who is not invited for safety; known to the coordinator only."""

from kring_shared.contracts.conference import KeepApart, LeaveOut, NoLongerApart
from kring_shared.kernel.work import Work


def keep_apart(message: KeepApart, work: Work) -> None:
    raise NotImplementedError


def no_longer_apart(message: NoLongerApart, work: Work) -> None:
    raise NotImplementedError


def leave_out(message: LeaveOut, work: Work) -> None:
    raise NotImplementedError
