"""Requests that one office offered to another, in one house or in two."""

from dataclasses import replace

import pytest

from kring_intake.domain import Request
from kring_intake.process import Stage
from kring_shared.contracts.intake import (
    Purpose,
)
from tests.unit.intake.made import RACHEL, a_request, said
from tests.unit.intake.two_offices import (
    APART,
    HERE,
    TOGETHER,
    Backbone,
    offer,
)

BOTH = pytest.mark.parametrize("houses", [APART, TOGETHER], ids=["apart", "in-one-house"])


Houses = tuple[tuple[str, ...], ...]


def a_backbone(houses: Houses = APART, request: Request | None = None) -> Backbone:
    """Make a backbone on which one request stands here."""
    return Backbone(*houses, requests=(request or a_request(Stage.TRIAGED),))


def offered(houses: Houses = APART, request: Request | None = None) -> Backbone:
    """Make one on which that request was offered to the other office."""
    backbone = a_backbone(houses, request)
    backbone.do(offer())
    backbone.deliver()
    return backbone


def with_yes_to_transfer(stage: Stage = Stage.IN_PREPARATION) -> Request:
    """Make a request of which the main person said yes to the transfer."""
    request = a_request(stage)
    return replace(request, said=(*request.said, said(RACHEL, purpose=Purpose.TRANSFER)))


def ours(backbone: Backbone) -> Request:
    """Give the request as it stands here."""
    [request] = backbone.requests(HERE)
    return request
