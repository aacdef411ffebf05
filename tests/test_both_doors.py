"""The table of the dialogue through both renderers: what one door says and offers, the other says and offers too."""

from datetime import timedelta
from html import unescape

import pytest
from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.assistant.conversation import step
from bot.assistant.reading import Bubble
from bot.telegram.render import render
from tests.bot.assistant.test_conversation import NOW, TABLE, TEXTS, Row
from tests.botapi.keyboard import inline_rows
from tests.botapi.markup import parse
from web.rendering import FILTERS, new_key
from web.talk import shown

REPLYING = {name: row for name, row in TABLE.items() if row.says}


@pytest.fixture(scope="module")
def pages() -> Environment:
    pages = Environment(loader=PackageLoader("web"), autoescape=True, undefined=StrictUndefined)
    pages.filters.update(FILTERS)
    return pages


def in_browser(pages: Environment, row: Row) -> str:
    replies = step(row.dialogue, row.event, row.known).replies
    times = (NOW + timedelta(seconds=place) for place in range(len(replies)))
    bubbles = [
        Bubble(at, mine=False, text=reply.text, reply=reply, photo=reply.photo)
        for at, reply in zip(times, replies, strict=True)
    ]
    known = {"t": TEXTS, "new_key": new_key, "asset": str, "seen": "", "waiting": False, "today": NOW.date()}
    return unescape(pages.get_template("_talk.html").render(talk=shown(bubbles, {}), **known))


@pytest.mark.parametrize("row", REPLYING.values(), ids=REPLYING.keys())
def test_both_doors_say_and_offer_the_same(pages: Environment, row: Row) -> None:
    page = in_browser(pages, row)
    replies = step(row.dialogue, row.event, row.known).replies
    for reply in replies:
        rendered = render(reply)
        plain, _ = parse(rendered.html, "HTML")
        assert reply.text.replace("**", "").strip() in plain
        assert reply.text.replace("**", "").strip() in page
        rows = inline_rows(rendered.keyboard.to_dict() if rendered.keyboard else None)
        offered = [button["callback_data"] for buttons in rows for button in buttons]
        assert offered == [choice.id for choice in reply.choices]
    for citation in (one for reply in replies for one in reply.citations):
        assert f'href="{citation.url}"' in page, "the page links what Telegram has a button for"
    for choice in (one for one in replies[-1].choices if not one.id.startswith("sources:")):
        assert f'value="{choice.id}"' in page
        assert choice.label in page
