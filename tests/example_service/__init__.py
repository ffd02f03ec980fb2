"""A second matching, written from what is published alone: NATS, JSON Schemas, the rights as JSON, and one file.

It imports nothing of Kring. It asks people in the order in which they entered the register, and keeps what it knows in
SQLite, with an inbox and an outbox, so that a kill loses and doubles nothing. docs/your-own-matching.md leads through
it. `python -m tests.example_service`
"""

import sys

PROGRAM = (sys.executable, "-m", "tests.example_service")
"""How it is started."""
READS_AS_ADMIN = ("take-over", "admin")
"""What it is told, beside that, to know what another one knew: the credential that reads the streams is `admin`."""
