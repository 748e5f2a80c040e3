"""A client for a language server: JSON-RPC over standard input and output, as editors speak it."""

import json
import subprocess
from collections.abc import Sequence
from itertools import count
from typing import Any, Self


class LanguageServer:
    """A running language server and one document in it."""

    def __init__(self, command: Sequence[str]) -> None:
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._numbers = count(1)
        self._diagnostics: dict[str, list[dict[str, Any]]] = {}

    def __enter__(self) -> Self:
        capabilities = {"textDocument": {"completion": {"completionItem": {"snippetSupport": True}}}}
        self.request("initialize", processId=None, rootUri=None, capabilities=capabilities)
        self.notify("initialized")
        return self

    def __exit__(self, *_: object) -> None:
        self.request("shutdown")
        self.notify("exit")
        self._process.communicate(timeout=10)

    def open(self, uri: str, text: str) -> None:
        """Opens a document."""
        self.notify("textDocument/didOpen", textDocument={"uri": uri, "languageId": "yaml", "version": 1, "text": text})

    def diagnostics(self, uri: str) -> list[dict[str, Any]]:
        """Returns what the server finds in a document, waiting until it has looked."""
        while uri not in self._diagnostics:
            self._read()
        return self._diagnostics[uri]

    def at(self, method: str, uri: str, line: int, character: int) -> Any:
        """Asks for what the server knows of a place in a document."""
        return self.request(method, textDocument={"uri": uri}, position={"line": line, "character": character})

    def request(self, method: str, **params: Any) -> Any:
        """Sends a request and returns the answer."""
        number = next(self._numbers)
        self._send({"id": number, "method": method, "params": params})
        while (message := self._read()).get("id") != number or "method" in message:
            pass
        assert "error" not in message, message
        return message["result"]

    def notify(self, method: str, **params: Any) -> None:
        """Sends what has no answer."""
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        """Reads one message; notes diagnostics, and answers what the server asks for."""
        assert self._process.stdout is not None
        length = 0
        while line := self._process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        assert length, "the server has gone"
        message: dict[str, Any] = json.loads(self._process.stdout.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            self._diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "method" in message and "id" in message:
            items = message.get("params", {}).get("items", [])
            self._send({"id": message["id"], "result": [None] * len(items)})
        return message
