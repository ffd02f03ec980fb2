"""The door for systems: referrals, what became of them, and what an office's own systems may take, over HTTP."""

from kring_portal.api.building import build_api

__all__ = ["build_api"]
