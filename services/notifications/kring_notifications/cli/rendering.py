"""A message as it comes out of the channels that come with Kring: the words, an e-mail, a page, a letter on paper."""

from base64 import b64encode
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from typing import Any, Final

import typer

from kring_notifications.hooks import Letter
from kring_shared.contracts.notifications import Way
from kring_shared.kernel.errors import WrongSetup

FOR: Final = {".eml": Way.EMAIL, ".html": Way.EMAIL, ".pdf": Way.LETTER}
"""What only one way can be shown as; `.txt` is for every way."""
Plugged = Mapping[str, Mapping[str, object]]
"""Settings per plugin, as KRING_PLUGIN_SETTINGS has them."""


def said(letter: Letter, way: Way, plugged: Plugged) -> str:
    """Give the words as they arrive; of an e-mail also what a mail program lists."""
    if way is not Way.EMAIL:
        return letter.text.rstrip()
    mail = _mail(letter, plugged)
    heads = "\n".join(f"{head}: {mail[head]}" for head in ("From", "To", "Subject"))
    return f"{heads}\n\n{_part(mail, 'plain').rstrip()}"


def written(letter: Letter, way: Way, suffix: str, plugged: Plugged) -> bytes:
    """Give a message as the file its name asks for.

    Raises:
        typer.BadParameter: such a file does not go that way.
        WrongSetup: no font on this machine has the letters of the language.
    """
    if suffix != ".txt" and FOR.get(suffix) is not way:
        fits = " or ".join([*(end for end, for_way in FOR.items() if for_way is way), ".txt"])
        raise typer.BadParameter(f"by way of {way} the file must end in {fits}", param_hint="--out")
    as_file: dict[str, Callable[[], bytes]] = {
        ".txt": lambda: _plain(letter, way, plugged),
        ".eml": lambda: bytes(_mail(letter, plugged)),
        ".html": lambda: _page(letter, plugged).encode(),
        ".pdf": lambda: _paper(letter, plugged),
    }
    return as_file[suffix]()


def _plain(letter: Letter, way: Way, plugged: Plugged) -> bytes:
    return f"{said(letter, way, plugged)}\n".encode()


def _mail(letter: Letter, plugged: Plugged) -> EmailMessage:
    from kring_notifications.plugins.smtp.mail import written as mail_of
    from kring_notifications.plugins.smtp.settings import SmtpSettings

    chosen = SmtpSettings.model_validate(plugged.get("notifications:smtp", {}))
    sender = letter.sender if letter.sender_name else chosen.neutral_sender
    if not sender:
        raise WrongSetup(
            "without setting neutral_sender of plugin 'smtp' this does not go by e-mail: look at it --way letter"
        )
    return mail_of(letter, sender)


def _page(letter: Letter, plugged: Plugged) -> str:
    """Give the page of an e-mail, with the office's picture in it, so that a browser shows it too."""
    from kring_notifications.plugins.smtp.picture import Picture, picture_of

    page = _part(_mail(letter, plugged), "html")
    picture = picture_of(letter.letterhead.logo) if letter.letterhead else None
    if picture is None:
        return page
    return page.replace(f"cid:{Picture.cid}", f"data:image/png;base64,{b64encode(picture.content).decode()}")


def _part(mail: EmailMessage, kind: Any) -> str:  # noqa: ANN401 - one of three words, which typeshed lists
    part = mail.get_body((kind,))
    assert part is not None  # noqa: S101 - every e-mail is written both ways
    return str(part.get_content())


def _paper(letter: Letter, plugged: Plugged) -> bytes:
    from kring_notifications.plugins.letter.channel import LetterSettings
    from kring_notifications.plugins.letter.setting import NoSuchLetters, paper_of

    chosen = LetterSettings.model_validate(plugged.get("notifications:letter", {}))
    try:
        return paper_of(letter, letter.written_at.date(), chosen.window).pdf
    except NoSuchLetters as error:
        raise WrongSetup(
            f"no font on this machine has the letters of {letter.language!r}: install one, such as Noto Sans"
        ) from error
