"""Everybody speaks in their own language; a child never interprets."""

from kring_shared.contracts.conference import BookInterpreter, CancelInterpreter
from kring_shared.kernel.work import Work


def book_interpreter(message: BookInterpreter, work: Work) -> None:
    raise NotImplementedError


def cancel_interpreter(message: CancelInterpreter, work: Work) -> None:
    raise NotImplementedError
