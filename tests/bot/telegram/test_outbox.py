"""Letters reach people in order, are edited in place, and survive whatever Telegram answers."""

import asyncio
import io
import zipfile

import pytest

from bot.assistant.replies import Choice, Citation, Document, Level, Reply
from bot.assistant.texts import texts_in
from bot.telegram.app import TelegramDoor
from tests.bot.telegram.fakes import FakeAssistant, FakeStore, until
from tests.botapi import ApiError, BotApi, Drop, Hang, Rates, Refusal, User, bad_request, too_many
from tests.botapi.faults import Fault

pytestmark = pytest.mark.usefixtures("door")


@pytest.fixture
def user(api: BotApi) -> User:
    person = api.user()
    person.chat.started = True
    return person


def states(assistant: FakeAssistant) -> list[str]:
    return [letter.state for letter in assistant.letters]


async def settled(assistant: FakeAssistant) -> None:
    await until(lambda: "due" not in states(assistant), what=f"all letters are settled: {states(assistant)}")


async def test_letter_is_shown_with_bold_buttons_and_source(assistant: FakeAssistant, user: User) -> None:
    assistant.post(
        str(user.id),
        Reply(
            "**Show it** to a doctor if 1 < 2 & <b>x</b>",
            (Choice("why:1", "Why"), Choice("treat:1", "How it is treated")),
            (Citation("Skin <cancer>", "2024", "https://example.org/?a=1&b=2"),),
        ),
    )
    bubble = await user.wait_for_text("Show it")
    assert bubble.text == "Show it to a doctor if 1 < 2 & <b>x</b>\n\nSource: Skin <cancer>, 2024"
    assert bubble.bold == ["Show it"]
    assert [entity["url"] for entity in bubble.entities if entity["type"] == "text_link"] == [
        "https://example.org/?a=1&b=2"
    ]
    assert bubble.rows == [
        [{"text": "Why", "callback_data": "why:1"}, {"text": "How it is treated", "callback_data": "treat:1"}]
    ]


async def test_slot_is_edited_in_place_and_result_is_protected(assistant: FakeAssistant, user: User) -> None:
    assistant.post(str(user.id), Reply("Received.", slot="photo:1", photo="1"))
    await user.wait_for_text("Received.")
    await settled(assistant)
    assistant.post(str(user.id), Reply("**Result**", (Choice("why:1", "Why"),), slot="photo:1", level=Level.SEE_DOCTOR))
    bubble = await user.wait_for_text("Result")
    assert len(user.received) == 1
    assert (bubble.edits, bubble.buttons, bubble.protected) == (1, ["Why"], True)


async def test_edit_that_changes_nothing_counts_as_delivered(api: BotApi, assistant: FakeAssistant, user: User) -> None:
    for _ in range(2):
        assistant.post(str(user.id), Reply("Same", slot="s"))
        await settled(assistant)
    assert states(assistant) == ["sent", "sent"]
    assert len(api.called("editMessageText")) == 1
    assert len(user.received) == 1


async def test_slot_whose_message_was_deleted_is_sent_anew(assistant: FakeAssistant, user: User) -> None:
    assistant.post(str(user.id), Reply("Received.", slot="s"))
    bubble = await user.wait_for_text("Received.")
    await settled(assistant)
    bubble.deleted = True
    assistant.post(str(user.id), Reply("Result", slot="s"))
    await user.wait_for_text("Result")
    assert [one.text for one in user.received] == ["Result"]


@pytest.mark.parametrize(
    "fault",
    [Refusal(too_many(1)), Refusal(ApiError(502, "Bad Gateway")), Refusal(ApiError(500, "Internal")), Drop()],
    ids=["429", "502", "500", "dropped"],
)
async def test_fault_delays_letters_and_keeps_their_order(
    api: BotApi, assistant: FakeAssistant, user: User, fault: Fault
) -> None:
    api.fail("sendMessage", fault, times=2)
    for number in range(4):
        assistant.post(str(user.id), Reply(str(number)))
    await user.wait_for(lambda seen: len(seen) == 4, timeout=10)
    assert [bubble.text for bubble in user.received] == ["0", "1", "2", "3"]
    await settled(assistant)


