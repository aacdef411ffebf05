"""The proof that a master key is the one that the store was made with."""

from sqlalchemy import insert, select

from db import models
from db.repositories.base import Repository
from db.vault import Kind

ONLY = "only"


class Proofs(Repository):
    """One sealed row: without it a wrong key would go unnoticed, and everybody would look like a stranger."""

    async def leave(self) -> None:
        """Write the row at the first opening."""
        sealed = self._sealer.seal(Kind.PROOF, ONLY, b"")
        await self._insert_once(insert(models.Proof).values(id=ONLY, sealed=sealed))

    async def holds(self) -> bool:
        """Whether there is a row that the key opens; False when there is none. Raises SealBroken."""
        sealed = await self._connection.scalar(select(models.Proof.sealed).where(models.Proof.id == ONLY))
        if sealed is None:
            return False
        self._sealer.open(Kind.PROOF, ONLY, sealed)
        return True
