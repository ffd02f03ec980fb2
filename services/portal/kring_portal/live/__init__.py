"""Pages that change by themselves: told that something changed, and not what; they then ask for themselves anew."""

from kring_portal.live.stream import router

__all__ = ["router"]
