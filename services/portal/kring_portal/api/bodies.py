"""What is read of a request, and in which form the answer may be."""

from fastapi import Request

from kring_portal.api.problems import Problem

PLAIN_BYTES = 64 * 1024
"""Of everything but referrals."""


def media_of(request: Request) -> str:
    """Give the media type of what was sent, small letters, without its parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def body_of(request: Request, most: int) -> bytes:
    """Read what was sent, and no more than may be.

    Raises:
        Problem: it is longer.
    """
    read = bytearray()
    async for piece in request.stream():
        read += piece
        if len(read) > most:
            raise too_large(most)
    return bytes(read)


def too_large(most: int) -> Problem:
    """Say how much may be sent."""
    return Problem(413, "kring.too-large", f"send {most} bytes at most")


def takes(request: Request, *offered: str) -> str:
    """Give the first form that is offered and asked for.

    Raises:
        Problem: none of them is.
    """
    asked = [part.partition(";")[0].strip().lower() for part in request.headers.get("accept", "*/*").split(",")]
    for one in offered:
        if {one, "*/*", one.partition("/")[0] + "/*", ""} & set(asked):
            return one
    raise Problem(406, "kring.not-acceptable", f"this is given as {' or '.join(offered)}")
