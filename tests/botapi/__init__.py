"""A strict Bot API server of our own: what Telegram would refuse, it refuses too."""

from tests.botapi.chats import Bubble
from tests.botapi.errors import ApiError, bad_request, conflict, forbidden, too_many
from tests.botapi.faults import ANY, Drop, Hang, Rates, Refusal
from tests.botapi.people import Group, User
from tests.botapi.server import MY_TOKEN, BotApi

__all__ = [
    "ANY",
    "MY_TOKEN",
    "ApiError",
    "BotApi",
    "Bubble",
    "Drop",
    "Group",
    "Hang",
    "Rates",
    "Refusal",
    "User",
    "bad_request",
    "conflict",
    "forbidden",
    "too_many",
]
