"""What happens at intake when it does not go straight: each case of the field, on a whole Kring."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from kring_shared.contracts import intake as i
from kring_shared.contracts import registry as r
from kring_shared.contracts.actor import Role
from kring_shared.contracts.field import Context, RequesterKind, Urgency
from kring_shared.contracts.notifications import Moment, NotificationQueued, NotificationToTell
from kring_shared.contracts.policies import BE, NL
from kring_shared.contracts.referral import Referral
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.ids import new_id
from kring_shared.testing.audit import audit
from kring_shared.testing.people.desk import Desk
from kring_shared.testing.people.register import fill_register
from tests.route.office import CHILD, GROWN_UP, Office, an_office
from tests.route.played import a_referral

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
BSN = "111222333"


def a_mandate(kind: str, condition: str, **more: object) -> dict[str, object]:
    acceptor = {"name": "R. Maes", "organisation": "Bureau", "email": f"{kind.lower()}@bureau.example"}
    return {"kind": kind, "conditions": [condition], "acceptor": acceptor} | more


async def all_is_well(office: Office) -> None:
    """Nothing was lost or doubled, and nothing waits for a person."""
    databases = [(one.service, one.database) for one in office.kring.running]
    assert (await audit(office.client.connection, databases)).problems == []
    for service, _ in databases:
        assert office.rows(service.name, "SELECT id FROM parked") == [], service.name


async def test_8_an_emergency_is_taken_on_the_same_day_and_skips_no_consent(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        case = await office.refers("URGENT-1", urgency="urgent")
        await office.triages(case.case_id, urgency=Urgency.URGENT)
        refusal = await office.does(i.AcceptRequest(case_id=case.case_id))
        assert (refusal.code, refusal.stage) == ("kring.not-allowed-now", "triaged")
        await office.settles(case.case_id)
        await office.all_say_yes(case.case_id)
        await office.must(i.AcceptRequest(case_id=case.case_id))
        assert await office.names(case.case_id, "matching") == ["search-started"]
        (accepted,) = (fact for fact in await office.facts(case.case_id) if isinstance(fact, i.RequestAccepted))
        assert accepted.dossier.urgency is Urgency.URGENT
        assert office.clock.now().date() == case.received_at.date()
        await all_is_well(office)


async def test_9_a_family_that_stops_is_not_asked_why_and_gets_no_more_letters(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        await fill_register(Desk(office.client), office.clock.now())
        case = await office.refers("STOP-1")
        await office.accepts(case.case_id)
        await office.waits(DAY)
        (main_person,) = (await office.shown(case.case_id)).main_persons
        await office.must(i.WithdrawRequest(case_id=case.case_id), Role.MAIN_PERSON, main_person.person_id)
        stopped_at = office.clock.now()
        await office.waits(10 * WEEK)
        assert await office.stage_of(case.case_id) == ("withdrawn", "")
        facts = await office.facts(case.case_id)
        letters = [f.moment for f in facts if isinstance(f, NotificationQueued) and f.occurred_at >= stopped_at]
        assert set(letters) <= {Moment.STOPPED}
        (locked,) = (fact for fact in facts if isinstance(fact, r.RegistrationLocked))
        assert locked.outcome is i.Outcome.STOPPED_BEFORE_START
        await all_is_well(office)


async def test_15_a_family_that_two_systems_refer_is_merged_by_a_person_and_neither_sender_learns_of_it(
    tmp_path: Path,
) -> None:
    async with an_office(tmp_path) as office:
        person = GROWN_UP | {"postalCode": "3511", "municipality": "Utrecht"}
        first = await office.refers("WT-1", system="wijkteam", mainPersons=[person])
        second = await office.refers("GGZ-9", system="ggz", mainPersons=[person | {"name": "Rachel Deboer"}])
        assert [receipt["status"] for receipt in await office.receipts()] == ["received", "received"]
        (line,) = (await office.asks(i.ListDuplicates(office="utrecht"), i.DuplicateList)).duplicates
        assert {line.case_id, line.other_id} == {first.case_id, second.case_id}
        await office.must(i.MergeRequest(case_id=second.case_id, into_id=first.case_id))
        assert (await office.shown(first.case_id)).references == ("WT-1", "GGZ-9")
        await office.refers("GGZ-9", system="ggz", mainPersons=[person])
        again = (await office.receipts())[-1]
        assert (again["status"], again["requestId"]) == ("repeated", second.case_id)
        await office.must(i.UndoMerge(case_id=second.case_id))
        assert (await office.shown(first.case_id)).references == ("WT-1",)
        assert await office.stage_of(second.case_id) == ("received", "")
        await all_is_well(office)


async def test_16_siblings_with_different_guardians_come_to_one_conference_each_with_their_own_conditions(
    tmp_path: Path,
) -> None:
    async with an_office(tmp_path) as office:
        children = [CHILD, CHILD | {"name": "Sem de Boer", "birthYear": 2018}]
        mandates = [
            a_mandate("familyGuardian", "Noor slaapt bij oma", **{"for": [0]}),
            a_mandate("familyGuardian", "Sem blijft op school", **{"for": [1]}),
        ]
        case = await office.refers(
            "SIB-1", mainPersons=children, context="mandatory", mandates=mandates, minorsInvolved=True
        )
        await office.triages(case.case_id, context=Context.MANDATORY)
        for line in (await office.shown(case.case_id)).main_persons:
            guardian = Contact(name=f"Voogd van {line.name}", email="voogd@bureau.example")
            await office.must(
                i.SettleAuthority(case_id=case.case_id, person_id=line.person_id, holders=(guardian,), all_known=True)
            )
            await office.must(i.RecordVoice(case_id=case.case_id, person_id=line.person_id, asked=True))
        noor, sem = (await office.shown(case.case_id)).main_persons
        await office.must(
            i.GiveConsent(case_id=case.case_id, method=i.ConsentMethod.IN_WRITING, giver_id=noor.holders[0].person_id)
        )
        assert (await office.shown(case.case_id)).still_to_ask == (sem.holders[0].person_id,)
        await office.all_say_yes(case.case_id)
        await office.must(i.AcceptRequest(case_id=case.case_id))
        (accepted,) = (fact for fact in await office.facts(case.case_id) if isinstance(fact, i.RequestAccepted))
        assert [mandate.for_persons for mandate in accepted.mandates] == [(noor.person_id,), (sem.person_id,)]
        assert len(accepted.main_persons) == len(children)
        await all_is_well(office)


async def test_17_a_family_that_moves_goes_on_at_another_office_once_it_says_yes_to_that(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        gent = office.at("gent")
        case = await office.refers("MOVE-1")
        await office.accepts(case.case_id)
        offer = i.OfferTransfer(case_id=case.case_id, to_office="gent", reason=i.TransferReason.FAMILY_MOVED)
        assert (await office.does(offer)).code == "kring.not-ready"
        await office.all_say_yes(case.case_id, "transfer")
        await office.must(offer)
        assert await office.stage_of(case.case_id) == ("in-matching", "transfer-offered")
        (offered,) = (await gent.asks(i.ListTransfers(office="gent"), i.TransferList)).transfers
        assert offered.transfer_id != case.case_id
        await gent.must(i.AcceptTransfer(transfer_id=offered.transfer_id))
        (moved,) = await gent.cases()
        assert (moved.stage, moved.received_at) == ("received", case.received_at)
        shown = await gent.shown(moved.case_id)
        assert (shown.policy, shown.main_persons[0].name) == (BE.id, "Rachel de Boer")
        left = await office.shown(case.case_id)
        assert (left.case.stage, left.policy) == ("transferred", NL.id)
        assert "Rachel" not in left.model_dump_json()
        assert "search-stopped" in await office.names(case.case_id, "matching")
        await all_is_well(office)


async def test_29_a_conference_that_is_held_again_is_a_new_request_that_knows_the_old_one(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        first = await office.refers("ONCE-1")
        await office.accepts(first.case_id)
        question = {"question": "Wat is er nodig nu Noor naar een andere school gaat?"}
        again = Referral.model_validate(
            a_referral("TWICE-1")["data"] | {"mainPersons": [GROWN_UP], "minorsInvolved": False} | question
        )
        receipt = await office.must(i.TakeRequest(referral=again, previous_case_id=first.case_id))
        second = str((receipt.answer or {})["caseId"])
        shown = await office.shown(second)
        assert (shown.previous_case_id, shown.question) == (first.case_id, question["question"])
        (received,) = (fact for fact in await office.facts(second) if isinstance(fact, i.RequestReceived))
        assert (received.previous_case_id, received.channel) == (first.case_id, "phone")
        registration = await office.asks(r.ShowRegistration(case_id=second), r.RegistrationShown)
        assert registration.repeat
        await all_is_well(office)


async def test_30_a_municipality_that_refuses_to_pay_leaves_the_request_waiting_and_the_family_hears_how_to_object(
    tmp_path: Path,
) -> None:
    async with an_office(tmp_path, "amersfoort") as office:
        case = await office.refers("MONEY-1")
        await office.triages(case.case_id)
        await office.settles(case.case_id)
        await office.all_say_yes(case.case_id)
        refusal = await office.does(i.AcceptRequest(case_id=case.case_id))
        assert refusal.code == "kring.not-ready"
        assert "ask-funding" in refusal.message
        await office.must(i.AskFunding(case_id=case.case_id))
        until = office.clock.now().date() + 6 * WEEK
        no = i.RefuseFunding(case_id=case.case_id, reason=i.FundingRefusal.BUDGET_USED, objection_until=until)
        await office.must(no)
        assert await office.stage_of(case.case_id) == ("awaiting-funding", "")
        written_or_told = (NotificationQueued, NotificationToTell)
        heard = [f.moment for f in await office.facts(case.case_id) if isinstance(f, written_or_told)]
        assert heard.count(Moment.FUNDING_REFUSED) == 1
        await office.waits(8 * WEEK)
        assert await office.stage_of(case.case_id) == ("awaiting-funding", "")
        await office.must(i.AskFunding(case_id=case.case_id))
        await office.must(i.GrantFunding(case_id=case.case_id))
        await office.must(i.AcceptRequest(case_id=case.case_id))
        await all_is_well(office)


async def test_31_a_referrer_who_writes_the_outcome_into_the_question_is_advised_and_not_obeyed(
    tmp_path: Path,
) -> None:
    wish = "Hoe zorgen we dat Noor naar een pleeggezin gaat?"
    async with an_office(tmp_path) as office:
        case = await office.refers("WISH-1", question=wish)
        shown = await office.shown(case.case_id)
        assert shown.question == wish
        assert "prescribes-outcome" in [remark.code for remark in shown.question_remarks]
        assert all(remark.nl and remark.en for remark in shown.question_remarks)
        openly = i.CheckQuestion(question="Wat is er nodig zodat Noor veilig en rustig kan opgroeien?")
        assert (await office.asks(openly, i.QuestionChecked)).remarks == ()
        await office.accepts(case.case_id)
        await all_is_well(office)


async def test_36_a_referral_with_a_national_number_is_masked_set_apart_and_released_by_a_person(
    tmp_path: Path,
) -> None:
    async with an_office(tmp_path) as office:
        event = a_referral("BSN-1", question=f"Noor, BSN {BSN}, wil thuis blijven wonen. Wat is daarvoor nodig?")
        told = await office.publishes(json.dumps(event).encode())
        assert told["status"] == "quarantined"
        (line,) = (await office.asks(i.ListQuarantine(office="utrecht"), i.QuarantineList)).quarantined
        kept = await office.asks(i.ShowQuarantined(quarantine_id=line.quarantine_id), i.QuarantinedShown)
        assert "Noor" in kept.text
        assert BSN not in kept.text
        await office.must(i.ReleaseQuarantined(quarantine_id=line.quarantine_id))
        (case,) = await office.cases()
        after = (await office.receipts())[-1]
        assert (after["status"], after["requestId"]) == ("received", case.case_id)
        files = b"".join(path.read_bytes() for path in (tmp_path / "kring").rglob("*") if path.is_file())
        assert BSN.encode() not in files
        await all_is_well(office)


async def test_40_after_a_death_no_automatic_message_reaches_anybody_until_the_manager_resumes(
    tmp_path: Path,
) -> None:
    async with an_office(tmp_path) as office:
        await fill_register(Desk(office.client), office.clock.now())
        people = [GROWN_UP, GROWN_UP | {"name": "Joost de Boer", "birthYear": 1984}]
        case = await office.refers("LOSS-1", mainPersons=people)
        await office.accepts(case.case_id)
        rachel, joost = (await office.shown(case.case_id)).main_persons
        await office.waits(DAY)
        await office.must(i.RecordDeath(case_id=case.case_id, person_id=joost.person_id))
        assert (await office.stage_of(case.case_id))[1] == "person-died"
        died_at = office.clock.now()
        await office.waits(12 * WEEK)
        facts = await office.facts(case.case_id)
        assert [
            f
            for f in facts
            if f.service == "notifications" and f.name == "notification-sent" and f.occurred_at >= died_at
        ] == []
        await office.must(i.ResumeRequest(case_id=case.case_id))
        (resumed,) = (fact for fact in await office.facts(case.case_id) if isinstance(fact, i.RequestResumed))
        assert resumed.main_persons == (rachel.person_id,)
        await all_is_well(office)


async def test_without_a_yes_in_six_weeks_only_the_count_stays_and_a_later_referral_is_a_new_request(
    tmp_path: Path,
) -> None:
    async with an_office(tmp_path) as office:
        case = await office.refers("LATE-1")
        await office.triages(case.case_id)
        await office.waits(6 * WEEK + DAY)
        assert await office.stage_of(case.case_id) == ("lapsed", "")
        assert "Rachel" not in (await office.shown(case.case_id)).model_dump_json()
        again = await office.refers("LATE-1")
        assert again.case_id != case.case_id
        assert (await office.receipts())[-1]["status"] == "received"
        await all_is_well(office)


@pytest.mark.parametrize("way", ["talk", "phone"])
async def test_a_talk_or_a_telephone_call_becomes_a_request_like_any_other(tmp_path: Path, way: str) -> None:
    async with an_office(tmp_path) as office:
        asks = {"kind": RequesterKind.MAIN_PERSON, "name": "Rachel de Boer", "phone": "+31 6 00000003"}
        said = a_referral("TEL-1", requester=asks, mainPersons=[GROWN_UP], minorsInvolved=False)["data"]
        talk_id = None
        if way == "talk":
            talk = await office.must(
                i.TakeRequest(referral=Referral.model_validate(said | {"reference": "T", "informationTalkOnly": True}))
            )
            talk_id = str((talk.answer or {})["caseId"])
            await office.must(i.HoldInformationTalk(case_id=talk_id))
        receipt = await office.must(i.TakeRequest(referral=Referral.model_validate(said), talk_id=talk_id))
        case_id = str((receipt.answer or {})["caseId"])
        assert talk_id in {None, case_id}
        await office.accepts(case_id)
        assert (await office.stage_of(case_id))[0] == "in-matching"
        await all_is_well(office)


async def test_one_parent_who_says_no_makes_it_wait_and_a_person_decides_how_it_goes_on(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        case = await office.refers("SPLIT-1", mainPersons=[CHILD], minorsInvolved=True)
        await office.triages(case.case_id)
        (child,) = await office.settles(case.case_id)
        mother, father = (holder.person_id for holder in child.holders)
        yes = i.GiveConsent(case_id=case.case_id, method=i.ConsentMethod.BY_PHONE, giver_id=mother)
        no = i.RefuseConsent(case_id=case.case_id, method=i.ConsentMethod.BY_PHONE, giver_id=father)
        await office.must(yes)
        await office.must(no)
        assert (await office.stage_of(case.case_id))[1] == "consent-divided"
        assert (await office.does(i.AcceptRequest(case_id=case.case_id))).status == "refused"
        assert "search-started" not in await office.names(case.case_id, "matching")
        await office.must(yes.model_copy(update={"giver_id": father}))
        assert await office.stage_of(case.case_id) == ("consented", "")
        paused = [f.name for f in await office.facts(case.case_id) if f.name in {"request-paused", "request-resumed"}]
        assert paused == ["request-paused", "request-resumed"]
        await all_is_well(office)


async def test_a_professional_advises_and_never_says_yes(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        statement = {"given": True, "by": "legalRepresentative", "on": str(date(2026, 11, 18))}
        case = await office.refers("ADVICE-1", consent=statement)
        await office.triages(case.case_id)
        shown = await office.shown(case.case_id)
        assert shown.consents == ()
        for who in (shown.requester.person_id, new_id(office.clock.now())):
            yes = i.GiveConsent(case_id=case.case_id, method=i.ConsentMethod.BY_PHONE, giver_id=who)
            assert (await office.does(yes)).code == "kring.not-theirs-to-give"
