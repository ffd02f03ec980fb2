"""The letter as a page: quiet, readable, and whole without pictures; nothing in it is fetched from anywhere.

Source: WCAG 2.2 (1.4.3 contrast, 1.4.4 size, 3.1.1 language), and the tables that Outlook needs to keep a width.
"""

import re
from html import escape
from pathlib import Path
from string import Template
from typing import Final

from kring_notifications.hooks import Letter, Letterhead
from kring_notifications.plugins.smtp.picture import Picture

PAGE: Final = Template(Path(__file__).with_name("page.html").read_text(encoding="utf-8"))
QUIET: Final = "#5b6770"
"""The bar where an office chose no colour."""
_FILL: Final = "&#847;&zwnj;&nbsp;" * 80
_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
_WEBSITE: Final = re.compile(r"(https?://)?[A-Za-z0-9.-]{3,200}(/[A-Za-z0-9._~/-]{0,200})?")
_LINK: Final = "color:#1f2933;text-decoration:underline;"


def page_of(letter: Letter, head: Letterhead | None, picture: Picture | None) -> str:
    """Write the page; without a letterhead it shows nothing but the words."""
    return PAGE.substitute(
        language=escape(letter.language),
        direction="rtl" if letter.right_to_left else "ltr",
        side="right" if letter.right_to_left else "left",
        subject=escape(letter.subject),
        preview=_preview(letter.preview),
        head=_head(head, picture) if head else "",
        paragraphs=_paragraphs(letter),
        foot=_foot(head, 20 if letter.large_print else 16) if head else "",
    )


def _preview(preview: str) -> str:
    """Put what a list may show first, and so much nothing behind it that the letter itself is not shown there."""
    if not preview:
        return ""
    hidden = "display:none;overflow:hidden;max-height:0;max-width:0;opacity:0;font-size:1px;line-height:1px;"
    return f'<div style="{hidden}">{escape(preview)}{_FILL}</div>'


def _paragraphs(letter: Letter) -> str:
    size = 22 if letter.large_print else 17
    look = f"margin:0 0 20px;font-size:{size}px;line-height:1.6;color:#1f2933;"
    texts = (escape(text.strip()).replace("\n", "<br>\n") for text in re.split(r"\n\s*\n", letter.text) if text.strip())
    return "\n".join(f'<p style="{look}">{text}</p>' for text in texts)


def _head(head: Letterhead, picture: Picture | None) -> str:
    colour = head.colour if _COLOUR.fullmatch(head.colour) else QUIET
    thin = f"height:6px;font-size:0;line-height:0;background-color:{colour};"
    bar = f'<tr><td bgcolor="{colour}" style="{thin}">&nbsp;</td></tr>'
    seen = (
        f'<img src="cid:{Picture.cid}" alt="" width="{picture.width}" height="{picture.height}" '
        'style="display:block;border:0;margin-bottom:12px;">'
        if picture
        else ""
    )
    organisation = (
        f'<span style="font-size:16px;color:#4a5560;"><bdi>{escape(head.organisation)}</bdi></span><br>'
        if head.organisation and head.organisation != head.title
        else ""
    )
    title = f'<strong style="font-size:20px;color:#1f2933;"><bdi>{escape(head.title)}</bdi></strong>'
    named = f'<p style="margin:0;line-height:1.4;">{organisation}{title}</p>'
    return f'{bar}\n<tr><td class="in" style="padding:28px 36px 0;">{seen}{named}</td></tr>'


def _foot(head: Letterhead, size: int) -> str:
    address = f"<bdi>{escape(head.address)}</bdi>" if head.address else ""
    lines = [line for line in (address, _telephone(head.telephone), _website(head.website)) if line]
    if not lines:
        return ""
    told, look = "<br>\n".join(lines), f"margin:0;font-size:{size}px;line-height:1.6;color:#4a5560;"
    said = f'<div style="border-top:1px solid #e3e1db;padding-top:20px;"><p style="{look}">{told}</p></div>'
    return f'<tr><td class="in" style="padding:0 36px 32px;">{said}</td></tr>'


def _telephone(number: str) -> str:
    if not number:
        return ""
    dialled = re.sub(r"[^0-9+]", "", number)
    return f'<a href="tel:{dialled}" dir="ltr" style="{_LINK}">{escape(number)}</a>'


def _website(address: str) -> str:
    if not _WEBSITE.fullmatch(address):
        return escape(address)
    whole = address if address.startswith("http") else f"https://{address}"
    return f'<a href="{escape(whole)}" dir="ltr" style="{_LINK}">{escape(address)}</a>'
