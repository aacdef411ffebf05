"""The tables, a file a subject. Erasing a person's row erases every row that names the person."""

from db.models.base import Base
from db.models.counts import Unanswered, UnansweredDay, Vote
from db.models.mail import Inbox, Outbox
from db.models.people import Consent, Dialogue, Identity, Person
from db.models.photos import Photo, PhotoPart, Result, Screening
from db.models.staff import Admin, Audit, Proof, Receipt, Session

__all__ = [
    "Admin",
    "Audit",
    "Base",
    "Consent",
    "Dialogue",
    "Identity",
    "Inbox",
    "Outbox",
    "Person",
    "Photo",
    "PhotoPart",
    "Proof",
    "Receipt",
    "Result",
    "Screening",
    "Session",
    "Unanswered",
    "UnansweredDay",
    "Vote",
]
