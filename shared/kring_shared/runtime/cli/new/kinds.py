"""The kinds of plugin there are, and what is said of each in what `kring new plugin` writes."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What a plugin is, by the word that is typed."""

    CRITERION = "criterion"
    RULE = "rule"
    CHANNEL = "channel"
    QUESTION_CHECK = "question-check"
    ADAPTER = "adapter"


@dataclass(frozen=True)
class About:
    """What the files of one kind need to know."""

    service: str
    title: str
    """One sentence: what the plugin does until its maker changes it."""
    settings: str
    """How an operator sets it up, as JSON; empty when there is nothing to set."""
    may_not: str
    """What it may not do, a line each."""
    then: str = ""
    """What has to be set besides, as a line of a shell."""


MATCHING_SEES: Final = """- See a name, a tie, a screening, or what is kept to themselves: Kring does not show it.
- Read a file, ask a server, look at the clock (`view.today` is the day), or remember who was seen before.
"""
KINDS: Final = {
    Kind.CRITERION: About(
        "matching",
        "Prefers a coordinator who lives in the family's own municipality.",
        '{"weight": 0.2}',
        "- Decide: it ranks, with a sentence that a manager can read out to the coordinator. A manager chooses.\n"
        "- Weigh more than what a family wishes: a wish counts 3, so keep the weight small.\n" + MATCHING_SEES,
    ),
    Kind.RULE: About(
        "matching",
        "Keeps urgent requests from coordinators who have several cases.",
        '{"most_cases": 1}',
        "- Let anybody in: it only keeps out. Independence, consent and papers are asked before every plugin.\n"
        "- Say anything private: its sentence stays visible, and is the same for everybody.\n" + MATCHING_SEES,
    ),
    Kind.CHANNEL: About(
        "notifications",
        "Lays each letter as a text file in a folder.",
        '{"folder": "/srv/letters"}',
        "- Keep words or an address longer than sending takes, except where `forget` can take them away again.\n"
        "- Log either of them.\n"
        "- Say that a letter was taken when it was not: return, or raise one of the errors of a channel.\n"
        "- Show who writes when `letter.letterhead` is nothing: others open the mail of this person.\n",
        'export KRING_NOTIFICATIONS_CHANNELS=\'["smtp", "$name"]\'\n',
    ),
    Kind.QUESTION_CHECK: About(
        "intake",
        "Says of a Dutch question that it is long.",
        '{"most_words": 30}',
        "- Refuse or change a question: it gives advice, and people decide.\n"
        "- Repeat the question in a remark: remarks are shown and counted without it.\n"
        "- Be silent about a language it cannot read: it says `not-checked`.\n"
        "- Read a file, ask a server, look at the clock, or raise an error, whatever the text is.\n",
    ),
    Kind.ADAPTER: About(
        "intake",
        "Reads referrals from lines of five parts with semicolons between them.",
        "",
        "- Raise an error, whatever is in a file: what cannot be read becomes a refusal.\n"
        "- Repeat in a refusal what was sent.\n"
        "- Give an element another id when it is handed in again, or it is taken for another referral.\n"
        "- Read another file, ask a server, or look at the clock.\n",
    ),
}
