"""The card on the door of the demonstration: whom a visitor may be, kept in the data folder beside the database."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict

from portal.app.demo.county import Key
from portal.kernel.settings import DEMONSTRATION, Settings


def write(settings: Settings, keys: Sequence[Key]) -> None:
    """Write the card; from now on this house is a demonstration, whoever starts it. For its owner's eyes."""
    file = settings.data / DEMONSTRATION
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    text = json.dumps({"keys": [asdict(key) for key in keys]}, ensure_ascii=False, indent=1)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
        out.write(text)
    os.replace(fresh, file)


def read(settings: Settings) -> list[Key]:
    """The case codes and PINs on the card; none when there is no card."""
    file = settings.data / DEMONSTRATION
    if not file.exists():
        return []
    return [Key(**row) for row in json.loads(file.read_text(encoding="utf-8"))["keys"]]
