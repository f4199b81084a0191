"""``onedoor verify`` in a house: its own trust roots and register, where there is a house; elsewhere ``--root``."""

from collections.abc import Sequence

import click

from portal.cli.verify import Registration, verify_command
from portal.kernel.seal.finding import Verification


def roots() -> Sequence[bytes]:
    """The certificates of this house's own authority; none where there is no house."""
    from portal.cli.house import portal_of, ready
    from portal.documents.verification.queries import trust_roots

    try:
        portal = portal_of(ready())
    except click.ClickException:
        return ()
    with portal.database.reading() as db:
        return trust_roots(db)


def lookup(found: Verification) -> Registration | None:
    """What this house's register says of the file; nothing where there is no house."""
    from portal.cli.house import portal_of, ready
    from portal.documents.verification import queries

    try:
        portal = portal_of(ready())
    except click.ClickException:
        return None
    with portal.database.reading() as db:
        known = queries.lookup(db, found.sha256, found.frozen_sha256 or "")
    if known is None:
        return None
    return Registration(known.sha256, known.number, known.version, known.superseded, known.frozen_sha256)


command = verify_command(roots=roots, lookup=lookup)
