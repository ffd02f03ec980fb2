"""From which address a request comes."""

from ipaddress import ip_address, ip_network

from starlette.requests import Request


def address_of(request: Request, trusted: tuple[str, ...]) -> str:
    """Give the address of whoever asks; what a proxy says of it counts only from a proxy that is trusted.

    Read from the right: a proxy puts whom it saw at the end, and whatever stands before it anybody could have written.
    """
    seen = request.client.host if request.client else ""
    named = [one.strip() for one in ",".join(request.headers.getlist("x-forwarded-for")).split(",") if one.strip()]
    while named and _is_among(seen, trusted):
        seen = named.pop()
    return seen


def _is_among(address: str, networks: tuple[str, ...]) -> bool:
    try:
        return any(ip_address(address) in ip_network(one, strict=False) for one in networks)
    except ValueError:
        return False
