"""To file evidence for a point of a certification's checklist: the form, and what is wrong with it."""

import hashlib
from collections.abc import Mapping

from pydantic import ValidationError
from sqlmodel import Session
from starlette.responses import Response

from deployments.desk.asked import REFUSED, Asked, NotThere
from deployments.desk.guard import Page
from deployments.desk.pages.documents import act_of, files_of
from deployments.desk.pages.matters import number_in
from models.errors import Refused
from models.forms.office import POINTS, EvidenceForm
from models.forms.refused_fields import field_faults
from models.law.text.vocabulary import Lifecycle
from models.record.contacts import contacts_of
from models.record.database import reading
from models.record.scope import matter_in
from models.record.tables.dockets import Account, Matter
from models.rights import Right
from tasks.desk.document_acts import GivenFile
from tasks.desk.document_names import clean_name
from tasks.desk.evidence import Filing, file_at_the_desk, newest_evidence

_FIELDS = ("point", "document", "document_sha256", "dated_on", "owner", "expires_on")


def show(asked: Asked) -> Response:
    """The form, for the point that the address names."""
    named = asked.query("point")
    chosen = next((each for each in POINTS if each.startswith(f"{named} ")), "")
    return _form(asked, dict.fromkeys(_FIELDS, "") | {"point": chosen, "owner": asked.me.name})


def do(asked: Asked) -> Response:
    """Files it, or shows the form again with what is wrong."""
    typed = {name: asked.typed(name) for name in _FIELDS}
    upload = asked.upload("file")
    file = GivenFile(upload.filename or "", upload.file.read()) if upload else None
    form, faults = _filled(asked, typed, file)
    if form is None:
        return _form(asked, typed, faults=faults)
    filing = Filing(form=form, newest=number_in(asked.typed("newest")) or 0, file=file)
    id_, files = asked.number("id"), files_of(asked)
    try:
        said = file_at_the_desk(asked.office.engine, files, asked.me.scope, id_, filing, act_of(asked))
    except Refused as error:
        return _form(asked, typed, error=str(error))
    asked.office.wake()
    return asked.go(f"/matters/{id_}#checklist", said)


def _filled(
    asked: Asked, typed: Mapping[str, str], file: GivenFile | None
) -> tuple[EvidenceForm | None, Mapping[str, str]]:
    """The form as Prefect's has it; None, and a sentence for each field that is wrong."""
    given = {name: value for name, value in typed.items() if value}
    faults: dict[str, str] = {}
    if file is not None:
        computed = hashlib.sha256(file.content).hexdigest()
        given = {"document": clean_name(file.name), "document_sha256": computed, **given}
    elif not typed["document_sha256"]:
        faults["document_sha256"] = "Choose the file, or enter the SHA-256 of the document."
    with reading(asked.office.engine) as session:
        given |= {"matter": certification_of(session, asked).docket_number, "recorded_by": asked.me.name}
    try:
        form = EvidenceForm.model_validate(given)
        return form.model_copy(update={"document_sha256": form.sha256.lower()}), {}
    except ValidationError as error:
        return None, faults | {
            name: said for name, said in field_faults(EvidenceForm, error).items() if name not in faults
        }
    except Refused as error:
        return None, {"document_sha256": str(error)}


def certification_of(session: Session, asked: Asked) -> Matter:
    """The certification of the address, inside the walls. Raises `NotThere`, also for other matters."""
    matter = matter_in(session, asked.me.scope, asked.number("id"))
    if matter is None or matter.lifecycle != Lifecycle.CERTIFICATION:
        raise NotThere
    return matter


def _form(
    asked: Asked, typed: Mapping[str, str], *, faults: Mapping[str, str] | None = None, error: str = ""
) -> Response:
    with reading(asked.office.engine) as session:
        matter = certification_of(session, asked)
        importer = session.get_one(Account, matter.account_id).name
        people, newest = contacts_of(session, matter.account_id), newest_evidence(session, matter)
    return asked.page(
        "evidence_new.html",
        REFUSED if faults or error else 200,
        matter=matter,
        importer=importer,
        points=[(each, each) for each in POINTS],
        people=[each.name for each in people],
        newest=newest,
        typed=typed,
        faults=faults or {},
        error=error,
    )


PAGES = [Page(path="/matters/{id}/evidence/new", show=show, do=do, right=Right.RECORD, takes_files=True)]
"""The address of this page."""
