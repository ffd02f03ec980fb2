"""`kring certificate`: a coordinator's certificate as a page to print, and to hang on a wall."""

from datetime import UTC, date, datetime, time
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kring_shared.runtime.cli.desk import Desk, at_a_desk

if TYPE_CHECKING:
    from kring_shared.contracts.matching import CertificateShown

EXAMPLE: Final = "Example: kring certificate 019aa0000000700080000000000000a1 --office utrecht --out certificate.pdf"

MONTHS: Final = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "January February March April May June July August September October November December",
}
WORDS: Final = {
    "nl": {
        "title": "Certificaat",
        "declares": "{giver} verklaart met plezier dat",
        "did": (
            "de training tot Eigen Kracht-coördinator heeft gevolgd en een eerste conferentie heeft uitgevoerd, "
            "en dat dit werk bij de evaluatie goed is bevonden."
        ),
        "may": "Toegelaten tot Eigen Kracht-conferenties voor",
        "first_hand": "regiomanager",
        "second_hand": "Eigen Kracht-coördinator",
        "office": "kantoor {office}",
    },
    "en": {
        "title": "Certificate",
        "declares": "{giver} is glad to declare that",
        "did": (
            "followed the training of coordinators and carried out a first conference, "
            "and that this work was found good when it was evaluated."
        ),
        "may": "Admitted to Eigen Kracht conferences for",
        "first_hand": "regional manager",
        "second_hand": "coordinator",
        "office": "office {office}",
    },
}
SCOPES: Final = {
    "nl": {
        "family": "families en individuen",
        "restorative": "herstel",
        "community": "groepen en buurten",
        "learning": "leervragen",
    },
    "en": {
        "family": "families and individuals",
        "restorative": "repair",
        "community": "groups and neighbourhoods",
        "learning": "learning",
    },
}


@at_a_desk()
def certificate(
    person: Annotated[str, typer.Argument(metavar="PERSON", help="The coordinator's own id.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where the page goes; `-` is standard output.")],
    *,
    language: Annotated[str, typer.Option(metavar="nl|en", help="In which language it is written.")] = "nl",
    desk: Desk,
) -> None:
    """Print a coordinator's certificate as PDF, one page of A4.

    It says the name, the office, the date and the types of conference, and nothing else from the register.
    """
    from kring_shared.contracts.matching import CertificateShown, ShowCertificate
    from kring_shared.runtime.cli.bodies import made_of_ids
    from kring_shared.runtime.cli.writing import ANY_EYES, write_out

    if language not in WORDS:
        raise typer.BadParameter(f"there is {' and '.join(WORDS)}", param_hint="--language")
    shown = desk.ask(made_of_ids(ShowCertificate, "PERSON", person_id=person), CertificateShown)
    write_out(out, rendered(shown, language), "the certificate", mode=ANY_EYES)


def rendered(shown: "CertificateShown", language: str) -> bytes:
    """Set a certificate: the same words give the same bytes.

    Args:
        shown: What it says.
        language: `nl` or `en`.

    Returns:
        A PDF of one page of A4.
    """
    import typst

    template = files(__package__).joinpath("certificate.typ").read_bytes()
    issued = int(datetime.combine(shown.issued_on, time(), UTC).timestamp())
    page = typst.compile(template, format="pdf", sys_inputs=words_of(shown, language), timestamp=issued)
    assert isinstance(page, bytes)  # noqa: S101 - one page is one piece
    return page


def words_of(shown: "CertificateShown", language: str) -> dict[str, str]:
    """Give every text on the page; the template only says where each stands."""
    words = WORDS[language]
    office = words["office"].format(office=shown.office)
    giver = title_of(shown.organisation) or office[:1].upper() + office[1:]
    return {
        "language": language,
        "title": words["title"],
        "giver": giver,
        "declares": words["declares"].format(giver=giver),
        "name": shown.name,
        "did": words["did"],
        "may": words["may"],
        "scopes": " · ".join(SCOPES[language][scope.value] for scope in shown.scopes),
        "where_and_when": f"{shown.office}, {in_words(shown.issued_on, language)}",
        "first_hand": f"{words['first_hand']}, {office}",
        "second_hand": words["second_hand"],
    }


def in_words(day: date, language: str) -> str:
    """Write a day with the name of its month."""
    return f"{day.day} {MONTHS[language].split()[day.month - 1]} {day.year}"


def title_of(organisation: str) -> str:
    """Write the id of an organisation as its name: `eigen-kracht-nl` is Eigen Kracht NL."""
    words = organisation.split("-")
    return " ".join(word.upper() if len(word) == len("nl") else word.capitalize() for word in words).strip()
