"""The words that a form mail may use, Dutch and English: for each field its names, for each choice its answers.

All of them stand here as `plain` writes them: small letters, no accents, no signs.
"""

import re
import unicodedata
from typing import Final

_ASIDE: Final = re.compile(r"\([^()]*\)")
_BETWEEN: Final = re.compile(r"[/,.+&]")
_SIGNS: Final = re.compile(r"[^a-z0-9 ]")


def plain(text: str) -> str:
    """Write a name or an answer the one way it is looked up: `E-mail (werk)` becomes `email`."""
    letters = unicodedata.normalize("NFKD", _ASIDE.sub("", text).casefold())
    return " ".join(_SIGNS.sub("", _BETWEEN.sub(" ", letters)).split())


NAMES: Final[dict[str, tuple[str, ...]]] = {
    path: tuple(names.split(", "))
    for path, names in {
        "reference": "kenmerk, uw kenmerk, ons kenmerk, referentie, zaaknummer, reference, your reference, case number",
        "requester.kind": "ik ben, aanmelder is, rol, i am, i am a, role",
        "requester.name": "naam aanmelder, uw naam, aanmelder, naam verwijzer, verwijzer, your name, requester name,"
        " name requester, requester, referrer name, name referrer, referrer",
        "requester.organisation": "organisatie, uw organisatie, instelling, organisation, organization,"
        " your organisation, your organization",
        "requester.email": "email, emailadres, uw email, uw emailadres, mail, mailadres, email address, your email",
        "requester.phone": "telefoon, telefoonnummer, uw telefoonnummer, tel, mobiel, gsm, phone, phone number,"
        " telephone, telephone number, mobile, your phone",
        "requester.postalAddress": "postadres, adres, uw adres, postal address, address, your address",
        "mainPersons.0.name": "naam, hoofdpersoon, name, main person",
        "mainPersons.0.birthYear": "geboortejaar, geboortedatum, birth year, year of birth, date of birth",
        "mainPersons.0.languages": "talen, taal, languages, language",
        "mainPersons.0.postalCode": "postcode, postal code",
        "mainPersons.0.municipality": "gemeente, woonplaats, plaats, municipality, town, city, place of residence",
        "mainPersons.0.side": "kant, partij, side",
        "conferenceType": "soort conferentie, type conferentie, conferentie, conference type, type of conference,"
        " kind of conference",
        "context": "vrijwillig verplicht, vrijwillig of verplicht, vrijwillig gedwongen, kader, context,"
        " voluntary mandatory, voluntary or mandatory",
        "urgency": "spoed, urgentie, haast, urgency, urgent",
        "minorsInvolved": "minderjarigen, minderjarigen betrokken, kinderen betrokken, minors, minors involved,"
        " children involved",
        "informationTalkOnly": "alleen informatiegesprek, alleen een informatiegesprek, informatiegesprek,"
        " information talk only, information talk",
        "question": "vraag, de vraag, aanmeldvraag, question, the question",
        "wishes.gender": "geslacht coordinator, gewenst geslacht coordinator, gender coordinator",
        "wishes.ageBand": "leeftijd coordinator, gewenste leeftijd coordinator, age coordinator",
        "wishes.languages": "talen coordinator, taal coordinator, gewenste talen coordinator, languages coordinator,"
        " language coordinator",
        "consent.given": "toestemming, toestemming gegeven, consent, consent given",
        "consent.by": "toestemming door, toestemming van, consent by",
        "consent.on": "toestemming op, datum toestemming, consent on, date of consent",
        "mandates.0.kind": "mandaat, gemandateerde, mandaat van, mandate, mandate of, mandating body",
        "mandates.0.conditions": "voorwaarden, voorwaarde, conditions, condition",
        "mandates.0.acceptor.name": "beoordelaar, naam beoordelaar, acceptor, acceptor name",
        "mandates.0.acceptor.organisation": "organisatie beoordelaar, acceptor organisation, acceptor organization",
        "mandates.0.acceptor.email": "email beoordelaar, acceptor email",
        "mandates.0.acceptor.phone": "telefoon beoordelaar, acceptor phone",
        "mandates.0.legalDeadline": "wettelijke termijn, uiterste datum, legal deadline",
        "contactRules.neutralSender": "neutrale afzender, neutral sender",
        "contactRules.doNotContact": "niet gebruiken, niet contacteren, niet benaderen via, niet bellen, niet mailen,"
        " do not contact, do not use, do not call",
    }.items()
}
"""For each field, by its path, its names; where several of a kind are possible, of the first one."""
WHOSE: Final[dict[str, tuple[str, ...]]] = {
    "requester.": ("{} aanmelder", "{} verwijzer", "{} requester", "requester {}", "{} referrer"),
    "mainPersons.": ("{} hoofdpersoon", "{} kind", "{} main person", "main person {}", "{} child"),
}
"""How a name may say whose it is, by the beginning of the path: `Naam aanmelder`, `Talen hoofdpersoon`."""
FIELDS: Final[dict[str, str]] = {
    said.format(name): path
    for path, names in NAMES.items()
    for name in names
    for said in ("{}", *next((more for whose, more in WHOSE.items() if path.startswith(whose)), ()))
}
"""The path of each field by each of its names."""
NUMBERED: Final = ("mainPersons.", "mandates.")
"""Of these a form may hold several: `Naam 2`."""
LONG: Final = frozenset({"question", "conditions"})
"""Fields that may run over several lines, by the last part of their path."""

