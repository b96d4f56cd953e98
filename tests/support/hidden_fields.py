"""What a form of the desk sends along unseen: read from the page that shows it."""

import re
from html import unescape
from typing import Any

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


def hidden_fields(page: str, *, last: str = "entries/new") -> dict[str, Any]:
    """The hidden fields of the last form of a page whose address ends so; without its token."""
    form = page[page.rindex(f'{last}"') :]
    found = {name: unescape(value) for name, value in _HIDDEN.findall(form.partition("</form>")[0])}
    found.pop("token", None)
    return found
