"""Ports of this machine: who listens, and where nobody does."""

import errno
import secrets
import socket
from typing import Final

HOST: Final = "127.0.0.1"
OURS: Final = range(15000, 32000)
"""Below the ports that systems lend to outgoing connections (Linux: from 32768): one of those, lent while a server is
down for a moment, could not be listened on again, and a client that keeps trying it would end up talking to itself."""
TRIES: Final = 200


def free_port() -> int:
    """Find a port of 127.0.0.1 that nobody listens on now; somebody may before the caller does."""
    for _ in range(TRIES):
        port = OURS.start + secrets.randbelow(len(OURS))
        if is_free(port):
            return port
    raise OSError(f"no free port among {TRIES} tried from {OURS.start} to {OURS.stop}")


def is_free(port: int) -> bool:
    """Tell whether nobody listens on a port of 127.0.0.1."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections that are closing do not count
        try:
            probe.bind((HOST, port))
        except OSError as error:
            return error.errno != errno.EADDRINUSE  # a port that we may not use is for the server to complain about
    return True
