"""Many requests on the bus, each about one person who is to hear that it arrived: so one message each."""

from datetime import datetime

from nats.aio.client import Client as Nats

from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.field import Dossier, PersonCard
from kring_shared.contracts.intake import RequestAccepted, RequesterKind, RequestReceived
from kring_shared.contracts.sealed import Contact, Scope, scope_of
from kring_shared.kernel.ids import id_at
from kring_shared.runtime.bus.wire import Row
from kring_shared.runtime.lane.relay import MOST, publish_rows
from kring_shared.runtime.storage.tables import to_ms
from kring_shared.runtime.vault.vault import Vault

OFFICE = "utrecht"


def requests(vault: Vault, now: datetime, count: int, *, system: str = "") -> list[Row]:
    """Write the facts, and the keys of the people they are about; each has every kind of address.

    Args:
        vault: Where the addresses are sealed.
        now: When they asked, aware.
        count: How many people.
        system: The system that referred them all: then each is taken on as well, which it is to hear.
    """
    rows = [row for n in range(count) for row in _request(vault, now, n, system)]
    vault.flush()
    return rows


async def tell(connection: Nats, rows: list[Row]) -> None:
    """Put them on the bus, in whole batches."""
    for n in range(0, len(rows), MOST):
        await publish_rows(connection, rows[n : n + MOST])


def _request(vault: Vault, now: datetime, n: int, system: str) -> list[Row]:
    case_id, person_id = (id_at(now, f"{what}/{n}") for what in ("case", "person"))
    contact = Contact(
        name=f"Mens {n}",
        email=f"mens{n}@voorbeeld.example",
        phone=f"+316{n:08}",
        postal_address=f"Lindestraat {n + 1}, 3511 AA Utrecht",
    )
    sealed = vault.seal(OFFICE, scope_of(Scope.PERSON, person_id), contact)
    card = PersonCard(person_id=person_id, contact=sealed, languages=("nl",))
    dossier = Dossier(policy="nl/1")
    received = RequestReceived(
        case_id=case_id,
        office=OFFICE,
        occurred_at=now,
        requester_kind=RequesterKind.MAIN_PERSON,
        requester=card,
        main_persons=(card,),
        dossier=dossier,
        referring_system=system,
        reference=f"ref-{n}",
    )
    accepted = RequestAccepted(
        case_id=case_id,
        office=OFFICE,
        occurred_at=now,
        requester=card,
        main_persons=(card,),
        dossier=dossier,
        question=vault.seal(OFFICE, scope_of(Scope.CASE, case_id), "?"),
    )
    return [_row(fact, f"{fact.name}/{n}", now) for fact in ((received, accepted) if system else (received,))]


def _row(fact: Fact, label: str, now: datetime) -> Row:
    address = fact.address(OFFICE, fact.key())
    return Row(0, id_at(now, label), address, fact.type(), fact.key(), fact.to_json().decode(), to_ms(now))
