"""A server on the loopback interface that answers as HashiCorp's releases do, or as a broken network does."""

import hashlib
import io
import threading
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from generator.facts.toolchain import Toolchain, platform_name, toolchain

VERSION = "1.11.4"
PLATFORM = platform_name()
PATH = f"/{VERSION}/terraform_{VERSION}_{PLATFORM}.zip"


def archive(version: str = VERSION, member: str = "terraform") -> bytes:
    """A zip with a program that says it is Terraform of `version`."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        packed.writestr(member, f'#!/bin/sh\necho \'{{"terraform_version": "{version}"}}\'\n')
    return content.getvalue()


def pinned(content: bytes, url: str = "http://localhost:9") -> Toolchain:
    """The toolchain, with a release whose checksum is that of `content`."""
    digest = hashlib.sha256(content).hexdigest()
    release = replace(toolchain().terraform_release, version=VERSION, url=url, sha256={PLATFORM: digest})
    return replace(toolchain(), terraform_release=release)


@contextmanager
def serving(files: Mapping[str, bytes], *, promised: int = 0) -> Iterator[tuple[str, list[str]]]:
    """Serves `files` by path; yields the base URL and the list of paths that were asked for.

    With `promised`, answers announce that many bytes more than they bring.
    """
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name that http.server calls
            asked.append(self.path)
            body = files.get(self.path)
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Length", str(len(body or b"") + promised))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_request(self, *_arguments: object, **_named: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
