"""A Kring of its own with matching in it: registers two coordinators, asks who fits a case, and prints the answer.

It is run as a program: ranking.py FOLDER; what plugins it uses is in the environment.
"""

import asyncio
import sys
from datetime import date
from pathlib import Path

from kring_shared.contracts.actor import Role
from kring_shared.contracts.field import ConferenceType, Dossier, PersonCard
from kring_shared.contracts.intake import RequestAccepted
from kring_shared.contracts.matching import (
    RankCoordinators,
    Ranking,
    RegisterCoordinator,
    SearchShown,
    ShowSearch,
    Statute,
    StatuteKind,
)
from kring_shared.contracts.sealed import Contact, Scope, Sealed, scope_of
from kring_shared.kernel.ids import id_at
from kring_shared.runtime import logs
from kring_shared.runtime.bus.client import Client, RefusedAnswer
from kring_shared.runtime.bus.wire import Row, headers_of
from kring_shared.runtime.embedded.embedded import Embedded
from kring_shared.testing.waiting import until

PEOPLE = {"Rachel": "Utrecht", "Joost": "Zeist"}


async def main(folder: Path) -> None:
    """Play it through."""
    logs.configure("error")
    async with Embedded(folder, services=("matching",)) as kring:
        client = await kring.client()
        manager = client.actor(Role.REGIONAL_MANAGER, "manager-1", "utrecht")
        for name, municipality in PEOPLE.items():
            receipt = await client.do(coordinator(client, name, municipality), manager)
            assert receipt.status == "done", receipt
        case_id = id_at(client.now(), "a case")
        await accept(client, case_id)

        async def searched() -> bool:
            try:
                await client.ask(ShowSearch(case_id=case_id), manager, SearchShown)
            except RefusedAnswer:
                return False
            return True

        await until(searched, "the search began")
        ranking = await client.ask(RankCoordinators(case_id=case_id), manager, Ranking)
        sys.stdout.write(ranking.model_dump_json())


def coordinator(client: Client, name: str, municipality: str) -> RegisterCoordinator:
    """Give the command that enters one."""
    return RegisterCoordinator(
        coordinator_id=id_at(client.now(), name),
        contact=Contact(name=name),
        languages=("nl",),
        scopes=(ConferenceType.FAMILY,),
        municipality=municipality,
        screening_valid_until=date(client.now().year + 1, 1, 1),
        employer_is_helping_body=False,
        statute=Statute(kind=StatuteKind.CONTRACT, since=date(2024, 1, 1), secrecy_pledged_on=date(2024, 1, 1)),
    )


async def accept(client: Client, case_id: str) -> None:
    """Tell the fact that makes matching seek, as intake does."""
    sealed: Sealed[Contact] = Sealed(scope=scope_of(Scope.PERSON, case_id), box="")
    person = PersonCard(person_id=case_id, contact=sealed)
    dossier = Dossier(policy="nl/1", languages=("nl",), conference_type=ConferenceType.FAMILY)
    fact = RequestAccepted(case_id=case_id, requester=person, main_persons=(person,), dossier=dossier).stamped(
        "utrecht", client.now(), "system"
    )
    fact_id = id_at(client.now(), "accepted")
    row = Row(0, fact_id, fact.address("utrecht", case_id), fact.type(), case_id, fact.to_json().decode(), 0)
    await client.connection.jetstream().publish(row.subject, row.body.encode(), headers=headers_of(row))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
