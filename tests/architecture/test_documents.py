"""The pages say what the code does: their generated parts are new, their links lead somewhere, their words exist."""

import re
from importlib.metadata import entry_points
from io import StringIO
from pathlib import Path
from typing import Final

import pytest
from rich.console import Console

from deploy.demo.check import Books
from deploy.demo.desk import desk_table
from deploy.demo.offices.books import Books as BooksOfOffices
from deploy.demo.offices.telling import BACK, CROSSED, THERE, WHEN, Telling
from kring_shared.contracts.catalogue import FACTS
from kring_shared.contracts.intake import TriageRequest
from kring_shared.runtime.cli import COMMANDS
from kring_shared.runtime.cli.names import find
from kring_shared.runtime.lane.instants import Instant
from kring_shared.runtime.lane.parked import LADDER_SECONDS
from kring_shared.testing.audit import Audit
from tests.architecture.blocks import blocks
from tests.architecture.documents import fenced, pages, parts_of, written
from tests.architecture.tree import ROOT, SERVICES, declared, sources, within

DOCS = ROOT / "docs"
DECISIONS = DOCS / "decisions"
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
VARIABLE = re.compile(r"KRING_[A-Z][A-Z_]*[A-Z](?![A-Z_])")
WIDE: Final = 200
CODE = [*sources(ROOT / "services", ROOT / "shared")]

each_page = pytest.mark.parametrize("page", pages(), ids=within)


@each_page
def test_what_is_made_from_code_is_what_the_code_makes_now(page: Path) -> None:
    assert written(page) == page.read_text(encoding="utf-8"), "make docs"


def test_every_part_that_can_be_made_from_code_stands_on_a_page() -> None:
    assert {part for page in pages() for part in parts_of(page)} == set(blocks())


@each_page
def test_every_link_inside_the_house_leads_to_a_file_and_a_heading(page: Path) -> None:
    broken = []
    for target in LINK.findall(_prose(page)):
        if "://" in target or target.startswith("mailto:"):
            continue
        place, _, heading = target.partition("#")
        file = (page.parent / place).resolve() if place else page
        if not file.exists() or (heading and heading not in _headings(file)):
            broken.append(target)
    assert broken == []


@each_page
def test_a_page_is_plain_and_calm(page: Path) -> None:
    prose = _prose(page).lower()
    loud = ["blazing", "seamless", "cutting-edge", "powerful", "simply ", "best-in-class", "world-class", "robust"]
    assert [word for word in loud if word in prose] == []
    assert prose.startswith("# ")


def test_decisions_are_numbered_without_a_gap_and_say_context_choice_and_consequence() -> None:
    files = sorted(path for path in DECISIONS.glob("*.md") if path.name != "README.md")
    assert [path.name[:4] for path in files] == [f"{n:04d}" for n in range(1, len(files) + 1)]
    for number, path in enumerate(files, start=1):
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {number}. ")
        assert re.findall(r"^\*\*(\w+)\.\*\*", text, re.MULTILINE) == ["Context", "Choice", "Consequence"]
        assert f"]({path.name})" in (DECISIONS / "README.md").read_text(encoding="utf-8")


def test_every_process_of_every_service_is_drawn() -> None:
    drawn = [picture for page in pages() for picture in fenced(page, "mermaid")]
    processes = [process for service, _ in declared().values() for process in service.processes]
    assert [process.name for process in processes if f"{process.as_mermaid()}\n" not in drawn] == []


def test_every_variable_the_code_reads_is_explained_to_operators_and_no_other_is() -> None:
    explained = set(VARIABLE.findall((DOCS / "operating.md").read_text(encoding="utf-8")))
    read = {name for path in CODE for name in VARIABLE.findall(path.read_text(encoding="utf-8"))}
    assert read - explained == set()
    tables = set(VARIABLE.findall(blocks()["settings"]()))
    assert explained - read - tables == set()


