"""What a browser must remember between two pages of a sign-in: sealed in its cookie, for half an hour."""

import base64
import binascii
import json
from datetime import datetime, timedelta

from flask import session

from portal.kernel import clock, crypto

LIFE = timedelta(minutes=30)


def keep(name: str, words: str) -> None:
    """Remember; neither the browser's owner nor a thief of the cookie can read it."""
    plain = json.dumps([clock.now().isoformat(), words]).encode()
    session[name] = base64.urlsafe_b64encode(crypto.keyring().seal("codes", plain, f"cookie:{name}")).decode()


def kept(name: str) -> str | None:
    """What was remembered, if it is ours and fresh."""
    try:
        sealed = base64.urlsafe_b64decode(session.get(name, ""))
        at, words = json.loads(crypto.keyring().open("codes", sealed, f"cookie:{name}"))
    except (ValueError, IndexError, TypeError, binascii.Error):
        return None
    fresh = clock.now() - datetime.fromisoformat(at) < LIFE
    return str(words) if fresh else None
