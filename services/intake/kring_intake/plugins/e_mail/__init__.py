"""Reads referrals from form mail: a mail with lines like `Naam: Filip`, or with a file of referrals attached."""

from kring_intake.plugins.e_mail.adapter import EMail
from kring_shared.kernel.plugins import Manifest

plugin = Manifest(
    name="e-mail",
    service="intake",
    api=1,
    title="Reads referrals from form mail: an .eml file, or each message of a maildir folder.",
    build=EMail,
)
