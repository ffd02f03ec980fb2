"""Why messages go as they go: the sources the table names."""

from typing import Final

STOPS: Final = "practice elsewhere: consent can be withdrawn at any moment"
OWN_CHOICE: Final = "process description: a conference is held when the main person wants it"
STOP_AT_ONCE: Final = "our own choice: after a death no automatic message may reach anybody"
BOTH_CONFIRM: Final = "our own choice: a request changes office only when both offices say so"
A_PERSON_DECIDES: Final = "our own choice: Kring finds who looks alike, and only a person says who is the same"
NOT_KEPT: Final = "our own choice: without a yes nothing personal may be kept; the people did not ask us to"
INDEPENDENT: Final = "recruitment folder: not employed by or otherwise tied to those who decide or help"
AT_HOME: Final = "family folder: everybody can take part safely"
TRUTH: Final = "our own choice: the record says what happened, not what was meant"
VOCABULARY: Final = "GOV.UK Notify: temporary and permanent failures are told apart, and delivered is not read"
