"""What is published, read as any language would: a JSON Schema for each message, and the rights as one document."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from tests.example_service.settings import SERVICE
from tests.example_service.words import Refused

FOLDERS = {"do": "commands", "ask": "queries"}
MOST_FIELDS = 20


class Published:
    """The contracts in a folder."""

    def __init__(self, folder: Path) -> None:
        """Read the rights; a schema is read when it is needed first."""
        self._folder = folder
        self.rights: Mapping[str, Mapping[str, str]] = json.loads((folder / "rights.json").read_text(encoding="utf-8"))
        self._schema = cache(self._read)

    def kind_of(self, verb: str, name: str) -> str:
        """Give the kind of what was asked, `matching.show-search.v1`; empty where no contract knows it."""
        kinds = (f"{SERVICE}.{name}", f"every.{name}")
        return next((kind for kind in kinds if self._schema(f"{FOLDERS[verb]}/{kind}")), "")

    def body_of(self, where: str, raw: bytes) -> dict[str, Any]:
        """Read a body, and hold it against its schema; what is wrong is named by its place, never by what stood there.

        Raises:
            Refused: it is no JSON, or fields are missing or wrong.
        """
        try:
            body = json.loads(raw)
        except (ValueError, RecursionError):
            raise Refused("kring.not-json", "this is no JSON; mend it and send it again") from None
        schema = self._schema(where)
        wrong = list(schema.iter_errors(body)) if schema else []
        if wrong or not isinstance(body, dict):
            fields = tuple(dict.fromkeys("/" + "/".join(map(str, one.absolute_path)) for one in wrong[:MOST_FIELDS]))
            raise Refused("kring.invalid-fields", f"these fields are missing or wrong: {', '.join(fields)}", fields)
        return body

    def knows_fact(self, kind: str) -> bool:
        """Tell whether there is a fact of this kind and version."""
        return self._schema(f"facts/{kind}") is not None

    def _read(self, where: str) -> Draft202012Validator | None:
        file = self._folder / f"{where}.json"
        if not all(part.replace("-", "").replace(".", "").isalnum() for part in where.split("/")) or not file.exists():
            return None
        return Draft202012Validator(json.loads(file.read_text(encoding="utf-8")))
