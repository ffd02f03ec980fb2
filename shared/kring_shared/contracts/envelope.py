"""What every message has in common: three kinds of message, how they are named, and how they are addressed.

A *fact* is past tense and cannot be refused; a *command* asks for something and is answered; a *query* only reads.
The name, the CloudEvents type and the NATS subject of a message follow from its class and are never typed by hand.
"""

import re
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Annotated, ClassVar, Final, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

TYPE_PREFIX: Final = "nl.eigenkracht"
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""The moment of a fact that was not told yet; the runtime puts the real one in its place."""

VERSION_AT_THE_END: Final = re.compile(r"(?<=[a-z])V([0-9]+)$")
"""How the class of a further version is told from the first: `RequestReceivedV2`."""
IMPORTED: Final = "import"
"""Who did what happened before Kring: a fact taken over from an office's own records. Nobody is written to because of
it."""

Office = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,30}$", examples=["utrecht"])]
"""A regional office; it is a token of every subject, so it holds no dots."""
Key = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$", examples=["019aa0000000700080000000000000a1"])]
"""An opaque id: 128 bits in hexadecimal, time first; never derived from a person."""
Cursor = Annotated[
    str, Field(pattern=r"^[0-9A-Za-z.:_~-]{0,120}$", examples=["1795176000000~019aa0000000700080000000000000a1"])
]
"""Where a page of a list ends: the columns it is sorted by, to be handed back as they are; empty is the beginning."""

Detail = Annotated[str, Field(pattern=r"^[0-9-]{1,20}$", examples=["2"])]
"""A number or a day that belongs to the reason of a refusal; it has no letters, so it names nobody."""


class Reach(StrEnum):
    """How far a fact may travel: `office` stays inside, `backbone` may leave (by allow-list only)."""

    OFFICE = "office"
    BACKBONE = "backbone"


class Message(BaseModel):
    """A frozen value that crosses a service border as JSON with camelCase names; unknown fields are ignored.

    Errors of validation never repeat the input, because the input may be about a family.
    """

    model_config = ConfigDict(
        frozen=True, extra="ignore", alias_generator=to_camel, populate_by_name=True, hide_input_in_errors=True
    )

    def to_json(self) -> bytes:
        """Give the message as it travels: compact JSON, UTF-8, camelCase."""
        return self.model_dump_json(by_alias=True).encode()


class Named(Message):
    """A message with a service, a name and a version, taken from where and how its class is written."""

    service: ClassVar[str] = ""
    name: ClassVar[str] = ""
    version: ClassVar[int] = 1
    day_only: ClassVar[bool] = False
    """Whether only the day of it is told and noted, not the hour: how long a circle was alone is nobody's to know."""
    of_oneself: ClassVar[bool] = False
    """Whether it is about whoever asks, and names nobody: then a right to own cases is a right to ask it."""

    def __init_subclass__(cls, *, service: str | None = None, version: int = 1, **rest: object) -> None:
        """Name the class: `RequestReceived` in `contracts/intake.py` is `intake`, `request-received`, version 1.

        A second version stands beside the first under the same name: `class RequestReceivedV2(Fact, version=2)`.

        Raises:
            TypeError: the class says one version in its name and another beside it.
        """
        super().__init_subclass__(**rest)  # type: ignore[arg-type]  # pydantic's own keywords pass through untyped
        cls.service = service or _service_of(cls.__module__)
        said = VERSION_AT_THE_END.search(cls.__name__)
        if said and int(said[1]) != version:
            raise TypeError(f"{cls.__name__} says version {said[1]} in its name and {version} beside it: say one")
        words = VERSION_AT_THE_END.sub("", cls.__name__)
        cls.name = re.sub(r"(?<!^)(?=[A-Z])", "-", words).lower()
        cls.version = version

    @classmethod
    @cache
    def kind(cls) -> str:
        """Give the short name, `intake.request-received.v1`; unique among all messages of a kind."""
        return f"{cls.service}.{cls.name}.v{cls.version}"

    @classmethod
    def goes_between_offices(cls) -> bool:
        """Tell whether other offices than the one it is of hear it."""
        return False

    def keys(self) -> tuple[str, ...]:
        """Give the ids of the aggregates this message touches, the one it is about first."""
        return (self.key(),)

    def key(self) -> str:
        """Give the id of the aggregate this message is about; its messages are handled in order."""
        case_id: str = getattr(self, "case_id", "")
        return case_id


