"""The admins' side: who may look, what they see, and a record of every look at a photo."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.assistant.accounts import LONGEST_NAME, Refused, token_hash
from bot.assistant.passwords import Passwords, Turn, acceptable
from bot.assistant.privacy import QUESTION_DAYS
from bot.assistant.reading import Standing, standing_of
from bot.assistant.result import ResultPage
from bot.assistant.throttle import Throttle
from db import reports
from db.records import Admin, AuditRow, PersonLine, ScreeningLine, Session, UnansweredLine, VoteLine
from db.store import Store

ADMIN_FOR = timedelta(hours=8)
"""Lifetime of an admin's session: a working day."""

ROLES = ("viewer", "clinician", "admin", "auditor")

PAGE = 50
"""Rows of a list page."""


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person as the panel shows them: no name, no address, no photo without a further step."""

    line: PersonLine
    consents: Standing
    results: tuple[ResultPage, ...]


@dataclass(frozen=True, slots=True)
class RecordPage:
    """One screening as the panel shows it; `kept` says whether its photo can be asked for."""

    person_id: str
    result: ResultPage
    kept: bool


@dataclass(frozen=True, slots=True)
class UnansweredPage:
    """The questions that found no answer, scrubbed, of those who agreed; `count` is of all, whoever asked."""

    lines: tuple[UnansweredLine, ...]
    count: int


class Panel:
    """Log-in of admins and the lists they read; whatever shows a photo is written to the audit first."""

    def __init__(
        self, store: Store, passwords: Passwords, *, now: Callable[[], datetime], new_id: Callable[[], str]
    ) -> None:
        self._store = store
        self._passwords = passwords
        self._now = now
        self._new_id = new_id
        self._throttle = Throttle(now)

    async def create_admin(self, name: str, password: str, role: str = "admin") -> None:
        """Add an admin. Raises Refused("password" | "role"), or NameTaken."""
        if not acceptable(password):
            raise Refused("password")
        if role not in ROLES:
            raise Refused("role")
        with self._passwords.turn() as turn:
            hashed = await turn.hash(password)
        async with self._store.work() as work:
            await work.admins.add(Admin(self._new_id(), name, role, hashed, self._now(), None))
            await work.audit.write(AuditRow(self._now(), "command line", "admin created", name, {"role": role}))
            await work.commit()

    async def log_in(self, name: str, password: str) -> str:
        """Open a session; returns its token. Raises Refused("login" | "throttled"), or Busy."""
        if len(name) > LONGEST_NAME:
            raise Refused("login")
        with self._passwords.turn() as turn:
            admin = await self._known(name, password, turn)
        return await self._open(admin)

    async def admin(self, token: str) -> Admin | None:
        """Whose session the token opens."""
        async with self._store.work() as work:
            session = await work.sessions.get(token_hash(token), self._now())
            admin = await work.admins.get(session.admin_id) if session and session.admin_id else None
        return admin if admin and admin.disabled_at is None else None

    async def log_out(self, token: str) -> None:
        """End the session."""
        async with self._store.work() as work:
            await work.sessions.close(token_hash(token))
            await work.commit()

    async def people(self, after: str | None) -> list[PersonLine]:
        """A page of people, newest first."""
        async with self._store.work() as work:
            return await reports.people(work, after, PAGE)

    async def person(self, person_id: str) -> PersonPage | None:
        """One person's page."""
        async with self._store.work() as work:
            line = await reports.person(work, person_id)
            if line is None:
                return None
            rows = await work.results.of_person(person_id)
            consents = await standing_of(work, person_id)
        return PersonPage(line, consents, tuple(ResultPage.from_json(row.page) for row in rows))

    async def screenings(self, *, level: str | None, outcome: str | None, after: str | None) -> list[ScreeningLine]:
        """A page of screenings, newest first."""
        async with self._store.work() as work:
            return await reports.screenings(work, level=level, outcome=outcome, after=after, limit=PAGE)

    async def record(self, photo_id: str) -> RecordPage | None:
        """One screening, without its photo."""
        async with self._store.work() as work:
            row = await work.results.of_photo(photo_id)
            photo = await work.photos.get(photo_id)
        if row is None or photo is None:
            return None
        return RecordPage(row.person_id, ResultPage.from_json(row.page), kept=photo.state == "done")

    async def picture(self, admin: Admin, photo_id: str, reason: str) -> bytes | None:
        """A kept photo; the look and its reason are in the audit before the bytes leave the vault."""
        async with self._store.work() as work:
            row = await work.photos.get(photo_id)
            if row is None or row.state != "done":
                return None
            await work.audit.write(AuditRow(self._now(), admin.id, "photo shown", photo_id, {"reason": reason}))
            photo = await work.photos.read(photo_id)
            await work.commit()
        return photo or None

    async def dashboard(self) -> dict[str, object]:
        """The figures of the last 30 days."""
        async with self._store.work() as work:
            return await reports.counts(work, self._now() - timedelta(days=30))

    async def votes(self) -> list[VoteLine]:
        """How the answers of the last 90 days were found, by topic."""
        async with self._store.work() as work:
            return await reports.votes(work, self._now().date() - timedelta(days=QUESTION_DAYS))

    async def unanswered(self) -> UnansweredPage:
        """The questions of the last 90 days that found no answer."""
        async with self._store.work() as work:
            lines = await reports.unanswered(work, PAGE)
            count = await reports.unanswered_count(work, self._now().date() - timedelta(days=QUESTION_DAYS))
        return UnansweredPage(tuple(lines), count)

    async def dismiss(self, admin: Admin, question: str) -> bool:
        """Take a question off the list; the audit knows who did. False when it is not there."""
        async with self._store.work() as work:
            if not await work.unanswered.dismiss(question, self._now()):
                return False
            await work.audit.write(AuditRow(self._now(), admin.id, "question dismissed", question, {}))
            await work.commit()
        return True

    async def _known(self, name: str, password: str, turn: Turn) -> Admin:
        if not self._throttle.allows(name):
            raise Refused("throttled")
        async with self._store.work() as work:
            admin = await work.admins.by_name(name)
        known = admin if admin and admin.disabled_at is None else None
        if not await turn.check(password, known.password_hash if known else None) or known is None:
            raise Refused("login")
        self._throttle.passed(name)
        return known

    async def _open(self, admin: Admin) -> str:
        token = secrets.token_urlsafe(32)
        session = Session(None, admin.id, self._now(), self._now() + ADMIN_FOR)
        async with self._store.work() as work:
            await work.sessions.open(token_hash(token), session)
            await work.audit.write(AuditRow(self._now(), admin.id, "logged in", admin.name, {}))
            await work.commit()
        return token