def test_every_setting_is_described() -> None:
    assert [line for line in blocks()["settings"]().splitlines() if line.endswith("|  |")] == []
    silent = [
        f"{point.name}: {name}"
        for service in SERVICES
        for point in entry_points(group=f"kring.plugins.{service}")
        if point.dist is not None and point.dist.name == f"kring-{service}"
        for name, field in point.load().settings.model_fields.items()
        if not field.description
    ]
    assert silent == []


def test_the_instants_and_the_ladder_of_the_lane_are_told_as_they_are() -> None:
    page = (DOCS / "runtime.md").read_text(encoding="utf-8")
    assert [instant for instant in Instant if f"`{instant}`" not in page] == []
    assert LADDER_SECONDS == (1, 5, 30, 120, 600, 3600)
    assert "after 1, 5 and 30\n  seconds, 2 and 10 minutes, and an hour" in page


def test_every_room_of_the_runtime_is_on_its_page_and_no_other() -> None:
    page = (DOCS / "runtime.md").read_text(encoding="utf-8")
    rooms = {path.name for path in (ROOT / "shared/kring_shared/runtime").iterdir() if (path / "__init__.py").exists()}
    rows = page[page.index("| room |") :].splitlines()[2:]
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[1])} == rooms


def test_every_word_of_the_glossary_is_still_a_word_of_the_code() -> None:
    page = (DOCS / "glossary.md").read_text(encoding="utf-8")
    words = {word for line in page.splitlines() if line.count("|") > 3 for word in re.findall(r"`([^`]+)`", line)}
    text = "\n".join(path.read_text(encoding="utf-8") for path in CODE)
    assert [word for word in sorted(words) if not re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text)] == []


def test_the_readme_shows_what_the_demo_really_prints() -> None:
    shown, _ = fenced(ROOT / "README.md", "text")
    *story, _, _, line = shown.rstrip().splitlines()
    assert re.sub(r"\d+", "0", line) == re.sub(r"\d+", "0", Books(Audit()).line())
    assert ", 0 lost, 0 doubled" in line
    sentences = {(fact.__doc__ or "").strip().splitlines()[0] for fact in FACTS.values()}
    told = [re.split(r"\s{2,}", row.strip()) for row in story if " intake " in row or " registry " in row]
    assert told
    beginnings = [re.sub(r" \(\d+ times\)$", "", row[2]) for row in told]  # what is long goes on in the next row
    assert [said for said in beginnings if not any(each.startswith(said) for each in sentences)] == []
    assert f"\n{desk_table([]).title}\n" in shown


def test_the_readme_shows_what_the_demo_of_several_offices_really_prints() -> None:
    _, shown = fenced(ROOT / "README.md", "text")
    first, *days, _, held, counted = shown.rstrip().splitlines()
    books = BooksOfOffices(Audit(), inside=0, crossed=0, problems=[])
    assert [re.sub(r"\d+", "0", line) for line in (held, counted)] == books.text().splitlines()
    assert counted.endswith(", 0 lost, 0 doubled")
    console = Console(record=True, width=WIDE, file=StringIO())
    telling = Telling(console, "utrecht", "amersfoort")
    telling.begin()
    assert console.export_text().rstrip() == first
    crossed = [re.split(rf"{THERE}|{BACK}", line[WHEN:]) for line in days if THERE in line or BACK in line]
    said = [one.strip() for line in crossed for one in line if one.strip()]
    assert said  # what is long goes on in the next row
    assert [words for words in said if not any(each.startswith(words) for each in CROSSED.values())] == []


def test_the_readme_names_commands_that_are_there() -> None:
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"^make ([a-z-]+)", page, re.MULTILINE)) <= targets
    commands = {name for name, *_ in COMMANDS}
    assert set(re.findall(r"^kring ([a-z-]+)", page, re.MULTILINE)) <= commands
    assert find("do", "triage-request").model is TriageRequest


def _prose(page: Path) -> str:
    return re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


def _headings(page: Path) -> set[str]:
    """Give the anchors of a page's headings, as the places where pages are read make them."""
    titles = re.findall(r"^#+ (.*)$", _prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
