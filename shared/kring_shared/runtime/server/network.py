"""Where a server stands among others, and how it knows them; a server of which nothing of this is said stands alone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kring_shared.runtime.server.trust import Trust

SERVER_NAME: Final = "kring"
LINE_BYTES: Final = 64 * 1024
"""The longest line of the protocol: whoever connects says its credential in one."""
PING_SECONDS: Final = 5
PINGS_UNANSWERED: Final = 2
"""A line that swallows everything is given up after three pings' time, and made anew; so is a client."""
RECONNECT_SECONDS: Final = 1
STAYS_HERE: Final = (
    "kring.*.office.>",
    "kring.*.do.>",
    "kring.*.ask.>",
    "kring.*.referrals.>",
    "kring.*.receipts.>",
    "$JS.API.>",
    "$JS.EVENT.>",
    *(f"$JS.ACK.{before}{stream}.>" for stream in ("KRING", "REFERRALS", "RECEIPTS") for before in ("", "*.*.")),
)
"""What an office's server sends nobody and takes from nobody over its line, whatever the hub would hear or say.

The hub may have streams and consumers of the same names: an acknowledgement meant for one must not count for the other.
A server that lets a subject out but not in keeps it in as soon as the other end listens to more than that, so one list
serves both ways, and `kring.*.backbone.>` is not in it: nobody in an office listens to that, they ask the hub's stream.
"""

ANSWERS: Final = ("_INBOX.>",)
"""What a server hands to who asked or fetched. It bears the fact's own subject and body, so that a hub which listens to
every inbox would read all that is fetched in an office. Answers of the hub come in, and none goes out."""


@dataclass(frozen=True, kw_only=True)
class ServerTls:
    """The certificate a server shows, and the one that others' are checked by; files, as the server sees them."""

    certificate: Path | str
    key: Path | str
    ca: Path | str

    def lines(self, *, verify: bool = False, at_once: bool = False) -> list[str]:
        """Write the block.

        Args:
            verify: Whoever connects must show a certificate too.
            at_once: TLS begins with the first byte, and nothing is ever said in the clear. Not `auto`: that greets in
                the clear whoever is slow to begin, and a busy client is.
        """
        return [
            "tls {",
            f"  cert_file: {quoted(self.certificate)}",
            f"  key_file: {quoted(self.key)}",
            f"  ca_file: {quoted(self.ca)}",
            '  min_version: "1.3"',
            f"  verify: {'true' if verify else 'false'}",
            *(["  handshake_first: true"] if at_once else []),
            "}",
        ]


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """Servers that keep each other's streams; they know each other by their certificates."""

    name: str
    listen: str
    routes: tuple[str, ...]
    tls: ServerTls | None = None

    def lines(self) -> list[str]:
        """Write the block."""
        return [
            "cluster {",
            f"  name: {quoted(self.name)}",
            f"  listen: {quoted(self.listen)}",
            f"  routes: {_list(self.routes)}",
            *_indented(self.tls.lines(verify=True) if self.tls else ()),
            "}",
        ]


@dataclass(frozen=True, kw_only=True)
class LeafPort:
    """Where the servers of offices connect."""

    listen: str
    tls: ServerTls | None = None

    def lines(self) -> Iterator[str]:
        """Write what stands in the block of leaf nodes."""
        yield f"listen: {quoted(self.listen)}"
        yield "no_advertise: true"  # an office comes by the address it was given, and learns no other
        yield from self.tls.lines() if self.tls else ()


@dataclass(frozen=True, kw_only=True)
class LeafRemote:
    """The line of an office's server to the hub."""

    urls: tuple[str, ...] = field(repr=False)
    credentials: Path | str | None = None
    """File with the credential that the hub gave for the line."""
    account: str = ""
    """Public key of the account here whose facts go over the line; needed where an authority is believed."""
    ca: Path | str | None = None
    """File with the certificates that the hub's own is checked by."""

    def lines(self, stays_here: tuple[str, ...]) -> Iterator[str]:
        """Write one of the remotes, that lets nothing of what stays here through."""
        yield "{"
        yield f"  urls: {_list(self.urls)}"
        if self.credentials is not None:
            yield f"  credentials: {quoted(self.credentials)}"
        if self.account:
            yield f"  account: {quoted(self.account)}"
        if self.ca is not None:
            yield from ("  tls {", f"    ca_file: {quoted(self.ca)}", '    min_version: "1.3"', "  }")
        yield f"  deny_exports: {_list((*stays_here, *ANSWERS))}"
        yield f"  deny_imports: {_list(stays_here)}"
        yield "}"


@dataclass(frozen=True, kw_only=True)
class Network:
    """Everything a server is told that one alone on its machine is not."""

    name: str = SERVER_NAME
    """No two servers that know each other may have the same."""
    domain: str = ""
    """What the streams of this server, or of its cluster, are called from elsewhere; never empty for a leaf."""
    tls: ServerTls | None = None
    trust: Trust | None = None
    cluster: Cluster | None = None
    leaf_port: LeafPort | None = None
    remotes: tuple[LeafRemote, ...] = ()
    max_store_bytes: int = 0
    """What its streams may take of the disk together, where servers share one; 0: three quarters of what is free."""
    monitor: str = ""
    """Address and port of the monitoring page. It is open to everybody who reaches it, so: tests only."""

    def lines(self) -> list[str]:
        """Write it for the configuration file; nothing for a server that stands alone."""
        told: list[str] = []
        if self != Network(name=self.name):
            told += [
                f"max_control_line: {LINE_BYTES}",
                f'ping_interval: "{PING_SECONDS}s"',
                f"ping_max: {PINGS_UNANSWERED}",
            ]
        if self.monitor:
            told.append(f"http: {quoted(self.monitor)}")
        if self.tls is not None:
            told += self.tls.lines(at_once=True)
        if self.trust is not None:
            told += _trusting(self.trust)
        if self.cluster is not None:
            told += self.cluster.lines()
        if self.leaf_port is not None or self.remotes:
            told += ["leafnodes {", *_indented(self._leaf_nodes()), "}"]
        return told

    def _leaf_nodes(self) -> Iterator[str]:
        if self.leaf_port is not None:
            yield from self.leaf_port.lines()
        if self.remotes:
            yield f'reconnect: "{RECONNECT_SECONDS}s"'
            yield "remotes: ["
            for remote in self.remotes:
                yield from _indented(remote.lines((*STAYS_HERE, f"$JS.{self.domain}.>")))
            yield "]"


def quoted(text: Path | str) -> str:
    """Write a text between quotes, so that it means itself."""
    escaped = str(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _trusting(trust: Trust) -> list[str]:
    return [
        f"operator: {quoted(trust.operator_jwt)}",
        f"system_account: {quoted(trust.system_account)}",
        "resolver {",
        "  type: full",
        f"  dir: {quoted(trust.resolver_dir)}",
        "  allow_delete: false",
        "}",
        "resolver_preload {",
        *(f"  {account}: {quoted(jwt)}" for account, jwt in trust.preload.items()),
        "}",
    ]


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(quoted, texts))}]"


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" for line in lines]
