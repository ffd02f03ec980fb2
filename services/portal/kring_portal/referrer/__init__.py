"""Who refers by hand: sends a referral, and sees where one's own stand; never more."""

from kring_portal.referrer.pages import router

__all__ = ["router"]
