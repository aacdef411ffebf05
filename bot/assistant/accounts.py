"""People of the browser door: register, log in, log out; sessions live in the store, by the hash of their token."""

import hashlib
import re
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.assistant.events import Door
from bot.assistant.passwords import Passwords, Turn, acceptable
from bot.assistant.throttle import Throttle
from db.records import Person, Session
from db.store import Store
from db.unit_of_work import AlreadyLinked

LOGGED_IN_FOR = timedelta(days=30)
"""Lifetime of a person's session."""

LONGEST_NAME = 254
"""Characters of an e-mail address (RFC 5321, 4.5.3.1.3); a longer name is nobody's, an admin's neither."""

EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}\.[^@\s.]{2,60}")


class Refused(Exception):
    """A request of a person that is refused; `reason` is email, password, taken, login or throttled."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Accounts:
    """E-mail and password; nothing tells an unknown address from a wrong password at log-in."""

    def __init__(
        self, store: Store, passwords: Passwords, *, now: Callable[[], datetime], new_id: Callable[[], str]
    ) -> None:
        self._store = store
        self._passwords = passwords
        self._now = now
        self._new_id = new_id
        self._throttle = Throttle(now)

    async def register(self, email: str, password: str, language: str) -> str:
        """Make a person known and open a session; returns its token. Raises Refused, or Busy."""
        email = _plain(email)
        if not acceptable(password):
            raise Refused("password")
        with self._passwords.turn() as turn:
            hashed = await turn.hash(password)
        person = Person(self._new_id(), language, None, self._now())
        async with self._store.work() as work:
            await work.people.add(person)
            try:
                await work.people.link(person.id, Door.BROWSER, email, self._now(), password_hash=hashed)
            except AlreadyLinked as taken:
                raise Refused("taken") from taken
            await work.commit()
        return await self._open(person.id)

    async def log_in(self, email: str, password: str) -> str:
        """Open a session; returns its token. Raises Refused("login" | "throttled"), or Busy."""
        name = email.strip().lower()
        if len(name) > LONGEST_NAME:
            raise Refused("login")
        with self._passwords.turn() as turn:
            person = await self._known(name, password, turn)
        return await self._open(person)

    async def person(self, token: str) -> Person | None:
        """Whose session the token opens."""
        async with self._store.work() as work:
            session = await work.sessions.get(token_hash(token), self._now())
            return await work.people.get(session.person_id) if session and session.person_id else None

    async def log_out(self, token: str) -> None:
        """End the session."""
        async with self._store.work() as work:
            await work.sessions.close(token_hash(token))
            await work.commit()

    async def _known(self, name: str, password: str, turn: Turn) -> str:
        if not self._throttle.allows(name):
            raise Refused("throttled")
        async with self._store.work() as work:
            found = await work.people.password(Door.BROWSER, name)
        if not await turn.check(password, found[1] if found else None) or found is None:
            raise Refused("login")
        self._throttle.passed(name)
        return found[0]

    async def _open(self, person_id: str) -> str:
        token = secrets.token_urlsafe(32)
        session = Session(person_id, None, self._now(), self._now() + LOGGED_IN_FOR)
        async with self._store.work() as work:
            await work.sessions.open(token_hash(token), session)
            await work.commit()
        return token


def token_hash(token: str) -> str:
    """What the store keeps of a token: a dump of it opens no session."""
    # A browser may send any bytes as its cookie; they come as surrogates, and open nothing.
    return hashlib.sha256(token.encode(errors="surrogateescape")).hexdigest()


def _plain(email: str) -> str:
    plain = email.strip().lower()
    if len(plain) > LONGEST_NAME or not EMAIL.fullmatch(plain):
        raise Refused("email")
    return plain
