"""What a person may consent to: each purpose on its own, each with the version of the words agreed to."""

from enum import StrEnum

VERSION = "2026-12"
"""Version of the consent texts; raise it when their meaning changes, and people are asked anew."""

KEEP_DAYS = 30
"""Days a photo stays with consent to keep; told in the consent question."""


class Purpose(StrEnum):
    """Purposes of consent, never bundled: saying no to one changes nothing in the others."""

    ANALYSE = "analyse"
    KEEP = "keep"
    RESEARCH = "research"
    """Photos, and the scrubbed words of questions that found no answer, to improve the program."""
