"""`lentigo run`: the doors and the worker in one process, or the parts of it that LENTIGO_PARTS names."""

import asyncio
import signal
import socket
from argparse import Namespace
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any

from aiohttp.web import Application, AppRunner, SockSite

from bot.settings import Part, Settings, TelegramMode
from bot.wiring import House, open_house
from scripts.logs import set_up
from web.app import create_app, create_service

if TYPE_CHECKING:
    from bot.telegram.app import TelegramDoor

DRAIN = 20.0
"""Seconds that requests under way have to finish after a stop signal."""


def register(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "run", help="start the assistant", description="Start the assistant. Ctrl-C ends it."
    )
    parser.set_defaults(run=run)


def run(_: Namespace) -> int:
    """Serve until Ctrl-C or SIGTERM."""
    settings = Settings()
    set_up(settings.log_level)
    asyncio.run(_serve(settings))
    return 0


async def _serve(settings: Settings) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with AsyncExitStack() as stack:
        # Taken first: a port that is in use must not cost the loading of the model.
        listening = stack.enter_context(socket.create_server((settings.host, settings.port)))
        house = await stack.enter_async_context(open_house(settings))
        telegram = await _telegram(settings, house, stack)
        await _web(settings, house, telegram, listening, stack)
        work = asyncio.create_task(house.worker.run()) if house.worker else None
        _announce(settings, listening.getsockname()[1])
        await _until(stop, work)
        print("Stopping ...", flush=True)
        if work:
            work.cancel()
            await asyncio.wait([work])
    print("Stopped. Everything is kept.", flush=True)


async def _telegram(settings: Settings, house: House, stack: AsyncExitStack) -> "TelegramDoor | None":
    if settings.telegram_token is None or Part.BOT not in settings.parts:
        return None
    from bot.telegram.app import TelegramDoor  # noqa: PLC0415 - half a second that a start without Telegram can spare

    secret = settings.telegram_webhook_secret
    door = TelegramDoor(
        house.assistant,
        house.store,
        token=settings.telegram_token.get_secret_value(),
        api_url=settings.telegram_api_url,
        mode=settings.telegram_mode,
        webhook_url=settings.telegram_webhook_url,
        webhook_secret=secret.get_secret_value() if secret else None,
    )
    await door.start()
    stack.push_async_callback(door.stop)
    return door


async def _web(
    settings: Settings, house: House, telegram: "TelegramDoor | None", listening: socket.socket, stack: AsyncExitStack
) -> None:
    runner = AppRunner(application(settings, house, telegram), access_log=None, shutdown_timeout=DRAIN)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await SockSite(runner, listening).start()


def application(settings: Settings, house: House, telegram: "TelegramDoor | None") -> Application:
    """What this process serves: the browser door, or without that part only what machines ask for."""
    brought = telegram if settings.telegram_mode is TelegramMode.WEBHOOK else None
    webhook = brought.webhook_handler if brought else None
    well = telegram.is_well if telegram else lambda: True
    if Part.WEB not in settings.parts:
        return create_service(house.assistant, telegram_webhook=webhook, telegram_well=well)
    return create_app(
        house.assistant, house.accounts, house.panel, settings=settings, telegram_webhook=webhook, telegram_well=well
    )


async def _until(stop: asyncio.Event, work: asyncio.Task[None] | None) -> None:
    """Until a signal, or until the worker ends, which it never should."""
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait([stopped, *([work] if work else [])], return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if work and work.done():
        work.result()


def _announce(settings: Settings, port: int) -> None:
    home = settings.public_url or f"http://localhost:{port}"
    telegram = "on" if settings.telegram_token else "off until LENTIGO_TELEGRAM_TOKEN is set"
    parts = {
        Part.WEB: f"  Browser   {home}  (chat, upload)\n"
        f"  Panel     {home}/admin  (first admin: .venv/bin/lentigo admin create NAME)\n",
        Part.BOT: f"  Telegram  {telegram}\n",
    }
    print(
        f"Lentigo is up. It is a program, not a doctor.\n"
        f"{''.join(lines for part, lines in parts.items() if part in settings.parts)}"
        f"  Data      {settings.data_dir.resolve()}  (keep master.key safe: without it nothing can be read)\n"
        f"Ctrl-C ends it.",
        flush=True,
    )
