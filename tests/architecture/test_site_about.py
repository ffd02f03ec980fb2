"""What the site says about Kring itself: its metadata, its answers to a standard, and what it promises of contracts."""

import copy
import re
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from kring_shared.contracts.catalogue import COMMANDS, FACTS, QUERIES
from tests.architecture.tree import ROOT, SHIPPED
from tests.contract.compatibility import Schema, breaks

SUPPORT, PUBLIC_CODE, ACCESSIBILITY = (
    (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8") for name in ("support", "public-code", "accessibility")
)
METADATA: Final[dict[str, Any]] = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
NO_TRUE_ANSWER_YET: Final = {"url", "maintenance/contacts"}
MANDATORY: Final = {
    *("publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType", "description"),
    *("legal/license", "maintenance/type", "maintenance/contacts"),
    *("localisation/localisationReady", "localisation/availableLanguages"),
}
OPTIONAL: Final = {"categories", "intendedAudience", "dependsOn"}
CRITERIA: Final = (
    *("Code in the open", "Bundle policy and source code", "Make the codebase reusable and portable"),
    *("Welcome contributors", "Make contributing easy", "Maintain version control"),
    *("Require review of contributions", "Document codebase objectives", "Document the code", "Use plain English"),
    *("Use open standards", "Use continuous integration", "Publish with an open license"),
    *("Make the codebase findable", "Use a coherent style", "Document codebase maturity"),
)
NUMBERS: Final = (
    "none",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def there(key: str) -> bool:
    found: Any = METADATA
    for part in key.split("/"):
        if part not in found:
            return False
        found = found[part]
    return True


def rows_of(page: str, head: str) -> list[list[str]]:
    """Give the cells of the table that begins with a head."""
    lines = page[page.index(head) :].splitlines()
    table = lines[2 : lines.index("")] if "" in lines else lines[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


def test_the_metadata_lacks_what_has_no_true_answer_and_nothing_else() -> None:
    assert {key for key in MANDATORY if not there(key)} == NO_TRUE_ANSWER_YET
    assert set(METADATA) <= {key.partition("/")[0] for key in MANDATORY} | OPTIONAL
    text = (ROOT / "publiccode.yml").read_text(encoding="utf-8")
    for key in NO_TRUE_ANSWER_YET:
        assert f"#   {key} " in text
        assert f"`{key}`" in PUBLIC_CODE


def test_the_metadata_has_the_form_that_the_standard_asks_for() -> None:
    assert METADATA["publiccodeYmlVersion"] == "0.7"
    assert METADATA["developmentStatus"] in {"concept", "development", "beta", "stable", "obsolete"}
    assert METADATA["softwareType"] == "standalone/backend"
    assert METADATA["maintenance"]["type"] in {"internal", "contract", "community", "none"}
    assert METADATA["legal"]["license"] == "EUPL-1.2"
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").strip().startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert set(METADATA["description"]) == {"en", "nl"}
    for words in METADATA["description"].values():
        assert set(words) == {"shortDescription", "longDescription", "features"}
        assert len(words["shortDescription"]) <= 150
        assert 150 <= len(words["longDescription"]) <= 10_000
        assert all(isinstance(feature, str) and feature for feature in words["features"])


def test_the_metadata_names_the_languages_in_which_people_are_written_to() -> None:
    templates = ROOT / "services/notifications/kring_notifications/templates"
    assert set(METADATA["localisation"]["availableLanguages"]) == {
        words.parent.name for words in templates.glob("*/words.toml")
    }


def test_every_criterion_of_the_standard_is_answered_once_and_the_answers_are_counted() -> None:
    rows = rows_of(PUBLIC_CODE, "| criterion |")
    assert [criterion for criterion, *_ in rows] == list(CRITERIA)
    answers = [answer for _, answer, *_ in rows]
    counted = [NUMBERS[answers.count(answer)] for answer in ("meets", "partly", "not yet")]
    assert len(answers) == len(CRITERIA)
    assert "Of sixteen: {} meet, {} partly, {} not yet.".format(*counted) in PUBLIC_CODE
    assert [row for row in rows if row[1] != "meets" and not row[3]] == []


def at(change: Callable[[Schema], object]) -> Schema:
    changed = copy.deepcopy(SCHEMA)
    change(changed)
    return changed


SCHEMA: Final[Schema] = {
    "properties": {
        "always": {"type": "string", "description": "Said."},
        "perhaps": {"type": "string", "default": ""},
        "code": {"enum": ["a", "b"], "type": "string"},
    },
    "required": ["always", "code"],
    "type": "object",
}
CHANGES: Final[dict[str, Schema]] = {
    "a new field that may be absent": at(lambda s: s["properties"].update(new={"type": "string"})),
    "other words in a description or an example": at(lambda s: s["properties"]["always"].update(description="Heard.")),
    "a field goes, or gets another name": at(lambda s: s["properties"].pop("perhaps")),
    "a new field that must be there": at(
        lambda s: (s["properties"].update(new={"type": "string"}), s["required"].append("new"))
    ),
    "a field that could be absent must now be there": at(lambda s: s["required"].append("perhaps")),
    "a field that was always there may now be absent": at(lambda s: s["required"].remove("always")),
    "one more value of a code": at(lambda s: s["properties"]["code"]["enum"].append("c")),
    "one value less": at(lambda s: s["properties"]["code"]["enum"].remove("b")),
}


@pytest.mark.parametrize("row", rows_of(SUPPORT, "| change |"), ids=lambda row: row[0])
def test_what_the_policy_calls_a_break_is_what_the_check_of_contracts_refuses(row: list[str]) -> None:
    change, *said = row
    found = [breaks(f"{kind}/x", SCHEMA, CHANGES[change]) for kind in ("facts", "commands", "answers")]
    assert said == ["break" if broken else "fine" for broken in found]


def test_every_change_of_the_policy_is_looked_at() -> None:
    assert [change for change, *_ in rows_of(SUPPORT, "| change |")] == list(CHANGES)


def test_the_policy_says_which_messages_have_a_second_version() -> None:
    later = sorted(kind for known in (FACTS, COMMANDS, QUERIES) for kind, m in known.items() if m.version > 1)
    assert [kind for kind in later if f"`{kind}`" not in SUPPORT] == []
    assert ("every message is in its first version" in SUPPORT) is (not later)


def test_the_version_that_the_policy_names_is_that_of_every_package() -> None:
    (named,) = re.findall(r"The packages say (\d+\.\d+\.\d+)", SUPPORT)
    assert {version(f"kring-{name}") for name in ("shared", *SHIPPED)} == {named}
    assert "## [Unreleased]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_paper_is_made_as_the_statement_of_accessibility_says() -> None:
    makers = [
        path
        for home in ("shared", "services")
        for path in Path(ROOT / home).rglob("*.py")
        if "typst.compile(" in path.read_text(encoding="utf-8")
    ]
    checked = [maker for maker in makers if 'pdf_standards="ua-1"' in maker.read_text(encoding="utf-8")]
    assert checked
    assert [maker.stem for maker in makers if maker not in checked] == ["certificate"]
    assert "is made as **PDF/UA-1**" in ACCESSIBILITY
    assert "but for the certificate" in ACCESSIBILITY
