"""Paths of this site, as they come back from browsers: never another host."""

import re

LOCAL = re.compile(r"/(?![/\\])[^\x00-\x20\x7f\\]*")
"""A path of this site: no second slash, backslash, blank or control character, which browsers drop or turn."""


def local_path(path: str | None) -> str:
    """A path of this site, or home."""
    return path if path and LOCAL.fullmatch(path) else "/"
