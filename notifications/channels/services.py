"""The services by which a message may go out, and the options of an address that are refused.

Apprise has many more services. Some of them run a program, write to this machine's log or read its files.
"""

from collections.abc import Iterable

MAIL = ("mailto", "mailtos")
SERVICES = (
    *MAIL,
    *("azure", "o365", "ses", "sendgrid", "mailgun", "postmark"),
    *("slack", "workflow", "workflows", "gchat", "webex", "wxteams", "zoom", "discord"),
    *("mmost", "mmosts", "rocket", "rockets", "zulip", "matrix", "matrixs", "tgram"),
    *("twilio", "sns", "pagerduty", "opsgenie", "splunk", "victorops", "pover", "ntfy", "ntfys"),
    *("json", "jsons", "xml", "xmls", "form", "forms"),
)
"""By how their addresses begin: mail, chat, paging and text messages, webhooks of the office's own."""

SHOWN = "mailtos, slack, workflows, gchat, webex, twilio, pagerduty or jsons"
"""Some of them, for a sentence; the guide lists all."""

_READ_FILES = frozenset(
    ("template", "pgp", "pgpkey", "pgppub", "pgpprv", "wkd", "e2ee", "attach", "filename", "keyfile")
)
"""Options by which a service reads or keeps a file of this machine, or loads one from elsewhere."""

_GO_ELSEWHERE = frozenset(("redirect",))
"""Options by which it would follow an answer to another address."""


def is_service(protocols: Iterable[str]) -> bool:
    """Whether a service with one of these beginnings may be used."""
    return not set(SERVICES).isdisjoint(protocols)


def refused_options(options: Iterable[str]) -> list[str]:
    """The options, in any case, that no channel may have."""
    found = {each.strip().lower() for each in options}
    return sorted(found & (_READ_FILES | _GO_ELSEWHERE))
