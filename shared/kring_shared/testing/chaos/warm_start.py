"""A program that has everything imported and forks: a service process is up in milliseconds, not in seconds.

    python -m kring_shared.testing.chaos.warm_start

It reads one JSON object a line (`module`, `arguments`, `environment`, `log`) and answers each with a process id. What
it starts is a process like any other, but for its imports; it ends when this program does, and this one ends with its
standard input.
"""

import ctypes
import gc
import importlib
import json
import os
import signal
import sys
import traceback
from pathlib import Path
from typing import Any, Final

from kring_shared.runtime.running import plugins
from kring_shared.testing.chaos import one_process  # noqa: F401  # imported so that what is forked has it

PR_SET_PDEATHSIG: Final = 1
READY: Final = "ready"


def main() -> None:
    """Import what services need, then fork one process a line."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for what was killed
    for name in plugins.service_names():
        plugins.service(name)
    gc.freeze()
    print(READY, flush=True)  # noqa: T201  # the word the starter waits for
    for line in sys.stdin:
        wanted = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _become(wanted)
        print(pid, flush=True)  # noqa: T201  # the answer


def _become(wanted: dict[str, Any]) -> None:
    """Turn into the wanted process; never comes back."""
    status = 1
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        nothing = os.open(os.devnull, os.O_RDONLY)
        log = os.open(Path(wanted["log"]), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        for source, target in ((nothing, 0), (log, 1), (log, 2)):
            os.dup2(source, target)
        os.environ.update(wanted["environment"])
        sys.argv = [wanted["module"], *wanted["arguments"]]
        importlib.import_module(wanted["module"]).main()
        status = 0
    except BaseException:  # noqa: BLE001  # whatever it is, it must not run on as a second starter
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    main()
