"""What the page about a matching of one's own gives its readers to type is typed here, or where it takes long."""

import os
import subprocess
import sys
from pathlib import Path

from tests.architecture.documents import fenced
from tests.architecture.tree import ROOT
from tests.example_service import PROGRAM, READS_AS_ADMIN

PAGE = ROOT / "docs" / "your-own-matching.md"
MODULE = "python -m tests.example_service"


def typed() -> tuple[str, ...]:
    return tuple(block.strip() for block in fenced(PAGE, "sh"))


def test_the_first_check_that_the_page_names_is_passed() -> None:
    first = typed()[0]
    said = subprocess.run(
        ["bash", "-euc", first],
        cwd=ROOT,
        env=os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert said.returncode == 0, said.stdout + said.stderr
    assert said.stdout.splitlines()[-1] == "conform: matching: 1 of 1 checks"


def test_what_takes_longer_is_run_by_the_tests_of_the_suite_and_of_the_take_over() -> None:
    _, whole, take_over = typed()
    held = (ROOT / "tests/conformance/test_the_example_conforms.py").read_text(encoding="utf-8")
    assert whole == f"kring conform matching -- {MODULE}"
    assert (sys.executable, *MODULE.split()[1:]) == PROGRAM
    assert 'conforms("matching", *PROGRAM)' in held
    assert take_over == f"{MODULE} {' '.join(READS_AS_ADMIN)}"


def test_every_way_to_refuse_that_the_page_names_is_one_that_the_example_knows() -> None:
    text = PAGE.read_text(encoding="utf-8")
    program = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "tests/example_service").glob("*.py"))
    named = {word.strip("`,;") for word in text.split() if word.startswith("`kring.") and "<" not in word}
    codes = {one for one in named if one.count(".") == 1}
    assert len(codes) > 7
    assert [code for code in sorted(codes) if f'"{code}"' not in program] == []
