"""Sentences of the field that the tables of more than one service lean on, each once and under one name.

What one table alone leans on stands on top of that table.
"""

from typing import Final

BOTH_CONFIRM: Final = "our own choice: a request changes office only when both offices say so"
CONSENT_ENDS: Final = "practice elsewhere: consent can be withdrawn at any moment"
A_PERSON_DECIDES: Final = "our own choice: Kring finds who looks alike, and only a person says who is the same"
INDEPENDENT: Final = "recruitment folder: not employed by or otherwise tied to those who decide or help"
MAIN_PERSON_WANTS_IT: Final = "process description: a conference is held when the main person wants it"
CALLED_IN: Final = "recruitment folder: after a request the regional manager calls in a coordinator"
STOP_AT_ONCE: Final = "our own choice: after a death no automatic message may reach anybody"
NOT_KEPT: Final = "our own choice: without a yes nothing personal may be kept; the people did not ask us to"
COORDINATOR_REGISTERS: Final = "recruitment folder: the coordinator takes care of the digital registration"
