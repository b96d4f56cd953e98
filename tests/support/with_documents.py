"""A record with documents: of two importers, one of them deleted, one matter under a legal hold."""

import hashlib
from pathlib import Path

from models.record.database import reading, transaction
from models.record.documents import Place
from models.record.matters import matter_named
from models.record.people import make_person
from tasks.desk.document_acts import Act, GivenFile, delete, put_hold, upload
from tasks.exchange.document_files import DocumentFiles
from tests.support import uploaded
from tests.support.scenes import Scene, at
from tests.support.uploaded import png

NOW = at("2025-09-20")
ANN = Act(by="Ann", person_id=1, at=at("2025-07-01"))
PDF, OTHERS = (hashlib.sha256(each).hexdigest() for each in (uploaded.PDF, uploaded.CSV))
"""The SHA-256 of a file of Acme, and of one of Globex."""


def filled(scene: Scene, home: Path) -> DocumentFiles:
    """A matter with two documents and a deleted one, under a legal hold; one of Globex with another."""
    scene.open()
    scene.open("GLO-1", importer="Globex")
    scene.record("closing_conference_held", "2025-06-20")
    with transaction(scene.engine) as session:
        make_person(session, None, name="Ann", is_administrator=True, by="Ada", at=NOW)
    files = DocumentFiles(home)
    with reading(scene.engine) as session:
        ours, theirs = (matter_named(session, each) for each in ("AUD-1", "GLO-1"))
    given = [("Zoll §: 1.pdf", uploaded.PDF), ("b.png", png()), ("=c.txt", uploaded.TEXT)]
    rows = upload(scene.engine, files, Place(ours), [GivenFile(*each) for each in given], ANN)
    upload(scene.engine, files, Place(theirs), [GivenFile("secret.csv", uploaded.CSV)], ANN)
    delete(scene.engine, files, rows[1], reason="Another matter's", confirmed="", act=ANN)
    put_hold(scene.engine, ours, reason="Penalty case", act=ANN)
    return files
