"""Who may say and hear what on the bus, as the field puts it: written from the contracts, not from the permissions."""

from collections.abc import Iterator
from dataclasses import dataclass

from kring_shared.contracts.catalogue import COMMANDS, FACTS, QUERIES
from kring_shared.contracts.envelope import Named

SERVICES = ("conference", "intake", "matching", "notifications", "registry")
OFFICES = ("utrecht", "gouda", "gent")
SYSTEMS = ("svo", "zorg")
STREAMS = ("KRING", "BACKBONE", "REFERRALS", "RECEIPTS")
HEARS = {
    "conference": {"KRING"},
    "intake": {"KRING", "BACKBONE", "REFERRALS"},
    "matching": {"KRING", "BACKBONE"},
    "notifications": {"KRING"},
    "portal": {"RECEIPTS"},
    "registry": {"KRING"},
}
"""Which streams a role reads its own consumers of."""
CASE = "019aa0000000700080000000000000a1"
READING = ("MSG.NEXT", "INFO", "RESET")
MEDDLING = ("CREATE", "DURABLE.CREATE", "DELETE", "PAUSE", "UNPIN", "LEADER.STEPDOWN")
OF_STREAMS = ("INFO", "CREATE", "UPDATE", "DELETE", "PURGE", "MSG.GET", "MSG.DELETE", "SNAPSHOT", "RESTORE")
OF_ALL = ("INFO", "STREAM.NAMES", "STREAM.LIST", "ACCOUNT.PURGE.KRING")


@dataclass(frozen=True)
class User:
    """Somebody let in: the role, the offices, and what is theirs."""

    name: str
    role: str
    offices: tuple[str, ...] = ()
    durables: tuple[str, ...] = ()
    system: str = ""

    def is_for(self, office: str) -> bool:
        return office in self.offices or self.offices == ("*",)

    @property
    def inboxes(self) -> tuple[str, ...]:
        return self.durables if self.role == "line" else (self.name,)


def users() -> tuple[User, ...]:
    at_two = [
        User(f"{service}_{office}", service, (office,), (f"{service}_{office}",))
        for service in SERVICES
        for office in ("utrecht", "gouda")
    ]
    both, across = ("utrecht", "gouda"), tuple(f"{service}_gent" for service in SERVICES)
    return (
        *at_two,
        User("intake", "intake", ("*",), ("intake",)),
        User("matching-shared", "matching", both, ("matching_utrecht_gouda", "matching_utrecht", "matching_gouda")),
        User("desk-utrecht", "desk", ("utrecht",)),
        User("desk-gouda", "desk", ("gouda",)),
        User("portal_utrecht", "portal", ("utrecht",), ("portal_utrecht",)),
        User("svo", "system", ("utrecht",), system="svo"),
        User("zorg", "system", both, system="zorg"),
        User("gent", "line", ("gent",), across),
        User("setting-up", "admin"),
    )


def may_say(user: User, subject: str) -> bool:
    """Tell whether somebody may publish to a subject: inboxes, key-value and the servers' own are nobody's."""
    match subject.split("."):
        case ["kring", office, way, *rest] if rest:
            return _may_say_at(user, office, way, rest)
        case ["$JS", "ACK", *rest]:
            stream, durable = rest[2:4] if rest[0] == "hub" else rest[:2]
            return user.role == "admin" or _may_read(user, stream, durable)
        case ["$JS", "API", *call]:
            return user.role == "admin" or (user.role != "line" and _may_call(user, call))
        case ["$JS", domain, "API", *call]:
            return user.role == "admin" or (domain == "hub" and "BACKBONE" in call and _may_call(user, call))
    return False


def may_hear(user: User, subject: str) -> bool:
    """Tell whether somebody may subscribe to a subject, or to a pattern of them."""
    match subject.split("."):
        case ["kring", office, "do" | "ask", service, _, *_]:
            return user.role == service and user.is_for(office)
        case ["kring", office, "office", _, *_]:
            return user.role == "portal" and user.is_for(office)
        case ["_INBOX", inbox, _, *_]:
            return inbox in user.inboxes
    return False


def _may_say_at(user: User, office: str, way: str, rest: list[str]) -> bool:
    match (way, *rest):
        case ("office" | "backbone", service, name, version, _):
            return _may_tell(user, office, way, f"{service}.{name}.{version}")
        case ("do" | "ask", _, _, _):
            asks_ready = user.role == "admin" and (way, rest[1]) == ("ask", "ready")
            return asks_ready or (user.role in {"desk", "portal"} and user.is_for(office))
        case ("referrals", system):
            return user.role == "system" and user.system == system and user.is_for(office)
        case ("receipts", _):
            return user.role == "intake" and user.is_for(office)
    return False


def _may_tell(user: User, office: str, reach: str, kind: str) -> bool:
    fact = FACTS.get(kind)
    if user.role == "admin":
        return True  # builds a stream anew from what was told
    if fact is None or fact.reach != reach or not user.is_for(office):
        return False
    return reach == "backbone" if user.role == "line" else user.role == fact.service


def _may_read(user: User, stream: str, durable: str) -> bool:
    if durable not in user.durables:
        return False
    if user.role == "line":
        return stream == "BACKBONE"
    return stream in HEARS[user.role]


