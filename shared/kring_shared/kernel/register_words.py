"""The words in which offices write what Kring knows by code, Dutch and English; letters and digits alone count."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, TypeVar

from kring_shared.contracts.field import ConferenceType, Gender
from kring_shared.contracts.matching import LanguageLevel, StatuteKind

E = TypeVar("E", bound=StrEnum)


def _by_word(meanings: Mapping[E, str]) -> dict[str, E]:
    """Give each meaning by its code and by each of its other words."""
    return {word.replace("-", ""): code for code, others in meanings.items() for word in (code.value, *others.split())}


_YES: Final = ("yes", "y", "true", "ja", "j", "waar", "1")
_NO: Final = ("no", "n", "false", "nee", "neen", "onwaar", "0")
YES_NO: Final = dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False)
GENDERS: Final = _by_word({Gender.FEMALE: "f vrouw v woman", Gender.MALE: "m man", Gender.OTHER: "x anders"})
SCOPES: Final = _by_word(
    {
        ConferenceType.FAMILY: "familie gezin familieconferentie",
        ConferenceType.RESTORATIVE: "herstel herstelconferentie",
        ConferenceType.COMMUNITY: "groep buurt wijk groepbuurt gemeenschap",
        ConferenceType.LEARNING: "leervragen leervraag leren",
    }
)
LEVELS: Final = _by_word(
    {
        LanguageLevel.NATIVE: "moedertaal mothertongue vloeiend",
        LanguageLevel.GOOD: "goed",
        LanguageLevel.BASIC: "basis matig beginner",
    }
)
STATUTES: Final = _by_word(
    {
        StatuteKind.CONTRACT: "overeenkomst overeenkomstvanopdracht arbeidsovereenkomst",
        StatuteKind.VOLUNTEER: "vrijwilliger vrijwillig",
    }
)
MONTHS: Final = {
    name: number
    for number, names in enumerate(
        ("jan", "feb", "mrt mar maa", "apr", "mei may", "jun", "jul", "aug", "sep", "okt oct", "nov", "dec"), start=1
    )
    for name in names.split()
}
"""Months by the first three letters of their names, and by what Dutch spreadsheets write."""

_LANGUAGES: Final = {
    "nl": "nederlands vlaams dutch flemish",
    "am": "amhaars amharic",
    "ar": "arabisch arabic",
    "bg": "bulgaars bulgarian",
    "de": "duits german",
    "dse": "nederlandsegebarentaal ngt",
    "el": "grieks greek",
    "en": "engels english",
    "es": "spaans spanish",
    "fa": "farsi perzisch dari persian",
    "fr": "frans french",
    "fy": "fries frisian",
    "hi": "hindi",
    "hu": "hongaars hungarian",
    "it": "italiaans italian",
    "ku": "koerdisch kurdish",
    "pap": "papiaments papiamento papiamentu",
    "pl": "pools polish",
    "ps": "pasjtoe pashto",
    "pt": "portugees portuguese",
    "ro": "roemeens romanian",
    "ru": "russisch russian",
    "so": "somalisch somali",
    "sq": "albanees albanian",
    "sr": "servisch serbian",
    "srn": "sranan sranantongo",
    "ti": "tigrinya tigrinja",
    "tr": "turks turkish",
    "uk": "oekraiens ukrainian",
    "ur": "urdu",
    "vgt": "vlaamsegebarentaal",
    "zgh": "tamazight berbers berber",
    "zh": "chinees mandarijn chinese",
}
LANGUAGES: Final = {name: tag for tag, names in _LANGUAGES.items() for name in names.split()}
"""Languages by name; the tags are those that referrals by e-mail get for these names."""

_TAGS: Final = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el "
    "en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu "
    "ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na "
    "nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so "
    "sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu "
)
TAGS: Final = frozenset(_TAGS.split())
"""Every language tag of two letters there is (ISO 639-1), so that a slip of the pen is seen."""
