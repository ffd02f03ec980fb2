"""Signals that were passed on, at the safety officer's desk: listed, opened, and closed."""

from pathlib import Path

from kring_shared.contracts import conference as c
from kring_shared.contracts.actor import Role
from tests.integration.portal.behind import Family, a_family

OFFICER = "0" * 31 + "1"
WORDS = "De buurman zei dat hij zal komen."


async def passed_on(family: Family) -> str:
    """Let the coordinator worry, and the manager pass it on; give the signal's number."""
    office = family.circled.office
    worry = c.RaiseSafetySignal(case_id=family.case_id, level=c.SignalLevel.CONCERN, words=WORDS)
    await family.circled.does(worry)
    (line,) = (await office.asks(c.ListSafetySignals(), c.SafetySignalList)).signals
    await office.must(c.PassSafetySignalOn(signal_id=line.signal_id, officer_id=OFFICER))
    return line.signal_id


async def test_what_was_passed_on_stands_on_the_first_page_without_its_words_until_it_is_settled(
    tmp_path: Path,
) -> None:
    async with a_family(tmp_path) as family:
        officer = await family.portal.signed_in(Role.SAFETY_OFFICER, OFFICER)
        assert "No signal waits for you now." in await officer.sees("/safety-officer")
        number = await passed_on(family)
        first = await officer.sees("/safety-officer")
        assert f'href="/safety-officer/signals/{number}"' in first
        assert "a concern" in first
        assert WORDS not in first
        assert family.case_id not in first
        closed = await officer.sends(f"/safety-officer/signals/{number}/close-safety-signal", outcome="safe-now")
        assert number not in closed.text
        assert number in await officer.sees("/safety-officer?settled=true")


async def test_a_signal_is_opened_by_its_number_and_closed_with_what_became_of_it(tmp_path: Path) -> None:
    async with a_family(tmp_path) as family:
        number = await passed_on(family)
        officer = await family.portal.signed_in(Role.SAFETY_OFFICER, OFFICER)
        first = await officer.sees("/safety-officer")
        assert "It is written down who opens a signal" in first
        assert "/safety-officer/emergency" in first
        opened = await officer.sends("/safety-officer", which=f" {number.upper()} ")
        assert opened.url.path == f"/safety-officer/signals/{number}"
        assert WORDS in opened.text
        assert "Tante Loes" not in opened.text
        closed = await officer.sends(f"/safety-officer/signals/{number}/close-safety-signal", outcome="safe-now")
        assert "It is done." in closed.text
        assert (await family.circled.office.asks(c.ListSafetySignals(), c.SafetySignalList)).signals == ()


async def test_a_number_that_is_none_is_asked_for_again(tmp_path: Path) -> None:
    async with a_family(tmp_path) as family:
        officer = await family.portal.signed_in(Role.SAFETY_OFFICER, OFFICER)
        wrong = await officer.sends("/safety-officer", which="van de buurman")
        assert wrong.status_code == 422
        assert "Look once more" in wrong.text


async def test_a_signal_of_another_officer_is_closed_to_them_but_in_an_emergency(tmp_path: Path) -> None:
    async with a_family(tmp_path) as family:
        number = await passed_on(family)
        other = await family.portal.signed_in(Role.SAFETY_OFFICER, "2" * 32)
        closed = await other.get(f"/safety-officer/signals/{number}")
        assert closed.status_code in {403, 404}
        assert WORDS not in closed.text
        opened = await other.sends("/safety-officer/emergency", which=number, reason="danger")
        assert WORDS in opened.text
