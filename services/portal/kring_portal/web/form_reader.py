"""Reads where the forms of a page stand in its source: each field, what people call it, and what is around it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

Attributes = dict[str, str | None]
FIELDS: Final = frozenset({"input", "select", "textarea"})
NAMES: Final = frozenset({"label", "legend"})


@dataclass
class Tag:
    """One start tag: where it stands in the source, and what it says."""

    name: str
    start: int
    end: int
    attributes: Attributes
    closes: int = 0
    text: str = ""
    """For a label or a legend: its words."""

    def get(self, name: str) -> str:
        """Give an attribute; nothing where it has none."""
        return self.attributes.get(name) or ""


@dataclass
class Field(Tag):
    """One field of a form."""

    label: Tag | None = None
    """The label around it, if there is one; else the label is found by its id."""
    group: Tag | None = None
    legend: Tag | None = None
    options: list[Tag] = field(default_factory=list)

    @property
    def is_one_of_many(self) -> bool:
        """Tell whether it is a box or a button to choose with."""
        return self.get("type") in {"checkbox", "radio"}

    @property
    def is_hidden(self) -> bool:
        """Tell whether people see it."""
        return self.get("type") in {"hidden", "submit", "button"}


@dataclass
class Form:
    """One form of a page, with what has to be open for it to be seen."""

    tag: Tag
    folds: tuple[Tag, ...]
    fields: list[Field] = field(default_factory=list)


class FormReader(HTMLParser):
    """Reads a page of ours; it changes nothing and keeps where everything stands."""

    def __init__(self, page: str) -> None:
        """Read the page."""
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.labels: dict[str, Tag] = {}
        self.first: dict[str, Tag] = {}
        self._open: list[Tag] = []
        self._legends: dict[int, Tag] = {}
        self._lines = [0]
        for line in page.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where a tag begins."""
        start = self._at()
        attributes: Attributes = dict(attrs)
        end = start + len(self.get_starttag_text() or "")
        one = (Field if tag in FIELDS else Tag)(tag, start, end, attributes)
        self.first.setdefault(tag, one)
        if tag == "form":
            self.forms.append(Form(one, tuple(fold for fold in self._open if fold.name == "details")))
        elif isinstance(one, Field):
            self._note(one)
        elif tag == "option" and self.forms and self.forms[-1].fields:
            self.forms[-1].fields[-1].options.append(one)
        elif tag in NAMES:
            if tag == "legend" and (group := self._around("fieldset")):
                self._legends[group.start] = one
            self.labels[one.get("for")] = one
        if tag not in {"input", "option", "meta", "link", "br", "path", "circle"}:
            self._open.append(one)

    def handle_endtag(self, tag: str) -> None:
        """Note where an element ends."""
        for at in range(len(self._open) - 1, -1, -1):
            if self._open[at].name == tag:
                self._open[at].closes = self._at()
                del self._open[at:]
                return

    def handle_data(self, data: str) -> None:
        """Keep the words of labels and legends, without those of what they are around."""
        for one in self._open:
            if one.name in NAMES and not any(inner.name in FIELDS for inner in self._open):
                one.text += data

    def name_of(self, one: Field) -> str:
        """Give what a field is called for people."""
        if one.is_one_of_many and one.legend is not None:
            return one.legend.text.strip()
        label = one.label or self.labels.get(one.get("id")) if one.get("id") else one.label
        return label.text.strip() if label else one.get("aria-label")

    def _note(self, one: Field) -> None:
        if not self._around("form"):
            return
        one.label = self._around("label")
        one.group = self._around("fieldset")
        one.legend = self._legends.get(one.group.start) if one.group else None
        self.forms[-1].fields.append(one)

    def _around(self, name: str) -> Tag | None:
        return next((one for one in reversed(self._open) if one.name == name), None)

    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column
