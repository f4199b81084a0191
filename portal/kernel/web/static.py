"""Addresses of static files that change when the file does."""

import hashlib
from functools import cache
from pathlib import Path

from flask import current_app, url_for


@cache
def _digest(path: Path, _changed: float) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def static(path: str) -> str:
    """``/static/css/onedoor.css?v=<hash>``; a missing file is an error now, not a broken page later."""
    file = Path(current_app.static_folder or "") / path
    return url_for("static", filename=path, v=_digest(file, file.stat().st_mtime))
