import subprocess
from pathlib import Path

import pytest

from tests.architecture.committed_files import every_fault, faults

# Put together here, so that this file may be committed itself.
HOST = "https://" + "py" + "pi.org/simple"
HOME = "/" + "home/ann/kring"


@pytest.mark.parametrize(
    "line", [f"see {HOST}", f"cd {HOME}", f'path = "{HOME}"', "deb http://deb." + "debian.org/debian"]
)
def test_a_line_that_works_on_one_machine_only_is_found_wherever_it_stands(line: str) -> None:
    assert [fault.split(": ")[0] for fault in faults("docs/page.md", f"good\n{line}\n")] == ["docs/page.md:2"]


@pytest.mark.parametrize(
    "path", ["requirements/dev.txt", "requirements.txt", "uv.lock", "portal/package-lock.json", "pylock.toml"]
)
@pytest.mark.parametrize(
    "line", ["--find-links wheels", "a @ https://example.org/a.whl", '"url": "https://example.org/a.whl"']
)
def test_pins_and_locks_carry_no_address(path: str, line: str) -> None:
    assert list(faults(path, line)) == [f"{path}:1: records an address"]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("README.md", "https://example.org is an address like any other"),
        ("requirements/dev.txt", "    --hash=sha256:00 \\"),
        ("docs/page.md", "services/work/plan.md and ../home/page.md lie inside the tree"),
        ("docs/block.md", "https://example.org in a page whose name is no lock"),
    ],
)
def test_what_works_everywhere_is_left_alone(path: str, line: str) -> None:
    assert list(faults(path, line)) == []


def test_a_file_that_git_would_take_is_read_and_one_that_it_ignores_is_not(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    (tmp_path / ".gitignore").write_text("ignored.md\n")
    (tmp_path / "ignored.md").write_text(HOST)
    (tmp_path / "new.md").write_text(HOST)
    (tmp_path / "picture.png").write_bytes(b"\x89\xff" + HOST.encode())

    assert every_fault(tmp_path) == ["new.md:1: names a package registry"]
