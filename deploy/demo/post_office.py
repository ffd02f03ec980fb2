"""Where the demo's messages arrive: a mail server, a gateway for text messages, a print folder, a referrer's system.

All of it is on this machine, and everybody in it is invented. What arrives is kept in a folder, to be looked at.
"""

import asyncio
import base64
import json
import threading
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from kring_shared.runtime.server.ports import HOST, free_port

SECRET: Final = "whsec_" + base64.b64encode(b"a secret of the demo, of no use").decode()
SYSTEMS: Final = ("wijkteam-noord", "ocj-gent", "demo")
GATEWAY: Final = "/sms"


@dataclass
class PostOffice:
    """Servers for as long as the demo runs, and what they were given, by message id."""

    folder: Path
    mails: dict[str, EmailMessage] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    events: dict[str, dict[str, object]] = field(default_factory=dict)

    def __enter__(self) -> Self:
        """Open it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._mail_port = free_port()
        self._mail = Controller(self, hostname=HOST, port=self._mail_port)
        self._mail.start()
        self._http = ThreadingHTTPServer((HOST, 0), _handler_for(self))
        threading.Thread(target=self._http.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it; the folder stays."""
        self._mail.stop()
        self._http.shutdown()
        self._http.server_close()

    @property
    def printed(self) -> Path:
        """Give the print folder."""
        return self.folder / "print"

    def settings(self) -> dict[str, dict[str, object]]:
        """Give what the channels have to know to reach it."""
        url = f"http://{HOST}:{self._http.server_address[1]}"
        systems = {name: {"url": f"{url}/hooks", "secret": SECRET} for name in SYSTEMS}
        return {
            "notifications:smtp": {
                "host": HOST,
                "port": self._mail_port,
                "security": "none",
                "neutral_sender": "post@bericht.example",
            },
            "notifications:sms": {
                "url": f"{url}{GATEWAY}",
                "token": "demo",
                "sender": "Kantoor",
                "neutral_sender": "3197000",
            },
            "notifications:letter": {"folder": str(self.printed)},
            "notifications:webhook": {"systems": systems},
        }

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - as aiosmtpd calls it
        """Take an e-mail."""
        mail = BytesParser(policy=default).parsebytes(cast("bytes", envelope.content))
        self.mails[str(mail["Message-ID"]).strip("<>").partition("@")[0]] = mail
        return "250 OK"

    def take(self, path: str, body: dict[str, Any]) -> None:
        """Take what came over HTTP: a text message, or an event for a referrer's system."""
        if path.startswith(GATEWAY):
            self.texts[str(body["reference"])] = str(body["body"])
        else:
            self.events[str(body["id"])] = body

    def as_text(self, event: dict[str, object]) -> str:
        """Write an event as somebody can read it."""
        return json.dumps(event, ensure_ascii=False, indent=2) + "\n"

    async def printed_letters(self) -> dict[str, Path]:
        """Give the letters in the print folder, by message id."""
        found = await asyncio.to_thread(lambda: sorted(self.printed.rglob("*.pdf")))
        return {path.stem: path for path in found}


def _handler_for(office: PostOffice) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Says yes to everything."""

        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            office.take(self.path, body)
            self._answer(202, {"reference": body.get("reference", ""), "status": "queued"})

        def do_GET(self) -> None:
            self._answer(200, {"reference": self.path.rpartition("/")[2], "status": "delivered"})

        def _answer(self, status: int, body: dict[str, str]) -> None:
            said = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler
