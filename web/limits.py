"""The limits of the browser door, each with its reason."""

LARGEST_PHOTO = 20 * 1024 * 1024
"""Bytes of a photo: what `ml.photo` reads at most, and what Telegram hands out, so that both doors take the same."""

LARGEST_FORM = 64 * 1024
"""Bytes of a form without its photo: a thousand characters of text in any script, and room to spare."""

MOST_FIELDS = 20
"""Parts of a form with a photo; the largest of ours has fifteen."""

FORM_SECONDS = 20.0
"""Time for the body of a plain form; aiohttp itself would wait for ever for a byte a second."""

PHOTO_SECONDS = 180.0
"""Time for the body of a form with a photo: 20 MB over a slow mobile line of one megabit a second."""

UPLOADS_AT_ONCE = 16
"""Photos that are being received at the same time: 320 MB of memory in the worst case."""

SLOT_SECONDS = 5.0
"""How long a photo waits for one of these places, before its sender is told to come back."""

RETRY_AFTER = "10"
"""Seconds after which a store that was away, or a door that was too full, is worth another try."""

NEWS_SECONDS = 10.0
"""How long a request for news may wait; shorter than the drain at the end, so that a stop is quick."""

LOOK_AGAIN = 2.0
"""Seconds after which waiting for news reads the store again, because another process rings no bell here."""

SHOWN = 120
"""Bubbles of a chat page; the earlier ones are a link away, so that the page stays light on an old phone."""

SENT_A_MINUTE = 240
"""Messages that a person may send in a minute: more than anybody types, too few to fill the store with."""

PHOTOS_AN_HOUR = 120
"""Photos that a person may send in an hour: every spot of a body twice."""

REMEMBERED = 10_000
"""People whose pace is remembered, so that many names cannot fill the memory."""

HEALTH_SECONDS = 3.0
"""How long the store may take to answer; container health checks give up after five."""
