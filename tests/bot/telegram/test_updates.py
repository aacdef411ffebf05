"""Each kind of update becomes the event it should, and only private ones are kept."""

import io

import pytest
from PIL import Image

from bot.assistant.events import (
    Blocked,
    Called,
    Command,
    PhotoRefused,
    PhotoSent,
    Pressed,
    Said,
    SentOther,
    Unsupported,
)
from bot.assistant.replies import Choice, Reply
from bot.assistant.texts import texts_in
from bot.telegram.app import TelegramDoor
from tests.bot.telegram.fakes import FakeAssistant, FakeStore, until
from tests.botapi import ApiError, BotApi, Hang, Refusal, User, bad_request

pytestmark = pytest.mark.usefixtures("door")


async def heard(assistant: FakeAssistant, count: int = 1) -> list[object]:
    await until(lambda: len(assistant.heard) >= count, what=f"{count} events were heard")
    return list(assistant.events)


async def test_text_is_said_in_the_persons_language_and_answered(api: BotApi, assistant: FakeAssistant) -> None:
    user = api.user(language_code="hi")
    user.send_text("is a mole that itches bad")
    bubble = await user.wait_for_text("said is a mole that itches bad")
    whom, event, _ = assistant.heard[0]
    assert (whom.subject, whom.language) == (str(user.id), "hi")
    assert event == Said("is a mole that itches bad")
    assert not bubble.protected


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/start", Command.START),
        ("/start x' OR 1=1", Command.START),
        ("/delete@lentigo_test_bot", Command.DELETE),
        ("/EXPORT", Command.EXPORT),
        ("/nonsense", Command.HELP),
    ],
)
async def test_commands(api: BotApi, assistant: FakeAssistant, text: str, command: Command) -> None:
    api.user().send_text(text)
    assert await heard(assistant) == [Called(command)]


async def test_photo_comes_in_its_largest_size_with_its_caption(
    api: BotApi, assistant: FakeAssistant, jpeg: bytes
) -> None:
    user = api.user()
    user.send_photo(jpeg, caption="my arm")
    await user.wait_for_text("photo my arm")
    assert assistant.events == [PhotoSent("upload", "my arm")]
    assert Image.open(io.BytesIO(assistant.photos[0])).size == (1280, 960)
    assert user.chat.actions == ["typing"]


@pytest.mark.parametrize(
    ("name", "mime"), [("a.jpg", "image/jpeg"), ("IMG_1.HEIC", "application/octet-stream"), ("x", "image/webp")]
)
async def test_picture_sent_as_a_file_keeps_every_byte(
    api: BotApi, assistant: FakeAssistant, jpeg: bytes, name: str, mime: str
) -> None:
    api.user().send_document(jpeg, name, mime, caption="the original")
    assert await heard(assistant) == [PhotoSent("upload", "the original")]
    assert assistant.photos == [jpeg]


@pytest.mark.parametrize(
    ("name", "mime", "event"),
    [
        ("a.gif", "image/gif", PhotoRefused("format")),
        ("a.svg", "image/svg+xml", PhotoRefused("format")),
        ("letter.pdf", "application/pdf", SentOther(Unsupported.FILE)),
    ],
)
async def test_other_files_are_named_for_what_they_are(
    api: BotApi, assistant: FakeAssistant, name: str, mime: str, event: object
) -> None:
    api.user().send_document(b"12345", name, mime)
    assert await heard(assistant) == [event]


async def test_file_above_20_mb_is_refused_without_a_download(api: BotApi, assistant: FakeAssistant) -> None:
    api.user().send_document(bytes(20 * 1024 * 1024 + 1), "a.png", "image/png")
    assert await heard(assistant) == [PhotoRefused("too_large")]
    assert not api.called("getFile")


async def test_photo_that_cannot_be_fetched_is_asked_for_again(
    api: BotApi, assistant: FakeAssistant, jpeg: bytes
) -> None:
    api.fail("getFile", Refusal(bad_request("wrong file_id or the file is temporarily unavailable")))
    api.user().send_photo(jpeg)
    assert await heard(assistant) == [PhotoRefused("download")]


async def test_photo_is_fetched_though_the_network_fails_twice(
    api: BotApi, assistant: FakeAssistant, jpeg: bytes
) -> None:
    api.fail("download", Refusal(ApiError(502, "Bad Gateway")), times=2)
    api.user().send_photo(jpeg)
    assert await heard(assistant) == [PhotoSent("upload")]


@pytest.mark.parametrize(
    ("send", "kind"),
    [
        (User.send_sticker, Unsupported.STICKER),
        (User.send_voice, Unsupported.VOICE),
        (User.send_video, Unsupported.VIDEO),
        (User.send_location, Unsupported.LOCATION),
        (User.send_contact, Unsupported.CONTACT),
        (User.send_poll, Unsupported.POLL),
    ],
)
async def test_kinds_that_we_cannot_read(api: BotApi, assistant: FakeAssistant, send: object, kind: object) -> None:
    send(api.user())  # type: ignore[operator]
    assert await heard(assistant) == [SentOther(kind)]  # type: ignore[arg-type]


async def test_words_under_a_video_are_read(api: BotApi, assistant: FakeAssistant) -> None:
    api.user().send_video(caption="it will not stop bleeding")
    assert await heard(assistant, 2) == [Said("it will not stop bleeding"), SentOther(Unsupported.VIDEO)]
    assert len({key for _, _, key in assistant.heard}) == 2


