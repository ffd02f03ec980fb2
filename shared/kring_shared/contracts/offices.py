"""The regional offices that share a backbone: who they are and which policy they work by."""

from pydantic import Field

from kring_shared.contracts import policies
from kring_shared.contracts.allowances import PayRates
from kring_shared.contracts.envelope import Message, Office


class OfficeCard(Message):
    """One regional office."""

    id: Office
    title: str = Field(examples=["Utrecht"])
    policy: str = Field(description="The policy new cases start under.", examples=["nl/1"])
    sender: str = Field(description="E-mail address its messages come from.", examples=["utrecht@kring.example"])
    live: bool = Field(
        default=False, description="Works with real families: only words that a speaker approved are sent."
    )
    telephone: str = Field("", description="Under its letters, for whoever wants to call.", examples=["030 123 45 67"])
    address: str = Field("", description="Return address of its letters.", examples=["Postbus 1, 3500 AA Utrecht"])
    website: str = Field("", description="Under its letters.", examples=["www.voorbeeld.example"])
    scores_page: str = Field(
        "",
        pattern=r"^((https?://)?[A-Za-z0-9.-]+(:\d+)?(/[A-Za-z0-9._~/-]*)?)?$",
        description="Page on which people give their marks by the code of their form; without it they do so on paper.",
        examples=["www.voorbeeld.example/cijfers"],
    )
    colour: str = Field(
        "", pattern=r"^(#[0-9a-fA-F]{6})?$", description="The colour of its letterhead.", examples=["#1d5f5a"]
    )
    desk: str = Field(
        "", description="E-mail address that hears what waits for the office.", examples=["desk@kring.example"]
    )
    organisation: str = Field(
        "",
        pattern=r"^([a-z][a-z0-9-]{1,30})?$",
        description="The organisation it is an office of; only offices of one may, after consent, look for the same "
        "people. Empty: it stands by itself.",
        examples=["eigen-kracht-nl"],
    )
    pay: PayRates | None = Field(
        None, description="What it pays its coordinators; no source gives it, so without it no claim is approved."
    )


NL, BE = "eigen-kracht-nl", "eigen-kracht-be"
EXAMPLE_OFFICES: tuple[OfficeCard, ...] = (
    OfficeCard(id="utrecht", title="Utrecht", policy=policies.NL.id, sender="utrecht@kring.example", organisation=NL),
    OfficeCard(
        id="amersfoort",
        title="Amersfoort",
        policy=policies.NL_FUNDED.id,
        sender="amersfoort@kring.example",
        organisation=NL,
    ),
    OfficeCard(id="gent", title="Gent", policy=policies.BE.id, sender="gent@kring.example", organisation=BE),
)
"""Used when no offices are configured: enough to try Kring."""
