"""The browser door as a whole: ready objects in, an aiohttp application out."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.assistant.accounts import Accounts
from bot.assistant.accuracy import accuracy_of
from bot.assistant.assistant import Assistant
from bot.assistant.panel import Panel
from bot.settings import Settings
from bot.wiring import MODELS
from bot.wiring import now as clock
from web import keys, limits
from web.assets import Assets
from web.middlewares import MIDDLEWARES
from web.pace import Pace
from web.rendering import set_up
from web.routes import add_routes, service_table, table
from web.security.headers import headers_for
from web.security.sessions import cookies_for


def create_app(
    assistant: Assistant,
    accounts: Accounts,
    panel: Panel,
    *,
    settings: Settings,
    telegram_webhook: Handler | None = None,
    telegram_well: Callable[[], bool] = lambda: True,
    now: Callable[[], datetime] = clock,
) -> web.Application:
    """The application; `telegram_webhook` is mounted when Telegram brings its updates to us, `telegram_well` is asked
    by /health."""
    secure = settings.public_url.startswith("https://")
    app = web.Application(middlewares=MIDDLEWARES, client_max_size=limits.LARGEST_FORM)
    app[keys.ASSISTANT] = assistant
    app[keys.ACCOUNTS] = accounts
    app[keys.PANEL] = panel
    app[keys.SETTINGS] = settings
    app[keys.TELEGRAM_WELL] = telegram_well
    app[keys.NOW] = now
    app[keys.COOKIES] = cookies_for(secure=secure)
    app[keys.ASSETS] = Assets.load()
    app[keys.ACCURACY] = accuracy_of(MODELS / settings.model)
    app[keys.UPLOADS] = asyncio.Semaphore(limits.UPLOADS_AT_ONCE)
    app[keys.MESSAGE_PACE] = Pace(limits.SENT_A_MINUTE, 60)
    app[keys.PHOTO_PACE] = Pace(limits.PHOTOS_AN_HOUR, 3600)
    app.on_response_prepare.append(headers_for(secure=secure))
    set_up(app)
    add_routes(app, table(app[keys.ASSETS], telegram_webhook))
    return app


def create_service(
    assistant: Assistant,
    *,
    telegram_webhook: Handler | None,
    telegram_well: Callable[[], bool],
) -> web.Application:
    """What a process without the browser door serves: its health, and the webhook where it is used."""
    app = web.Application(client_max_size=limits.LARGEST_FORM)
    app[keys.ASSISTANT] = assistant
    app[keys.TELEGRAM_WELL] = telegram_well
    app.on_response_prepare.append(headers_for(secure=False))
    add_routes(app, service_table(telegram_webhook))
    return app
