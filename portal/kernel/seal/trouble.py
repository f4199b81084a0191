"""What can keep a paper from being signed."""


class SealError(Exception):
    """Signatures cannot be made as asked; nothing half-signed is returned."""
