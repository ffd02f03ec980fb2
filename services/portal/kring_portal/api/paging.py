"""The address of the next page, in a `Link` header (RFC 8288)."""

from urllib.parse import urlencode

from fastapi import Request

from kring_portal.web.house import House


def link_to(request: Request, house: House, **query: str | int | list[str]) -> str:
    """Write the link to the next page of where somebody is."""
    asked = urlencode({name: value for name, value in query.items() if value not in ("", [])}, doseq=True)
    return f'<{house.settings.address}{request.url.path}?{asked}>; rel="next"'
