"""People of the browser door: register, log in, log out; sessions live in the store, by the hash of their token."""

import hashlib
import re
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.assistant.events import Door
from bot.assistant.passwords import Passwords, acceptable
from bot.assistant.throttle import Throttle
from db.records import Person, Session
from db.store import Store
from db.unit_of_work import AlreadyLinked

LOGGED_IN_FOR = timedelta(days=30)
"""Lifetime of a person's session."""

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
        """Make a person known and open a session; returns its token. Raises Refused."""
        email = _plain(email)
        if not acceptable(password):
            raise Refused("password")
        hashed = await self._passwords.hash(password)
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
        """Open a session; returns its token. Raises Refused("login") or Refused("throttled")."""
        name = email.strip().lower()
        if self._throttle.closed(name):
            raise Refused("throttled")
        async with self._store.work() as work:
            found = await work.people.password(Door.BROWSER, name)
        if not await self._passwords.check(password, found[1] if found else None) or found is None:
            self._throttle.failed(name)
            raise Refused("login")
        self._throttle.passed(name)
        return await self._open(found[0])

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

    async def _open(self, person_id: str) -> str:
        token = secrets.token_urlsafe(32)
        session = Session(person_id, None, self._now(), self._now() + LOGGED_IN_FOR)
        async with self._store.work() as work:
            await work.sessions.open(token_hash(token), session)
            await work.commit()
        return token


def token_hash(token: str) -> str:
    """What the store keeps of a token: a dump of it opens no session."""
    return hashlib.sha256(token.encode()).hexdigest()


def _plain(email: str) -> str:
    plain = email.strip().lower()
    if not EMAIL.fullmatch(plain):
        raise Refused("email")
    return plain
