"""What roles may, as far as it can be seen without a server; every pair is tried on a real one elsewhere."""

from kring_shared.contracts.catalogue import FACTS
from kring_shared.contracts.envelope import Reach
from kring_shared.runtime.authority.roles import templates
from kring_shared.runtime.authority.tags import Wanted, tags_of
from kring_shared.runtime.running.blueprint import declared
from kring_shared.runtime.running.running import filters_of

BACKBONE_FACTS = {fact.address().rsplit(".", 2)[0] for fact in FACTS.values() if fact.reach is Reach.BACKBONE}


def test_what_is_brought_to_a_service_of_an_office_is_its_own_office_s_or_may_leave_another() -> None:
    """A service hears by its consumers only, and these are made for it: so their filters are what it can ever hear."""
    for service, broker in declared():
        for stream, filters in filters_of(broker, ("utrecht",)).items():
            for subject in filters:
                _, office, reach, *_ = subject.split(".")
                assert (stream, reach) in {("KRING", "office"), ("BACKBONE", "backbone")}, (service.name, subject)
                assert office == "utrecht" or subject.rsplit(".", 2)[0] in BACKBONE_FACTS, (service.name, subject)


def test_no_role_but_the_one_that_sets_up_makes_a_consumer_or_lists_a_stream() -> None:
    forbidden = ("STREAM.INFO", "STREAM.NAMES", "STREAM.LIST", "STREAM.PURGE", "MSG.GET", "CONSUMER.CREATE", "API.>")
    for role, template in templates().items():
        found = [line for line in template.says if any(call in line for call in forbidden)]
        assert bool(found) == (role == "admin"), (role, found)


def test_nobody_hears_a_fact_without_a_consumer_but_the_portal_which_hears_those_of_its_offices_pass() -> None:
    for role, template in templates().items():
        heard = [line for line in template.hears if line.startswith(("kring.*", ">", "$")) or ".office." in line]
        assert heard == (["kring.{{tag(office)}}.office.>"] if role == "portal" else []), role


def test_the_portal_may_say_what_a_desk_may_and_read_receipts_by_a_consumer_of_its_own() -> None:
    desk, portal = templates()["desk"], templates()["portal"]
    more = [line for line in portal.says if line not in desk.says]
    assert set(desk.says) < set(portal.says)
    assert all(".RECEIPTS.{{tag(durable)}}" in line for line in more)
    assert tags_of("portal", Wanted(offices=("utrecht",))) == ("office:utrecht", "durable:portal_utrecht")
    assert tags_of("portal", Wanted(offices=("*",))) == ("office:*", "durable:portal")
