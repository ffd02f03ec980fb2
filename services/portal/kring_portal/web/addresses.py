"""From which address a request comes, and which addresses are pages of ours."""

from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final
from urllib.parse import SplitResult, urlsplit

from starlette.requests import Request

ONE_HOUSE: Final = 64
"""Of an IPv6 address so many bits are one connection: whoever has one address there has all of them."""


def address_of(request: Request, trusted: tuple[str, ...]) -> str:
    """Give where whoever asks is counted; what a proxy says of it counts only from a proxy that is trusted.

    Read from the right: a proxy puts whom it saw at the end, and whatever stands before it anybody could have written.
    """
    seen = request.client.host if request.client else ""
    named = [one.strip() for one in ",".join(request.headers.getlist("x-forwarded-for")).split(",") if one.strip()]
    while named and _is_among(seen, trusted):
        seen = named.pop()
    return _house_of(seen)


def parts_of(address: str) -> SplitResult:
    """Take an address apart that somebody sent; what is none has no parts."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def own_path(wanted: str, otherwise: str = "") -> str:
    """Give a page of ours that somebody wanted to go to; nothing for an address elsewhere, however it is written."""
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return otherwise
    elsewhere = parts.scheme or parts.netloc or not wanted.startswith("/") or wanted[1:2] in {"/", "\\"}
    return otherwise if elsewhere or not wanted.isprintable() or "\\" in wanted else wanted


def _house_of(address: str) -> str:
    try:
        one = ip_address(address)
    except ValueError:
        return address
    if not isinstance(one, IPv6Address):
        return address
    return str(one.ipv4_mapped or ip_network((int(one), ONE_HOUSE), strict=False))


def _is_among(address: str, networks: tuple[str, ...]) -> bool:
    try:
        return any(ip_address(address) in ip_network(one, strict=False) for one in networks)
    except ValueError:
        return False
