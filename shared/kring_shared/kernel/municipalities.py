"""Municipalities in the Netherlands, Flanders and Brussels that a dossier may name, and how far apart they lie.

Only names from this list travel in codes: a free text could hold an address. A name that is not here is left out, and
nothing but the distance is lost by it.

Source: the centre of each municipality, WGS 84 degrees, to about two kilometres; enough to say who lives near.
"""

import unicodedata
from math import asin, cos, radians, sin, sqrt
from typing import Final

EARTH_RADIUS_KM: Final = 6371.0

PLACES: Final[dict[str, tuple[float, float]]] = {
    # The Netherlands
    "Alkmaar": (52.63, 4.75),
    "Almelo": (52.36, 6.66),
    "Almere": (52.37, 5.22),
    "Alphen aan den Rijn": (52.13, 4.66),
    "Amersfoort": (52.16, 5.39),
    "Amstelveen": (52.30, 4.86),
    "Amsterdam": (52.37, 4.90),
    "Apeldoorn": (52.21, 5.97),
    "Arnhem": (51.98, 5.91),
    "Assen": (52.99, 6.56),
    "Baarn": (52.21, 5.29),
    "Barneveld": (52.14, 5.59),
    "Bergen op Zoom": (51.49, 4.29),
    "Breda": (51.59, 4.78),
    "Bunschoten": (52.24, 5.38),
    "Culemborg": (51.96, 5.23),
    "De Bilt": (52.11, 5.18),
    "Delft": (52.01, 4.36),
    "Den Helder": (52.96, 4.76),
    "Deventer": (52.25, 6.16),
    "Doetinchem": (51.97, 6.29),
    "Dordrecht": (51.81, 4.67),
    "Ede": (52.04, 5.67),
    "Eindhoven": (51.44, 5.47),
    "Emmen": (52.79, 6.90),
    "Enschede": (52.22, 6.89),
    "Gouda": (52.01, 4.71),
    "Groningen": (53.22, 6.57),
    "Haarlem": (52.38, 4.64),
    "Harderwijk": (52.34, 5.62),
    "Heerlen": (50.89, 5.98),
    "Helmond": (51.48, 5.66),
    "Hilversum": (52.22, 5.18),
    "Hoorn": (52.64, 5.06),
    "Houten": (52.03, 5.17),
    "IJsselstein": (52.02, 5.04),
    "Leeuwarden": (53.20, 5.79),
    "Leiden": (52.16, 4.49),
    "Lelystad": (52.51, 5.47),
    "Leusden": (52.13, 5.43),
    "Maastricht": (50.85, 5.69),
    "Middelburg": (51.50, 3.61),
    "Nieuwegein": (52.03, 5.09),
    "Nijkerk": (52.22, 5.49),
    "Nijmegen": (51.84, 5.86),
    "Oss": (51.77, 5.52),
    "Roermond": (51.19, 5.99),
    "Roosendaal": (51.53, 4.46),
    "Rotterdam": (51.92, 4.48),
    "'s-Gravenhage": (52.08, 4.31),
    "'s-Hertogenbosch": (51.69, 5.30),
    "Sittard-Geleen": (51.00, 5.87),
    "Soest": (52.17, 5.29),
    "Stichtse Vecht": (52.14, 5.03),
    "Terneuzen": (51.33, 3.83),
    "Tilburg": (51.56, 5.09),
    "Utrecht": (52.09, 5.12),
    "Utrechtse Heuvelrug": (52.03, 5.38),
    "Veenendaal": (52.03, 5.55),
    "Venlo": (51.37, 6.17),
    "Vlissingen": (51.45, 3.57),
    "Woerden": (52.09, 4.88),
    "Woudenberg": (52.08, 5.42),
    "Zaanstad": (52.45, 4.82),
    "Zeist": (52.09, 5.23),
    "Zoetermeer": (52.06, 4.49),
    "Zwolle": (52.51, 6.09),
    # Flanders and Brussels
    "Aalst": (50.94, 4.04),
    "Antwerpen": (51.22, 4.40),
    "Beveren": (51.21, 4.26),
    "Brugge": (51.21, 3.22),
    "Brussel": (50.85, 4.35),
    "Deinze": (50.98, 3.53),
    "Dendermonde": (51.03, 4.10),
    "Eeklo": (51.19, 3.56),
    "Evergem": (51.11, 3.71),
    "Geel": (51.16, 4.99),
    "Genk": (50.97, 5.50),
    "Gent": (51.05, 3.72),
    "Halle": (50.73, 4.24),
    "Hasselt": (50.93, 5.34),
    "Ieper": (50.85, 2.89),
    "Kortrijk": (50.83, 3.26),
    "Leuven": (50.88, 4.70),
    "Lier": (51.13, 4.57),
    "Lokeren": (51.10, 3.99),
    "Maldegem": (51.21, 3.44),
    "Mechelen": (51.03, 4.48),
    "Merelbeke-Melle": (51.00, 3.75),
    "Mol": (51.19, 5.12),
    "Oostende": (51.23, 2.92),
    "Oudenaarde": (50.85, 3.60),
    "Roeselare": (50.95, 3.12),
    "Ronse": (50.75, 3.60),
    "Sint-Niklaas": (51.17, 4.14),
    "Sint-Truiden": (50.82, 5.19),
    "Tongeren-Borgloon": (50.78, 5.46),
    "Turnhout": (51.32, 4.94),
    "Vilvoorde": (50.93, 4.43),
    "Waregem": (50.89, 3.43),
    "Wetteren": (51.01, 3.88),
    "Zelzate": (51.20, 3.81),
}
"""Latitude and longitude in degrees, by the official name."""

OTHER_NAMES: Final = {
    "Anvers": "Antwerpen",
    "Antwerp": "Antwerpen",
    "Bruges": "Brugge",
    "Brussels": "Brussel",
    "Bruxelles": "Brussel",
    "Den Bosch": "'s-Hertogenbosch",
    "Den Haag": "'s-Gravenhage",
    "Gand": "Gent",
    "Ghent": "Gent",
    "Louvain": "Leuven",
    "Malines": "Mechelen",
    "The Hague": "'s-Gravenhage",
    "Tongeren": "Tongeren-Borgloon",
}


def known(name: str) -> str:
    """Give the official name of a municipality, however it is capitalised or accented; empty when it is not listed."""
    return _OFFICIAL.get(_plain(name), "")


def distance_km(a: str, b: str) -> float | None:
    """Give the distance between two municipalities as the crow flies, kilometres; none when either is not listed."""
    one, other = PLACES.get(known(a)), PLACES.get(known(b))
    if one is None or other is None:
        return None
    (latitude_a, longitude_a), (latitude_b, longitude_b) = one, other
    rise = sin(radians(latitude_b - latitude_a) / 2) ** 2
    run = sin(radians(longitude_b - longitude_a) / 2) ** 2
    haversine = rise + cos(radians(latitude_a)) * cos(radians(latitude_b)) * run
    return 2 * EARTH_RADIUS_KM * asin(sqrt(haversine))


def _plain(name: str) -> str:
    """Give the letters of a name alone: no case, accents, spaces or apostrophes."""
    taken_apart = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in taken_apart if letter.isalpha())


_OFFICIAL: Final = {_plain(name): name for name in PLACES} | {
    _plain(n): official for n, official in OTHER_NAMES.items()
}
