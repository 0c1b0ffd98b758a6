"""A stand-in for the Hub on this machine: for reproductions of what happens while files are fetched."""

from __future__ import annotations

import os
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

FILE = {"X-Repo-Commit": "0" * 39 + "1", "ETag": '"abc"'}
"""Headers of a file that is there."""

CONFIG = b'{"model_type": "gpt2", "n_layer": 2}'
"""A ``config.json``."""


def start(answer: Callable[[str], tuple[int, dict[str, str], bytes]], context: ssl.SSLContext | None = None) -> None:
    """Serve on a free port, and make huggingface_hub use it with an empty cache; before hub is imported.

    Args:
        answer: status, headers and body for a path.
        context: serve by TLS, under the name localhost.
    """

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = answer(self.path)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        def do_HEAD(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = "https://localhost" if context else "http://127.0.0.1"
    os.environ["HF_ENDPOINT"] = f"{address}:{server.server_port}"
    os.environ.update(HF_HUB_OFFLINE="0", HF_HOME=tempfile.mkdtemp())
