"""A real time stamp authority on loopback: each request is answered by the program openssl."""

import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

_CONFIG = """
[tsa]
default_tsa = own
[own]
serial = {folder}/serial
default_policy = 1.2.3.4
digests = sha256
signer_digest = sha256
accuracy = secs:1
"""


def openssl(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The program, with what it said."""
    command = ["openssl", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


class TimeStampAuthority:
    """Stamps whatever it is asked, or answers always with `replies`, until it is stopped."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.replies = folder, b""
        self.certificate = folder / "tsa.pem"
        self.asked: list[bytes] = []

    def __enter__(self) -> "TimeStampAuthority":
        key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
        files = ("-keyout", self.folder / "key.pem", "-out", self.certificate)
        usage = ("-subj", "/CN=Authority", "-addext", "extendedKeyUsage=critical,timeStamping")
        done = openssl("req", "-x509", *key, *files, *usage)
        assert done.returncode == 0, done.stderr
        (self.folder / "tsa.cnf").write_text(_CONFIG.format(folder=self.folder), encoding="utf-8")
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self._server.server_port}/stamp"

    def reply(self, request: bytes) -> bytes:
        """The answer to a request."""
        self.asked.append(request)
        if self.replies:
            return self.replies
        asked, answered = self.folder / "asked.tsq", self.folder / "answered.tsr"
        asked.write_bytes(request)
        signer = ("-signer", self.certificate, "-inkey", self.folder / "key.pem")
        config = ("-config", self.folder / "tsa.cnf", "-section", "own")
        done = openssl("ts", "-reply", "-queryfile", asked, *config, *signer, "-out", answered)
        assert done.returncode == 0, done.stderr
        return answered.read_bytes()


def _handler(authority: TimeStampAuthority) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Stamps."""
            assert self.headers["Content-Type"] == "application/timestamp-query"
            reply = authority.reply(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    return Handler
