"""What can go wrong at the start, in words: what, why, and what to do now."""

import errno
from dataclasses import dataclass

from pydantic import ValidationError

from bot.assistant.accounts import Refused
from db.store import StoreUnreachable
from db.unit_of_work import NameTaken
from db.vault import MasterKeyError, SealBroken
from knowledge.corpus import CorpusError
from ml.contract import ModelError


@dataclass(frozen=True, slots=True)
class Failure:
    """One failure for people."""

    what: str
    why: str
    now: str

    def __str__(self) -> str:
        return f"lentigo: {self.what}\n  Why: {self.why}\n  Now: {self.now}"


def explain(fault: BaseException) -> Failure | None:
    """The words for an expected failure; None for a mistake in the program, which keeps its traceback."""
    match fault:
        case BaseExceptionGroup(exceptions=[only]):
            return explain(only)
        case ModelError():
            return Failure("the model cannot be used", str(fault), "Put the model folder back, or set LENTIGO_MODEL.")
        case CorpusError():
            return Failure("the knowledge files are not right", str(fault), "Mend the file that is named.")
        case StoreUnreachable():
            return Failure(
                "the database cannot be reached",
                str(fault),
                "Start it, or check LENTIGO_DATABASE_URL; nothing was lost.",
            )
        case MasterKeyError():
            return Failure(
                "the master key cannot be used", str(fault), "Set it right; without it no photo can be read."
            )
        case SealBroken():
            return Failure(
                "sealed data cannot be opened", str(fault), "Use the master key that this store was made with."
            )
        case NameTaken():
            return Failure("this admin name is taken", str(fault), "Choose another name.")
        case Refused(reason="password"):
            return Failure("the password is refused", "it needs 10 to 200 characters", "Choose another one.")
        case ValidationError():
            return Failure("a setting is not right", _settings(fault), "See docs/settings.md.")
        case OSError(errno=errno.EADDRINUSE):
            return Failure("the port is taken", str(fault), "End the other program, or set LENTIGO_PORT.")
        case PermissionError():
            return Failure(
                "a file or folder may not be used", str(fault), "Change its rights, or set LENTIGO_DATA_DIR."
            )
        case _:
            return None


def _settings(fault: ValidationError) -> str:
    return "; ".join(f"LENTIGO_{str(one['loc'][0]).upper()}: {one['msg']}" for one in fault.errors())
