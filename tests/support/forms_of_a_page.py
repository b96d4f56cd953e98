"""The links and the forms of a page, as a browser reads them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

_NO_FIELD = ("submit", "button", "file")


@dataclass
class Field:
    """A field: what it holds now, and what it offers."""

    name: str
    value: str = ""
    offered: list[str] = field(default_factory=list)


@dataclass
class Form:
    """A form: where it is sent and how, its fields, and the buttons that say what is asked for."""

    page: str
    action: str
    method: str
    fields: list[Field] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    @property
    def values(self) -> list[tuple[str, str]]:
        """What is sent where nothing is typed."""
        return [(each.name, each.value) for each in self.fields]


class Page(HTMLParser):
    """What a page at an address offers."""

    def __init__(self, address: str, text: str) -> None:
        super().__init__()
        self.address, self.links, self.forms = address, list[str](), list[Form]()
        self._form: Form | None = None
        self._select: Field | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """Keeps links, forms and their fields."""
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.append(self._path(given["href"]))
        elif tag == "form":
            action = self._path(given.get("action") or self.address)
            self._form = Form(self.address, action, given.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is not None:
            self._in_form(self._form, tag, given)

    def handle_endtag(self, tag: str) -> None:
        """A form ends, or a field."""
        self._form = None if tag == "form" else self._form
        self._select = None if tag == "select" else self._select

    def _in_form(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name, value = given.get("name", ""), given.get("value", "")
        kind = given.get("type", "")
        if tag == "option" and self._select is not None:
            self._select.offered.append(value)
            if "selected" in given or not self._select.value:
                self._select.value = value
        elif name and kind == "file":
            form.files.append(name)
        elif name and (tag == "button" or kind in _NO_FIELD):
            form.buttons.append((name, value))
        elif name and tag in ("input", "textarea", "select"):
            is_off = kind in ("radio", "checkbox") and "checked" not in given
            made = Field(name, "" if is_off else value, [value] if value else [])
            self._select = made if tag == "select" else self._select
            form.fields.append(made)

    def _path(self, href: str) -> str:
        """An address of the same site without its anchor; another site's as it is."""
        whole = urlsplit(urljoin(f"http://here{self.address}", href))
        if whole.netloc != "here":
            return href
        return whole.path + (f"?{whole.query}" if whole.query else "")