_YES: Final = "ja, yes, true, waar, j, y, x"
_NO: Final = "nee, neen, no, false, onwaar, n"
_ANSWERS: Final[dict[str, dict[str, str]]] = {
    "requester.kind": {
        "mainPerson": "hoofdpersoon, de hoofdpersoon, hoofdpersoon zelf, zelf, main person, the main person",
        "closePerson": "naaste, een naaste, familie, familielid, vriend, buur, close person, someone close, family,"
        " relative, friend, neighbour",
        "professional": "professional, een professional, beroepskracht, hulpverlener, verwijzer, a professional",
    },
    "mandates.kind": {
        "youthCourt": "jeugdrechter, jeugdrechtbank, kinderrechter, rechter, youth court, juvenile court, court",
        "certifiedInstitution": "gecertificeerde instelling, gi, certified institution",
        "familyGuardian": "gezinsvoogd, voogd, jeugdbeschermer, family guardian, guardian",
        "ocj": "ocj, ondersteuningscentrum jeugdzorg",
        "vertrouwenscentrum": "vertrouwenscentrum, vk, vertrouwenscentrum kindermishandeling",
        "psychiatry": "psychiatrie, ggz, psychiatry",
        "probation": "reclassering, justitiehuis, probation",
        "other": "anders, andere, ander, overig, other",
    },
    "conferenceType": {
        "family": "familie, familieconferentie, gezin, eigen krachtconferentie, family",
        "restorative": "herstel, herstelconferentie, restorative",
        "community": "groep, wijk, buurt, groep of buurt, groep wijk of buurt, gemeenschap, community, neighbourhood",
        "learning": "leervragen, leervraag, leren, school, learning",
    },
    "context": {
        "voluntary": "vrijwillig, voluntary, vrij",
        "mandatory": "verplicht, gedwongen, gedwongen kader, mandatory, compulsory",
    },
    "urgency": {
        "urgent": f"{_YES}, spoed, urgent, dringend, hoog, binnen een week, within a week",
        "normal": f"{_NO}, normaal, gewoon, geen spoed, laag, normal, not urgent",
    },
    "wishes.gender": {
        "female": "vrouw, female, woman",
        "male": "man, male",
        "other": "anders, other, x",
    },
    "wishes.ageBand": {"18-40": "1840", "40-60": "4060", "60+": "60, 60 plus, ouder dan 60"},
    "consent.by": {
        "mainPerson": "hoofdpersoon, de hoofdpersoon, main person, zelf",
        "legalRepresentative": "wettelijk vertegenwoordiger, wettelijke vertegenwoordiger, ouder, ouders, voogd,"
        " gezaghebbende, gezaghebbende ouder, legal representative, parent, parents, guardian",
    },
    "side": {"a": "a", "b": "b"},
}
ANSWERS: Final[dict[str, dict[str, str]]] = {
    path: {word: answer for answer, words in answers.items() for word in (plain(answer), *words.split(", "))}
    for path, answers in _ANSWERS.items()
}
"""What each answer to a field means, by the field's path without places."""
YES_NO: Final = dict.fromkeys(_YES.split(", "), "true") | dict.fromkeys(_NO.split(", "), "false")
NOTHING: Final = frozenset({"nvt", "n v t", "n a"})
"""An answer that says nothing, in any field."""
NOT_KNOWN: Final = NOTHING | {"onbekend", "weet ik niet", "niet bekend", "geen", "geen voorkeur", "unknown", "none"}
"""An answer that says nothing where a choice, a year, a day or a list is asked; nobody is called so."""

LANGUAGES: Final[dict[str, str]] = {
    word: tag
    for tag, words in {
        "nl": "nederlands, vlaams, dutch, flemish",
        "en": "engels, english",
        "fr": "frans, french",
        "de": "duits, german",
        "es": "spaans, spanish",
        "pt": "portugees, portuguese",
        "it": "italiaans, italian",
        "pl": "pools, polish",
        "ro": "roemeens, romanian",
        "bg": "bulgaars, bulgarian",
        "hu": "hongaars, hungarian",
        "uk": "oekraiens, ukrainian",
        "ru": "russisch, russian",
        "tr": "turks, turkish",
        "ku": "koerdisch, kurdish",
        "ar": "arabisch, marokkaans arabisch, arabic",
        "zgh": "tamazight, berbers, berber",
        "fa": "farsi, perzisch, dari, persian",
        "ps": "pasjtoe, pashto",
        "ur": "urdu, oerdoe",
        "hi": "hindi",
        "zh": "chinees, mandarijn, chinese",
        "so": "somalisch, somali",
        "ti": "tigrinya, tigrinja",
        "am": "amhaars, amharic",
        "pap": "papiaments, papiamento, papiamentu",
        "srn": "sranan, sranantongo, surinaams",
        "fy": "fries, frisian",
        "sq": "albanees, albanian",
        "sr": "servisch, serbian",
        "el": "grieks, greek",
        "dse": "nederlandse gebarentaal, gebarentaal, ngt, sign language",
        "vgt": "vlaamse gebarentaal, vgt",
    }.items()
    for word in words.split(", ")
}
"""Languages by their names; a language tag (BCP 47) is read as well."""