async def test_silent_server_is_given_up_in_time(
    api: BotApi, assistant: FakeAssistant, user: User, monkeypatch: pytest.MonkeyPatch, door: TelegramDoor
) -> None:
    monkeypatch.setattr(door._application.bot.request._client, "timeout", 0.3)
    api.fail("sendMessage", Hang(0.8))
    assistant.post(str(user.id), Reply("late"))
    await user.wait_for_text("late")
    await settled(assistant)
    assert assistant.letters[0].attempts == 1


async def test_flood_limits_are_obeyed(api: BotApi, assistant: FakeAssistant, user: User) -> None:
    api.state.rates = Rates(chat=2)
    for number in range(5):
        assistant.post(str(user.id), Reply(str(number)))
    await user.wait_for(lambda seen: len(seen) == 5, timeout=10)
    assert [bubble.text for bubble in user.received] == ["0", "1", "2", "3", "4"]


async def test_one_chat_in_trouble_does_not_hold_up_another(api: BotApi, assistant: FakeAssistant, user: User) -> None:
    other = api.user(888)
    other.chat.started = True
    api.fail("sendMessage", Refusal(ApiError(502, "Bad Gateway")), times=1)
    assistant.post(str(user.id), Reply("slow"))
    assistant.post(str(other.id), Reply("quick"))
    await other.wait_for_text("quick")
    await user.wait_for_text("slow")


async def test_blocked_person_gets_nothing_more(api: BotApi, assistant: FakeAssistant, user: User) -> None:
    user.chat.blocked = True
    assistant.post(str(user.id), Reply("hello"))
    await settled(assistant)
    assert assistant.blocked_subjects == [str(user.id)]
    assert states(assistant) == ["dropped"]
    assert len(api.called("sendMessage")) == 1


async def test_letter_that_telegram_cannot_parse_is_sent_plain_with_numbered_choices(
    api: BotApi, assistant: FakeAssistant, user: User
) -> None:
    api.fail("sendMessage", Refusal(bad_request("can't parse entities")))
    assistant.post(str(user.id), Reply("**Bold** text", (Choice("a:1", "One"), Choice("a:2", "Two"))))
    bubble = await user.wait_for_text("Bold")
    assert bubble.text == "Bold text\n1. One\n2. Two"
    assert bubble.entities == []
    await settled(assistant)
    assert states(assistant) == ["sent"]


async def test_letter_that_is_refused_plain_as_well_is_dropped_and_the_next_one_goes(
    api: BotApi, assistant: FakeAssistant, user: User
) -> None:
    api.fail("sendMessage", Refusal(bad_request("something new")), times=2)
    assistant.post(str(user.id), Reply("never"))
    assistant.post(str(user.id), Reply("next"))
    await user.wait_for_text("next")
    await settled(assistant)
    assert states(assistant) == ["dropped", "sent"]


async def test_letter_is_not_sent_twice_when_the_store_could_not_be_told(
    api: BotApi, assistant: FakeAssistant, store: FakeStore, user: User
) -> None:
    store.away = True
    assistant.post(str(user.id), Reply("once"))
    await user.wait_for_text("once")
    await asyncio.sleep(0.2)
    store.away = False
    await settled(assistant)
    assert len(user.received) == 1


async def test_export_comes_as_a_zip_that_may_be_saved(assistant: FakeAssistant, api: BotApi, user: User) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("about-you.json", "{}")
    assistant.packed = packed.getvalue()
    assistant.post(str(user.id), Reply("Here is everything", document=Document.EXPORT))
    bubble = await user.wait_for_text("Here is everything")
    assert bubble.kind == "document"
    assert not bubble.protected
    assert bubble.file_id is not None
    stored = api.state.files.get(bubble.file_id)
    assert zipfile.ZipFile(io.BytesIO(stored.data)).namelist() == ["about-you.json"]
    assert stored.name.endswith(".zip")


async def test_export_above_50_mb_is_explained(assistant: FakeAssistant, user: User) -> None:
    assistant.packed = bytes(50 * 1024 * 1024 + 1)
    assistant.post(str(user.id), Reply("Here is everything", document=Document.EXPORT))
    await user.wait_for_text(texts_in("en")("export.too-large"))