def _service_of(module: str) -> str:
    """Name the service a class belongs to; `contracts/conference/plan.py` is a part of `conference`."""
    _, in_contracts, place = module.partition(".contracts.")
    return place.partition(".")[0] if in_contracts else module.rpartition(".")[2]


class Fact(Named, service="shared"):
    """Something that happened; noun first, past tense, cannot be refused."""

    reach: ClassVar[Reach] = Reach.OFFICE

    case_id: Key = Field(description="The case: the id of its first request, kept for its whole life.")
    office: str = Field("", description="The regional office in whose name it happened.", examples=["utrecht"])
    occurred_at: AwareDatetime = Field(
        EPOCH, description="When it happened; the envelope's time says when it was told."
    )
    by: str = Field(
        "system",
        description="Who did it, as role and opaque id; `system` when nobody did, `import` when it was before Kring.",
        examples=["regional-manager/7f3a"],
    )

    def stamped(self, office: str, moment: datetime, by: str) -> Self:
        """Fill in office, moment and who, once, in a fact that was just made and is not told yet; give it back."""
        if self.day_only:
            moment = moment.replace(hour=0, minute=0, second=0, microsecond=0)
        self.__dict__.update(
            office=office, occurred_at=moment, by=by
        )  # a copy of every fact would cost a fifth of a hop
        return self

    @classmethod
    def goes_between_offices(cls) -> bool:
        """Tell whether other offices than the one it is of hear it."""
        return cls.reach is Reach.BACKBONE

    @classmethod
    @cache
    def type(cls) -> str:
        """Give the CloudEvents type: reverse DNS, no organisation name, one version."""
        return f"{TYPE_PREFIX}.{cls.kind()}"

    @classmethod
    def source(cls) -> str:
        """Give the CloudEvents source: who emits it, as a URN."""
        return f"urn:kring:service:{cls.service}"

    @classmethod
    def address(cls, office: str = "*", key: str = "*", *, version: str = "") -> str:
        """Give the subject, `*` for what is left open: `kring.utrecht.office.intake.request-received.v1.<case>`."""
        return f"kring.{office}.{cls.reach}.{cls.service}.{cls.name}.{version or f'v{cls.version}'}.{key}"


class Command(Named, service="shared"):
    """Something a person asks a service to do; verb first. It is done, or refused with a reason; never half."""

    @classmethod
    def address(cls, office: str = "*") -> str:
        """Give the subject it is sent to: `kring.utrecht.do.intake.triage-request.v1`."""
        return f"kring.{office}.do.{cls.service}.{cls.name}.v{cls.version}"


class Query(Named, service="shared"):
    """A question that changes nothing, except that it is written down who asked."""

    @classmethod
    def address(cls, office: str = "*") -> str:
        """Give the subject it is sent to: `kring.utrecht.ask.intake.list-cases.v1`."""
        return f"kring.{office}.ask.{cls.service}.{cls.name}.v{cls.version}"


class Deadline(Named, service="shared"):
    """A moment a case waits for; it stays inside its service and comes back through the lane when it is due."""

    is_term: ClassVar[bool] = False
    """Whether it is the end of how long something is kept: nobody on the route waits for it."""

    case_id: Key = Field(description="The case that waits.")


class Answer(Message):
    """What a query gives back."""


class Receipt(Message):
    """What became of a command: it was done (and which facts it told), or it was refused and why."""

    status: str = Field(description="`done`, or `refused`.", examples=["done"])
    code: str = Field(
        "kring.done", description="A stable code; `kring.done` when done.", examples=["kring.not-allowed-now"]
    )
    message: str = Field("", description="What happened and what to do now, in plain words.")
    case_id: str = Field("", description="The case it was about.")
    told: tuple[str, ...] = Field((), description="The facts that followed at once, by kind.")
    asked: str = Field("", description="The command, by name.")
    stage: str = Field("", description="Where the case stands, when that is why it was refused.")
    possible: tuple[str, ...] = Field((), description="What is possible now, by command name.")
    fields: tuple[str, ...] = Field((), description="JSON pointers of the fields that are wrong.")
    why: str = Field(
        "",
        max_length=64,
        description="A code of the reason, where several things are refused under one code.",
        examples=["day-not-proposed"],
    )
    details: dict[str, Detail] = Field(
        {},
        max_length=8,
        description="The numbers and days that belong to the reason, by name; never anything of a person.",
        examples=[{"n": "2"}],
    )
    missing: tuple[str, ...] = Field(
        (), description="What is still missing before this step, as codes.", examples=[["main-persons-spoken-with"]]
    )
    answer: dict[str, object] | None = Field(None, description="What the command itself answers, where it does.")
