"""Config: everything the service is told by its environment, read once and checked before it starts."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

DEMO_SECRET = "demo-only-secret-that-production-refuses"  # noqa: S105 - a marker, refused in production
ENVIRONMENTS = ("demo", "production", "testing")


class ConfigError(ValueError):
    """The environment is not fit to start with; the message names each variable and what to set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Settings of one running service. Paths are absolute; `database_url` is a SQLAlchemy URL."""

    env: str = "demo"
    instance: Path = field(default_factory=lambda: Path("instance").resolve())
    database_url: str = ""
    secret_key: str = DEMO_SECRET
    trusted_hosts: tuple[str, ...] = ("127.0.0.1", "localhost")
    base_url: str = "http://127.0.0.1:8000"
    trusted_proxies: int = 0
    service_name: str = "Codesign"
    mail_server: str = ""
    mail_port: int = 25
    mail_from: str = "no-reply@codesign.example"
    password_cost: int = 3
    time_zone: str = "Europe/London"
    require_totp: bool = True
    threads: int = 16

    @property
    def https(self) -> bool:
        """Whether people reach the service over TLS; then cookies are `Secure` and wear the `__Host-` prefix."""
        return self.base_url.startswith("https://")

    @property
    def demo(self) -> bool:
        return self.env == "demo"

    @property
    def sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    def cookie_name(self, name: str) -> str:
        """`__Host-` binds a cookie to this host over TLS; browsers refuse the prefix on plain HTTP (the demo)."""
        return f"__Host-{name}" if self.https else f"codesign-{name}"

    @property
    def problems(self) -> tuple[str, ...]:
        """What stops a production service from starting, one sentence each."""
        found = []
        if self.env not in ENVIRONMENTS:
            found.append(f"CODESIGN_ENV must be one of {', '.join(ENVIRONMENTS)}; it is {self.env!r}.")
        if self.env == "production":
            if self.secret_key == DEMO_SECRET or len(self.secret_key.encode()) < 32:
                found.append("CODESIGN_SECRET_KEY must be set to at least 32 random bytes.")
            if not self.trusted_hosts or set(self.trusted_hosts) <= {"127.0.0.1", "localhost"}:
                found.append("CODESIGN_TRUSTED_HOSTS must list the host names people use, separated by commas.")
            if not self.https or not urlsplit(self.base_url).hostname:
                found.append(
                    "CODESIGN_BASE_URL must be the public https address, for example https://codesign.example."
                )
            elif urlsplit(self.base_url).hostname not in self.trusted_hosts:
                found.append("CODESIGN_BASE_URL must be on one of the CODESIGN_TRUSTED_HOSTS.")
            if not self.mail_server:
                found.append("CODESIGN_MAIL_SERVER must name the server that sends mail.")
        return tuple(found)

    def checked(self) -> Config:
        """This configuration, or `ConfigError` with every problem in it."""
        if self.problems:
            raise ConfigError(" ".join(self.problems))
        return self

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Config:
        """Read the environment once. Raises `ConfigError` on a number that is not one."""
        env = os.environ if environment is None else environment
        instance = Path(env.get("CODESIGN_INSTANCE", "instance")).resolve()

        def number(name: str, default: int) -> int:
            try:
                return int(env.get(name, default))
            except ValueError:
                raise ConfigError(f"{name} must be a whole number; it is {env[name]!r}.") from None

        return cls(
            env=env.get("CODESIGN_ENV", "demo"),
            instance=instance,
            database_url=env.get("DATABASE_URL") or f"sqlite:///{instance / 'codesign.db'}",
            secret_key=env.get("CODESIGN_SECRET_KEY", DEMO_SECRET),
            trusted_hosts=tuple(
                h.strip() for h in env.get("CODESIGN_TRUSTED_HOSTS", "127.0.0.1,localhost").split(",") if h.strip()
            ),
            base_url=env.get("CODESIGN_BASE_URL", "http://127.0.0.1:8000").rstrip("/"),
            trusted_proxies=number("CODESIGN_TRUSTED_PROXIES", 0),
            service_name=env.get("CODESIGN_SERVICE_NAME", "Codesign"),
            mail_server=env.get("CODESIGN_MAIL_SERVER", ""),
            mail_port=number("CODESIGN_MAIL_PORT", 25),
            mail_from=env.get("CODESIGN_MAIL_FROM", "no-reply@codesign.example"),
            time_zone=env.get("CODESIGN_TIME_ZONE", "Europe/London"),
            require_totp=env.get("CODESIGN_ENV", "demo") != "demo",
            threads=number("CODESIGN_THREADS", 16),
        )


@lru_cache
def resource_folder(name: str) -> Path:
    """A folder that is inside the package when installed from a wheel, and beside it in a checkout."""
    package = Path(__file__).parent
    for folder in (package / name, package.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"the folder {name} is neither inside nor beside the codesign package")
