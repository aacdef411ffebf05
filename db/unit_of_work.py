"""A unit of work: all of it happens, or nothing."""

from sqlalchemy.ext.asyncio import AsyncConnection

from db.repositories.admins import Admins, NameTaken
from db.repositories.audit import Audit
from db.repositories.consents import Consents
from db.repositories.counts import Unanswered, Votes
from db.repositories.dialogues import Dialogues
from db.repositories.inbox import Inbox
from db.repositories.outbox import Outbox
from db.repositories.people import AlreadyLinked, People
from db.repositories.photos import Photos
from db.repositories.proofs import Proofs
from db.repositories.results import Results
from db.repositories.screenings import PhotoForgotten, Screenings
from db.repositories.sessions import Sessions
from db.vault import Sealer

__all__ = ["AlreadyLinked", "NameTaken", "PhotoForgotten", "UnitOfWork"]


class UnitOfWork:
    """The repositories over one connection. What is not committed is rolled back when the store closes the unit."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self.connection = connection
        self.sealer = sealer
        self.people = People(connection, sealer)
        self.consents = Consents(connection, sealer)
        self.dialogues = Dialogues(connection, sealer)
        self.inbox = Inbox(connection, sealer)
        self.outbox = Outbox(connection, sealer)
        self.photos = Photos(connection, sealer)
        self.screenings = Screenings(connection, sealer)
        self.results = Results(connection, sealer)
        self.admins = Admins(connection, sealer)
        self.sessions = Sessions(connection, sealer)
        self.audit = Audit(connection, sealer)
        self.votes = Votes(connection, sealer)
        self.unanswered = Unanswered(connection, sealer)
        self.proofs = Proofs(connection, sealer)

    async def commit(self) -> None:
        """Make it happen."""
        await self.connection.commit()
