"""Letters made for the demo's folder alone: to somebody invented in each language, by every channel."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Final

from deploy.demo.post_office import PostOffice
from kring_notifications.hooks import Channel, Letter, Letterhead
from kring_notifications.wording import Wording, is_right_to_left, load
from kring_notifications.wording.spoken_dates import spoken_day
from kring_shared.contracts.notifications import Moment, Way
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.appointment import Appointment, appointment_file
from kring_shared.kernel.ids import new_id
from kring_shared.runtime.running import plugins
from kring_shared.runtime.settings import SharedSettings

LANGUAGES: Final = {
    "nl": ("Oma Gent", "Korenmarkt 1, 9000 Gent"),
    "en": ("Grace Osei", "Lindestraat 1, 3511 AA Utrecht"),
    "fr": ("Dominique Lambert", "Rue de la Croix 12, 9000 Gent"),
    "de": ("Jutta Brandt", "Havik 400, 3800 ZZ Amersfoort"),
    "tr": ("Elif Demir", "Lindestraat 3, 3511 AA Utrecht"),
    "ar": ("نادية الحسن", "Lindestraat 5, 3511 AA Utrecht"),
    "pl": ("Zofia Nowak", "Lindestraat 7, 3511 AA Utrecht"),
}
"""Somebody invented for each language, with where they live."""
SHOWN: Final = Moment.DATE_REMINDER
"""What everybody can be told: the day of their appointment."""
HEAD: Final = Letterhead(
    title="Utrecht",
    organisation="Eigen Kracht",
    telephone="030 000 00 00",
    address="Postbus 1, 3500 AA Utrecht",
    website="www.voorbeeld.example",
    colour="#1d5f5a",
)


async def made_for_the_folder(post: PostOffice, now: datetime) -> dict[tuple[str, str], str]:
    """Send one letter in every language by every channel, to somebody invented; give their ids."""
    shared = SharedSettings(plugin_settings=post.settings())
    channels: Mapping[str, Channel] = plugins.load_group("notifications", "kring.plugins.notifications", shared)
    words, made = load(), {}
    for language in LANGUAGES:
        for name in ("smtp", "sms", "letter"):
            letter = _letter(language, channels[name].way, words, now)
            await channels[name].send(letter)
            made[name, language] = letter.message_id
    return made


def read_out(language: str, now: datetime) -> str:
    """Give what the coordinator says to somebody invented whom no channel can reach."""
    return _letter(language, Way.CALL, load(), now).text


def _letter(language: str, way: Way, words: Wording, now: datetime) -> Letter:
    name, address = LANGUAGES[language]
    day = now.date() + timedelta(days=2)
    choice = words.choose(SHOWN, (language,), way, live=False)
    if choice is None:
        raise LookupError(f"there are no words of {SHOWN} in {language}")
    said = words.say(SHOWN, choice, way, _known(name, day, language))
    return Letter(
        message_id=new_id(now),
        moment=SHOWN,
        language=language,
        subject=said.subject,
        text=said.text,
        contact=Contact(
            name=name, email=f"{language}@voorbeeld.example", phone="+31 6 12345678", postal_address=address
        ),
        sender="utrecht@kring.example",
        sender_name=HEAD.title,
        written_at=now,
        office="utrecht",
        right_to_left=is_right_to_left(language),
        preview=words.preview(language),
        letterhead=HEAD,
        calendar=_calendar(language, day, now),
        calendar_method="REQUEST",
    )


def _known(name: str, day: date, language: str) -> dict[str, object]:
    return {
        "name": name,
        "signature": f"{HEAD.organisation}, {HEAD.title}",
        "day": spoken_day(day, language),
        "time": "10:00",
    }


def _calendar(language: str, day: date, now: datetime) -> bytes:
    starts_at = datetime.combine(day, time(9), now.tzinfo)
    return appointment_file(
        Appointment("demo", 1, now, starts_at, is_on=True, time_zone="Europe/Amsterdam", language=language)
    )
