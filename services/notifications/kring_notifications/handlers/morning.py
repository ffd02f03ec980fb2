"""When who works hears what waits to be told: once, the next morning of a working day, however much it is."""

from kring_notifications.house import House
from kring_shared.contracts.notifications import DigestDue
from kring_shared.kernel.work import Work


def tell_in_the_morning(teller: str, house: House, work: Work) -> None:
    """Plan that a coordinator, or the desk, hears of it; planning it again changes nothing."""
    work.forget((DigestDue,), teller)
    work.remind(DigestDue(case_id=teller), house.quiet.next_morning(work.now, house.country(work.office)))
