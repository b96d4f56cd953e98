"""Files evidence for a point of a certification's checklist at the desk, with the file or by its SHA-256."""

from dataclasses import dataclass

from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from models.errors import RecordError
from models.forms.office import EvidenceForm
from models.record.database import transaction
from models.record.documents import KeptFile, Place, add_document
from models.record.scope import Scope, matter_in
from models.record.sign_ins import sign_act
from models.record.tables.dockets import Matter
from models.record.tables.office import Evidence
from tasks.desk.document_acts import Act, GivenFile, kept_files
from tasks.desk.shown import show_later
from tasks.exchange.document_files import DocumentFiles
from tasks.record.office_settings import EvidenceDraft, file_evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """What somebody files. `newest` is the newest evidence of the matter that the page knew, 0 for none."""

    form: EvidenceForm
    newest: int
    file: GivenFile | None


def newest_evidence(session: Session, matter: Matter) -> int:
    """The id of the evidence that was filed last for a matter; 0 where there is none."""
    wanted = select(func.max(col(Evidence.id))).where(Evidence.matter_id == matter.id)
    return session.exec(wanted).one() or 0


def file_at_the_desk(
    engine: Engine, files: DocumentFiles, scope: Scope, matter_id: int, filing: Filing, act: Act
) -> str:
    """Files it, signed, and has the matter shown. Returns what was done. Raises `Refused`.

    The file is on the disk before any row names it; where the rows are refused, none names it.
    """
    with files.held():
        kept = kept_files(files, [filing.file])[0] if filing.file else None
        _refuse_other(filing.form, kept)
        with transaction(engine) as session:
            matter = matter_in(session, scope, matter_id)
            if matter is None:
                raise RecordError("This matter is no longer yours to change.")
            return _filed(session, matter, filing, kept, act)


def _refuse_other(form: EvidenceForm, kept: KeptFile | None) -> None:
    """Raises where the file is not the one whose SHA-256 was entered."""
    if kept is not None and form.document_sha256 != kept.sha256:
        raise RecordError(
            f"The file has the SHA-256 {kept.sha256[:12]}…, not the one that you entered. Choose the right "
            "file, or leave the SHA-256 blank."
        )


def _filed(session: Session, matter: Matter, filing: Filing, kept: KeptFile | None, act: Act) -> str:
    session.exec(select(Matter.id).where(Matter.id == matter.id).with_for_update()).one()
    form = filing.form
    draft = EvidenceDraft(
        docket_number=matter.docket_number,
        point=form.point_id,
        document=form.document,
        document_sha256=form.document_sha256,
        dated_on=form.dated_on,
        owner=form.owner,
        expires_on=form.expires_on,
        recorded_by=act.by,
    )
    before = newest_evidence(session, matter)
    row = file_evidence(session, matter, draft, now=act.at)
    is_new = row.id > before
    if is_new and before != filing.newest:
        raise RecordError(
            "Someone filed evidence for this matter after you opened this page. Look at the checklist, "
            "then file yours if you still need it."
        )
    if is_new:
        sign_act(session, f"evidence:{row.id}", act.person_id, at=act.at)
    if kept is not None:
        document = add_document(session, Place(matter, evidence=row), kept, by=act.by, at=act.at)
        if document.uploaded_at == act.at:
            sign_act(session, f"document:{document.id}", act.person_id, at=act.at)
    if is_new:
        show_later(session, matter, what=f"evidence for {form.point_id}", by=act.by, at=act.at)
    return f"Filed for {form.point_id}: {form.document}."
