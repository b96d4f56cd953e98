"""Real HTTP receivers on loopback: one that takes anything, and one that is as strict as Slack's webhooks."""

import json
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from apprise.plugins.slack import NotifySlack

_WEBHOOK = re.compile(r"/services/T\w+/B\w+/\w+")
_LONGEST = {"section": 3000, "header": 150}
_LONGEST_ATTACHMENT = 8000


@dataclass(frozen=True, slots=True)
class Answer:
    """What a receiver says."""

    status: int = 200
    body: str = "ok"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Posted:
    """One request as it came in."""

    path: str
    content_type: str
    payload: Any


@dataclass
class Receiver:
    """Answers every request in the same way until it is stopped, and keeps what it was sent."""

    answer: Answer = Answer()
    hangs: bool = False
    """Whether it takes a request and never answers."""

    received: list[Posted] = field(default_factory=list)

    def __enter__(self) -> "Receiver":
        self._stopped = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def address(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self._server.server_port}"

    @property
    def payload(self) -> Any:
        """What the only request brought."""
        (posted,) = self.received
        return posted.payload

    def take(self, posted: Posted) -> Answer:
        """Keeps a request and says what it is answered."""
        self.received.append(posted)
        if self.hangs:
            self._stopped.wait()
        return self.answer


@dataclass
class Slack(Receiver):
    """Speaks the protocol of Slack's incoming webhooks; while it runs, Apprise takes it for Slack."""

    def __enter__(self) -> "Slack":
        super().__enter__()
        self._real = NotifySlack.webhook_url
        NotifySlack.webhook_url = f"http://{self.address}/services"
        return self

    def __exit__(self, *_: object) -> None:
        NotifySlack.webhook_url = self._real
        super().__exit__()

    def take(self, posted: Posted) -> Answer:
        """What Slack refuses is not kept."""
        if not _WEBHOOK.fullmatch(posted.path):
            return Answer(404, "no_service")
        if not posted.content_type.startswith("application/json") or not _is_message(posted.payload):
            return Answer(400, "invalid_payload")
        return super().take(posted)

    @staticmethod
    def url(query: str = "") -> str:
        """An Apprise URL of a webhook."""
        return f"slack://T00000000/B00000000/madeUpTokenOfTwentyFour1/{query and '?' + query}"

    @property
    def text(self) -> str:
        """The words of the only message."""
        (attachment,) = self.payload["attachments"]
        sections = [block for block in attachment.get("blocks", ()) if block["type"] == "section"]
        return "\n".join(block["text"]["text"] for block in sections) or str(attachment["text"])


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            kind = self.headers["Content-Type"]
            answer = receiver.take(Posted(self.path, kind, _read(raw)))
            if receiver.hangs:
                return
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body.encode())

        def log_message(self, format: str, *args: Any) -> None:
            """Says nothing."""

    return Handler


def _read(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        return None


def _is_message(payload: Any) -> bool:
    if not isinstance(payload, dict):
        return False
    blocks, attachments = payload.get("blocks", []), payload.get("attachments", [])
    if not (payload.get("text") or blocks or attachments):
        return False
    return _are_blocks(blocks) and all(_is_attachment(each) for each in attachments)


def _is_attachment(attachment: Mapping[str, Any]) -> bool:
    blocks, text = attachment.get("blocks"), attachment.get("text")
    if blocks is not None:
        return _are_blocks(blocks)
    return isinstance(text, str) and 0 < len(text) <= _LONGEST_ATTACHMENT


def _are_blocks(blocks: list[Mapping[str, Any]]) -> bool:
    return len(blocks) <= 50 and all(_is_block(block) for block in blocks)


def _is_block(block: Mapping[str, Any]) -> bool:
    if block["type"] == "context":
        return 0 < len(block["elements"]) <= 10
    text = block.get("text", {})
    kinds = ("plain_text",) if block["type"] == "header" else ("plain_text", "mrkdwn")
    return text.get("type") in kinds and 0 < len(text.get("text", "")) <= _LONGEST.get(block["type"], 0)
