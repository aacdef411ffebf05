"""The keys under which the application and its requests carry what the views need."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from bot.assistant.accounts import Accounts
from bot.assistant.accuracy import Accuracy
from bot.assistant.assistant import Assistant
from bot.assistant.panel import Panel
from bot.settings import Settings
from web.assets import Assets
from web.pace import Pace
from web.security.sessions import Cookies
from web.visitor import Visitor

ASSISTANT = web.AppKey("assistant", Assistant)
ACCOUNTS = web.AppKey("accounts", Accounts)
PANEL = web.AppKey("panel", Panel)
SETTINGS = web.AppKey("settings", Settings)
ASSETS = web.AppKey("assets", Assets)
COOKIES = web.AppKey("cookies", Cookies)
ACCURACY: web.AppKey[Accuracy | None] = web.AppKey("accuracy")
NOW: web.AppKey[Callable[[], datetime]] = web.AppKey("now")
TELEGRAM_WELL: web.AppKey[Callable[[], bool]] = web.AppKey("telegram_well")
UPLOADS = web.AppKey("uploads", asyncio.Semaphore)
MESSAGE_PACE = web.AppKey("message_pace", Pace)
PHOTO_PACE = web.AppKey("photo_pace", Pace)

VISITOR = web.RequestKey("visitor", Visitor)
