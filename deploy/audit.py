"""Asks whether a weakness is known of anything that is pinned (`make audit`); what nobody could be asked about is said.

It runs on the Python that requirements/security.txt is installed in. A known weakness ends it with 1. A network that is
away does not: then it says that nothing was asked, for "nothing was found" would be another answer.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

SOURCES: Final = ("pypi", "osv")
"""Who publishes weaknesses of Python's packages; the second is asked when the first answers nothing."""
AWAY: Final = ("connect", "timed out", "timeout", "resolve")
LONGEST_ANSWER_SECONDS: Final = 120
Package = dict[str, Any]


class AwayError(Exception):
    """A source does not answer."""


def ask(source: str, pins: list[Path]) -> list[Package]:
    """Ask one source about all pins, a file at a time; no more when it knows nothing of the first.

    Raises:
        AwayError: it does not answer.
    """
    found = _ask(source, pins[0])
    for file in pins[1:] if any("vulns" in one for one in found) else ():
        found += _ask(source, file)
    return list({(one["name"], one.get("version", "")): one for one in found}.values())


def _ask(source: str, pins: Path) -> list[Package]:
    options = ("--disable-pip", "--require-hashes", "--progress-spinner", "off", "--format", "json")
    try:
        ran = subprocess.run(  # noqa: S603 - words of our own
            [
                sys.executable,
                "-m",
                "pip_audit",
                "--vulnerability-service",
                source,
                *options,
                "--requirement",
                str(pins),
            ],
            check=False,
            capture_output=True,
            text=True,
            timeout=LONGEST_ANSWER_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise AwayError("it took too long") from error
    if ran.stdout.startswith("{"):
        found: list[Package] = json.loads(ran.stdout)["dependencies"]
        return found
    last = (ran.stderr.strip().splitlines() or ["it said nothing"])[-1]
    if any(word in ran.stderr.lower() for word in AWAY):
        raise AwayError(last)
    sys.exit(f"audit: pip-audit did not work: {last}")


def told(packages: list[Package]) -> tuple[int, list[str]]:
    """Give how many packages a source knew, and a line for each weakness it knows of."""
    known = [one for one in packages if "vulns" in one]
    lines = [
        f"audit: {one['name']} {one['version']} has {weakness['id']}; mended in "
        f"{', '.join(weakness['fix_versions']) or 'no version yet'}"
        for one in known
        for weakness in one["vulns"]
    ]
    return len(known), sorted(set(lines))


def audit(pins: list[Path]) -> int:
    """Ask until a source knows anything; give the exit status."""
    for source in SOURCES:
        try:
            packages = ask(source, pins)
        except AwayError:
            _say(f"audit: {source} does not answer from here")
            continue
        asked, weaknesses = told(packages)
        if not asked:
            _say(f"audit: {source} knows none of {len(packages)} packages from here")
            continue
        unknown = sorted({one["name"] for one in packages if "vulns" not in one})
        _say(*weaknesses, f"audit: {source} was asked about {asked} packages; {len(weaknesses)} weaknesses are known")
        if unknown:
            _say(f"audit: NOT asked about {', '.join(unknown)}")
        return 1 if weaknesses else 0
    _say("audit: NOT DONE, since no source answers from here; nothing is known of the pins, for good or ill")
    return 0


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))


if __name__ == "__main__":
    sys.exit(audit([Path(word) for word in sys.argv[1:]]))
