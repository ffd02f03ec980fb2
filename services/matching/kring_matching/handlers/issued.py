"""What an office gives its coordinators, until it comes back: cards, an e-mail account, a telephone, keys."""

from kring_matching.domain import Coordinator
from kring_matching.handlers.entry import own_entry, present_entry
from kring_matching.process import Standing
from kring_shared.contracts.matching import IssueThing, ReturnThing, ThingIssued, ThingReturned, ThingsToReturn
from kring_shared.kernel.errors import Refused
from kring_shared.kernel.work import Work


def issue_thing(message: IssueThing, work: Work) -> None:
    """Give a coordinator something; not while they are suspended, when all of it has to come back."""
    entry = present_entry(message, work)
    if entry.standing is Standing.SUSPENDED:
        message_ = "nothing is issued to a coordinator who is suspended: reinstate them first"
        raise Refused(message_).because("suspended-gets-nothing")
    work.save(entry.given(message.thing, work.now.date()))
    work.tell(ThingIssued(case_id=entry.id, thing=message.thing))


def return_thing(message: ReturnThing, work: Work) -> None:
    """Note that something came back, or was closed; also after they left."""
    entry = own_entry(message, work)
    work.save(entry.gave_back(message.thing, work.now.date()))
    work.tell(ThingReturned(case_id=entry.id, thing=message.thing))


def ask_things_back(entry: Coordinator, work: Work) -> None:
    """Tell what is to come back, when anything is out."""
    if entry.still_out:
        work.tell(ThingsToReturn(case_id=entry.id, things=entry.still_out))
