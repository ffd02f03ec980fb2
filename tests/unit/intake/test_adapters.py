"""The built-in adapters keep to the contract of adapters, and one that does not is told why."""

import json
import random
from collections.abc import Iterator

import pytest

from kring_intake.plugins.cloudevents import CloudEventLines, CloudEvents
from kring_intake.plugins.csv import Csv
from kring_intake.plugins.e_mail.adapter import EMail
from kring_shared.kernel.adapters import FileItem
from kring_shared.kernel.plugins import NoSettings
from kring_shared.kernel.referral_files import event_of
from kring_shared.kernel.referrals import RefusedReferral
from kring_shared.testing.adapters import AdapterContract, Sample
from tests.unit.intake.mails import FORM, PERSONAL, a_mail, an_envelope

NAME, PHONE = "Filip van der Testen", "030 000 45 67"


def an_event(reference: str) -> str:
    requester = {"kind": "closePerson", "name": "Oma Jansje", "phone": PHONE}
    data = {"reference": reference, "requester": requester, "context": "voluntary", "urgency": "normal"}
    return event_of(data | {"mainPersons": [{"name": NAME}]}, source="urn:nl:x", event_id=reference).decode()


ONE, TWO, BROKEN = an_event("A-1"), an_event("A-2"), '{"specversion": "1.0"}'


class TestCloudEvents(AdapterContract):
    adapter = CloudEvents(NoSettings())
    samples = (
        Sample(ONE.encode(), ("A-1",)),
        Sample(f"[{ONE}, 5, {TWO}, {BROKEN}]".encode(), ("A-1", "", "A-2", "")),
        Sample(b"[]", ()),
        Sample(b"{", ("",)),
    )
    same_elsewhere = ((ONE.encode(), f"[{TWO},\n {ONE}]".encode()),)
    personal = (NAME, PHONE, "Jansje")


class TestCloudEventLines(AdapterContract):
    adapter = CloudEventLines(NoSettings())
    samples = (
        Sample(f"{ONE}\n\n{BROKEN}\nno json\n{TWO}\r\n".encode(), ("A-1", "", "", "A-2")),
        Sample(b"\n", ()),
    )
    same_elsewhere = ((f"{ONE}\n".encode(), f"{TWO}\n  {ONE}".encode()),)
    personal = (NAME, PHONE, "Jansje")


HEADER = "reference,requester.kind,requester.name,requester.phone,mainPerson.name,context,urgency\n"
ROW = f"A-1,closePerson,Oma Jansje,{PHONE},{NAME},voluntary,normal\n"
OTHER = ROW.replace("A-1", "A-2")


class TestCsv(AdapterContract):
    adapter = Csv(NoSettings())
    samples = (
        Sample(f"{HEADER}{ROW}\n{OTHER}{ROW.replace('normal', 'soon')}".encode(), ("A-1", "A-2", "")),
        Sample(f"{HEADER}{ROW}".replace(",", ";").encode(), ("A-1",)),
        Sample(HEADER.encode(), ()),
    )
    same_elsewhere = ((f"{HEADER}{ROW}".encode(), f"{HEADER}{OTHER}{ROW}".encode()),)
    personal = (NAME, PHONE, "Jansje")


def with_files() -> bytes:
    mail = an_envelope("Zie de bijlagen.")
    mail.add_attachment(ONE.encode(), maintype="application", subtype="cloudevents+json", filename="een.json")
    mail.add_attachment(f"{HEADER}{ROW}{OTHER}", subtype="csv", filename="lijst.csv")
    return mail.as_bytes()


class TestEMail(AdapterContract):
    adapter = EMail(NoSettings())
    samples = (
        Sample(a_mail(), ("WN-2026-0041",)),
        Sample(a_mail(FORM.replace("Spoed: nee\n", "")), ("",)),
        Sample(with_files(), ("A-1", "A-1", "A-2")),
        Sample(b"", ("",)),
    )
    same_elsewhere = (
        (a_mail(), b"Received: from elsewhere\r\nX-Spam: no\r\n" + a_mail()),
        (a_mail(), a_mail(FORM + "\n-- \nM. Jansen\nTel: 030 000 00 00\n")),
    )
    personal = PERSONAL


class Wrong:
    """An adapter with a fault that can be chosen: one referral a line, `reference name`."""

    name, suffixes, channel = "wrong", (".txt",), "file"

    def __init__(self, fault: str = "") -> None:
        self.fault = fault

    def read(self, content: bytes, *, source: str) -> Iterator[FileItem]:
        for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
            text = line.decode(errors="strict" if self.fault == "raises" else "replace")
            if text.strip() and not (self.fault == "drops" and number == 2):
                reference, _, name = text.partition(" ")
                yield self._item(number, reference, name, source)

    def _item(self, number: int, reference: str, name: str, source: str) -> FileItem:
        if name.startswith("!"):
            return FileItem(
                number, refused=RefusedReferral("kring.invalid-fields", name if self.fault == "tells" else "")
            )
        ids = {"counts": str(number), "one": "always", "forgets": str(random.random())}  # noqa: S311 - a fault
        data = json.loads(an_event(reference))["data"]
        event = event_of(data, source=source, event_id=ids.get(self.fault, reference or "none"))
        return FileItem(number, b"" if self.fault == "empty" else event)


def contract_of(fault: str) -> AdapterContract:
    contract = AdapterContract()
    contract.adapter = Wrong(fault)
    contract.samples = (Sample(b"A-1 x\nA-2 y\nA-3 !Filip\n", ("A-1", "A-2", "")),)
    contract.same_elsewhere = ((b"A-1 x", b"A-2 y\nA-1 x"),)
    contract.personal = ("Filip",)
    return contract


TESTS = sorted(name for name in vars(AdapterContract) if name.startswith("test_"))


@pytest.mark.parametrize("test", TESTS)
def test_a_small_adapter_without_a_fault_passes(test: str) -> None:
    getattr(contract_of(""), test)()


@pytest.mark.parametrize(
    ("fault", "test", "reason"),
    [
        ("raises", "test_whatever_comes_it_does_not_raise", "it raised UnicodeDecodeError"),
        ("drops", "test_every_element_of_a_sample_is_exactly_one_item", "holds 3 elements and gave 2 items"),
        ("drops", "test_a_good_element_becomes_the_referral_that_was_meant", "gave the references"),
        ("empty", "test_every_element_of_a_sample_is_exactly_one_item", "an event or a refusal, one of the two"),
        ("counts", "test_the_same_element_is_the_same_event_wherever_it_stands", "another id where it stood elsewhere"),
        ("one", "test_elements_that_differ_are_different_events", "different referrals have one event id"),
        ("forgets", "test_the_same_file_gives_the_same_items", "it remembers, or looks at a clock"),
        ("tells", "test_a_refusal_repeats_nothing_personal", r"a refusal repeats \['Filip'\]"),
    ],
)
def test_an_adapter_with_a_fault_is_told_which(fault: str, test: str, reason: str) -> None:
    with pytest.raises((AssertionError, pytest.fail.Exception), match=reason):
        getattr(contract_of(fault), test)()


def test_what_is_no_adapter_is_told_what_it_lacks() -> None:
    contract = contract_of("")
    contract.adapter = object()  # type: ignore[assignment]
    with pytest.raises(AssertionError, match="it needs name, suffixes, channel and read"):
        contract.test_it_says_its_name_and_which_files_it_reads()
