"""What every PostgreSQL of the tests is told, wherever it runs: no write waits for later."""

from typing import Final

OWNER: Final = "kring"
SAFE: Final = (
    *("-c", "fsync=on"),
    *("-c", "synchronous_commit=on"),
    *("-c", "full_page_writes=on"),
    *("-c", "max_connections=60"),
    *("-c", "shared_buffers=32MB"),
)
