"""Lists the license of each dependency in docs/licenses.md: `python docs/list_licenses.py`."""

import re
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==", re.MULTILINE)
_START, _END = "<!-- the table begins -->\n", "<!-- the table ends -->"
_SAID_ELSEWHERE = {
    "async-timeout": "Apache-2.0",
    "httpx2-jsfetch": "BSD-3-Clause",
    "pywin32": "PSF-2.0",
    "whenever": "MIT",
}
"""Of packages that only another platform or Python installs, as their own pages say."""


def pinned() -> list[str]:
    """The packages that `make setup` may install."""
    return sorted(set(_PIN.findall((ROOT / "requirements.lock").read_text(encoding="utf-8"))))


def license_of(package: str) -> str:
    """What a package says of its license."""
    try:
        said = metadata(package)
    except PackageNotFoundError:
        return _SAID_ELSEWHERE[package]
    classified = [
        each.rpartition(" :: ")[2] for each in said.get_all("Classifier", []) if "License ::" in each
    ]
    named = " or ".join(each for each in classified if each != "OSI Approved")
    expression, free = _first(said, "License-Expression"), _first(said, "License")
    return expression or named or free.strip().partition("\n")[0]


def _first(said: PackageMetadata, name: str) -> str:
    return str((said.get_all(name) or [""])[0])


def main() -> None:
    """Writes the table into the page."""
    page = ROOT / "docs" / "licenses.md"
    before, _, rest = page.read_text(encoding="utf-8").partition(_START)
    rows = [f"| {package} | {license_of(package)} |" for package in pinned()]
    table = "\n".join(["", "| package | license |", "|---|---|", *rows, "", ""])
    page.write_text(f"{before}{_START}{table}{_END}{rest.partition(_END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
