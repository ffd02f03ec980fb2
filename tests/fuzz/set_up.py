"""What whoever runs Kring lays down: settings, files of keys and offices, words of letters, backups, lists."""

import base64
import json
import os
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from pydantic import SecretStr, ValidationError

from kring_portal.settings import Settings
from kring_shared.contracts.offices import EXAMPLE_OFFICES
from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.bus.address import BusAddress
from kring_shared.runtime.cli.doctor.handshake import addresses
from kring_shared.runtime.lane.receipts import pointers
from kring_shared.runtime.settings import OFFICES, ServiceSettings, SharedSettings, read_settings
from tests.fuzz.from_outside import text
from tests.fuzz.fuzzer import NotTaken, Parser
from tests.fuzz.room import in_a_file
from tests.unit.runtime.keys import UTRECHT

KEY: Final = base64.b64encode(UTRECHT).decode()
SERVICES: Final = "kring.services"
PLUGINS: Final = "kring.plugins."
VALUES: Final[dict[str, dict[str, str]]] = {
    "KRING_": {
        "NATS_URL": "tls://a.example:4222,tls://u:p@[::1]:4222", "REPLICAS": "3", "SERVES": '["utrecht"]',
        "OFFICE_KEYS": json.dumps({"*": KEY}), "EDGE_PUBLIC_KEY": KEY, "DIVIDED": "true", "WATCH": "0.0.0.0:9464",
        "PLUGINS": '["notifications:sms"]', "PLUGIN_SETTINGS": '{"notifications:sms": {"url": "https://a.example"}}',
    },
    "KRING_NOTIFICATIONS_": {"CHANNELS": '["smtp"]', "QUIET_FROM": "20:00", "TIME_ZONE": "Europe/Brussels",
                             "LINK_DAYS": "14", "PORTAL_URL": "https://kring.example"},
    "KRING_PORTAL_": {"LISTEN": "127.0.0.1:8480", "URL": "https://kring.example", "TRUSTED_PROXIES": '["10.0.0.0/8"]',
                      "ASK_SECONDS": "4.5", "WEBHOOK_DELAYS": "[5, 300]", "OIDC_ISSUER": "https://id.example"},
}  # fmt: skip
PLUGIN_VALUES: Final[dict[str, dict[str, Any]]] = {
    "webhook": {
        "systems": {"wijkteam-noord": {"url": "https://a.example/k", "secret": "whsec_" + KEY}},
        "timeout_s": 5,
    },
    "sms": {
        "url": "https://sms.example/v1",
        "token": "t",
        "sender": "Kring",
        "region": "NL",
        "regions": {"gent": "BE"},
    },
    "smtp": {"host": "mail.example", "port": 587},
    "letter": {"folder": "/print"},
    "apprise": {"urls": ["signal://localhost:8080/+31600000000/{phone}"]},
}


def _settings_of(kind: type[Any]) -> Any:  # noqa: ANN401 - a function
    def reads(content: bytes) -> object:
        pairs = (line.partition("=") for line in content.decode(errors="surrogateescape").replace("\0", "").split("\n"))
        with patch.dict(os.environ, {name: value for name, _, value in pairs if name}, clear=True):
            found = read_settings(kind)
        if isinstance(found, SharedSettings):
            return found.office_key_bytes(), BusAddress.of(found).shown, addresses(BusAddress.of(found))
        return found

    return reads


def _settings() -> Iterator[Parser]:
    """Give a line for the settings of each service, of the portal and of what they share."""
    kinds: list[tuple[str, type[Any]]] = [("all", SharedSettings), ("portal", Settings)]
    kinds += [(point.name, point.load().settings) for point in sorted(entry_points(group=SERVICES))]
    for name, kind in kinds:
        prefix = kind.model_config["env_prefix"]
        values = {prefix + field: value for field, value in VALUES.get(prefix, {}).items()}
        values |= {f"{prefix}DATABASE_URL": "sqlite:///a.db"} if issubclass(kind, ServiceSettings) else {}
        example = "\n".join(f"{field}={value}" for field, value in values.items()).encode()
        rooms = ("kring_shared.runtime.settings",)
        yield Parser(f"settings: of {name}", _settings_of(kind), (example,), (WrongSetup,), rooms, share=0.05)


def _plugins() -> Iterator[Parser]:
    """Give a line for the settings of each plugin that is installed."""
    for service in sorted(entry_points(group=SERVICES)):
        for point in sorted(entry_points(group=f"{PLUGINS}{service.name}")):
            kind = point.load().settings

            def reads(content: bytes, kind: Any = kind) -> object:  # noqa: ANN401 - a model
                try:
                    return kind.model_validate_json(content)
                except ValidationError as error:
                    return NotTaken(" ".join(pointers(error)))

            example = json.dumps(PLUGIN_VALUES.get(point.name, {})).encode()
            yield Parser(f"settings: plugin {service.name}:{point.name}", reads, (example,), share=0.02)


def _offices(file: Path) -> object:
    return SharedSettings(offices_file=file).offices()


def _keys_of_offices(content: bytes) -> object:
    return SharedSettings(office_keys=SecretStr(text(content))).office_key_bytes()


def parsers() -> Iterator[Parser]:
    """Give the lines."""
    yield from _settings()
    yield from _plugins()
    keys = json.dumps({"utrecht": KEY, "*": KEY}).encode()
    yield Parser(
        "settings: keys of offices", _keys_of_offices, (keys,), (WrongSetup,), ("kring_shared.runtime.settings",)
    )
    yield Parser(
        "settings: list of offices",
        in_a_file("offices.json", _offices),
        (OFFICES.dump_json(list(EXAMPLE_OFFICES)),),
        (WrongSetup,),
        share=0.05,
    )
    yield Parser(
        "settings: address of the bus",
        lambda content: BusAddress.of(text(content)).shown,
        (b"tls://u:p@a.example:4222,tls://[::1]", b"127.0.0.1:4222"),
        (WrongSetup,),
        ("kring_shared.runtime.bus.address",),
        share=1.0,
    )
