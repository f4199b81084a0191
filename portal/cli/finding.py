"""What a check of the doctor answers."""

from dataclasses import dataclass

GOOD, NOTE, BAD = "ok", "note", "trouble"


@dataclass(frozen=True)
class Finding:
    """One sentence: ``level`` is ok, note or trouble."""

    level: str
    what: str
    sentence: str
