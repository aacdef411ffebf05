"""A result with a picture is one message, however often it is carried, and its words never wait for the picture."""

from dataclasses import replace

import pytest

from bot.assistant.replies import Choice, Drawing, Level, Reply
from tests.bot.telegram.fakes import FakeAssistant, until
from tests.botapi import BotApi, Drop, Refusal, User, bad_request
from tests.botapi.chats import Bubble

pytestmark = pytest.mark.usefixtures("door")

LOOKING = Reply("Looking.", slot="photo:1", photo="1")
RESULT = Reply(
    "**Show it** to a doctor.\nBook a visit.",
    (Choice("why:1", "Why"),),
    slot="photo:1",
    photo="1",
    level=Level.SEE_DOCTOR,
    drawing=Drawing.OUTLINE,
    caption="The line is the edge.",
)
WITH_CAPTION = "Show it to a doctor.\nBook a visit.\n\nThe line is the edge."
WORDS = "Show it to a doctor.\nBook a visit."


@pytest.fixture
def user(api: BotApi, assistant: FakeAssistant, jpeg: bytes) -> User:
    person = api.user()
    person.chat.started = True
    assistant.picture = jpeg
    return person


async def carried(assistant: FakeAssistant, user: User, reply: Reply) -> list[Bubble]:
    """What stands in the chat once the reply has been carried."""
    letter = assistant.post(str(user.id), reply)
    await until(lambda: letter.state != "due", what="the letter is settled")
    assert letter.state == "sent"
    return user.received


async def test_a_result_replaces_looking_by_one_covered_photo(assistant: FakeAssistant, user: User) -> None:
    await carried(assistant, user, LOOKING)
    (bubble,) = await carried(assistant, user, RESULT)
    assert (bubble.kind, bubble.text, bubble.bold) == ("photo", WITH_CAPTION, ["Show it"])
    assert (bubble.spoiler, bubble.protected, bubble.buttons) == (True, True, ["Why"])


async def test_a_result_carried_again_after_a_kill_is_still_one_message(
    assistant: FakeAssistant, api: BotApi, user: User
) -> None:
    await carried(assistant, user, LOOKING)
    await carried(assistant, user, RESULT)
    (bubble,) = await carried(assistant, user, RESULT)  # as if nobody had noted the first time
    assert bubble.text == WITH_CAPTION
    assert not api.called("sendPhoto")


async def test_an_answer_of_telegram_that_is_lost_makes_no_second_message(
    assistant: FakeAssistant, api: BotApi, user: User
) -> None:
    await carried(assistant, user, LOOKING)
    api.fail("editMessageMedia", Drop(after=True))
    (bubble,) = await carried(assistant, user, RESULT)
    assert (bubble.kind, bubble.text) == ("photo", WITH_CAPTION)
    assert len(api.called("editMessageMedia")) == 2


async def test_a_drawing_of_its_own_is_sent_covered_and_protected(assistant: FakeAssistant, user: User) -> None:
    (bubble,) = await carried(assistant, user, replace(RESULT, slot=None, level=None, drawing=Drawing.HEAT))
    assert (bubble.kind, bubble.spoiler, bubble.protected) == ("photo", True, True)


@pytest.mark.parametrize("gone", [None, ValueError("a broken photo")], ids=["erased", "broken"])
async def test_without_the_photo_the_words_come_alone(
    assistant: FakeAssistant, user: User, gone: Exception | None
) -> None:
    assistant.picture = gone
    await carried(assistant, user, LOOKING)
    (bubble,) = await carried(assistant, user, RESULT)
    assert (bubble.kind, bubble.text, bubble.buttons) == ("text", WORDS, ["Why"])


async def test_a_picture_that_telegram_cannot_read_does_not_cost_the_words(
    assistant: FakeAssistant, user: User
) -> None:
    assistant.picture = b"no picture"
    await carried(assistant, user, LOOKING)
    (bubble,) = await carried(assistant, user, RESULT)
    assert (bubble.kind, bubble.text) == ("text", WORDS)


async def test_a_photo_whose_message_is_gone_is_sent_anew(assistant: FakeAssistant, user: User) -> None:
    (looking,) = await carried(assistant, user, LOOKING)
    looking.deleted = True
    (bubble,) = await carried(assistant, user, RESULT)
    assert (bubble.kind, bubble.text) == ("photo", WITH_CAPTION)


async def test_where_a_text_cannot_become_a_photo_the_new_one_stands_before_the_old_one_goes(
    assistant: FakeAssistant, api: BotApi, user: User
) -> None:
    await carried(assistant, user, LOOKING)
    api.fail("editMessageMedia", Refusal(bad_request("there is no media in the message to edit")))
    (bubble,) = await carried(assistant, user, RESULT)
    assert (bubble.kind, bubble.text) == ("photo", WITH_CAPTION)
    order = [call.method for call in api.calls if call.method in {"sendPhoto", "deleteMessage"}]
    assert order == ["sendPhoto", "deleteMessage"]


async def test_words_too_long_for_a_caption_answer_the_picture(assistant: FakeAssistant, user: User) -> None:
    await carried(assistant, user, LOOKING)
    long = replace(RESULT, text=RESULT.text + "\n" + "More of it. " * 100)
    picture, words = await carried(assistant, user, long)
    assert (picture.kind, picture.text) == ("photo", "Show it to a doctor.\n\nThe line is the edge.")
    assert (words.kind, words.reply_to, words.buttons) == ("text", picture.id, ["Why"])
    assert words.text.count("More of it.") == 100
