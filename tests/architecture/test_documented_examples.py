"""What the pages give their readers to copy is copied here, and works."""

import asyncio
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

from kring_shared.contracts.cloudevents import from_message
from kring_shared.kernel.referrals import ValidReferral, read_referral
from kring_shared.runtime.embedded.embedded import Embedded
from kring_shared.runtime.settings import SharedSettings
from tests.architecture.documents import files_in
from tests.architecture.tree import ROOT

CONTRACTS, PLUGINS, OPERATING = (ROOT / "docs" / f"{name}.md" for name in ("contracts", "plugins", "operating"))
USE = """
import asyncio, json, sys
from datetime import UTC, date, datetime
from pathlib import Path
from kring_matching.hooks import View
from kring_matching.plugged import criteria, rules
from kring_notifications.domain import AddressKind
from kring_notifications.hooks import Letter
from kring_shared.contracts.notifications import Moment
from kring_shared.contracts.field import Dossier
from kring_shared.contracts.sealed import Contact
from kring_shared.runtime.running import plugins
from kring_shared.runtime.settings import SharedSettings
from types import SimpleNamespace

shared = SharedSettings()
built = plugins.load(plugins.service("matching"), shared)
criterion, rule = criteria(built)["many-years"], built["calm-start"]
assert rule in rules(built)
coordinator = SimpleNamespace(certified_on=date(2026, 1, 1))
view = View(Dossier(policy="nl/1"), coordinator, 0, date(2026, 11, 20))
verdict = criterion.look(view)
urgent = View(Dossier(policy="nl/1", urgency="urgent"), coordinator, 0, view.today)
stops = [stop and stop.code for stop in map(rule.keeps_out, (view, urgent))]

channel = plugins.load(plugins.service("notifications"), shared)["print-room"]
reaches = [channel.can_reach([AddressKind.POSTAL]), channel.can_reach([AddressKind.EMAIL])]
contact = Contact(name="Oma", postal_address="Lindestraat 1, 3511 AA Utrecht")
letter = Letter(message_id="0" * 32, moment=Moment.PLAN, language="nl", subject="Het plan", text="Dag Oma",
    contact=contact, sender="utrecht@kring.example", sender_name="Utrecht", written_at=datetime.now(UTC))
asyncio.run(channel.send(letter))

check = plugins.load(plugins.service("intake"), shared)["frisian-question"]
asked = ("Kin hy thús bliuwe?", "Kan hij thuis blijven?")
remarks = [remark.code for question in asked for remark in check.look(question)]
print(json.dumps([criterion.weight, verdict.score, verdict.because.en, *stops, *reaches, *remarks]))
"""


def written_to(folder: Path, page: Path) -> Path:
    for name, text in files_in(page).items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def test_both_encodings_of_the_documented_referral_are_one_and_the_same_referral() -> None:
    files = files_in(CONTRACTS)
    head, _, body = files["referral.txt"].partition("\n\n")
    headers = dict(line.split(": ", 1) for line in head.splitlines())
    structured = files["referral.json"].encode()
    read = [read_referral(h, b, today=date(2026, 11, 20)) for h, b in (({}, structured), (headers, body.encode()))]
    assert isinstance(read[0], ValidReferral)
    assert read[0] == read[1]
    assert from_message(headers, body.encode()).id == json.loads(structured)["id"]


async def test_a_sender_that_copies_the_documented_program_gets_its_receipt(tmp_path: Path) -> None:
    folder = written_to(tmp_path, CONTRACTS)
    async with Embedded(tmp_path / "kring", services=("intake",)) as kring:
        environment = os.environ | {"NATS_URL": kring.server.url}
        for status in ("received", "repeated"):
            sender = await asyncio.create_subprocess_exec(
                sys.executable, "refer.py", "referral.json", cwd=folder, env=environment, stdout=asyncio.subprocess.PIPE
            )
            said, _ = await asyncio.wait_for(sender.communicate(), 60)
            assert said.decode().splitlines()[0] == "safely kept in REFERRALS"
            assert said.decode().splitlines()[-1].startswith(f"{status} ")


def test_the_documented_offices_can_be_read(tmp_path: Path) -> None:
    written_to(tmp_path, OPERATING)
    assert list(SharedSettings(offices_file=tmp_path / "offices.json").offices()) == ["zwolle"]


def test_the_documented_plugins_are_built_found_and_used_once_an_operator_names_them(tmp_path: Path) -> None:
    source, place, letters = written_to(tmp_path / "source", PLUGINS), tmp_path / "installed", tmp_path / "letters"
    letters.mkdir()
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--no-build-isolation"]
    subprocess.run([*install, "--target", str(place), str(source)], check=True)
    settings: dict[str, dict[str, object]] = {
        "matching:many-years": {"weight": 0.5},
        "matching:calm-start": {},
        "notifications:print-room": {"folder": str(letters)},
        "intake:frisian-question": {},
    }
    named = {
        "PYTHONPATH": str(place),
        "KRING_PLUGINS": json.dumps(list(settings)),
        "KRING_PLUGIN_SETTINGS": json.dumps(settings),
    }
    used = subprocess.run(
        [sys.executable, "-c", USE], env=os.environ | named, check=True, capture_output=True, text=True
    )
    of_matching = [0.5, 0.177, "got the certificate 323 days ago", None, "first-year"]
    expected = [*of_matching, True, False, "closed", "not-checked"]
    assert json.loads(used.stdout.splitlines()[-1]) == expected
    (letter,) = letters.iterdir()
    assert letter.read_text(encoding="utf-8").startswith("Oma\nLindestraat 1, 3511 AA Utrecht\n\nDag Oma")

    unnamed = os.environ | {"PYTHONPATH": str(place)}
    refused = subprocess.run([sys.executable, "-c", USE], env=unnamed, check=False, capture_output=True, text=True)
    assert "KeyError: 'many-years'" in refused.stderr
