"""The columns an office's lists of coordinators and candidates may have, in English and in Dutch: one table."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from kring_shared.kernel import register_cells as cells
from kring_shared.kernel.spreadsheet import Cell, SheetRow, UnreadableSheet

_ROWS_SEARCHED: Final = 10
"""Above the names of the columns there may be a title, or the day it was printed."""
_SHOWN_LETTERS: Final = 40


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its canonical name, its other names, what belongs in it, and what reads its cells.

    A needed column has to be there; a cell that is `filled` may not be empty in any line.
    """

    name: str
    others: tuple[str, ...]
    about: str
    read: Callable[[Cell], Any]
    filled: bool = False


def _column(name: str, others: str, about: str, read: Callable[[Cell], Any], *, filled: bool = False) -> Column:
    return Column(name, tuple(others.split(", ")), about, read, filled)


_OFFICE: Final = _column(
    "office", "kantoor, vestiging, bureau", "Whose line it is; lines of other offices are skipped.", cells.words
)
_REFERENCE: Final = _column(
    "reference",
    "nummer, nr, kenmerk, referentie, personeelsnummer, volgnummer, number",
    "Your own number for this person; the same number is the same person, also next year. No national number.",
    cells.reference,
    filled=True,
)
_NAME: Final = _column("name", "naam, volledige naam", "What the person is called.", cells.person_name, filled=True)
_EMAIL: Final = _column("email", "e-mailadres, mail, mailadres", "One address. This or a phone is needed.", cells.email)
_PHONE: Final = _column(
    "phone", "telefoon, telefoonnummer, tel, mobiel, gsm, telephone, mobile", "With its first 0 or +.", cells.phone
)
_MUNICIPALITY: Final = _column(
    "municipality", "gemeente, woonplaats, woongemeente", "Where they live.", cells.municipality
)
_LANGUAGES: Final = _column(
    "languages",
    "talen, taal, language, talenkennis",
    "`nl:native tr:good`, `nl, tr` or `Nederlands, Turks (goed)`; the best first. Levels: native, good, basic.",
    cells.skills,
    filled=True,
)

COORDINATOR_COLUMNS: Final = (
    _OFFICE,
    _REFERENCE,
    _NAME,
    _EMAIL,
    _PHONE,
    _column("postal_address", "adres, postadres, address", "On one line.", cells.words),
    _LANGUAGES,
    _column(
        "scopes",
        "scope, soorten, soort conferentie, soorten conferenties, inzetbaar voor, bevoegd voor",
        "family (familie), restorative (herstel), community (groep, buurt), learning (leervragen).",
        cells.scopes,
        filled=True,
    ),
    _column("gender", "geslacht, m/v", "female, male or other (vrouw, man, anders).", cells.gender),
    _column("birth_year", "geboortejaar", "The year alone; the day is not kept.", cells.year),
    _MUNICIPALITY,
    _column(
        "municipalities",
        "gemeenten, werkgebied, werkt ook in",
        "Where else they work gladly, with commas between.",
        cells.municipalities,
    ),
    _column("travel_limit_km", "reisafstand, maximale reisafstand, reisafstand km", "Kilometres.", cells.whole_number),
    _column(
        "maximum_load", "maximum aantal, maximum, max zaken, maximum zaken", "Cases at a time.", cells.whole_number
    ),
    _column(
        "screening_checked_on", "VOG gezien op, VOG gezien, 596.2 gezien op", "The day the proof was seen.", cells.day
    ),
    _column(
        "screening_valid_until",
        "VOG geldig tot, VOG tot, VOG geldig tot en met, 596.2 geldig tot",
        "The last day the screening proof (VOG, 596.2) is good.",
        cells.day,
        filled=True,
    ),
    _column("certified_on", "certificaat, certificaat op, datum certificaat", "The day of the certificate.", cells.day),
    _column("statute", "statuut, soort overeenkomst", "contract or volunteer (vrijwilliger).", cells.statute_kind),
    _column("statute_since", "statuut sinds, contract sinds, in dienst sinds", "First day of it.", cells.day),
    _column("statute_until", "statuut tot, contract tot", "Last day of it; empty when it has none.", cells.day),
    _column(
        "secrecy_pledged_on",
        "geheimhouding, geheimhouding getekend op, geheimhoudingsverklaring",
        "The day the pledge of secrecy was signed.",
        cells.day,
    ),
    _column(
        "note_agreed_on",
        "afsprakennota, afsprakennota op, vrijwilligersnota",
        "Volunteers: the day the note was signed.",
        cells.day,
    ),
    _column(
        "insured_until", "verzekerd tot, verzekering tot", "Volunteers: the last day the insurance covers.", cells.day
    ),
    _column(
        "tied_to_helping_body",
        "band met hulpverlening, band met instelling, gebonden, verbonden aan instelling",
        "yes or no (ja, nee): employed by or tied to a body that decides on help or gives it.",
        cells.yes_or_no,
        filled=True,
    ),
)
CANDIDATE_COLUMNS: Final = (
    _OFFICE,
    _REFERENCE,
    _NAME,
    _EMAIL,
    _PHONE,
    _MUNICIPALITY,
    _LANGUAGES,
    _column(
        "motivation",
        "motivatie, brief, motivatiebrief, letter",
        "Their letter; it may run over several lines.",
        cells.paragraphs,
        filled=True,
    ),
    _column("cv", "curriculum vitae, levensloop", "What they did before.", cells.paragraphs),
)


@dataclass(frozen=True, slots=True)
class Heading:
    """The row with the names of the columns: for each place its column, and the names nobody knows."""

    number: int
    columns: tuple[Column | None, ...]
    unknown: tuple[str, ...]


def heading_of(rows: Iterable[SheetRow], known: tuple[Column, ...]) -> Heading:
    """Find the row with the names of the columns; it is among the first ones, and holds the most names we know.

    Raises:
        UnreadableSheet: a needed column is missing, or one stands there twice.
    """
    by_name = {cells.plain(name): column for column in known for name in (column.name, *column.others)}
    best = Heading(0, (), ())
    for row in tuple(rows)[:_ROWS_SEARCHED]:
        named = tuple(by_name.get(cells.plain(cells.text_of(cell))) for cell in row.cells)
        if sum(map(bool, named)) > sum(map(bool, best.columns)):
            names = (_shown(cell) for cell, column in zip(row.cells, named, strict=True) if column is None)
            best = Heading(row.number, named, tuple(name for name in names if name))
    there = [column.name for column in best.columns if column]
    missing = [column.name for column in known if column.filled and column.name not in there]
    if not {"email", "phone"} & set(there):
        missing.append("email or phone")
    twice = sorted({name for name in there if there.count(name) > 1})
    if missing:
        raise UnreadableSheet(f"these columns are missing: {', '.join(missing)}{_advice(missing)}")
    if twice:
        raise UnreadableSheet(f"these columns stand there twice, under one name or under two: {', '.join(twice)}")
    return best


def _advice(missing: list[str]) -> str:
    if "reference" not in missing:
        return ""
    return " (reference is a column with your own number for each person, so that importing again doubles nobody)"


def _shown(cell: Cell) -> str:
    text = " ".join(cells.text_of(cell).split())
    return text if len(text) <= _SHOWN_LETTERS else f"{text[:_SHOWN_LETTERS]}…"
