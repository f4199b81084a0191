"""What an operator may set, read once from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

DEMONSTRATION = "demonstration.json"
"""A house whose data folder holds this file is the demonstration, whoever starts it and how."""


YES, NO = frozenset({"1", "true", "yes", "on"}), frozenset({"", "0", "false", "no", "off"})


def switch(env: Mapping[str, str], name: str) -> bool:
    """A setting that is on or off; ValueError for anything else, for a guess would open what should be shut."""
    word = env.get(name, "").strip().lower()
    if word not in YES | NO:
        raise ValueError(f"{name} is 1 or 0, not '{env[name]}'")
    return word in YES


@dataclass(frozen=True)
class Settings:
    """One installation. ``data`` holds the database, files and keys of an embedded one."""

    data: Path = Path("var")
    database_url: str = ""
    redis_url: str = ""
    base_url: str = "http://127.0.0.1:8000"
    port: int = 8000
    zone: str = "Asia/Shanghai"
    staff_second_factor: bool = False
    smtp_url: str = ""
    sender: str = "onedoor@localhost"
    testing: bool = False
    secure_cookies: bool = False
    demonstration: bool = False
    behind_proxy: bool = False
    upload_bytes: int = 25 * 1024 * 1024
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def database(self) -> str:
        """The SQLAlchemy address of the database; SQLite in the data folder unless told otherwise."""
        return self.database_url or f"sqlite:///{(self.data / 'onedoor.sqlite3').resolve()}"

    @classmethod
    def from_env(cls, env: dict[str, str] | None = None) -> "Settings":
        """Read ONEDOOR_DATA, PORT, DATABASE_URL, REDIS_URL and the ONEDOOR_* settings."""
        env = dict(os.environ) if env is None else env
        port = int(env.get("PORT", "8000"))
        data = Path(env.get("ONEDOOR_DATA") or "var")
        return cls(
            data=data,
            database_url=env.get("DATABASE_URL", ""),
            redis_url=env.get("REDIS_URL", ""),
            base_url=env.get("ONEDOOR_BASE_URL", f"http://127.0.0.1:{port}").rstrip("/"),
            port=port,
            zone=env.get("ONEDOOR_ZONE", "Asia/Shanghai"),
            staff_second_factor=switch(env, "ONEDOOR_STAFF_TOTP"),
            behind_proxy=switch(env, "ONEDOOR_PROXIES"),
            smtp_url=env.get("ONEDOOR_SMTP", ""),
            sender=env.get("ONEDOOR_SENDER", "onedoor@localhost"),
            secure_cookies=env.get("ONEDOOR_BASE_URL", "").startswith("https://"),
            demonstration=switch(env, "ONEDOOR_DEMO") or (data / DEMONSTRATION).exists(),
        )