def _may_call(user: User, call: list[str]) -> bool:
    match call:
        case ["CONSUMER", "MSG", "NEXT", stream, durable] | ["CONSUMER", "INFO" | "RESET", stream, durable]:
            return _may_read(user, stream, durable)
        case ["DIRECT", "GET", stream, *subject] if subject:
            told = ".".join(subject)
            of_it = {"office": "KRING", "backbone": "BACKBONE", "receipts": "RECEIPTS"}.get(subject[2])
            return user.role not in {"desk", "portal", "system"} and stream == of_it and may_say(user, told)
        case ["STREAM", "MSG", "DELETE", "REFERRALS"]:
            return user.role == "intake"
    return False


def subjects() -> tuple[str, ...]:
    """Give an example of every kind of subject there is, at each office, and of some there are not."""
    return tuple(dict.fromkeys([*_of_the_route(), *_of_streams(), *_of_consumers(), *_others()]))


def patterns() -> tuple[str, ...]:
    """Give what somebody curious would subscribe to."""
    return (
        ">",
        "*.>",
        "kring.>",
        "kring.*.office.>",
        "kring.*.backbone.>",
        "$JS.>",
        "$JS.EVENT.>",
        "$SYS.>",
        "_INBOX.>",
        *(f"_INBOX.{inbox}.>" for inbox in dict.fromkeys(inbox for user in users() for inbox in user.inboxes)),
        *(
            f"kring.{office}.{rest}"
            for office in ("*", *OFFICES)
            for rest in (">", "do.>", "office.>", "backbone.>", "referrals.*", "receipts.*")
        ),
        *(
            f"kring.{office}.{verb}.{service}.>"
            for office in ("*", *OFFICES)
            for verb in ("do", "ask")
            for service in SERVICES
        ),
    )


def _of_the_route() -> Iterator[str]:
    for office in OFFICES:
        yield from (fact.address(office, CASE) for fact in FACTS.values())
        yield from (subject for model in (*COMMANDS.values(), *QUERIES.values()) for subject in _asked(model, office))
        yield from (f"kring.{office}.{way}.{system}" for way in ("referrals", "receipts") for system in SYSTEMS)
        for reach in ("office", "backbone"):
            yield f"kring.{office}.{reach}.intake.never-written.v1.{CASE}"
            yield f"kring.{office}.{reach}.intake.request-received.v9.{CASE}"
            yield f"kring.{office}.{reach}.matching.loan-requested.v1.{CASE}"
            yield f"kring.{office}.{reach}.conference.plan-accepted.v1.{CASE}"


def _asked(model: type[Named], office: str) -> Iterator[str]:
    verb = "do" if model.kind() in COMMANDS else "ask"
    of = SERVICES if model.service == "every" else (model.service,)
    yield from (f"kring.{office}.{verb}.{service}.{model.name}.v{model.version}" for service in of)


def _of_streams() -> Iterator[str]:
    for stream in STREAMS:
        yield from (f"$JS.API.STREAM.{call}.{stream}" for call in OF_STREAMS)
        yield from (f"$JS.hub.API.STREAM.{call}.{stream}" for call in OF_STREAMS)
        yield f"$JS.API.DIRECT.GET.{stream}"
        yield f"$JS.API.DIRECT.GET.{stream}.kring.utrecht.office.intake.request-received.v1.{CASE}"
        yield from (f"$JS.API.DIRECT.GET.{stream}.kring.{office}.receipts.svo" for office in OFFICES)
    for office in OFFICES:
        for fact in FACTS.values():
            stream = "KRING" if fact.reach == "office" else "BACKBONE"
            yield f"$JS.API.DIRECT.GET.{stream}.{fact.address(office, CASE)}"
            if stream == "BACKBONE":
                yield f"$JS.hub.API.DIRECT.GET.{stream}.{fact.address(office, CASE)}"


def _of_consumers() -> Iterator[str]:
    durables = dict.fromkeys(durable for user in users() for durable in user.durables)
    for stream in STREAMS:
        for durable in (*durables, "somebody-elses"):
            for call in READING:
                yield from (
                    f"$JS.{api}.CONSUMER.{call}.{stream}.{durable}" for api in ("API", "hub.API", "utrecht.API")
                )
            yield from (f"$JS.API.CONSUMER.{call}.{stream}.{durable}" for call in MEDDLING)
            yield f"$JS.ACK.{stream}.{durable}.1.2.3.4.5"
            yield f"$JS.ACK.hub.ABCDEFGH.{stream}.{durable}.1.2.3.4.5.xyz"
        yield f"$JS.API.CONSUMER.LIST.{stream}"
        yield f"$JS.API.CONSUMER.NAMES.{stream}"
        yield f"$JS.API.CONSUMER.CREATE.{stream}"


def _others() -> Iterator[str]:
    yield from (f"$JS.API.{call}" for call in OF_ALL)
    yield from (f"_INBOX.{inbox}.abc.def" for user in users() for inbox in (user.name, *user.inboxes))
    yield from ("_INBOX.abc.def", "$KV.cards.utrecht", "$O.files.utrecht", "kring", "kring.utrecht", "utrecht.anything")
