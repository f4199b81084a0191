"""The register of stored files; the bytes lie sealed on disk under random names."""

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Base, Identified


class StoredFile(Identified, Base):
    """A file as others see it (``sha256``, ``path``), the original as it came, a small picture of a photo.

    ``key_sealed`` is the file's own data key: without this row nobody can read the bytes.
    """

    __tablename__ = "files"

    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    original_type: Mapped[str] = mapped_column(String(80))
    original_size: Mapped[int]
    original_sha256: Mapped[str] = mapped_column(String(64), index=True)
    path: Mapped[str] = mapped_column(String(40), unique=True)
    original_path: Mapped[str | None] = mapped_column(String(40), unique=True)
    thumbnail_path: Mapped[str | None] = mapped_column(String(40), unique=True)
    key_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown on a page."""
        return self.thumbnail_path is not None
