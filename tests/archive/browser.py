"""A real browser without a window: Chromium, driven through the pipe of its DevTools protocol."""

from __future__ import annotations

import base64
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from select import select
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_PATIENCE = 60  # seconds
_OPTIONS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--no-first-run",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)

# The protocol reads from the third file and writes to the fourth.
_START = """
import fcntl, os, sys
pipes = [fcntl.fcntl(int(number), fcntl.F_DUPFD, 10) for number in sys.argv[1:3]]
for number, pipe in zip((3, 4), pipes):
    os.dup2(pipe, number)
os.execv(sys.argv[3], sys.argv[3:])
"""


class Browser:
    """A page of a browser."""

    def __init__(self, to: int, back: int) -> None:
        self._to, self._back, self._rest = to, back, b""
        self._numbers = itertools.count(1)
        self.told: list[str] = []
        """What the page wrote to its console, and which files it could not load."""
        self._session = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        number = next(self._numbers)
        message: dict[str, Any] = {"id": number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while (answer := self._next()).get("id") != number:
            pass
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        result: dict[str, Any] = answer["result"]
        return result

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            if not select([self._back], [], [], _PATIENCE)[0]:
                raise TimeoutError("the browser says nothing")
            part = os.read(self._back, 1 << 16)
            if not part:
                raise EOFError("the browser has ended")
            self._rest += part
        text, _, self._rest = self._rest.partition(b"\0")
        message: dict[str, Any] = json.loads(text)
        match message.get("method"):
            case "Runtime.exceptionThrown":
                self.told.append(str(message["params"]["exceptionDetails"].get("exception")))
            case "Log.entryAdded":
                self.told.append(message["params"]["entry"]["text"])
            case "Network.loadingFailed":
                self.told.append(message["params"]["errorText"])
        return message

    def open(self, address: str, width: int = 1280, height: int = 900) -> None:
        """Open a page, and wait until it is complete."""
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        self.call("Page.navigate", url=address)
        self.settle()
        self.run("document.fonts.ready.then(() => true)")

    def settle(self) -> None:
        """Wait until the page is complete."""
        while self._next().get("method") != "Page.loadEventFired":
            pass

    def has_box(self, node: int) -> bool:
        """Tell whether anything of a node is shown."""
        try:
            self.call("DOM.getBoxModel", nodeId=node)
        except RuntimeError:
            return False
        return True

    def run(self, script: str) -> Any:
        """Return the value of a script, or of its promise."""
        done = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in done:
            raise RuntimeError(done["exceptionDetails"])
        return done["result"].get("value")

    def media(self, kind: str = "", **features: str) -> None:
        """Let the page believe in a medium (``print``) and in wishes of its reader."""
        named = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self.call("Emulation.setEmulatedMedia", media=kind, features=named)

    def type(self, text: str) -> None:
        """Type text where the focus is."""
        self.call("Input.insertText", text=text)

    def press(self, key: str, code: int) -> None:
        """Press a key."""
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code)

    def picture(self) -> bytes:
        """Return the whole page as PNG."""
        return base64.b64decode(self.call("Page.captureScreenshot", captureBeyondViewport=True)["data"])


@contextmanager
def browser() -> Iterator[Browser]:
    """Yield a browser with a profile of its own."""
    assert CHROMIUM
    (theirs, to), (back, said) = os.pipe(), os.pipe()
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        started = subprocess.Popen(
            [sys.executable, "-c", _START, str(theirs), str(said), CHROMIUM, *_OPTIONS, f"--user-data-dir={profile}"],
            pass_fds=(theirs, said),
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.close(theirs)
        os.close(said)
        try:
            yield Browser(to, back)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(started.pid, signal.SIGKILL)
            started.wait()
            os.close(to)
            os.close(back)
