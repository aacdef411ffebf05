"""What can go wrong at the start, in words: what, why, and what to do now."""

import errno
from dataclasses import dataclass

from pydantic import ValidationError

from bot.assistant.accounts import Refused
from bot.telegram.refused import TelegramRefused
from db.store import StoreUnreachable
from db.unit_of_work import NameTaken
from db.vault import MasterKeyError, SealBroken
from knowledge.corpus import CorpusError
from knowledge.sentences import NoEncoder
from ml.contract import ModelError
from ml.dataset import DatasetError


@dataclass(frozen=True, slots=True)
class Failure:
    """One failure for people."""

    what: str
    why: str
    now: str

    def __str__(self) -> str:
        return f"lentigo: {self.what}\n  Why: {self.why}\n  Now: {self.now}"


KNOWN: tuple[tuple[type[Exception], str, str], ...] = (
    (ModelError, "the model cannot be used", "Put the model folder back, or set LENTIGO_MODEL."),
    (DatasetError, "the data cannot be used", "Mend what is named; docs/training.md tells what a data folder holds."),
    (CorpusError, "the knowledge files are not right", "Mend the file that is named."),
    (StoreUnreachable, "the database cannot be reached", "Start it or check LENTIGO_DATABASE_URL. Nothing was lost."),
    (MasterKeyError, "the master key cannot be used", "Set it right; without it no photo can be read."),
    (SealBroken, "sealed data cannot be opened", "Use the master key that this store was made with."),
    (TelegramRefused, "Telegram refuses the bot", "Set LENTIGO_TELEGRAM_TOKEN to the token that BotFather gave."),
    (NameTaken, "this admin name is taken", "Choose another name."),
    (Refused, "the password is refused: it needs 10 to 200 characters", "Choose another one."),
    (NoEncoder, "the weights of the chatbot are not installed", "Run scripts/setup requirements.lock."),
    (PermissionError, "a file or folder may not be used", "Change its rights, or set LENTIGO_DATA_DIR."),
    (FileNotFoundError, "a file or folder cannot be made or found", "Check the path, or set LENTIGO_DATA_DIR."),
)


def explain(fault: BaseException) -> Failure | None:
    """The words for an expected failure; None for a mistake in the program, which keeps its traceback."""
    if isinstance(fault, BaseExceptionGroup):
        return explain(fault.exceptions[0]) if len(fault.exceptions) == 1 else None
    if isinstance(fault, ValidationError):
        return Failure("a setting is not right", _settings(fault), "docs/settings.md lists every setting.")
    if isinstance(fault, OSError) and fault.errno == errno.EADDRINUSE:
        return Failure("the port is taken", str(fault), "End the other program, or set LENTIGO_PORT.")
    return next((Failure(what, str(fault), now) for kind, what, now in KNOWN if isinstance(fault, kind)), None)


def _settings(fault: ValidationError) -> str:
    return "; ".join(f"LENTIGO_{str(one['loc'][0]).upper()}: {one['msg']}" for one in fault.errors())
