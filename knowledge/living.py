"""The voices of the knowledge files as they are now: a change is learned in the background and then takes its place."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock, Thread

import structlog

from knowledge import corpus
from knowledge.chatbot import Chatbot, Voices
from knowledge.corpus import FOLDER, Corpus, CorpusError

EVERY = 2.0
"""Seconds between two looks at the files; a look is a `stat` a file, a fifth of a millisecond."""

Signature = frozenset[tuple[str, int, int]]
Start = Callable[[Callable[[], None]], None]

_log = structlog.get_logger()


class Living:
    """Learns anew when files change, in a thread of its own; what breaks a rule is refused, and the old goes on.

    To learn takes about two seconds of one core, and a quarter more for every hundred new texts.
    """

    def __init__(
        self,
        known: Corpus,
        folder: Path = FOLDER,
        *,
        clock: Callable[[], float] = time.monotonic,
        start: Start | None = None,
    ) -> None:
        self._folder, self._clock, self._start = folder, clock, start or _in_thread
        self._seen, self._looked = signature(folder), clock()
        self._busy = Lock()
        self._voices = Voices.of(known)

    def chatbot(self) -> Chatbot:
        """A chatbot that speaks with whatever is the newest."""
        return Chatbot(self.voices)

    def voices(self) -> Voices:
        """The newest voices; never waits for files or learning."""
        if self._clock() - self._looked >= EVERY and self._busy.acquire(blocking=False):
            self._looked = self._clock()
            found = signature(self._folder)
            if found == self._seen:
                self._busy.release()
            else:
                self._start(lambda: self._learn(found))
        return self._voices

    def _learn(self, found: Signature) -> None:
        """Put voices of the changed files in the place of the old ones; the lock is held by `voices` since the look."""
        begun = self._clock()
        try:
            known = corpus.load(self._folder)
            self._voices = Voices.of(known)
            _log.info("knowledge.learned", topics=len(known.topics), seconds=round(self._clock() - begun, 1))
        except CorpusError as fault:
            first = " ".join(str(fault.problems[0]).split())
            _log.warning("knowledge.refused", problems=len(fault.problems), first=first)
        finally:
            self._seen = found
            self._busy.release()


def signature(folder: Path) -> Signature:
    """Name, time of change and size of every knowledge file."""
    files = (path for place in (".", "topics", "conditions", "languages") for path in (folder / place).glob("*.yaml"))
    return frozenset((str(path), stat.st_mtime_ns, stat.st_size) for path in files if (stat := _stat(path)))


def _stat(path: Path) -> os.stat_result | None:
    """None for a file that went away between the listing and now."""
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _in_thread(learn: Callable[[], None]) -> None:
    # A daemon: learning must not keep a process from ending.
    Thread(target=learn, name="knowledge", daemon=True).start()
