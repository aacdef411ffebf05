"""The one place where what no handler caught ends up: logged by id, counted, tried again by the sweep."""

from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from telegram import Update
from telegram.ext import ContextTypes

from bot.telegram.inbox import Inbox

log = structlog.get_logger()


def error_handler(inbox: Inbox) -> Callable[[object, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]:
    """The error handler of an application that reads from `inbox`."""

    async def failed(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Log first. The words of an error may quote a message or the token, so only its kind and place are logged."""
        fault = context.error
        number = update.update_id if isinstance(update, Update) else None
        log.error("update_failed", update=number, fault=type(fault).__name__, at=_place(fault))
        if isinstance(update, Update):
            await inbox.failed(update)

    return failed


def _place(fault: BaseException | None) -> str:
    """File and line where it was raised."""
    trace = fault.__traceback__ if fault else None
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
