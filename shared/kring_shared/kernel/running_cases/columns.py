"""The columns an office's list of running cases may have, in English and in Dutch: one table."""

from collections.abc import Callable
from typing import Any, Final

from kring_shared.kernel import register_cells as plain_cells
from kring_shared.kernel.register_columns import Column
from kring_shared.kernel.running_cases import cells
from kring_shared.kernel.running_cases.words import (
    AGES,
    CONTEXTS,
    MANDATES,
    REQUESTERS,
    STAGES,
    TYPES,
    URGENCIES,
)
from kring_shared.kernel.spreadsheet import Cell


def _column(name: str, others: str, about: str, read: Callable[[Cell], Any], *, filled: bool = False) -> Column:
    return Column(name, tuple(others.split(", ")), about, read, filled)


_THE_CASE: Final = (
    _column("office", "kantoor, vestiging, bureau", "Whose line it is; others are skipped.", plain_cells.words),
    _column(
        "reference",
        "zaaknummer, zaak, dossiernummer, nummer, nr, kenmerk, referentie",
        "Your own number for this case; the same number is the same case, always. No national number.",
        cells.reference,
        filled=True,
    ),
    _column(
        "stage",
        "fase, stand, status, stap",
        "seeking (wacht op coördinator), preparing (in voorbereiding), planned (gepland), held (gehouden) or "
        "distributed (plan verspreid).",
        cells.one_of(
            STAGES, "seeking, preparing, planned, held or distributed (wacht op coördinator, in voorbereiding, …)"
        ),
        filled=True,
    ),
    _column(
        "type",
        "soort, soort conferentie",
        "family (familie), restorative (herstel), community (groep, buurt) or learning (leervragen).",
        cells.one_of(TYPES, "family, restorative, community or learning (familie, herstel, groep, leervragen)"),
        filled=True,
    ),
    _column(
        "context",
        "kader",
        "voluntary (vrijwillig, when empty) or mandatory (gedwongen).",
        cells.one_of(CONTEXTS, "voluntary or mandatory (vrijwillig, gedwongen)"),
    ),
    _column(
        "urgency",
        "spoed",
        "normal (when empty) or urgent (spoed).",
        cells.one_of(URGENCIES, "normal or urgent (spoed)"),
    ),
    _column(
        "received_on", "ontvangen op, aangemeld op, aanmelddatum", "The day it came in.", plain_cells.day, filled=True
    ),
    _column(
        "question", "vraag, hoofdvraag, centrale vraag", "What it is about, as one open question.", cells.line(500)
    ),
)
_MAIN_PERSONS: Final = (
    _column("name", "naam, hoofdpersoon, naam hoofdpersoon", "The main person.", plain_cells.person_name, filled=True),
    _column(
        "email",
        "e-mailadres, mail, mailadres",
        "How to reach them (for a child: the family). Or a phone.",
        plain_cells.email,
    ),
    _column(
        "phone",
        "telefoon, telefoonnummer, tel, mobiel, gsm, telephone, mobile",
        "With its first 0 or +.",
        plain_cells.phone,
    ),
    _column("postal_address", "adres, postadres, address", "On one line.", cells.line(300)),
    _column("birth_year", "geboortejaar", "The year alone; the day is not kept. Or an age.", plain_cells.year),
    _column(
        "age_band",
        "leeftijd, leeftijdsgroep",
        "under-12 (onder 12), 12-15, 16-17 or adult (volwassen): where the year does not say it.",
        cells.one_of(AGES, "under-12, 12-15, 16-17 or adult (onder 12, …, volwassen)"),
    ),
    _column(
        "languages", "talen, taal, language", "`nl, tr` or `Nederlands, Turks`; the best first.", plain_cells.skills
    ),
    _column("municipality", "gemeente, woonplaats, woongemeente", "Where they live.", plain_cells.municipality),
    _column(
        "other_main_persons",
        "andere hoofdpersonen",
        "`Sara Bos <06 000 000 12> (2014); Tim Bos (volwassen)`: a year of birth or an age for each.",
        cells.kin,
    ),
    _column(
        "holders",
        "gezagsdragers, gezag, ouders met gezag",
        "Everybody who holds authority over the children: `Rachel Bos <rachel@…>; …`.",
        cells.holders,
    ),
    _column(
        "consent_on",
        "toestemming op, toestemming, akkoord op",
        "The day the last of them said yes.",
        plain_cells.day,
        filled=True,
    ),
    _column(
        "consent_by",
        "toestemming door, akkoord door",
        "Who said yes: main person (hoofdpersoon), guardian (gezag) or both (beiden).",
        cells.consent_by,
        filled=True,
    ),
)
_OTHERS: Final = (
    _column(
        "requester_kind",
        "soort aanvrager, wie vroeg",
        "mainPerson (hoofdpersoon), closePerson (naaste) or professional.",
        cells.one_of(REQUESTERS, "mainPerson, closePerson or professional (hoofdpersoon, naaste, professional)"),
        filled=True,
    ),
    _column(
        "requester_name", "aanvrager, naam aanvrager", "Who asked; empty: the main person.", plain_cells.person_name
    ),
    _column(
        "requester_organisation", "organisatie aanvrager, organisatie", "Needed for a professional.", cells.line(200)
    ),
    _column("requester_email", "e-mail aanvrager, mail aanvrager", "One address, or a phone.", plain_cells.email),
    _column("requester_phone", "telefoon aanvrager", "With its first 0 or +.", plain_cells.phone),
    _column(
        "mandate",
        "mandaat, gemandateerde, soort mandaat",
        "Who compels, when it is mandatory: youthCourt (jeugdrechtbank), certifiedInstitution (GI), familyGuardian "
        "(gezinsvoogd), ocj, vertrouwenscentrum, psychiatry, probation (reclassering) or other.",
        cells.one_of(
            MANDATES, "youthCourt, certifiedInstitution, familyGuardian, ocj, …, or other (jeugdrechtbank, GI, …)"
        ),
    ),
    _column(
        "conditions",
        "voorwaarden, bodemeisen",
        "What the plan has to hold, with a vertical bar or a line end between.",
        cells.lines,
    ),
    _column("conditions_shared_on", "voorwaarden gedeeld op", "The day everybody knew all of them.", plain_cells.day),
    _column(
        "acceptor_name",
        "aanvaarder, naam aanvaarder",
        "Who accepts the plan, where that has to be.",
        plain_cells.person_name,
    ),
    _column("acceptor_organisation", "organisatie aanvaarder", "Where they work.", cells.line(200)),
    _column("acceptor_email", "e-mail aanvaarder, mail aanvaarder", "One address, or a phone.", plain_cells.email),
    _column("acceptor_phone", "telefoon aanvaarder", "With its first 0 or +.", plain_cells.phone),
)
_THE_CONFERENCE: Final = (
    _column(
        "coordinator",
        "coördinator, ekc, naam coördinator",
        "As in the register: the number you gave them, their name or their id. Empty while one is sought.",
        cells.line(200),
    ),
    _column("coordinator_since", "coördinator sinds, gestart op", "The day they began.", plain_cells.day),
    _column(
        "main_persons_informed",
        "hoofdpersonen gesproken",
        "yes: the coordinator spoke with each main person about everything. Once held it is yes, unless you write no.",
        plain_cells.yes_or_no,
    ),
    _column(
        "circle",
        "kring, deelnemers, participants",
        "Everybody else: `Oma Bos <oma@…> (komt); Piet Bos (gesproken); Noor Bos (kind, genoemd)`.",
        cells.circle,
    ),
    _column(
        "meeting_on",
        "conferentie op, datum conferentie, gepland op",
        "Day and hour of a meeting to come: `2027-01-16 14:00`.",
        cells.day_and_hour,
    ),
    _column("venue", "locatie, plaats, plek", "Where it is.", cells.line(200)),
    _column("held_on", "gehouden op", "The day it was held.", plain_cells.day),
    _column(
        "present_count", "aantal aanwezigen, aanwezigen, aanwezig", "How many were there.", plain_cells.whole_number
    ),
    _column(
        "agreed_on",
        "plan afgesproken op, afgesproken op",
        "The day everyone present agreed on the plan, or `no plan` (geen plan).",
        cells.day_or_no_plan,
    ),
    _column(
        "plan",
        "afspraken",
        "Each agreement as `who: what`, with a vertical bar or a line end between. Empty: it stays on paper.",
        cells.agreements,
    ),
    _column(
        "accepted_on",
        "plan aanvaard op, aanvaard op",
        "The day it was accepted, where that has to be.",
        plain_cells.day,
    ),
    _column("distributed_on", "plan verspreid op, verspreid op", "The day it was given out.", plain_cells.day),
)
RUNNING_CASE_COLUMNS: Final = (*_THE_CASE, *_MAIN_PERSONS, *_OTHERS, *_THE_CONFERENCE)
