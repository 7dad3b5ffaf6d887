"""A picture of a message's HTML, as a phone or a desktop shows it: by a browser of the Chromium family.

The page stands in a frame without scripts, and nothing is fetched: neither the frame's content policy nor the browser's
settings let it. The frame is as wide as asked for: the window of a browser has a least width of its own.
"""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from html import escape
from io import BytesIO
from pathlib import Path

from pdfgen import system
from pdfgen.errors import EnvironmentFailure, UsageError

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge")
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
WIDTHS = range(280, 2001)
"""Widths that can be asked for, in CSS pixels."""

_TALLEST = 8_000
_SECONDS = 60
_AROUND = (255, 0, 254)  # a colour that no message has
_SCRIPT = "onload=()=>{let f=document.querySelector('iframe');f.height=f.contentDocument.documentElement.scrollHeight}"


def browser() -> str:
    """Return the program. Raises EnvironmentFailure when there is none."""
    found = next(filter(None, map(shutil.which, NAMES)), None) or next(filter(os.path.exists, _PLACES), None)
    if not found:
        remedy = "install Chromium, Chrome or Edge; or open what --html writes in another browser"
        raise EnvironmentFailure("there is no browser that makes pictures of HTML", remedy)
    return found


def picture(html: str, width: int, *, dark: bool) -> bytes:
    """Return a PNG of an HTML page at a width in CSS pixels, as long as the page is; light, or as a dark screen asks.

    Raises UsageError for a width that no screen has; EnvironmentFailure without a browser or Pillow, or when it fails.
    """
    if width not in WIDTHS:
        raise UsageError(f"{width} is no width for a picture", f"write {WIDTHS[0]} to {WIDTHS[-1]}")
    program = browser()
    with tempfile.TemporaryDirectory(prefix="pdfgen-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        page, target = folder / "page.html", folder / "page.png"
        page.write_text(_framed(html, width), encoding="utf-8")
        command = [
            program,
            "--headless",
            "--disable-gpu",
            "--hide-scrollbars",
            "--no-first-run",
            "--disable-extensions",
            "--disable-background-networking",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            "--proxy-server=http://127.0.0.1:9",
            "--force-color-profile=srgb",
            f"--blink-settings=preferredColorScheme={0 if dark else 1}",
            f"--user-data-dir={folder / 'profile'}",
            f"--window-size={max(width, 500)},{_TALLEST}",
            f"--screenshot={target}",
            *(["--no-sandbox"] if _is_root() else []),  # Chromium does not start otherwise; the page runs nothing
            page.as_uri(),
        ]
        try:
            with system.without_memory_limit():
                done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603  # a fixed list
        except (OSError, subprocess.TimeoutExpired) as error:
            raise EnvironmentFailure(f"{program} made no picture: {type(error).__name__}", _OTHERWISE) from None
        if done.returncode or not target.exists():
            raise EnvironmentFailure(f"{program} made no picture: exit code {done.returncode}", _OTHERWISE)
        return _cut(target.read_bytes(), width)


_OTHERWISE = "open what --html writes in a browser"


def _framed(html: str, width: int) -> str:
    allowed = base64.b64encode(hashlib.sha256(_SCRIPT.encode("ascii")).digest()).decode("ascii")
    policy = f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{allowed}'"
    return (
        f'<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}">'
        f"<style>body{{margin:0;background:rgb{_AROUND}}}iframe{{border:0;display:block}}</style>"
        f'<iframe sandbox="allow-same-origin" width="{width}" height="100" srcdoc="{escape(html)}"></iframe>'
        f"<script>{_SCRIPT}</script>"
    )


def _cut(content: bytes, width: int) -> bytes:
    """Return the picture without what is around the page."""
    try:
        from PIL import Image  # noqa: PLC0415  # an extra
    except ImportError:
        remedy = 'install it with pip install "pdfgen[png]"'
        raise EnvironmentFailure("Pillow, which cuts pictures, is not installed", remedy) from None
    with Image.open(BytesIO(content)) as whole:
        seen = whole.convert("RGB").crop((0, 0, width, whole.height))
        column = seen.crop((0, 0, 1, seen.height)).tobytes()
        height = next((y for y in range(seen.height) if tuple(column[3 * y : 3 * y + 3]) == _AROUND), seen.height)
        target = BytesIO()
        seen.crop((0, 0, width, max(height, 1))).save(target, "png", optimize=True)
    return target.getvalue()


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0
