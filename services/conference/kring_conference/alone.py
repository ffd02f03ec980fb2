"""While private time runs, nothing but what the circle itself needs reaches a handler or a query.

The table of the conference holds back only what moves the conference; much else does not (a receipt, an answer to what
was asked, a review). One guard before all of them cannot be forgotten by whoever writes the next handler; a call in
each handler can.
"""

from collections.abc import Callable
from typing import Any

from kring_conference.domain.conference import Conference
from kring_shared.contracts.envelope import Command, Named, Query


def unless_alone(message: Named, get: Callable[[type[Any], str], Any]) -> bool:
    """Guard what somebody does or asks against a circle that is alone.

    What other steps tell, and what the clock brings, is heard as ever: it comes from outside the room, and a request
    that is withdrawn stops everything.

    Raises:
        DisturbsPrivateTime: it would disturb them.
    """
    if isinstance(message, Command | Query):
        for key in message.keys():
            conference: Conference | None = get(Conference, key)
            if conference is not None:  # a safety signal has an id of its own, and a route that always stays open
                conference.must_not_disturb(type(message))
    return True
