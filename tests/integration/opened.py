"""Opens what facts of a case hold, with the keys that are there now."""

import json
from typing import Any

from kring_shared.runtime.bus.client import Client
from kring_shared.runtime.embedded.embedded import Embedded
from kring_shared.testing.audit import kept_facts
from tests.integration.left_behind import boxes_in


async def opened_of(kring: Embedded, client: Client, case_id: str) -> list[Any]:
    """Give every sealed value in facts of a case as text, or `Erased` where its key is gone."""
    vault = kring.running[0].setup.vault
    found = [kept for kept in await kept_facts(client.connection) if case_id in kept.subject]
    return [vault.open(box, str) for kept in found for box in boxes_in(json.loads(kept.body))]
