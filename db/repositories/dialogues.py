"""Where each person's conversation stands."""

from datetime import datetime

from sqlalchemy import insert, select, update

from db import models
from db.records import DialogueRow
from db.repositories.base import Repository
from db.vault import Kind


class Dialogues(Repository):
    """One dialogue a person, whatever the door."""

    async def load(self, person_id: str) -> DialogueRow | None:
        """The dialogue, held until the unit ends: two events of one person do not step from the same place.

        SQLite knows no such lock and needs none, since whoever has written is alone already.
        """
        found = await self._connection.execute(
            select(models.Dialogue.state, models.Dialogue.data)
            .where(models.Dialogue.person_id == person_id)
            .with_for_update()
        )
        row = found.one_or_none()
        return DialogueRow(row.state, self._sealer.open_json(Kind.DIALOGUE, person_id, row.data)) if row else None

    async def save(self, person_id: str, dialogue: DialogueRow, now: datetime) -> None:
        """Put the dialogue in the place of the one before."""
        values = {
            "state": dialogue.state,
            "data": self._sealer.seal_json(Kind.DIALOGUE, person_id, dialogue.data),
            "changed_at": now,
        }
        changed = await self._connection.execute(
            update(models.Dialogue).where(models.Dialogue.person_id == person_id).values(values)
        )
        if changed.rowcount == 0:
            await self._connection.execute(insert(models.Dialogue).values(person_id=person_id, **values))
