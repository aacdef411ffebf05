"""A person in Telegram, from the first hello to the erased account, over the real library and a strict server."""

import asyncio
import io
import json
import zipfile

import pytest

from tests.botapi.chats import Bubble
from tests.botapi.people import User
from tests.botapi.server import BotApi
from tests.e2e.running import Running
from tests.pictures import black, real_or_drawn

PATIENCE = 20.0
LEVELS = ("by ", "No warning signs", "I cannot judge")


async def registered(telegram: BotApi) -> User:
    """A person who has said hello and agreed to everything but research."""
    user = telegram.user(first_name="Ada")
    user.send_text("/start")
    await user.wait_for_text("18 or older", PATIENCE)
    user.press("Yes, I am")
    await user.wait_for_text("I need your consent", PATIENCE)
    user.send_text("i agree")
    await user.wait_for_text("30 days", PATIENCE)
    user.press("Keep for 30 days")
    await user.wait_for_text("improve the program", PATIENCE)
    user.press("No")
    await user.wait_for_text("Send me a photo", PATIENCE)
    return user


def results(user: User) -> list[str]:
    """The bubbles that are results."""
    return [bubble.text for bubble in user.received if "not a diagnosis" in bubble.text]


async def skipped(user: User) -> None:
    """Whether the photo is asked about depends on what the model makes of it; if it is, every question is skipped."""

    def told(seen: list[Bubble]) -> bool:
        return any("not a diagnosis" in bubble.text or "(1 of 8)" in bubble.text for bubble in seen)

    seen = await user.wait_for(told, 60)
    if any("(1 of 8)" in bubble.text for bubble in seen) and not results(user):
        user.press("Skip all questions")


async def test_register_ask_and_send_a_photo(lentigo: Running, telegram: BotApi) -> None:
    await lentigo.start()
    user = await registered(telegram)
    user.send_text("what does melanoma look like")
    answer = await user.wait_for_text("Source", PATIENCE)
    assert "melanoma" in answer.text.lower()
    user.send_photo(real_or_drawn())
    await skipped(user)
    result = await user.wait_for_text("not a diagnosis", PATIENCE)
    assert any(level in result.text for level in LEVELS)
    assert result.edits > 0, "the result takes the place of `received`"
    user.press("How it is treated")
    await user.wait_for_text("treated in general", PATIENCE)
    assert len(results(user)) == 1


async def test_a_black_picture_is_not_judged(lentigo: Running, telegram: BotApi) -> None:
    await lentigo.start()
    user = await registered(telegram)
    user.send_photo(black())
    said = await user.wait_for_text("I cannot judge this photo", PATIENCE)
    assert "Most like" not in said.text
    with pytest.raises(KeyError):
        user.press("How it is treated")


async def test_photo_before_consent_waits_and_need_not_be_sent_again(lentigo: Running, telegram: BotApi) -> None:
    await lentigo.start()
    user = telegram.user(first_name="Ada")
    user.send_photo(real_or_drawn())
    await user.wait_for_text("18 or older", PATIENCE)
    user.press("Yes, I am")
    await user.wait_for_text("I have your photo", PATIENCE)
    assert not results(user)
    user.press("I agree")
    await user.wait_for_text("30 days", PATIENCE)
    user.press("Erase at once")
    await skipped(user)
    await user.wait_for_text("not a diagnosis", PATIENCE)


@pytest.mark.parametrize("moment", [0.0, 0.05, 0.15, 0.4])
async def test_killed_between_receipt_and_reply(lentigo: Running, telegram: BotApi, moment: float) -> None:
    await lentigo.start()
    user = await registered(telegram)
    user.send_photo(real_or_drawn())
    await asyncio.sleep(moment)
    await lentigo.kill()
    await lentigo.start()
    await skipped(user)
    await user.wait_for_text("not a diagnosis", 60)
    await asyncio.sleep(1)
    assert len(results(user)) == 1


async def test_export_and_erase(lentigo: Running, telegram: BotApi) -> None:
    await lentigo.start()
    user = await registered(telegram)
    user.send_photo(real_or_drawn())
    await skipped(user)
    await user.wait_for_text("not a diagnosis", PATIENCE)
    user.send_text("/export")
    bubble = await user.wait_for_text("everything that is stored", PATIENCE)
    assert bubble.file_id is not None
    with zipfile.ZipFile(io.BytesIO(telegram.state.files.get(bubble.file_id).data)) as archive:
        about = json.loads(archive.read("about-you.json"))
        photos = [name for name in archive.namelist() if name.startswith("photos/")]
    assert len(photos) == 1
    assert about["results"][0]["outcome"] in {"assessed", "retake", "cannot_assess"}
    user.send_text("/delete")
    await user.wait_for_text("This erases 1 photos", PATIENCE)
    user.press("Erase everything")
    await user.wait_for_text("Receipt number", PATIENCE)
    user.send_text("/start")
    await user.wait_for(lambda seen: "18 or older" in seen[-1].text, PATIENCE)


async def test_crisis_comes_before_everything(lentigo: Running, telegram: BotApi) -> None:
    await lentigo.start()
    user = telegram.user(first_name="Ada")
    user.send_text("i dont want to live with this anymore")
    said = await user.wait_for_text("You do not have to carry it alone", PATIENCE)
    assert said.buttons == []
    assert len(user.received) == 1
