"""Whose word it is, where several tables of the conference lean on the same one."""

from typing import Final

OWN_CHOICE: Final = "our own choice"
OWN_ACCORD: Final = "family folder: people come of their own accord"
EVERYONE_AGREES: Final = "family folder: agreements everyone present agrees with"
BEFOREHAND: Final = "family folder: conditions are shared with everyone present beforehand"
TASKS: Final = "recruitment folder: the coordinator's tasks"
SAFE: Final = "recruitment folder: everyone present can take part safely"
BOTH_SIDES: Final = "practice of hergo: voluntary on both sides"
SWEDEN: Final = "practice in Sweden: discuss once more and correct"
WHY_STOPPED: Final = "figures of the field: reasons why a preparation stopped"
SECOND_MEETING: Final = "figures of the field: five in a hundred plans need a second meeting"
