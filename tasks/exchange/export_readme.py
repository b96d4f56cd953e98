"""What the ZIP of a matter says of itself: its files, how to verify it, and what that proves. Pure."""

from datetime import datetime

from models.law.printing import NOT_ADVICE
from models.wall_clock import moment

_README = """\
{docket_number}: the record of one matter, exported from Landwaiter on {now}.
Privileged notes: {notes}. Drafts: {drafts}.

docket.json, docket.csv        every entry, corrected ones too: what happened, when, who recorded it and when
explain.json                   what the law is given: entries, your settings, every proclaimed closure
deadlines.json, deadlines.csv  every deadline: both readings of the law, status, quotation, how it was counted
alerts.json                    who was notified of what, when and why, and each delivery attempt
answers.json                   replies (acknowledged, snoozed, reassigned) and the evidence on file
own-deadlines.json             deadlines that the office set itself; they are not law
papers/, papers.json           the papers that Landwaiter drafted
documents/                     the documents that were uploaded
documents.json, documents.csv  each document with its SHA-256, deleted ones too, and every legal hold
chain.json                     the hash chain of the docket
corrections.json               what was corrected of the matter and of its importer, as two hash chains
receipts.json                  the receipts of the watch since the matter was opened
manifest.json                  the SHA-256 of each of these files

Where the law has two readings, each deadline has an earliest and a latest last day (in deadlines.json,
"strict_on" and "lenient_on").

To verify this file you need Landwaiter's program files, and no database:

    python -m deployments.verify FILE.zip

What the check does. Each entry is chained to the entry before it. Its hash is the SHA-256, in hexadecimal,
of the JSON text {{"content":…,"previous_hash":…}} in UTF-8, with sorted keys, no spaces, and no character
escaped that need not be. The first entry's previous_hash is empty. The corrections and the receipts are
chained in the same way. An entry with a privileged note has a "note_hash": the SHA-256 of
{{"note":…,"salt":…}}, written in the same way. So its own hash can be computed without the note.
A receipt's hash covers "content_hash", the SHA-256 of its content, in the same way.
Entries of an earlier version of Landwaiter have no "chain_format", and their hash covers the note itself.
The "seal" follows the last of them. It covers each of them without its note, and it is the link before the
next entry.
The check also compares the entries of docket.json with those of chain.json, each paper and each document with
its SHA-256, and each file with manifest.json.

To calculate the deadlines again, also without a database, unpack explain.json:

    python -m models.law explain explain.json

What the check proves, and what it does not. If a privileged note is left out ("withheld" in chain.json), the
check proves all of its entry but the note. A receipt that names other matters is given without its "content":
the check proves all else of it. Such a receipt of an earlier version is proved only by its place. Anyone who
can rewrite the whole file can make another chain that passes the check. So compare one value with the value
that the sender gives you by another channel: the head of this export. The check prints it, and the sender
received it when Landwaiter made this file. It covers the head of each chain and each file except
manifest.json, which only repeats their SHA-256. The head of this docket's chain alone is

    {head}

{not_advice}
"""


def readme_of(docket_number: str, now: datetime, *, privileged: bool, drafts: bool, head: str) -> bytes:
    """The README; `head` is that of the chain of the docket, empty without entries."""
    said = _README.format(
        docket_number=docket_number,
        now=moment(now),
        notes="included" if privileged else "left out",
        drafts="included" if drafts else "listed in papers.json, left out",
        head=head or "(no entries)",
        not_advice=NOT_ADVICE,
    )
    return said.encode("utf-8")
