"""The limits of the Bot API and of this door, each with its reason."""

LONGEST_TEXT = 4096
"""UTF-16 units in a message after its markup is read (Bot API, sendMessage)."""

LONGEST_CAPTION = 1024
"""UTF-16 units in the caption of a file (Bot API, sendDocument)."""

LARGEST_DOWNLOAD = 20 * 1024 * 1024
"""Bytes of a file that a bot may fetch (Bot API, getFile)."""

LARGEST_UPLOAD = 50 * 1024 * 1024
"""Bytes of a document that a bot may send (Bot API, sendDocument)."""

LARGEST_UPDATE = 1024 * 1024
"""Bytes of a webhook call that we read; an update is a few kilobytes and carries no file."""

DOWNLOADS_AT_ONCE = 4
"""Photos fetched at the same time, so that a flood of 20 MB files cannot fill the memory."""

GROUPS_REMEMBERED = 1000
"""Groups that were told why the bot leaves; one that is forgotten is told once more."""

UPDATES_AT_ONCE = 64
"""Updates handled at the same time; those of one chat still wait for one another."""

LETTERS_AT_ONCE = 50
"""Letters taken out of the outbox in one go: more than a second's worth at Telegram's 30 a second."""

POLL_SECONDS = 25
"""How long Telegram may hold a poll open; below the 30 s after which proxies cut idle connections."""

SLOW_START, SLOWEST = 1.0, 300.0
"""Seconds before the first and between later attempts to reach Telegram; doubled each time."""

MOST_ATTEMPTS = 300
"""Attempts to deliver a letter before it is dropped: with SLOWEST between them about a day."""

SWEEP_SECONDS, STALE_SECONDS = 15.0, 30.0
"""How often the inbox is looked through for updates left behind, and how old those must be."""

MOST_FAILURES = 3
"""Failures of one update after which it is given up, so that it cannot fail for ever."""


def back_off(attempts: int) -> float:
    """Seconds to wait after so many attempts in vain."""
    return min(SLOW_START * 2.0 ** min(attempts, 20), SLOWEST)
