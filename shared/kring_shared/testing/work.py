"""A real `Work` for tests of handlers, without lane, database or keys."""

import base64
import hashlib
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from pydantic import BaseModel

from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.sealed import Erased, Sealed
from kring_shared.kernel.ids import id_at
from kring_shared.kernel.work import Aggregate, Work
from kring_shared.runtime.storage.shelves import View

T = TypeVar("T", bound="str | BaseModel")
NOON: Final = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
"""When tests happen unless they say otherwise."""


class PlainVault:
    """Seals without hiding: the box is readable base64, so that a test can look into it. Never for real people."""

    def __init__(self, *, no_keys_for: Collection[str] = ()) -> None:
        """Begin with nothing destroyed, and a key for every realm but these."""
        self._destroyed: set[str] = set()
        self._no_keys_for = frozenset(no_keys_for)

    def seal(self, office: str, scope: str, value: str | BaseModel) -> Sealed[Any]:  # noqa: ARG002 - as the real one is called
        """Wrap a value; one shape for text and for models, as the real vault has it."""
        plain = value if isinstance(value, str) else value.model_dump_json(by_alias=True)
        return Sealed(scope=scope, box=base64.b64encode(plain.encode()).decode())

    def open(self, sealed: Sealed[T], form: type[T]) -> T | Erased:
        """Unwrap a value into `form`; `Erased` once its scope is destroyed."""
        if sealed.scope in self._destroyed:
            return Erased()
        plain = base64.b64decode(sealed.box)
        if issubclass(form, BaseModel):
            return form.model_validate_json(plain)
        return form(plain.decode())

    def opening_key(self, office: str, scope: str) -> str:  # noqa: ARG002 - as the real one is called
        """Give a key that has the shape of a real one and follows from the scope."""
        return base64.b64encode(hashlib.sha256(scope.encode()).digest()).decode()

    def seal_to(self, key: str, scope: str, value: str | BaseModel) -> Sealed[Any]:
        """Wrap a value for whoever gave this key.

        Raises:
            ValueError: the key was given for another scope.
        """
        if key != self.opening_key("", scope):
            raise ValueError(f"this key was not given for {scope}")
        return self.seal("", scope, value)

    def blind(self, realm: str, text: str) -> str | None:
        """Hash a text as the real vault does, but under no key: the same in every test."""
        if realm in self._no_keys_for:
            return None
        return hashlib.sha256(f"{realm}\0{text}".encode()).hexdigest()[:32]

    def destroy(self, scope: str) -> None:
        """Erase everything under a scope, sealed before or after."""
        self._destroyed.add(scope)


def a_work(
    service: str,
    *aggregates: Aggregate,
    actor: Actor | None = None,
    now: datetime = NOON,
    office: str = "utrecht",
    cause: str | None = None,
    vault: PlainVault | None = None,
) -> Work:
    """Make one message's room to work in, with aggregates found as the lane finds them.

    Args:
        service: Whose handler is called; part of every id it makes.
        aggregates: What is stored already. To go on after a handler, pass `*work.changed.values()` of its room.
        actor: Who commands; none for facts and deadlines.
        now: The moment (aware).
        office: In whose name.
        cause: Id of the message; give two messages two of them, or they make the same ids.
        vault: Keeps what was destroyed, when several rooms must agree on it.
    """
    view = View()
    for aggregate in aggregates:
        view.add(type(aggregate), aggregate)
    return Work(
        cause=cause or id_at(now, "a cause"),
        service=service,
        office=office,
        now=now,
        vault=vault or PlainVault(),
        loaded=view.loaded,
        groups=view.groups,
        actor=actor,
        by=actor.label() if actor else "system",
    )


def an_actor(role: Role = Role.REGIONAL_MANAGER, person_id: str = "someone", office: str = "utrecht") -> Actor:
    """Make somebody who asks, at `NOON`, to run the route."""
    return Actor(id=person_id, role=role, office=office, purpose="run-the-route", issued_at=NOON)


def facts_of(work: Work) -> list[Fact]:
    """Give the facts a handler told, in order."""
    return [told.fact for told in work.told]
