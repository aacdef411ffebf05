"""The Telegram door as a whole: PTB's application as a table of handlers, and its way from start to stop."""

import asyncio
import logging
import re
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import structlog
from telegram import Update
from telegram.error import BadRequest, InvalidToken, TelegramError
from telegram.ext import (
    AIORateLimiter,
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.settings import TelegramMode
from bot.telegram.commands import introduce
from bot.telegram.errors import error_handler
from bot.telegram.handlers import Handlers
from bot.telegram.health import Health, WatchedRequest
from bot.telegram.inbox import Inbox
from bot.telegram.limits import POLL_SECONDS, STALE_SECONDS, SWEEP_SECONDS, back_off
from bot.telegram.order import ChatOrder
from bot.telegram.outbox import Carrier
from bot.telegram.refused import TelegramRefused
from bot.telegram.webhook import Webhook
from db.store import Store

if TYPE_CHECKING:
    from bot.assistant.assistant import Assistant

log = structlog.get_logger()

ALLOWED_UPDATES = ("message", "callback_query", "my_chat_member")

TOKEN = re.compile(r"\d+:[\w-]{20,}")
"""The form of a token, so that a slip is told at once, also when Telegram cannot be reached."""

TALKATIVE = ("telegram", "httpx", "httpcore")
"""Libraries that write whole updates, or the token, into their logs below the level of warnings."""


def add_handlers(application: Application[Any, Any, Any, Any, Any, Any], handlers: Handlers) -> None:
    """The table: the first row that fits takes the update, so the narrow ones stand first."""
    message = filters.UpdateType.MESSAGE
    private = message & filters.ChatType.PRIVATE
    application.add_handlers(
        [
            ChatMemberHandler(handlers.membership, ChatMemberHandler.MY_CHAT_MEMBER),
            MessageHandler(message & ~filters.ChatType.PRIVATE, handlers.group),
            CallbackQueryHandler(handlers.pressed),
            MessageHandler(private & filters.COMMAND, handlers.called),
            MessageHandler(private & filters.TEXT, handlers.said),
            MessageHandler(private & filters.PHOTO, handlers.photo),
            MessageHandler(private & filters.ANIMATION, handlers.other),  # carries a document as well
            MessageHandler(private & filters.Document.ALL, handlers.document),
            MessageHandler(private & filters.StatusUpdate.ALL, handlers.nothing),
            MessageHandler(private, handlers.other),
            TypeHandler(Update, handlers.nothing),
        ]
    )


def _utc_now() -> datetime:
    return datetime.now(UTC)


class TelegramDoor:
    """The door: hears Telegram's updates and carries the assistant's letters out.

    `webhook_handler` is mounted by the web application in webhook mode.
    """

    def __init__(  # noqa: PLR0913 - the settings of a door come together here
        self,
        assistant: "Assistant",
        store: Store,
        *,
        token: str,
        api_url: str,
        mode: TelegramMode,
        webhook_url: str = "",
        webhook_secret: str | None = None,
        clock: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._clock = clock
        self._made = clock()
        self._token = token
        self._mode = mode
        self._webhook_url = webhook_url
        self._secret = webhook_secret
        self._polls = WatchedRequest(clock)
        self._inbox = Inbox(store, clock)
        self._application = _build(token, api_url, mode, self._inbox, self._polls)
        add_handlers(self._application, Handlers(assistant, self._inbox))
        self._application.add_error_handler(error_handler(self._inbox))
        self._carrier = Carrier(assistant, self._application.bot)
        self._webhook = Webhook(self._inbox, self._application.bot, webhook_secret, clock)
        self.webhook_handler = self._webhook.handle
        self._tasks: list[asyncio.Task[None]] = []
        self._carrying: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Open the door. When Telegram cannot be reached, goes on trying in the background and returns.

        Raises TelegramRefused when the token or the webhook settings are not right.
        """
        if not TOKEN.fullmatch(self._token):
            raise TelegramRefused(
                "the bot token is not valid: it has not the form 123456789:ABC... Ask @BotFather for the token and set "
                "LENTIGO_TELEGRAM_TOKEN to the whole of it"
            )
        if self._mode is TelegramMode.WEBHOOK and not (self._webhook_url and self._secret):
            raise TelegramRefused(
                "webhook mode needs LENTIGO_TELEGRAM_WEBHOOK_URL and LENTIGO_TELEGRAM_WEBHOOK_SECRET; "
                "set both, or set LENTIGO_TELEGRAM_MODE to polling"
            )
        try:
            await self._connect()
        except TelegramError as fault:
            log.warning("telegram_unreachable", fault=type(fault).__name__)
            self._spawn(self._keep_connecting())

    async def stop(self) -> None:
        """Close the door: hear nothing new, finish what is under way, leave the rest in the store."""
        application = self._application
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._carrying:
            self._carrier.stop()
            await self._carrying
            self._carrying = None
        with suppress(TelegramError):
            if application.updater and application.updater.running:
                await application.updater.stop()
        if application.running:
            await application.stop()
        await application.shutdown()
        await application.bot.shutdown()  # the application leaves it open when the token was never checked

    def health(self) -> Health:
        """Whether the door is open, and when Telegram was last heard from."""
        connected = self._carrying is not None
        if self._mode is TelegramMode.WEBHOOK:
            return Health(connected, self._webhook.last_call, silent_since=None if connected else self._made)
        return Health(connected, self._polls.last_success, silent_since=self._polls.last_success or self._made)

    def is_well(self) -> bool:
        """Whether there is nothing that a restart might mend."""
        return self.health().is_well(self._clock())

    async def _keep_connecting(self) -> None:
        failures = 0
        while True:
            await asyncio.sleep(back_off(failures))
            try:
                await self._connect()
            except TelegramRefused as refusal:
                log.error("telegram_refused", why=str(refusal))
                return
            except Exception as fault:  # noqa: BLE001 - it must not end before it is through
                failures += 1
                log.warning("telegram_unreachable", fault=type(fault).__name__, failures=failures)
            else:
                return

    async def _connect(self) -> None:
        """Every step may be repeated after one that failed."""
        application = self._application
        try:
            await application.initialize()
        except InvalidToken as refusal:
            # The cause has the server's words; the error itself quotes the token.
            raise TelegramRefused(
                f"the bot token is not valid: the server said {refusal.__cause__ or 'no'}. Ask @BotFather for the "
                "token and set LENTIGO_TELEGRAM_TOKEN; if it is right, check LENTIGO_TELEGRAM_API_URL"
            ) from None
        if self._mode is TelegramMode.WEBHOOK:
            await self._set_webhook()
        if not application.running:
            await self._inbox.refeed(application.bot)
            await application.start()
        if application.updater:
            await application.updater.start_polling(
                timeout=timedelta(seconds=POLL_SECONDS), allowed_updates=ALLOWED_UPDATES, error_callback=_poll_failed
            )
        self._carrying = asyncio.create_task(self._carrier.run())
        self._spawn(self._sweep())
        self._spawn(introduce(application.bot))
        log.info("telegram_open", mode=self._mode.value)

    async def _set_webhook(self) -> None:
        try:
            await self._application.bot.set_webhook(
                self._webhook_url, secret_token=self._secret, allowed_updates=ALLOWED_UPDATES
            )
        except BadRequest as refusal:
            raise TelegramRefused(
                f"the webhook is not valid: the server said {refusal.message}. Set LENTIGO_TELEGRAM_WEBHOOK_URL to a "
                "public https address and LENTIGO_TELEGRAM_WEBHOOK_SECRET to letters, digits, - and _"
            ) from None

    async def _sweep(self) -> None:
        """Take up updates that were written down and never handled, by this process or another."""
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            try:
                await self._inbox.refeed(self._application.bot, older_than=timedelta(seconds=STALE_SECONDS))
            except Exception as fault:  # noqa: BLE001 - the store may be away; the next sweep finds the same rows
                log.warning("sweep_failed", fault=type(fault).__name__)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.append(asyncio.create_task(work))


def _build(
    token: str, api_url: str, mode: TelegramMode, inbox: Inbox, polls: WatchedRequest
) -> Application[Any, Any, Any, Any, Any, Any]:
    for library in TALKATIVE:
        logging.getLogger(library).setLevel(logging.WARNING)
    server = api_url.rstrip("/")
    builder = (
        Application.builder()
        .token(token)
        .base_url(f"{server}/bot")
        .base_file_url(f"{server}/file/bot")
        .connect_timeout(5)
        .read_timeout(10)
        .write_timeout(10)
        .get_updates_request(polls)
        .rate_limiter(AIORateLimiter(max_retries=3))
        .concurrent_updates(ChatOrder(inbox.settle))
        .job_queue(None)
    )
    if mode is TelegramMode.WEBHOOK:
        return builder.updater(None).update_queue(inbox).build()
    return builder.update_queue(inbox).build()


def _poll_failed(fault: TelegramError) -> None:
    log.warning("poll_failed", fault=type(fault).__name__)
