"""Names for people who do not exist; so many pairs that two families seldom have the same one."""

import random
from typing import Final

FIRST: Final = (
    *("Aïsha", "Anke", "Bart", "Bilal", "Carla", "Chantal", "Daan", "Dewi", "Els", "Emre", "Fatima", "Femke", "Gerrit"),
    *("Greet", "Hamza", "Hilde", "Ingrid", "Ivo", "Jasmijn", "Joost", "Karim", "Katrijn", "Lotte", "Luc", "Mehmet"),
    *("Mieke", "Nadia", "Niels", "Olga", "Omar", "Patrick", "Petra", "Quinten", "Rachida", "Roel", "Saskia", "Sven"),
    *("Tess", "Thijs", "Ursula", "Veerle", "Viktor", "Wendy", "Wim", "Xander", "Yara", "Yusuf", "Zeynep", "Zoë"),
)
_BEGIN: Final = ("Ach", "Berk", "Cools", "Dijk", "Elz", "Flier", "Gras", "Hoog", "IJs", "Jong", "Kolk", "Linde", "Meer")
_MIDDLE: Final = ("el", "en", "er", "ing", "ma", "ker", "ster", "baert", "veld", "waard", "huis", "brug", "horst")
_END: Final = ("", "s", "aar", "mans", "sen", "stra", "ink", "boom", "daal", "laan", "zicht", "kamp", "oord", "rode")
LANGUAGES: Final = ("tr", "ar", "pl", "fr", "en", "es", "ro", "ti")


def family_name(draw: random.Random) -> str:
    """Draw a family name."""
    return draw.choice(_BEGIN) + draw.choice(_MIDDLE) + draw.choice(_END)


def full_name(draw: random.Random) -> str:
    """Draw somebody's name."""
    return f"{draw.choice(FIRST)} {family_name(draw)}"


def language_of(draw: random.Random) -> str:
    """Draw a first language other than Dutch, BCP 47."""
    return draw.choice(LANGUAGES)
