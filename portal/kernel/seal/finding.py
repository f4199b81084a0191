"""What checking a paper found, in plain data that can be kept, shown and compared."""

from dataclasses import dataclass
from datetime import datetime


class NotAPaper(ValueError):
    """The bytes are not a PDF that can be read at all."""


@dataclass(frozen=True)
class SignatureFinding:
    """One signature: whose, when, and what it still proves.

    ``intact``: the signed bytes and the signature fit. ``trusted``: its certificate leads to a given root.
    ``whole``: nothing follows it in the file. ``allowed``: what follows it is further signatures only.
    """

    field: str
    signer: str
    organization: str
    at: datetime | None
    reason: str
    fingerprint: str
    intact: bool
    trusted: bool
    whole: bool
    allowed: bool

    @property
    def good(self) -> bool:
        """This signature stands."""
        return self.intact and self.trusted and self.allowed


@dataclass(frozen=True)
class Verification:
    """A paper as found: its signatures in order, the file's hash, and the hash of what the signers read (the paper
    before the first signature). ``unsigned`` names fields that are still empty: a paper cut off before its last
    signature has some. ``problem`` says in English why a file could not be checked to the end."""

    sha256: str
    frozen_sha256: str
    signatures: tuple[SignatureFinding, ...]
    unsigned: tuple[str, ...] = ()
    problem: str = ""

    @property
    def genuine(self) -> bool:
        """Every signature is there and stands, and the last one covers the whole file."""
        if self.problem or self.unsigned or not self.signatures:
            return False
        return self.signatures[-1].whole and all(finding.good for finding in self.signatures)
