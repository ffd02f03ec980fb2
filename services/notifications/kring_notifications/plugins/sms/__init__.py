"""Sends short messages to telephones, by an HTTP gateway that keeps to the recorded contract (docs/sms-gateway.md)."""

from kring_notifications.plugins.sms.channel import Sms
from kring_notifications.plugins.sms.settings import SmsSettings
from kring_shared.kernel.plugins import Manifest

__all__ = ["Sms", "SmsSettings", "plugin"]

plugin = Manifest(
    name="sms",
    service="notifications",
    api=2,
    title="Sends short messages to telephones, by an HTTP gateway.",
    settings=SmsSettings,
    build=Sms,
)
