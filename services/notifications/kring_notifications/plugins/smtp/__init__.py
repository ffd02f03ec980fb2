"""Sends letters by e-mail (SMTP): one person each, encrypted on the way unless told otherwise."""

from kring_notifications.plugins.smtp.channel import Smtp
from kring_notifications.plugins.smtp.mail import written
from kring_notifications.plugins.smtp.settings import SmtpSettings
from kring_shared.kernel.plugins import Manifest

__all__ = ["Smtp", "SmtpSettings", "plugin", "written"]

plugin = Manifest(
    name="smtp",
    service="notifications",
    api=2,
    title="Sends letters by e-mail.",
    settings=SmtpSettings,
    build=Smtp,
)
