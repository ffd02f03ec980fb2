"""What may not be committed: the host of a package registry, a path of one machine, a lock that records addresses.

Such a line works on the machine that wrote it and nowhere else. `make lint` reads all that git has or would take.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

# Each host is written with a class of one character, so that this file does not hold what it looks for.
EVERYWHERE = {
    "names a package registry": re.compile(
        r"py[p]i\.org|python[h]osted\.org|np[m]js\.(?:org|com)|deb\.[d]ebian\.org|security\.[d]ebian\.org"
        r"|crate[s]\.io|proxy\.[g]olang\.org|repo1?\.[m]aven|cond[a]\.anaconda\.org"
    ),
    "names a path of one machine": re.compile(r"(?<![\w.~${}-])/(?:home|root|Users|work)/\w"),
}
ADDRESS = {
    "records an address": re.compile(r"\w://|\bfile:|(?:^|\s)(?:--index-url|--extra-index-url|--find-links|-i|-f)\s")
}
PINS = re.compile(r"(?:^|/)requirements[^/]*(?:/[^/]+)?\.txt$")
LOCKS = re.compile(r"(?:^|/)(?:[\w.-]*lock(?:\.json|\.yaml|\.toml)?|pylock[\w.-]*\.toml)$", re.IGNORECASE)


def faults(path: str, text: str) -> Iterator[str]:
    """Say, as `path:line: what is wrong`, each line of a file that may not be committed.

    `path` is relative to the root of the tree, with forward slashes.
    """
    rules = EVERYWHERE | (ADDRESS if PINS.search(path) or LOCKS.search(path) else {})
    for number, line in enumerate(text.splitlines(), start=1):
        for wrong, pattern in rules.items():
            if pattern.search(line):
                yield f"{path}:{number}: {wrong}"


def candidates(root: Path) -> Iterator[str]:
    """Give the paths that git has, or would take with the next `git add`."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    )
    yield from sorted({path for path in listing.stdout.split("\0") if path and (root / path).is_file()})


def every_fault(root: Path) -> list[str]:
    """Give the faults of every candidate under `root`; what is not text is passed over."""
    found: list[str] = []
    for path in candidates(root):
        try:
            text = (root / path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += faults(path, text)
    return found


def main() -> int:
    """Print the faults, one a line; 1 when there is one."""
    found = every_fault(Path(__file__).parents[2])
    for fault in found:
        sys.stdout.write(f"{fault}\n")
    sys.stdout.write(
        f"Files to commit: {len(found)} lines that work on one machine only.\n" if found else "Files to commit: good.\n"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
