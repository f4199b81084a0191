"""Signatures that prove themselves: the centre's own certificates, PAdES signing in one job, and checking offline.

pyHanko takes long to import and stays out of the web process: import :func:`sign_all` and :func:`verify` from their
modules in the worker only. The parts named here need neither pyHanko nor WeasyPrint.
"""

from portal.kernel.seal.authority import Credential, Subject, create_authority, from_pkcs12, issue
from portal.kernel.seal.finding import NotAPaper, SignatureFinding, Verification
from portal.kernel.seal.stamps import Stamp
from portal.kernel.seal.trouble import SealError

__all__ = [
    "Credential",
    "NotAPaper",
    "SealError",
    "SignatureFinding",
    "Stamp",
    "Subject",
    "Verification",
    "create_authority",
    "from_pkcs12",
    "issue",
]
