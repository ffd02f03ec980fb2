"""Which province a municipality lies in: as much of where as an office may count without pointing at anybody.

Source: the provinces of the Netherlands and of Flanders, and Brussels, in 2025, for the municipalities Kring knows.
"""

from typing import Final

from kring_shared.kernel.municipalities import known

PROVINCES: Final[dict[str, tuple[str, ...]]] = {
    # The Netherlands
    "Drenthe": ("Assen", "Emmen"),
    "Flevoland": ("Almere", "Lelystad"),
    "Friesland": ("Leeuwarden",),
    "Gelderland": (
        "Apeldoorn",
        "Arnhem",
        "Barneveld",
        "Culemborg",
        "Doetinchem",
        "Ede",
        "Harderwijk",
        "Nijkerk",
        "Nijmegen",
    ),
    "Groningen": ("Groningen",),
    "Limburg": ("Heerlen", "Maastricht", "Roermond", "Sittard-Geleen", "Venlo"),
    "Noord-Brabant": (
        "Bergen op Zoom",
        "Breda",
        "Eindhoven",
        "Helmond",
        "Oss",
        "Roosendaal",
        "'s-Hertogenbosch",
        "Tilburg",
    ),
    "Noord-Holland": ("Alkmaar", "Amstelveen", "Amsterdam", "Den Helder", "Haarlem", "Hilversum", "Hoorn", "Zaanstad"),
    "Overijssel": ("Almelo", "Deventer", "Enschede", "Zwolle"),
    "Utrecht": (
        "Amersfoort",
        "Baarn",
        "Bunschoten",
        "De Bilt",
        "Houten",
        "IJsselstein",
        "Leusden",
        "Nieuwegein",
        "Soest",
        "Stichtse Vecht",
        "Utrecht",
        "Utrechtse Heuvelrug",
        "Veenendaal",
        "Woerden",
        "Woudenberg",
        "Zeist",
    ),
    "Zeeland": ("Middelburg", "Terneuzen", "Vlissingen"),
    "Zuid-Holland": (
        "Alphen aan den Rijn",
        "Delft",
        "Dordrecht",
        "Gouda",
        "Leiden",
        "Rotterdam",
        "'s-Gravenhage",
        "Zoetermeer",
    ),
    # Flanders and Brussels
    "Antwerpen": ("Antwerpen", "Geel", "Lier", "Mechelen", "Mol", "Turnhout"),
    "Belgisch-Limburg": ("Genk", "Hasselt", "Sint-Truiden", "Tongeren-Borgloon"),
    "Brussel": ("Brussel",),
    "Oost-Vlaanderen": (
        "Aalst",
        "Beveren",
        "Deinze",
        "Dendermonde",
        "Eeklo",
        "Evergem",
        "Gent",
        "Lokeren",
        "Maldegem",
        "Merelbeke-Melle",
        "Oudenaarde",
        "Ronse",
        "Sint-Niklaas",
        "Wetteren",
        "Zelzate",
    ),
    "Vlaams-Brabant": ("Halle", "Leuven", "Vilvoorde"),
    "West-Vlaanderen": ("Brugge", "Ieper", "Kortrijk", "Oostende", "Roeselare", "Waregem"),
}
"""Municipalities by province (provincie), each by its official name."""

_PROVINCE_OF: Final = {place: province for province, places in PROVINCES.items() for place in places}


def province_of(municipality: str) -> str:
    """Give the province of a municipality, however its name is written; empty when it is not listed."""
    return _PROVINCE_OF.get(known(municipality), "")
