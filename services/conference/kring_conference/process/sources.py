"""Whose word it is, where several tables lean on the same one."""

from typing import Final

OWN_CHOICE: Final = "our own choice"
OWN_ACCORD: Final = "family folder: people come of their own accord"
EVERYONE_AGREES: Final = "family folder: agreements everyone present agrees with"
BEFOREHAND: Final = "family folder: conditions are shared with everyone present beforehand"
TASKS: Final = "recruitment folder: the coordinator's tasks"
SAFE: Final = "recruitment folder: everyone present can take part safely"
INDEPENDENT: Final = "recruitment folder: not employed by or otherwise tied to those who decide or help"
CONSENT_ENDS: Final = "practice elsewhere: consent can be withdrawn at any moment"
BOTH_OFFICES: Final = "our own choice: a request changes office only when both offices say so"
BOTH_SIDES: Final = "practice of hergo: voluntary on both sides"
SWEDEN: Final = "practice in Sweden: discuss once more and correct"
WHY_STOPPED: Final = "figures of the field: reasons why a preparation stopped"
SECOND_MEETING: Final = "figures of the field: five in a hundred plans need a second meeting"
