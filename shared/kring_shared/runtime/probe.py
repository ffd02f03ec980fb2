"""Asks the process in the same container how it is, without a shell: `python -m kring_shared.runtime.probe ready`.

It needs nothing but the standard library, so that asking costs next to nothing.
"""

import os
import sys
from http.client import HTTPConnection, HTTPException
from typing import Final

SETTING: Final = "KRING_WATCH"
WITHIN_SECONDS: Final = 3.0
GOOD: Final = 200
QUESTIONS: Final = ("live", "ready")


def ask(question: str, at: str) -> tuple[bool, str]:
    """Ask `live` or `ready` at `host:port`; give whether the answer is yes, and what was said."""
    host, _, port = at.rpartition(":")
    # Who listens on every address is asked on this machine's own.
    here = "127.0.0.1" if host in {"", "0.0.0.0", "*"} else host.strip("[]")  # noqa: S104  # read, not bound
    connection = HTTPConnection("::1" if here == "::" else here, int(port), timeout=WITHIN_SECONDS)
    try:
        connection.request("GET", f"/{question}")
        answer = connection.getresponse()
        return answer.status == GOOD, answer.read().decode(errors="replace").strip()
    except (OSError, HTTPException) as error:
        return False, f"nobody answers at {at} ({type(error).__name__})"
    finally:
        connection.close()


def main(words: list[str]) -> int:
    """Print what was said; exit code 0 for yes, 1 for no, 2 for a question nobody knows or nowhere to ask it."""
    question, at = words[0] if len(words) == 1 else "", os.environ.get(SETTING, "")
    if question not in QUESTIONS or not at.rpartition(":")[2].isdigit():
        sys.stderr.write(f"ask one of: {', '.join(QUESTIONS)}; and set {SETTING} to host:port\n")
        return 2
    good, said = ask(question, at)
    sys.stdout.write(f"{said}\n")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
