"""Whom and what a running case is about, as the referral it would have been; the rules of every referral hold."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from kring_shared.contracts.field import Context, RequesterKind, Urgency
from kring_shared.contracts.referral import Referral, read_data
from kring_shared.kernel.register_cells import Unclear

Values = Mapping[str, Any]

_COLUMN_OF: Final = {
    "/data/reference": "reference",
    "/data/question": "question",
    "/data/requester/name": "requester_name",
    "/data/requester/organisation": "requester_organisation",
    "/data/requester/email": "requester_email",
    "/data/requester/phone": "requester_phone",
    "/data/requester": "requester_email",
    "/data/mainPersons/0/name": "name",
    "/data/mainPersons/0/birthYear": "birth_year",
    "/data/mainPersons/0/languages": "languages",
    "/data/mainPersons/0": "name",
    "/data/mainPersons": "other_main_persons",
    "/data/mandates/0/acceptor/name": "acceptor_name",
    "/data/mandates/0/acceptor/organisation": "acceptor_organisation",
    "/data/mandates/0/acceptor/phone": "acceptor_phone",
    "/data/mandates/0/acceptor": "acceptor_email",
    "/data/mandates/0/conditions": "conditions",
    "/data/mandates": "mandate",
}
"""From where in a referral to the column it was written in; the longest that fits counts."""


def referral_of(values: Values, today: date) -> Referral:
    """Make the referral.

    Raises:
        Unclear: a rule of every referral does not hold, with the column it is about.
    """
    read = read_data(_data(values), today=today)
    if isinstance(read, Referral):
        return read
    reasons = dict.fromkeys(f"{_column(wrong.pointer)}: {wrong.reason.en}" for wrong in read)
    raise Unclear("; ".join(reasons))


def _data(values: Values) -> dict[str, Any]:
    data: dict[str, Any] = {
        "reference": values["reference"],
        "requester": _requester(values),
        "mainPersons": [
            _main_person(values["name"], values.get("birth_year"), values),
            *(_main_person(o.contact.name, o.birth_year, values) for o in values.get("other_main_persons", ())),
        ],
        "conferenceType": values["type"].value,
        "context": values.get("context", Context.VOLUNTARY).value,
        "urgency": values.get("urgency", Urgency.NORMAL).value,
        "question": values.get("question", ""),
    }
    if values.get("context") is Context.MANDATORY:
        data["mandates"] = [_mandate(values)]
    return data


def _requester(values: Values) -> dict[str, Any]:
    kind: RequesterKind = values["requester_kind"]
    ways = {way: values[f"requester_{way}"] for way in ("email", "phone") if f"requester_{way}" in values}
    if kind is RequesterKind.MAIN_PERSON and "requester_name" not in values:
        ways = {way: values[way] for way in ("email", "phone") if way in values} | ways
    elif "requester_name" not in values:
        raise Unclear("requester_name: this is needed when somebody else asked")
    organisation = values.get("requester_organisation", "")
    return {
        "kind": kind.value,
        "name": values.get("requester_name", values["name"]),
        "organisation": organisation,
    } | ways


def _main_person(name: str, birth_year: int | None, values: Values) -> dict[str, Any]:
    return {
        "name": name,
        "birthYear": birth_year,
        "languages": [tag for tag, _ in values.get("languages", ())],
        "municipality": values.get("municipality", ""),
    }


def _mandate(values: Values) -> dict[str, Any]:
    acceptor = {"name": values["acceptor_name"], "organisation": values["acceptor_organisation"]}
    acceptor |= {way: values[f"acceptor_{way}"] for way in ("email", "phone") if f"acceptor_{way}" in values}
    return {
        "kind": values["mandate"].value,
        "conditions": list(values.get("conditions", ())),
        "acceptor": acceptor,
    }


def _column(pointer: str) -> str:
    while pointer:
        if pointer in _COLUMN_OF:
            return _COLUMN_OF[pointer]
        pointer = pointer.rpartition("/")[0]
    return "reference"
