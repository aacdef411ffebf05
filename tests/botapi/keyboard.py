"""The shape of reply_markup: what Telegram takes as a keyboard and what it refuses."""

from typing import Any
from urllib.parse import urlsplit

from tests.botapi.errors import bad_request

Row = list[dict[str, Any]]

MOST_BUTTONS = 100
LONGEST_DATA = 64
ACTIONS = {
    "callback_data", "url", "web_app", "login_url", "switch_inline_query",
    "switch_inline_query_current_chat", "copy_text", "pay", "callback_game",
}  # fmt: skip
OTHER_MARKUP = {"keyboard", "remove_keyboard", "force_reply"}


def inline_rows(markup: Any) -> list[Row]:
    """The rows of an inline keyboard, checked; none when there is no keyboard."""
    if markup is None:
        return []
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" not in markup:
        if markup and not OTHER_MARKUP & markup.keys():
            raise bad_request("can't parse reply keyboard markup JSON object")
        return []
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request("can't parse inline keyboard: Array of Arrays of InlineKeyboardButton expected")
    for row in rows:
        for button in row:
            _check(button)
    if sum(len(row) for row in rows) > MOST_BUTTONS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return [row for row in rows if row]


def _check(button: Any) -> None:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str) or not button["text"].strip():
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be of type String')
    actions = ACTIONS & button.keys()
    if len(actions) != 1:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in actions and not 1 <= len(str(button["callback_data"]).encode()) <= LONGEST_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in actions and urlsplit(str(button["url"])).scheme not in {"http", "https", "tg"}:
        raise bad_request("BUTTON_URL_INVALID")
