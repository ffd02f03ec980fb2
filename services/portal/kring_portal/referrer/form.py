"""The referral of a professional, as a form has it: what is wrong is said by field, and nothing typed is lost."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from kring_shared.contracts.referral import MandateKind, Wrong
from kring_shared.contracts.referral.rules import read_data
from kring_shared.kernel.national_numbers import mask

FIELDS: Final = (
    "reference", "name", "organisation", "email", "phone", "person", "birth_year", "languages", "municipality",
    "context", "urgency", "minors", "question", "mandate", "conditions", "acceptor_name", "acceptor_organisation",
    "acceptor_email", "acceptor_phone", "deadline", "neutral", "avoid", "talk",
)  # fmt: skip
LONGEST: Final = {"question": 4000, "conditions": 8000, "avoid": 1000}
LONG: Final = 200
MANDATES: Final = tuple(kind.value for kind in MandateKind)
OF: Final = {
    "/data/reference": "reference",
    "/data/requester/name": "name",
    "/data/requester/organisation": "organisation",
    "/data/requester/email": "email",
    "/data/requester/phone": "phone",
    "/data/mainPersons": "person",
    "/data/mainPersons/0/name": "person",
    "/data/mainPersons/0/birthYear": "birth_year",
    "/data/mainPersons/0/languages": "languages",
    "/data/context": "context",
    "/data/urgency": "urgency",
    "/data/mandates": "mandate",
    "/data/mandates/0/kind": "mandate",
    "/data/mandates/0/legalDeadline": "deadline",
    "/data/mandates/0/acceptor/name": "acceptor_name",
    "/data/mandates/0/acceptor/organisation": "acceptor_organisation",
    "/data/mandates/0/acceptor/email": "acceptor_email",
    "/data/mandates/0/acceptor/phone": "acceptor_phone",
    "/data/mandates/0/acceptor": "acceptor_email",
    "/data/mandates/0/conditions": "conditions",
    "/data/mainPersons/0/municipality": "municipality",
    "/data/minorsInvolved": "minors",
    "/data/contactRules": "avoid",
    "/data/requester": "email",
}
"""Which field of the form is meant by what is wrong in a referral."""
SAID: Final = {"/data/requester": "referrer-wrong-reach"}
"""What is wrong that more than one field could mend."""


def typed(sent: Mapping[str, Any]) -> dict[str, str]:
    """Read what was typed."""
    return {name: str(sent.get(name, ""))[: LONGEST.get(name, LONG)].strip() for name in FIELDS}


def data_of(form: Mapping[str, str]) -> dict[str, Any]:
    """Write the referral; what was left open is left out."""
    requester = {"kind": "professional", "name": form["name"], "organisation": form["organisation"]}
    requester |= {name: form[name] for name in ("email", "phone") if form[name]}
    person: dict[str, Any] = {"name": form["person"]}
    if form["birth_year"]:
        person["birthYear"] = int(form["birth_year"]) if form["birth_year"].isdecimal() else form["birth_year"]
    if form["languages"]:
        person["languages"] = form["languages"].replace(",", " ").split()
    if form["municipality"]:
        person["municipality"] = form["municipality"]
    data: dict[str, Any] = {
        "reference": form["reference"],
        "requester": requester,
        "mainPersons": [person],
        "context": form["context"],
        "urgency": form["urgency"],
        "question": form["question"],
    }
    if form["talk"]:
        data["informationTalkOnly"] = True
    if form["minors"]:
        data["minorsInvolved"] = form["minors"] == "yes"
    if form["context"] == "mandatory" and form["mandate"]:
        data["mandates"] = [_mandate(form)]
    if form["neutral"] or form["avoid"]:
        data["contactRules"] = {"neutralSender": bool(form["neutral"]), "doNotContact": form["avoid"].splitlines()}
    return data


def _mandate(form: Mapping[str, str]) -> dict[str, Any]:
    mandate: dict[str, Any] = {"kind": form["mandate"]}
    mandate["conditions"] = [line.strip() for line in form["conditions"].splitlines() if line.strip()]
    acceptor = {name: form[f"acceptor_{name}"] for name in ("name", "organisation", "email", "phone")}
    if any(acceptor.values()):
        mandate["acceptor"] = acceptor
    if form["deadline"]:
        mandate["legalDeadline"] = form["deadline"]
    return mandate


def what_is_wrong(form: Mapping[str, str], data: dict[str, Any], today: date) -> dict[str, str]:
    """Say what is wrong, by field, as keys of the words."""
    numbered = [name for name in FIELDS if name not in {"phone", "acceptor_phone"}]
    wrong = {name: "referrer-wrong-number" for name in numbered if mask({"text": form[name]})["text"] != form[name]}
    if form["context"] == "mandatory" and not form["mandate"]:
        wrong["mandate"] = "referrer-wrong-mandate"
    read = read_data(data, today=today)
    for one in read if isinstance(read, tuple) else ():
        wrong.setdefault(_field(one), SAID.get(one.pointer, "referrer-wrong-field"))
    return wrong


def _field(one: Wrong) -> str:
    at = one.pointer
    while at and at not in OF:
        at = at.rpartition("/")[0]
    return OF.get(at, "question")
