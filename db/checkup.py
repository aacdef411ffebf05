"""A look at a store from outside: does it answer, is its schema current, does the master key open it."""

from dataclasses import dataclass

from db.engine import open_engine
from db.migrating import newest, revision_of
from db.reach import reaching
from db.unit_of_work import UnitOfWork
from db.vault import Sealer

DEADLINE = 15.0
"""Seconds for all of it."""


@dataclass(frozen=True, slots=True)
class Checkup:
    """What was found. `kind` is sqlite or mysql; `revision` is None for an empty database.

    `proved` says whether something sealed was there to try the key on: the first start seals it.
    """

    kind: str
    revision: str | None
    newest: str | None
    proved: bool

    @property
    def is_current(self) -> bool:
        """Whether the schema is the one that this program was written for."""
        return self.revision == self.newest


async def check_up(url: str, sealer: Sealer) -> Checkup:
    """Look, and change nothing. Raises StoreUnreachable, and SealBroken when the key is another store's."""
    engine = open_engine(url)
    try:
        async with reaching(engine, DEADLINE) as connection:
            revision = await connection.run_sync(revision_of)
            proved = revision is not None and await UnitOfWork(connection, sealer).proofs.holds()
            return Checkup(engine.dialect.name, revision, newest(), proved)
    finally:
        await engine.dispose()
