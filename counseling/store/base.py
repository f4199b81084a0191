"""What every row of the store is: known by a random id, in which not even the hour of its birth can be read."""

import uuid
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Identified, new_secret_id


class Unlinked(Identified):
    """A row known by a UUIDv4."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_secret_id)

    def __init__(self, **values: Any) -> None:
        values.setdefault("id", new_secret_id())
        super().__init__(**values)
