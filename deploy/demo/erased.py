"""What is gone by the end: every order to erase, what the five services answered, and what they kept."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Final

from rich.table import Table

from kring_shared.contracts.registry import ErasureExecuted, ErasureOrdered
from kring_shared.contracts.retention import ErasureAnswer
from kring_shared.testing.audit import Kept

ANSWERS: Final = frozenset(answer.kind() for answer in ErasureAnswer.__subclasses__())


def erased_table(kept: Sequence[Kept]) -> Table:
    """Count orders and answers, from the facts about them; there is nobody's name in any."""
    table = Table(title="what was erased when its term was over", title_justify="left", box=None)
    table.add_column("")
    table.add_column("", justify="right")
    bodies = [(fact.kind, json.loads(fact.body)) for fact in kept]
    ordered = Counter(kind for name, body in bodies if name == ErasureOrdered.kind() for kind in body["kinds"])
    for kind, times in sorted(ordered.items()):
        table.add_row(f"cases of which {kind} went", str(times))
    answers = [body for name, body in bodies if name in ANSWERS]
    table.add_row("records that were emptied or taken away", str(sum(_records(body) for body in answers)))
    table.add_row("keys destroyed", str(len({key for body in answers for key in body["keysDestroyed"]})))
    table.add_row("receipts: every service answered", str(sum(name == ErasureExecuted.kind() for name, _ in bodies)))
    return table


def _records(body: dict[str, list[dict[str, int]]]) -> int:
    return sum(line["records"] for line in body["lines"])
