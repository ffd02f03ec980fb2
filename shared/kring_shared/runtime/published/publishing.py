"""What others may rely on, written out: a JSON Schema for each message, and AsyncAPI 3 for the bus as a whole.

The same Kring writes the same bytes on every machine: nothing is taken from the environment, and everything is sorted.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, get_type_hints

from pydantic import BaseModel

from kring_shared.contracts.catalogue import COMMANDS, FACTS, QUERIES
from kring_shared.contracts.envelope import Fact, Receipt
from kring_shared.contracts.every_service import Ready, ReadyShown
from kring_shared.contracts.referral import (
    RECEIPT_TYPE,
    REFERRAL_STATUS_TYPE,
    REFERRAL_TYPE,
    Referral,
    ReferralReceipt,
    ReferralStatus,
)
from kring_shared.contracts.rights import RIGHTS
from kring_shared.runtime.private_files import not_writable
from kring_shared.runtime.published.asyncapi import Door, Spoken, document_of
from kring_shared.runtime.published.schemas import example_of
from kring_shared.runtime.running.blueprint import declared
from kring_shared.runtime.start_errors import FolderNotWritable

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]


def schemas() -> dict[str, Schema]:
    """Give the JSON Schema of every message, by folder and name: `facts/intake.request-received.v1`."""
    folders: tuple[tuple[str, Mapping[str, type[BaseModel]]], ...] = (
        ("facts", FACTS),
        ("commands", COMMANDS),
        ("queries", QUERIES),
        ("answers", _answers()),
        ("referrals", {REFERRAL_TYPE: Referral, RECEIPT_TYPE: ReferralReceipt, REFERRAL_STATUS_TYPE: ReferralStatus}),
    )
    return {f"{folder}/{name}": _schema(name, model) for folder, models in folders for name, model in models.items()}


def asyncapi() -> Schema:
    """Give the AsyncAPI 3 document: what each service receives, sends and answers, and on which address."""
    spoken = []
    for service, broker in declared():
        answers = {kind: _answer_of(asked.function) for kind, asked in broker.routes.queries.items()}
        spoken.append(Spoken(service.name, broker.faststream, service.own(Fact), answers, broker.routes.heard()))
    doors = [
        Door(service.name, action, address, data)
        for service, _ in declared()
        if service.takes_referrals is not None
        for action, address, data in (
            ("receive", "kring.*.referrals.*", Referral),
            ("send", "kring.*.receipts.*", ReferralReceipt),
        )
    ]
    return document_of(spoken, doors)


def rights() -> dict[str, dict[str, str]]:
    """Give who may ask what, by the kind of what is asked and by role: `office`, or `own` cases only."""
    return {
        asked.kind(): {role.value: right.value for role, right in sorted(roles.items())}
        for asked, roles in sorted(RIGHTS.items(), key=lambda line: line[0].kind())
    }


def write(out: Path, of: Mapping[str, Schema], document: Schema) -> list[Path]:
    """Write the schemas, the document and the rights as files; give which.

    Raises:
        FolderNotWritable: the folder cannot be made or written in.
    """
    texts = {f"{name}.json": schema for name, schema in of.items()}
    texts |= {"asyncapi.json": document, "rights.json": rights()}
    try:
        for name, value in texts.items():
            file = out / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise FolderNotWritable(not_writable(out, error)) from error
    return [out / name for name in texts]


def _schema(name: str, model: type[BaseModel]) -> Schema:
    schema = model.model_json_schema()
    return {"$schema": DIALECT, "$id": f"urn:kring:contract:{name}", **schema, "examples": [example_of(model)]}


def _answers() -> dict[str, type[BaseModel]]:
    """Give the form of every answer: of a command its receipt, of a query what its function gives back."""
    found: dict[str, type[BaseModel]] = {"receipt": Receipt, Ready.kind(): ReadyShown}
    for _, broker in declared():
        found |= {kind: _answer_of(asked.function) for kind, asked in broker.routes.queries.items()}
    return dict(sorted(found.items()))


def _answer_of(function: Any) -> type[BaseModel]:  # noqa: ANN401 - a function or a method
    answer: type[BaseModel] = get_type_hints(function)["return"]
    return answer
