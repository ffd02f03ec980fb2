"""Whether names can be read anywhere, and whether what was erased can be opened by nobody."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from deploy.demo.referrals import Sample
from kring_shared.contracts.sealed import Erased, Sealed
from kring_shared.runtime.vault.vault import Vault
from kring_shared.testing.audit import Kept, personal

PERSONAL: Final = {"name", "email", "phone", "postalAddress", "question", "conditions"}
NATIONAL_NUMBER: Final = re.compile(r"\b\d{9}\b")
BOX: Final = re.compile(rb'"box":"[^"]*"')
TELLING: Final = 8
"""So many signs do not stand in a sealed box by chance, as a short name can."""


def words_in(found: Iterable[Sample]) -> set[str]:
    """Give everything personal that outside systems sent: names, addresses, questions, conditions, numbers."""
    words: set[str] = set()
    for sample in found:
        try:
            words |= set(_personal(json.loads(sample.body)["data"]))
        except ValueError:
            continue  # the line that is not JSON is refused, and nothing of it kept
    return words | {number for word in words for number in NATIONAL_NUMBER.findall(word)}


def readable(kept: Iterable[Kept], folder: Path, words: set[str]) -> list[str]:
    """Say where any of the words can be read: in a fact beside what is sealed, in a database, or in the log."""
    unsealed = [replace(fact, body=BOX.sub(b"", fact.body)) for fact in kept]
    everything = b"\n".join(b"%s %s %s" % (f.body, f.headers.encode(), f.subject.encode()) for f in unsealed)
    places = personal(unsealed, [word for word in words if word.encode() in everything])
    telling = [word.encode() for word in words if len(word) >= TELLING or " " in word]
    for file in (*folder.glob("*.log"), *folder.rglob("*.db*")):
        text = file.read_bytes()
        places += [file.name for word in telling if word in text][:1]
    return [f"a name can be read in {place}" for place in places]


def opened(kept: Iterable[Kept], stages: Mapping[str, str], erased: set[str], vault: Vault) -> list[str]:
    """Say which requests that were erased can still be opened; `stages` is by case, `erased` names the stages."""
    problems, others = set(), 0
    for fact in kept:
        body = json.loads(fact.body)
        stage = stages.get(body.get("caseId", ""), "")
        for box in _boxes(body):
            opens = not isinstance(vault.open(box, str), Erased)
            if opens and (stage in erased or box.scope.startswith("transfer/")):
                problems.add(f"{fact.kind} of a request that is {stage or 'handed over'} can still be opened")
            others += opens
    return [*sorted(problems), *([] if others else ["nothing at all can be opened: the keys were not found"])]


def _personal(value: object, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _personal(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _personal(inner, key)
    elif isinstance(value, str) and key in PERSONAL:
        yield value


def _boxes(value: Any) -> Iterator[Sealed[str]]:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, dict):
        if value.keys() == {"scope", "box"}:
            yield Sealed[str](**value)
        else:
            for inner in value.values():
                yield from _boxes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _boxes(inner)
