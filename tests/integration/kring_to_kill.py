"""A stand-in for `kring up` that a test may kill: opens the folder, starts the broker, says so, and waits for ever.

It is run as a program of its own: kring_to_kill.py FOLDER
"""

import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from kring_shared.runtime.embedded.folder import KringFolder, Running, read_running


@contextmanager
def kring_to_kill(folder: Path) -> Generator[tuple["subprocess.Popen[str]", Running]]:
    """Run this program over a folder; gives its process and what it wrote once its broker was up."""
    command = [sys.executable, __file__, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "up\n"
            running = read_running(folder)
            assert running is not None
            yield process, running
        finally:
            process.kill()


def broker_pid(folder: Path) -> int:
    """Read the broker's process id where a second start looks for it."""
    return int((folder / "bus/nats.pid").read_text())


def main() -> None:
    """Start the broker from a thread that ends at once, which is the hard case for a signal at the parent's death."""
    folder = KringFolder(Path(sys.argv[1])).open()
    server = folder.nats_server()
    thread = threading.Thread(target=server.start)
    thread.start()
    thread.join()
    folder.write_running(server.url, {"bus": server.address})
    print("up", flush=True)  # noqa: T201  # the word the test waits for
    threading.Event().wait()


if __name__ == "__main__":
    main()
