"""The claim outlives nobody, and a broken login file is named and never guessed at."""

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deployments.server.lock import MARK, AlreadyRunning, claim, end_orphans, orphans
from deployments.server.login import Login, LoginError, login_file, open_login

ROOT = Path(__file__).resolve().parents[2]
HOLD = "import sys, time; from pathlib import Path; from deployments.server.lock import claim\n"
HOLD += "with claim(Path(sys.argv[1]), address='there'): print('held', flush=True); time.sleep(60)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
DEAF += "print(1, flush=True); time.sleep(60)"


def marked(program: str, home: Path) -> subprocess.Popen[str]:
    """A process that carries the mark of a data directory, and has said that it is up."""
    started = subprocess.Popen(
        [sys.executable, "-c", program], env=os.environ | {MARK: str(home)}, stdout=subprocess.PIPE, text=True
    )
    assert started.stdout is not None
    started.stdout.readline()
    started.stdout.close()
    return started


def test_a_claim_dies_with_its_process_however_it_dies(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(AlreadyRunning, match=f"process {holder.pid}, there"):
            claim(tmp_path, address="here").__enter__()
        holder.send_signal(signal.SIGKILL)
    with claim(tmp_path, address="here"):
        pass


def test_a_claim_makes_a_data_directory_that_only_its_owner_enters(tmp_path: Path) -> None:
    with claim(tmp_path / "new", address="here"):
        assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


def test_two_data_directories_know_nothing_of_each_other(tmp_path: Path) -> None:
    """The name of one may be the beginning of the other's."""
    left = marked("import time; print(1, flush=True); time.sleep(60)", tmp_path / "ab")
    try:
        with claim(tmp_path / "a", address="x"), claim(tmp_path / "ab", address="y"):
            assert orphans(tmp_path / "a") == []
            (orphan,) = orphans(tmp_path / "ab")
            assert (orphan.pid, "time.sleep" in orphan.command) == (left.pid, True)
    finally:
        left.kill()
        left.wait()


def test_we_are_no_orphan_of_our_own(tmp_path: Path) -> None:
    program = "import os; from pathlib import Path; from deployments.server.lock import orphans\n"
    program += "print(orphans(Path(os.environ['LANDWAITER_UP'])))"
    environment = os.environ | {MARK: str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_an_orphan_that_does_not_listen_is_killed_after_its_grace(tmp_path: Path) -> None:
    left = marked(DEAF, tmp_path)
    begun = time.monotonic()
    end_orphans(orphans(tmp_path), home=tmp_path, grace=0.3)
    assert left.wait(timeout=10) == -signal.SIGKILL
    assert time.monotonic() - begun < 10


def test_an_orphan_that_ended_meanwhile_is_no_error(tmp_path: Path) -> None:
    left = marked("print(1, flush=True); import time; time.sleep(60)", tmp_path)
    found = orphans(tmp_path)
    left.kill()
    left.wait()
    end_orphans(found, home=tmp_path)


@pytest.mark.parametrize(
    "text",
    ["", "LOGIN=ann:secret\n", "LOGIN=secret\nENCRYPTION_KEY=k\n", "LOGIN=a:secret\nKEY=k\n", "secret\n"],
)
def test_a_broken_login_file_is_named_and_not_repeated(text: str, tmp_path: Path) -> None:
    path = login_file(tmp_path)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    with pytest.raises(LoginError, match=r"is incomplete\. Expected two lines") as raised:
        open_login(tmp_path, None)
    assert str(path) in str(raised.value)
    assert "secret" not in str(raised.value)
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("wish", ["ann", "ann:", ":secret", "ann: secret", "an n:secret"])
def test_a_wish_of_another_form_is_refused(wish: str, tmp_path: Path) -> None:
    with pytest.raises(LoginError, match="Expected user:password without spaces, or") as raised:
        open_login(tmp_path, wish)
    assert "secret" not in str(raised.value)


def test_the_key_of_the_secrets_is_the_files_whatever_the_login(tmp_path: Path) -> None:
    kept = open_login(tmp_path, None).encryption_key
    assert open_login(tmp_path, "none").encryption_key == kept
    assert open_login(tmp_path, "ann:secret").encryption_key == kept
    assert kept not in repr(open_login(tmp_path, None))


def test_an_empty_wish_is_no_wish(tmp_path: Path) -> None:
    assert open_login(tmp_path, "") == open_login(tmp_path, None)


def test_a_first_start_that_was_cut_short_leaves_nothing_in_the_way(tmp_path: Path) -> None:
    (tmp_path / ".login.unfinished").write_text("LOGIN=landwai", encoding="utf-8")
    made = open_login(tmp_path, None)
    assert open_login(tmp_path, None) == made
    assert [path.name for path in tmp_path.iterdir()] == ["login"]


def test_each_data_directory_has_a_login_of_its_own(tmp_path: Path) -> None:
    one, other = open_login(tmp_path / "one", None), open_login(tmp_path / "other", None)
    assert one.auth_string != other.auth_string
    assert one.encryption_key != other.encryption_key


def test_a_login_of_an_earlier_version_gets_a_service_credential_and_keeps_the_rest(tmp_path: Path) -> None:
    first = open_login(tmp_path, None)
    path = login_file(tmp_path)
    kept = [line for line in path.read_text().splitlines() if not line.startswith("SERVICE=")]
    path.write_text("\n".join(kept) + "\n")
    later = open_login(tmp_path, None)
    assert (later.auth_string, later.encryption_key) == (first.auth_string, first.encryption_key)
    assert len(later.service) > 30
    assert later.service != first.service
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert open_login(tmp_path, "none") == Login(None, later.encryption_key, later.service)
    assert later.service not in repr(later)