async def test_press_is_acknowledged_and_takes_the_buttons_away(api: BotApi, assistant: FakeAssistant) -> None:
    assistant.answer = lambda event: [
        Reply("Are you 18?", (Choice("adult:yes", "Yes"), Choice("adult:no", "No")))
        if event == Said("hi")
        else Reply("ok")
    ]
    user = api.user()
    user.send_text("hi")
    asked = await user.wait_for_text("Are you 18?")
    assert asked.buttons == ["Yes", "No"]
    user.press("Yes")
    await user.wait_for_text("ok")
    assert assistant.events[1] == Pressed("adult:yes")
    assert asked.buttons == []
    assert len(api.state.answered) == 1


async def test_press_on_a_detail_leaves_the_other_details(api: BotApi, assistant: FakeAssistant) -> None:
    details = (Choice("why:1", "Why"), Choice("treat:1", "How it is treated"), Choice("tell:1", "What to say"))
    assistant.answer = lambda event: [Reply("Show it", details) if event == Said("hi") else Reply("because")]
    user = api.user()
    user.send_text("hi")
    result = await user.wait_for_text("Show it")
    user.press("Why")
    await user.wait_for_text("because")
    assert result.buttons == ["How it is treated", "What to say"]


async def test_a_thumb_turns_its_own_message_into_thanks(api: BotApi, assistant: FakeAssistant) -> None:
    slot, more = "answer:a:1", Choice("topic:b", "About B")
    thumbs = (Choice("vote:up:a:1", "👍"), Choice("vote:down:a:1", "👎"))
    asked = Reply("It is harmless.", (more, *thumbs), slot=slot)
    thanked = Reply("It is harmless.\n\nThank you.", (more,), slot=slot)
    assistant.answer = lambda event: [asked] if event == Said("hi") else [thanked]
    user = api.user()
    user.send_text("hi")
    answer = await user.wait_for_text("It is harmless.")
    user.press("👍")
    await user.wait_for_text("It is harmless.\n\nThank you.")
    assert (len(user.received), answer.buttons) == (1, ["About B"])
    assert not api.called("editMessageReplyMarkup"), "one edit, so that nothing flickers"


async def test_press_is_heard_though_telegram_refuses_the_courtesies(api: BotApi, assistant: FakeAssistant) -> None:
    user = api.user()
    user.chat.started = True
    assistant.post(str(user.id), Reply("Choose", (Choice("a:1", "One"),)))
    await user.wait_for_text("Choose")
    api.fail("answerCallbackQuery", Refusal(bad_request("query is too old")))
    api.fail("editMessageReplyMarkup", Refusal(bad_request("message can't be edited")))
    user.press("One")
    await user.wait_for_text("pressed a:1")


async def test_edited_messages_change_nothing(api: BotApi, assistant: FakeAssistant, store: FakeStore) -> None:
    user = api.user()
    user.send_text("one")
    await user.wait_for_text("said one")
    api.state.updates.allowed = []  # as if an older installation had asked for edits
    user.edit_text(user.messages[0], "two")
    user.send_text("three")
    await user.wait_for_text("said three")
    assert assistant.events == [Said("one"), Said("three")]
    assert len(store.rows) == 2


async def test_blocking_is_told_and_coming_back_needs_no_answer(
    api: BotApi, assistant: FakeAssistant, store: FakeStore
) -> None:
    user = api.user()
    user.block()
    assert await heard(assistant) == [Blocked()]
    user.unblock()
    user.send_text("hello")
    await user.wait_for_text("said hello")
    assert all(row.handled_at for row in store.rows.values())


async def test_group_hears_one_sentence_once_and_nothing_of_it_is_kept(
    api: BotApi, assistant: FakeAssistant, store: FakeStore, jpeg: bytes
) -> None:
    group = api.group()
    group.add_bot()
    group.send_text("/start")
    group.send_photo(jpeg)
    await group.wait_for_text(texts_in("en")("bot.group"))
    user = api.user(777)
    user.send_text("after")
    await user.wait_for_text("said after")
    assert [bubble.text for bubble in group.received] == [texts_in("en")("bot.group")]
    assert assistant.events == [Said("after")]
    assert [row.chat for row in store.rows.values()] == ["777"]
    assert api.called("leaveChat")


async def test_group_that_could_not_be_left_is_left_at_the_next_word(api: BotApi) -> None:
    api.fail("leaveChat", Refusal(ApiError(502, "Bad Gateway")))
    group = api.group()
    group.add_bot()
    await until(lambda: len(api.called("leaveChat")) == 1, what="the bot has tried to leave")
    group.send_text("still here?")
    await until(lambda: not group.chat.started, what="the bot is out")


async def test_second_invitation_is_left_as_well_without_a_second_sentence(api: BotApi) -> None:
    group = api.group()
    for _ in range(2):
        group.add_bot()
        await until(lambda: not group.chat.started, what="the bot is out")
    assert [bubble.text for bubble in group.received] == [texts_in("en")("bot.group")]


async def test_slow_chat_does_not_hold_up_another(api: BotApi, assistant: FakeAssistant, jpeg: bytes) -> None:
    api.fail("getFile", Hang(1.5))
    slow, quick = api.user(), api.user(888)
    slow.send_photo(jpeg)
    await until(lambda: bool(api.called("getFile")), what="the photo is being fetched")
    quick.send_text("hello")
    await quick.wait_for_text("said hello", timeout=1.2)


async def test_health_tells_the_last_good_poll(door: TelegramDoor, api: BotApi) -> None:
    before = door.health().last_contact
    user = api.user()
    user.send_text("x")
    await user.wait_for_text("said x")
    after = door.health().last_contact
    assert after is not None
    assert before is None or before < after
    assert door.is_well()
