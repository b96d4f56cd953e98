"""Every package that is installed has its license on the page, and none is there that is not."""

import re

from docs.list_licenses import ROOT, license_of, pinned


def test_the_page_of_licenses_is_that_of_the_lock_file() -> None:
    page = (ROOT / "docs" / "licenses.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| ([a-z0-9.-]+) \| (.+) \|$", page, re.MULTILINE))
    del rows["package"]
    assert list(rows) == pinned()
    assert rows["text-unidecode"] == license_of("text-unidecode")
