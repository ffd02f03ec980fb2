"""What a machine can look for when it reads the letters: the words each language must not say, and those it must."""

import re
from collections.abc import Mapping
from typing import Final

from kring_shared.contracts.notifications import Moment

LANGUAGES: Final = ("nl", "en", "fr", "de", "tr", "ar", "pl")
TO_WORKERS: Final = frozenset(
    {
        Moment.CASE_PROPOSED,
        Moment.PROPOSAL_WAITS,
        Moment.FOLLOW_UP_CALL,
        Moment.SCREENING_ENDS,
        Moment.PLAN_TO_CHECK,
        Moment.PLAN_ANSWER_AWAITED,
        Moment.TAKEN_ON,
        Moment.ENDED,
        Moment.MESSAGES_TO_TELL,
        Moment.OFFICE_LOOKS,
    }
)
"""The letters to coordinators, professionals and the office; all others come to a family at home."""
TO_FAMILIES: Final = tuple(moment for moment in Moment if moment not in TO_WORKERS)

TOO_MUCH: Final[Mapping[str, str]] = {
    "nl": r"\b(adres|buurthuis|zaal\b|rechter|rechtbank|geweld|mishandel|diagnos|jeugd|hulpverlen|therap|verslav|psych"
    r"|politie|onveilig|gevaar|crisis|conferentie|eigen kracht|familie|gezin)",
    "en": r"\b(address|venue|court|judge|violen|abuse|diagnos|youth|therap|addict|psych|police|unsafe|danger|crisis"
    r"|conference|social work|famil)",
    "fr": r"\b(adresses?\b|salle|juge|tribunal|violen|maltrait|diagnos|jeunesse|thérap|dépendan|addict|psych|police"
    r"|danger|crise|conférence|famil)",
    "de": r"\b(adresse|anschrift|saal\b|gericht|richter|gewalt|misshand|diagnos|jugend|therap|sucht\b|psych|polizei"
    r"|gefahr|krise|konferenz|famili)",
    "tr": r"\b(adres|salon|mahkeme|hakim|hâkim|şiddet|istismar|teşhis|gençlik|terapi|bağıml|psik|polis|tehlike|kriz"  # noqa: RUF001 - a Turkish letter
    r"|konferans|aile)",
    "ar": r"عنوان|قاعة|محكمة|قاضي|عنف|إساءة|تشخيص|الشباب|علاج|إدمان|نفسي|شرطة|خطر|أزمة|مؤتمر|عائل|أسرة",
    "pl": r"\b(adres|sala\b|sąd|sędzi|przemoc|diagno|młodzie|terap|uzależ|psych|policj|niebezpiecz|kryzys|konferencj"
    r"|rodzin)",
}
"""Where it is, and what it is about: courts, care, harm, illness, and what the meeting is called."""
ABOUT: Final[Mapping[str, str]] = {
    "nl": r"\b(geld|plan|voorwaarden|bezwaar|veilig)",
    "en": r"\b(money|plan|condition|object|safe)",
    "fr": r"\b(argent|plan|condition|contest|sûr\b)",
    "de": r"\b(geld|plan|bedingung|widerspruch|sicher)",
    "tr": r"\b(para\b|plan|şart|itiraz|güvenli)",
    "ar": r"المال|خطة|الخطة|شروط|اعتراض|آمنة",
    "pl": r"\b(pieni|plan|warunk|odwołani|bezpieczn)",
}
"""What a letter may say further on, and never in its first sentence."""
SAFE: Final[Mapping[str, str]] = {
    "nl": r"\bveilig",
    "en": r"\bsafe",
    "fr": r"\bsûr\b",
    "de": r"\bsicher",
    "tr": r"\bgüvenl",
    "ar": r"آمن",
    "pl": r"\bbezpiecz",
}
"""Who checks a plan is asked whether it is safe; nobody else reads that word."""
PRESSING: Final[Mapping[str, str]] = {
    "nl": r"\b(dringend|uiterlijk|snel|spoed|meteen|direct|verplicht|u moet|dient)\b|!",
    "en": r"\b(urgent|urgently|at the latest|immediately|as soon as|must|required|you have to)\b|!",
    "fr": r"\b(urgent|au plus tard|immédiatement|vite|vous devez|obligatoire|il faut)\b",
    "de": r"\b(dringend|spätestens|sofort|schnell|unbedingt|verpflichtet)\b|!",
    "tr": r"\b(acil|derhal|hemen|mutlaka|zorundasınız|en geç)\b|!",  # noqa: RUF001 - a Turkish letter
    "ar": r"عاجل|فوراً|يجب عليكم|حالاً|في أقرب وقت|!",
    "pl": r"\b(pilne|pilnie|natychmiast|najpóźniej|musi pani|musi pan|koniecznie|obowiązek)\b|!",
}
"""What hurries or orders; a mark of exclamation does so in every language."""
MAY: Final[Mapping[str, str]] = {
    "nl": r"hoeft|mag u|dat mag|u kiest|doet het niet",
    "en": r"do not have to|that is fine|you choose|you leave it",
    "fr": r"n'avez (rien|pas)|c'est permis|vous choisissez|ne le faites pas",
    "de": r"müssen (jetzt |jetzt noch )?nicht|nichts tun|in ordnung|bestimmen selbst|lassen es",
    "tr": r"gerekmiyor|gerekmez|bu da olabilir|siz karar verirsiniz|yapmayabilirsiniz",
    "ar": r"لا يلزمكم|لا بأس|أنتم تقررون|ترك الأمر",
    "pl": r"nie trzeba|nic nie szkodzi|pani lub pan decyduje|albo tego nie robić",
}
"""How a letter says that one may do nothing, or may say no."""
OFFICE: Final[Mapping[str, str]] = {
    "nl": "ons kantoor",
    "en": "our office",
    "fr": "notre bureau",
    "de": r"unser(em)? Büro",
    "tr": r"ofisimiz\w+",
    "ar": "مكتبنا",
    "pl": r"nasz\w+ biur\w+",
}
"""Whom one can always ask."""


def body_of(text: str) -> str:
    """Give a letter without its greeting, and without who writes."""
    return "\n\n".join(text.strip().split("\n\n")[1:-1])


def sentences(text: str) -> list[str]:
    """Take a text apart at the ends of its sentences, and where a colon begins a new thought."""
    return [found for found in re.split(r"(?<=[.?!:؟])\s+", text) if found]
