"""Open log-ins, by the hash of their token."""

from datetime import datetime

from sqlalchemy import delete, insert, select

from db import models
from db.records import Session
from db.repositories.base import Repository


class Sessions(Repository):
    """Sessions of people and admins; an expired one opens nothing, and goes with the next log-in of anybody."""

    async def open(self, token_hash: str, session: Session) -> None:
        """Note a log-in."""
        await self._connection.execute(delete(models.Session).where(models.Session.expires_at <= session.created_at))
        await self._connection.execute(
            insert(models.Session).values(
                token_hash=token_hash,
                person_id=session.person_id,
                admin_id=session.admin_id,
                created_at=session.created_at,
                expires_at=session.expires_at,
            )
        )

    async def get(self, token_hash: str, now: datetime) -> Session | None:
        """The session, while it lasts."""
        one = models.Session
        found = await self._connection.execute(
            select(one.person_id, one.admin_id, one.created_at, one.expires_at).where(
                one.token_hash == token_hash, one.expires_at > now
            )
        )
        row = found.one_or_none()
        return Session(*row) if row else None

    async def close(self, token_hash: str) -> None:
        """End a session."""
        await self._connection.execute(delete(models.Session).where(models.Session.token_hash == token_hash))
