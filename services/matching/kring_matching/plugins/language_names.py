"""What languages are called in a sentence, for those that families and coordinators here speak most."""

from typing import Final

from kring_matching.hooks import Words

NAMES: Final = {
    "am": Words("Amharic", "Amhaars"),
    "ar": Words("Arabic", "Arabisch"),
    "ber": Words("Berber", "Berbers"),
    "bg": Words("Bulgarian", "Bulgaars"),
    "de": Words("German", "Duits"),
    "en": Words("English", "Engels"),
    "es": Words("Spanish", "Spaans"),
    "fa": Words("Persian", "Perzisch"),
    "fr": Words("French", "Frans"),
    "fy": Words("Frisian", "Fries"),
    "hi": Words("Hindi", "Hindi"),
    "hu": Words("Hungarian", "Hongaars"),
    "it": Words("Italian", "Italiaans"),
    "ku": Words("Kurdish", "Koerdisch"),
    "nl": Words("Dutch", "Nederlands"),
    "pap": Words("Papiamento", "Papiaments"),
    "pl": Words("Polish", "Pools"),
    "ps": Words("Pashto", "Pasjtoe"),
    "pt": Words("Portuguese", "Portugees"),
    "rif": Words("Tarifit", "Tarifit"),
    "ro": Words("Romanian", "Roemeens"),
    "ru": Words("Russian", "Russisch"),
    "so": Words("Somali", "Somalisch"),
    "sq": Words("Albanian", "Albanees"),
    "srn": Words("Sranan Tongo", "Sranantongo"),
    "ti": Words("Tigrinya", "Tigrinya"),
    "tr": Words("Turkish", "Turks"),
    "uk": Words("Ukrainian", "Oekraïens"),
    "ur": Words("Urdu", "Urdu"),
    "zh": Words("Chinese", "Chinees"),
}


def named(language: str) -> Words:
    """Name a language by its BCP 47 tag; one that is not listed by the tag itself."""
    return NAMES.get(language.partition("-")[0]) or Words(language, language)
