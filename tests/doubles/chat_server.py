"""A server that speaks the chat-completions protocol as a test tells it to: python -m tests.doubles.chat_server.

`PUT /script` sets what comes next: a list of [seconds to wait, bytes as text] after a status and a content type.
`GET /asked` gives the requests so far. The port is written on the first line of standard output.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import httpx

from tests.doubles.process import ROOT


class Handler(BaseHTTPRequestHandler):
    script: ClassVar[dict[str, Any]] = {}
    asked: ClassVar[list[dict[str, Any]]] = []

    def do_PUT(self) -> None:
        Handler.script, Handler.asked = json.loads(self._body()), []
        self._send(b"{}")

    def do_GET(self) -> None:
        self._send(json.dumps(Handler.asked).encode())

    def do_POST(self) -> None:
        body = json.loads(self._body())
        Handler.asked.append({"path": self.path, "key": self.headers.get("Authorization"), "body": body})
        self.send_response(Handler.script["status"])
        for name, value in Handler.script["headers"].items():
            self.send_header(name, value)
        self.end_headers()
        with suppress(OSError):
            for wait_s, text in Handler.script["chunks"] * Handler.script["times"]:
                time.sleep(wait_s)
                self.wfile.write(text.encode())
                self.wfile.flush()

    def log_message(self, *_args: object) -> None:
        return

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers["Content-Length"]))

    def _send(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@dataclass
class ChatServer:
    url: str

    def says(self, *pieces: str, wait_s: float = 0) -> None:
        """Stream these pieces as a model would."""
        events = [{"choices": [{"index": 0, "delta": {"content": piece}}]} for piece in pieces]
        lines = [[wait_s, f"data: {json.dumps(event)}\n\n"] for event in events]
        first = {"choices": [{"index": 0, "delta": {"role": "assistant"}}]}
        last = {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}], "usage": {"total_tokens": 7}}
        self.sends([0, f"data: {json.dumps(first)}\n\n"], *lines, [0, f"data: {json.dumps(last)}\n\ndata: [DONE]\n\n"])

    def sends(self, *chunks: list[Any], status: int = 200, times: int = 1, **headers: str) -> None:
        """Send just this, as often as told."""
        named = {"Content-Type": "text/event-stream"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        script = {"status": status, "headers": named, "chunks": chunks, "times": times}
        httpx.put(f"{self.url}/script", json=script, trust_env=False).raise_for_status()

    def asked(self) -> list[dict[str, Any]]:
        return list(httpx.get(f"{self.url}/asked", trust_env=False).json())


@contextmanager
def chatting() -> Iterator[ChatServer]:
    """Run the server in a process of its own."""
    command = (sys.executable, "-m", "tests.doubles.chat_server")
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        try:
            yield ChatServer(f"http://127.0.0.1:{int(process.stdout.readline())}")
        finally:
            process.terminate()


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    sys.stdout.write(f"{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever()
