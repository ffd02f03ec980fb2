"""What stands in the form, what is wrong with it, and the referral it becomes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from pydantic_core import to_json

from kring_shared.contracts.offices import OfficeCard
from kring_shared.contracts.referral import REFERRAL_TYPE
from kring_shared.contracts.referral.rules import read_data
from kring_shared.kernel.national_numbers import mask
from kring_shared.kernel.nearest_office import nearest_office

SOURCE: Final = "urn:kring:portal"
FIELDS: Final = ("what", "who", "name", "email", "phone", "about", "municipality", "office", "question", "neutral")
LONGEST: Final = {"question": 4000}
LONG: Final = 200
WHAT: Final = ("conference", "talk")
WHO: Final = ("myself", "other")
OF_REFERRAL: Final = {
    "/data/requester/email": ("email", "ask-wrong-email"),
    "/data/requester/phone": ("phone", "ask-wrong-phone"),
}


@dataclass
class Filled:
    """What somebody filled in, as they typed it, and what is wrong, by field."""

    values: dict[str, str]
    wrong: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        """Give what was typed."""
        return self.values.get(name, "")


def filled_in(sent: Mapping[str, Any]) -> Filled:
    """Read what was sent; longer than anybody types is cut off."""
    return Filled({name: str(sent.get(name, ""))[: LONGEST.get(name, LONG)].strip() for name in FIELDS})


def office_of(filled: Filled, offices: Mapping[str, OfficeCard]) -> str:
    """Give the office: the one that was chosen, else the nearest, else the only one."""
    if filled["office"] in offices:
        return filled["office"]
    return nearest_office(filled["municipality"], offices) or (next(iter(offices)) if len(offices) == 1 else "")


def looked_through(filled: Filled, offices: Mapping[str, OfficeCard], data: dict[str, Any], today: date) -> None:
    """Note what is wrong, in the words of the form."""
    missing = {
        "what": (filled["what"] not in WHAT, "ask-wrong-choose"),
        "who": (filled["who"] not in WHO, "ask-wrong-choose"),
        "name": (not filled["name"], "ask-wrong-name"),
        "email": (not filled["email"] and not filled["phone"], "ask-wrong-reach"),
        "about": (filled["who"] == "other" and not filled["about"], "ask-wrong-about"),
        "municipality": (not filled["municipality"], "ask-wrong-municipality"),
        "office": (bool(filled["municipality"]) and not office_of(filled, offices), "ask-wrong-office"),
    }
    filled.wrong.update({name: words for name, (is_so, words) in missing.items() if is_so})
    texts = ("name", "about", "municipality", "question", "email")
    numbered = [name for name in texts if mask({"text": filled[name]})["text"] != filled[name]]
    filled.wrong.update(dict.fromkeys(numbered, "ask-wrong-number"))
    if filled.wrong:
        return
    read = read_data(data, today=today)
    for one in read if isinstance(read, tuple) else ():
        name, words = OF_REFERRAL.get(one.pointer, ("question", "ask-wrong-something"))
        filled.wrong[name] = words


def data_of(filled: Filled, reference: str, language: str) -> dict[str, Any]:
    """Write the referral, with nothing in it that nobody filled in."""
    mine = filled["who"] == "myself"
    person = {"name": filled["name"] if mine else filled["about"], "municipality": filled["municipality"]}
    requester = {"kind": "mainPerson" if mine else "closePerson"}
    requester |= {name: filled[name] for name in ("name", "email", "phone") if filled[name]}
    data: dict[str, Any] = {
        "reference": reference,
        "requester": requester,
        "mainPersons": [person | ({"languages": [language]} if mine else {})],
        "context": "voluntary",
        "urgency": "normal",
        "wishes": {"languages": [language]},
    }
    if filled["what"] == "talk":
        data["informationTalkOnly"] = True
    if filled["question"]:
        data["question"] = filled["question"]
    if filled["neutral"]:
        data["contactRules"] = {"neutralSender": True}
    return data


def event_of(data: dict[str, Any], event_id: str, at: str, *, source: str = SOURCE) -> bytes:
    """Write the event, as any system would."""
    event = {"specversion": "1.0", "id": event_id, "source": source, "type": REFERRAL_TYPE, "time": at, "data": data}
    return to_json(event)
