"""Whether an address may be sent to: https, and a machine that anybody on the internet may speak to.

It is looked at when it is given and at every delivery, and the connection goes to the very address that was looked at,
so a name that points elsewhere a moment later brings nobody inside.
"""

import asyncio
import ipaddress
import socket
from typing import Final
from urllib.parse import urlsplit

import httpx

from kring_shared.kernel.errors import InvalidFields

LONGEST: Final = 2000
HTTPS_PORT: Final = 443
HTTP_PORT: Final = 80
KNOWN_WITHIN_S: Final = 5.0


class UnsafeAddress(Exception):
    """A name leads to a machine that is nobody else's business."""


def checked_url(url: str, *, inside: bool) -> str:
    """Give an address back that may be sent to.

    Raises:
        InvalidFields: it is no address, not https, holds a password, or names a machine inside.
    """
    try:
        parts = urlsplit(url)
        _ = parts.port, httpx.URL(url)
    except (httpx.InvalidURL, ValueError):
        raise InvalidFields(("/url",), "this is no web address") from None
    try:
        host = ipaddress.ip_address(parts.hostname or "")
    except ValueError:
        host = None
    if not parts.hostname or len(url) > LONGEST or parts.scheme not in ({"https", "http"} if inside else {"https"}):
        raise InvalidFields(("/url",), "an address that begins with https")
    if parts.username is not None or parts.fragment:
        raise InvalidFields(("/url",), "no user name, password or fragment in the address")
    if not inside and ((host is not None and not is_open(str(host))) or "." not in parts.hostname):
        raise InvalidFields(("/url",), "a machine that the internet can reach")
    return url


async def looked_up(url: str, *, inside: bool) -> str:
    """Give the numeric address that a delivery goes to.

    Raises:
        UnsafeAddress: the name is not known, or leads inside: one such answer among several is enough.
    """
    parts = urlsplit(url)
    port = parts.port or (HTTPS_PORT if parts.scheme == "https" else HTTP_PORT)
    try:
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(KNOWN_WITHIN_S):
            found = await loop.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UnsafeAddress("nobody knows that name") from error
    addresses = [str(one[4][0]) for one in found]
    if not addresses or (not inside and not all(map(is_open, addresses))):
        raise UnsafeAddress("that name leads inside")
    return addresses[0]


def is_open(address: str) -> bool:
    """Tell whether an address is one of the internet, also when it stands for another one."""
    one = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(one, ipaddress.IPv6Address):
        inner = one.ipv4_mapped or one.sixtofour or (one.teredo[1] if one.teredo else None)
        if inner is not None:
            return is_open(str(inner))
        if one in ipaddress.ip_network("64:ff9b::/96"):
            return is_open(str(ipaddress.IPv4Address(int(one) & 0xFFFFFFFF)))
    return one.is_global and not one.is_multicast
