"""The one reader of the environment: every `LENTIGO_*` setting, its default and its meaning."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

SECRETS = Path("/run/secrets")

DRIVERS = {"sqlite": "sqlite+aiosqlite", "mysql": "mysql+aiomysql", "mariadb": "mysql+aiomysql"}
"""Drivers by the plain scheme that people write."""


class TelegramMode(StrEnum):
    """How updates reach us."""

    POLLING = "polling"
    WEBHOOK = "webhook"


class Part(StrEnum):
    """What a process may do: hear Telegram, serve the browser, look at photos."""

    BOT = "bot"
    WEB = "web"
    WORKER = "worker"


class Settings(BaseSettings):
    """Read once at the start, from the environment, then an `.env` file, then secret files.

    A secret file lies in SECRETS and is named as the variable in lower case (`lentigo_telegram_token`),
    as docker compose mounts them.
    """

    model_config = SettingsConfigDict(
        env_prefix="LENTIGO_",
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        secrets_dir=SECRETS if SECRETS.is_dir() else None,
    )

    data_dir: Path = Field(Path("data"), description="Folder of the master key and of the SQLite store.")
    database_url: str = Field(
        "",
        description="SQLAlchemy address of the store; empty: SQLite in the data folder. MySQL: mysql://user:password@host/name",
    )
    master_key_file: Path | None = Field(
        None,
        description="File of the 32-byte key that seals photos and texts; empty: master.key in data_dir.",
    )
    host: str = Field("127.0.0.1", description="Address that the web door listens on.")
    port: int = Field(8080, ge=0, le=65535, description="Port of the web door; 0 takes a free one.")
    public_url: str = Field("", description="Address people open in the browser, when a proxy stands before us.")
    telegram_token: SecretStr | None = Field(None, description="Bot token from BotFather; empty: Telegram stays off.")
    telegram_api_url: str = Field(
        "https://api.telegram.org", description="Bot API server; change it to test against your own."
    )
    telegram_mode: TelegramMode = Field(TelegramMode.POLLING, description="polling or webhook.")
    telegram_webhook_url: str = Field("", description="Public address of /telegram/webhook, for webhook mode.")
    telegram_webhook_secret: SecretStr | None = Field(
        None, description="Secret that Telegram sends along, for webhook mode."
    )
    redis_url: str = Field("", description="Redis that rings workers on other machines; empty: one process does all.")
    model: str = Field("main", description="Name of the model folder under ml/models.")
    country: str = Field(
        "",
        description="Two-letter country whose emergency and crisis numbers are given; empty: several.",
    )
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR.")
    parts: Annotated[frozenset[Part], NoDecode] = Field(
        frozenset(Part),
        description="Which parts this process runs, with commas between: bot, web, worker. "
        "Without web it serves only /health, and the webhook when the bot takes its updates there.",
    )

    @field_validator("parts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return frozenset(part.strip() for part in value.split(",")) if isinstance(value, str) else value

    @field_validator("country")
    @classmethod
    def _upper(cls, value: str) -> str:
        return value.upper()

    @property
    def store_url(self) -> str:
        """Address of the store with its driver; empty means the embedded default."""
        for scheme, driver in DRIVERS.items():
            if self.database_url.startswith(f"{scheme}://"):
                return f"{driver}{self.database_url.removeprefix(scheme)}"
        return self.database_url or f"{DRIVERS['sqlite']}:///{(self.data_dir / 'lentigo.db').resolve()}"

    @property
    def key_file(self) -> Path:
        """Where the master key lies."""
        return self.master_key_file or self.data_dir / "master.key"
