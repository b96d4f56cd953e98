"""The log of sign-ins: to read and to take away."""

import csv
import io

from sqlmodel import col, select
from starlette.responses import Response

from deployments.desk.asked import Asked
from deployments.desk.guard import Page
from models.record.database import reading, transaction
from models.record.sign_ins import log_sign_in, newest_sign_ins
from models.record.tables.people import Person, SignIn, SignInAct
from models.rights import Right

_MOST = 100


def show(asked: Asked) -> Response:
    """The newest lines, a page at a time."""
    before = asked.query("before")
    with reading(asked.office.engine) as session:
        lines = newest_sign_ins(
            session, _MOST, int(before) if before.isdecimal() and len(before) < 10 else None
        )
        names = dict(session.exec(select(Person.id, Person.name)).all())
    older = lines[-1].id if len(lines) == _MOST else None
    return asked.page("sign_ins.html", lines=lines, names=names, older=older)


def export(asked: Asked) -> Response:
    """All of it as a file; that it was taken away is a line of it too."""
    with transaction(asked.office.engine) as session:
        me = session.get_one(Person, asked.me.person_id)
        log_sign_in(session, SignInAct.EXPORTED, me, by=me.name, at=asked.now, address=asked.address)
        session.flush()
        names = dict(session.exec(select(Person.id, Person.name)).all())
        lines = session.exec(select(SignIn).order_by(col(SignIn.id))).all()
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["number", "at (UTC)", "act", "person", "by", "address"])
    for line in lines:
        name = names.get(line.person_id or 0, "")
        writer.writerow([line.id, line.at.isoformat(), line.act, _plain(name), _plain(line.by), line.address])
    return Response(
        file.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="sign-ins-{asked.now:%Y%m%d-%H%M%S}.csv"'},
    )


def _plain(text: str) -> str:
    """A spreadsheet takes a text that begins so for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t" else text


PAGES = [
    Page(path="/settings/sign-ins", show=show, right=Right.READ_LOG),
    Page(path="/settings/sign-ins/export", do=export, right=Right.READ_LOG),
]
"""The addresses of these pages."""
