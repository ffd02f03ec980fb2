"""The coordinators and funders of the example offices: invented, so that a search finds somebody and somebody pays."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Final

from kring_shared.contracts.actor import Role
from kring_shared.contracts.field import ConferenceType, Gender
from kring_shared.contracts.intake import FundingRule, RegisterPartner
from kring_shared.contracts.matching import RegisterCoordinator, Statute, StatuteKind
from kring_shared.contracts.offices import EXAMPLE_OFFICES
from kring_shared.contracts.policies import POLICIES
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.ids import id_at
from kring_shared.testing.people.desk import Desk

OFFICE_POLICY: Final = {card.id: card.policy for card in EXAMPLE_OFFICES}
FAMILY_ONLY: Final = (ConferenceType.FAMILY,)
EVERY_TYPE: Final = tuple(ConferenceType)
PEOPLE: dict[str, tuple[tuple[str, Gender, int, str, tuple[str, ...], tuple[ConferenceType, ...]], ...]] = {
    "utrecht": (
        ("Marijke Vos", Gender.FEMALE, 1968, "Utrecht", ("nl", "en"), EVERY_TYPE),
        ("Fatma Demir", Gender.FEMALE, 1979, "Utrecht", ("tr", "nl"), FAMILY_ONLY),
        ("Youssef El Amrani", Gender.MALE, 1985, "Nieuwegein", ("ar", "nl", "fr"), EVERY_TYPE),
        ("Hanneke Bos", Gender.FEMALE, 1959, "Zeist", ("nl", "de"), EVERY_TYPE),
        ("Sjoerd Dijkstra", Gender.MALE, 1972, "Utrecht", ("nl", "fy"), FAMILY_ONLY),
    ),
    "amersfoort": (
        ("Ewa Nowak", Gender.FEMALE, 1976, "Amersfoort", ("pl", "nl"), EVERY_TYPE),
        ("Kees de Wit", Gender.MALE, 1961, "Leusden", ("nl",), EVERY_TYPE),
        ("Samira Haddad", Gender.FEMALE, 1990, "Amersfoort", ("ar", "nl"), EVERY_TYPE),
        ("Ruth Meijer", Gender.FEMALE, 1970, "Soest", ("nl", "en"), FAMILY_ONLY),
    ),
    "gent": (
        ("Lieve Claeys", Gender.FEMALE, 1965, "Gent", ("nl", "fr"), EVERY_TYPE),
        ("Mehmet Kaya", Gender.MALE, 1981, "Gent", ("tr", "nl"), FAMILY_ONLY),
        ("An Goossens", Gender.FEMALE, 1974, "Aalst", ("nl",), EVERY_TYPE),
        ("Jean-Luc Martin", Gender.MALE, 1958, "Gent", ("fr", "nl"), EVERY_TYPE),
    ),
}
EVERY_OFFICE: Final = tuple(PEOPLE)


async def fill_register(desk: Desk, now: datetime, *, load: int = 12) -> int:
    """Have every example office enter who pays and its coordinators, each for `load` cases; give how many these are."""
    entered = 0
    for office, people in PEOPLE.items():
        for name, gender, year, municipality, languages, scopes in people:
            address = name.lower().replace(" ", ".").replace("-", "")
            command = RegisterCoordinator(
                coordinator_id=id_at(now, f"{office}/{name}"),
                contact=Contact(name=name, email=f"{address}@kring.example"),
                languages=languages,
                scopes=scopes,
                gender=gender,
                birth_year=year,
                municipality=municipality,
                travel_limit_km=40,
                maximum_load=load,
                screening_valid_until=date(now.year + 2, 1, 1),
                employer_is_helping_body=False,
                statute=statute_of(office, now),
            )
            await desk.do(command, Role.REGIONAL_MANAGER, f"manager-{office}", office)
            entered += 1
    await name_funders(desk, now)
    return entered


def statute_of(office: str, now: datetime) -> Statute:
    """Make the statute an office's policy works by: a contract, or a volunteer's note and insurance; all in order."""
    begun, ends = date(now.year - 1, 1, 1), date(now.year + 2, 12, 31)
    kind = POLICIES[OFFICE_POLICY[office]].statute
    if kind is StatuteKind.VOLUNTEER:
        return Statute(kind=kind, since=begun, note_agreed_on=begun, insured_until=ends, secrecy_pledged_on=begun)
    return Statute(kind=kind, since=begun, secrecy_pledged_on=begun)


async def name_funders(desk: Desk, now: datetime, offices: Collection[str] = EVERY_OFFICE) -> None:
    """Have offices enter who pays for what they do."""
    for office in offices:
        await desk.do(_funder(office, now), Role.REGIONAL_MANAGER, f"manager-{office}", office)


def _funder(office: str, now: datetime) -> RegisterPartner:
    """Make the municipality a funder of everything its office does, so that nobody waits for money unasked."""
    rule = FundingRule(since=date(now.year, 1, 1))
    return RegisterPartner(title=f"Gemeente {office.title()}", refers=False, pays_for=(rule,))
