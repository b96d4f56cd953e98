"""The head of the record is kept outside of it, and nothing else is."""

import json
from pathlib import Path

import pytest

from deployments.verify import main as verify
from deployments.witness import main
from models.record.database import transaction
from models.record.receipts import ReceiptKind, last_receipt
from tasks.watch.receipts import leave_receipt
from tests.support.scenes import Scene, at
from tests.support.slack_receiver import Answer, Receiver
from tests.support.time_stamp_authority import TimeStampAuthority, openssl


@pytest.fixture
def watched(sqlite_scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A record with a secret matter, and two receipts; the settings lead to it."""
    monkeypatch.setenv("LANDWAITER_HOME", str(tmp_path))
    sqlite_scene.open("SECRET-1", importer="Acme")
    for day in ("2025-06-20", "2025-06-21"):
        leave_receipt(sqlite_scene.engine, ReceiptKind.SWEEP, {"seen": "SECRET-1"}, now=at(day))
    return sqlite_scene


def head(scene: Scene) -> dict[str, object]:
    with transaction(scene.engine) as session:
        receipt = last_receipt(session)
        assert receipt is not None
        return {"seq": receipt.seq, "at": receipt.at.isoformat(), "hash": receipt.hash}


def test_a_file_gets_a_line_each_time_and_the_record_has_each_head_later(
    watched: Scene, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "heads"
    assert main(["--file", str(path)]) == 0
    first = head(watched)
    leave_receipt(watched.engine, ReceiptKind.SWEEP, {}, now=at("2025-06-22"))
    assert main(["--file", str(path)]) == 0
    kept = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert kept == [first, head(watched)]
    capsys.readouterr()
    assert verify(["--record", "--head", str(first["hash"]), "--seq", "2"]) == 0
    assert "The head that you keep is receipt 2 of 2025-06-21" in capsys.readouterr().out


def test_an_address_gets_the_head_as_json_and_nothing_else(watched: Scene) -> None:
    with Receiver() as receiver:
        assert main(["--url", f"http://{receiver.address}/heads"]) == 0
        (posted,) = receiver.received
    assert (posted.path, posted.content_type, posted.payload) == ("/heads", "application/json", head(watched))


@pytest.mark.openssl
def test_an_authority_stamps_the_head_and_openssl_verifies_the_stamp(
    watched: Scene, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tsa").mkdir()
    with TimeStampAuthority(tmp_path / "tsa") as authority:
        assert main(["--rfc3161", authority.url]) == 0
        (asked,) = authority.asked
    sha256 = str(head(watched)["hash"])
    assert bytes.fromhex(sha256) in asked
    assert len(asked) < 100
    stamp = tmp_path / "witness" / f"receipt-2-{sha256[:16]}.tsr"
    assert capsys.readouterr().out.splitlines()[0] == f"Time stamp: {stamp}"
    trusted = ("-in", stamp, "-CAfile", authority.certificate)
    assert openssl("ts", "-verify", "-digest", sha256, *trusted).returncode == 0
    assert openssl("ts", "-verify", "-digest", "0" * 64, *trusted).returncode != 0


@pytest.mark.openssl
@pytest.mark.usefixtures("watched")
@pytest.mark.parametrize(
    ("replies", "said"),
    [
        (b"<html>", "no time stamp reply of RFC 3161"),
        (b"0", "no time stamp reply of RFC 3161"),
        (bytes.fromhex("30053003020102"), "refused the time stamp with status 2"),
        (bytes.fromhex("30053003020100"), "is the time stamp of something else"),
    ],
)
def test_another_answer_is_one_sentence_and_nothing_is_kept(
    replies: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tsa").mkdir()
    with TimeStampAuthority(tmp_path / "tsa") as authority:
        authority.replies = replies
        assert main(["--rfc3161", authority.url]) == 1
    assert said in capsys.readouterr().err
    assert not (tmp_path / "witness").exists()


@pytest.mark.usefixtures("watched")
@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(status=500), "127.0.0.1 answered HTTP 500 Internal Server Error."),
        (
            Answer(status=302, headers={"Location": "http://127.0.0.1:1/"}),
            "127.0.0.1 answered HTTP 302 Found.",
        ),
    ],
)
def test_a_witness_that_does_not_take_it_is_one_sentence(
    answer: Answer, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with Receiver(answer) as receiver:
        assert main(["--url", f"http://{receiver.address}/token"]) == 1
    assert capsys.readouterr().err == f"landwaiter: {said}\n"


@pytest.mark.usefixtures("watched")
def test_without_a_witness_or_a_record_it_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments, said in (
        (["--url", "http://127.0.0.1:1/x"], "127.0.0.1 cannot be reached: ConnectionRefusedError."),
        (["--url", "file:///etc/passwd"], "The address of a witness begins with https://"),
        (["--file", str(tmp_path)], f"{tmp_path} cannot be written: Is a directory."),
    ):
        assert main(arguments) == 1
        assert said in capsys.readouterr().err
    monkeypatch.setenv("LANDWAITER_HOME", str(tmp_path / "none"))
    assert main(["--file", str(tmp_path / "heads")]) == 1
    assert "There is no record: " in capsys.readouterr().err
