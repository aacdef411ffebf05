"""The chat without scripts: every step is a form and a page."""

import asyncio

import pytest

from ml.predict import Prediction
from tests.web.made import BLURRED, NO_SIGNS, URGENT
from tests.web.running import Browser, Running, keys_in, new_key, upload_data


def said(browser: Browser) -> int:
    """How many bubbles of the person the page shows."""
    return browser.page.count("You:")


async def consenting(lentigo: Running) -> Browser:
    browser = lentigo.browser()
    await browser.register()
    for label in ("Yes, I am", "I agree", "Keep for 30 days", "No"):
        await browser.press(label)
    return browser


async def asked(lentigo: Running, browser: Browser, sees: Prediction) -> None:
    """A photo was sent and looked at, and the first question about it is open."""
    await browser.post("/chat", upload_data())
    await lentigo.look(sees)
    await browser.get("/chat")


async def test_the_conversation_begins_by_itself_and_once(lentigo: Running) -> None:
    browser = lentigo.browser()
    await browser.register()
    await browser.get("/chat")
    await browser.get("/chat")
    assert browser.page.count("I am Lentigo") == 1
    assert said(browser) == 0


async def test_the_whole_way_by_buttons(lentigo: Running) -> None:
    browser = await consenting(lentigo)
    assert (browser.status, browser.path) == (200, "/chat")
    assert "Send me a photo of a spot" in browser.page
    assert said(browser) == 4


async def test_buttons_go_when_they_are_answered(lentigo: Running) -> None:
    browser = lentigo.browser()
    await browser.register()
    assert set(browser.buttons) == {"Yes, I am", "No"}
    await browser.press("Yes, I am")
    assert set(browser.buttons) == {"I agree", "What exactly is stored?", "No thanks, just questions"}


async def test_free_text_presses_buttons_too(lentigo: Running) -> None:
    browser = lentigo.browser()
    await browser.register()
    await browser.say("yes")
    assert "I need your consent" in browser.page


async def test_a_question_is_answered_with_its_source(lentigo: Running) -> None:
    browser = await consenting(lentigo)
    await browser.say("what is melanoma")
    assert "cancer of the cells" in browser.page
    assert 'class="cite" href="https://' in browser.page


async def test_a_form_sent_twice_counts_once(lentigo: Running) -> None:
    browser = await consenting(lentigo)
    key = new_key()
    await browser.say("what is melanoma", key=key)
    once = browser.page.count("cancer of the cells")
    await browser.say("what is melanoma", key=key)
    assert browser.page.count("cancer of the cells") == once
    assert said(browser) == 5


async def test_every_form_has_a_key_of_its_own(lentigo: Running) -> None:
    browser = lentigo.browser()
    await browser.register()
    first = keys_in(browser.page)
    await browser.get("/chat")
    keys = first + keys_in(browser.page)
    assert len(keys) == len(set(keys)) == 4


async def test_nobody_can_use_up_the_key_of_another(lentigo: Running) -> None:
    key = new_key()
    for email in ("ada@example.org", "eve@example.org"):
        browser = lentigo.browser()
        await browser.register(email)
        await browser.say("yes", key=key)
        assert "I need your consent" in browser.page


@pytest.mark.parametrize("key", ["", "short", "G" * 32, "0" * 64])
async def test_a_form_without_a_key_is_not_taken(lentigo: Running, key: str) -> None:
    browser = lentigo.browser()
    await browser.register()
    await browser.post("/chat", {"key": key, "text": "yes"})
    assert browser.status == 400
    await browser.get("/chat")
    assert said(browser) == 0


async def test_markup_is_shown_as_it_was_typed(lentigo: Running) -> None:
    browser = await consenting(lentigo)
    await browser.say("<script>alert(1)</script> **bold**")
    assert "<script>alert" not in browser.page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in browser.page


async def test_an_alarm_is_marked_and_offers_nothing_to_press(lentigo: Running) -> None:
    browser = await consenting(lentigo)
    await browser.say("i want to kill myself")
    assert "You do not have to carry it alone" in browser.page
    assert ' alarm"' in browser.page
    assert browser.buttons == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [("/help", "You can send a photo"), ("/PRIVACY", "each with its own key"), ("/nonsense", "You can send a photo")],
)
async def test_commands_work_here_too(lentigo: Running, text: str, words: str) -> None:
    browser = await consenting(lentigo)
    await browser.say(text)
    assert words in browser.page


@pytest.mark.parametrize("text", ["", "   ", "/", "/ "])
async def test_nothing_typed_breaks_nothing(lentigo: Running, text: str) -> None:
    browser = await consenting(lentigo)
    await browser.say(text)
    assert (browser.status, browser.path) == (200, "/chat")


async def test_a_photo_is_looked_at_and_its_bubble_becomes_the_result(lentigo: Running) -> None:
    browser = await consenting(lentigo)
    await browser.post("/chat", upload_data(text=""))
    assert "Received. One moment." in browser.page
    assert "data-waiting" in browser.page
    assert '<meta http-equiv="refresh"' in browser.page
    await lentigo.look(BLURRED)
    await browser.get("/chat")
    assert "Received. One moment." not in browser.page
    assert "I cannot judge this photo" in browser.page
    assert "data-waiting" not in browser.page
    assert "/picture" in browser.page


async def test_questions_about_the_spot_come_one_at_a_time_and_then_the_result(lentigo: Running) -> None:
    browser = await consenting(lentigo)
    await asked(lentigo, browser, URGENT)
    assert "(1 of 8)" in browser.page
    assert list(browser.buttons) == ["Yes", "No", "Skip", "Skip all questions"]
    await browser.press("No")
    assert "(2 of 8)" in browser.page
    await browser.say("skip")
    assert "(3 of 8)" in browser.page
    await browser.press("Skip all questions")
    assert "Thank you. One moment." in browser.page
    assert 'class="bub typing"' in browser.page
    await lentigo.look(URGENT)
    await browser.get("/chat")
    assert "Thank you. One moment." not in browser.page
    assert "Show this to a doctor by" in browser.page
    assert 'class="tag days"' in browser.page
    assert browser.page.count("Open the result") == 1, "a question is no result"
    assert "data-waiting" not in browser.page


async def test_while_questions_are_open_news_come_but_nothing_reloads_what_is_typed(lentigo: Running) -> None:
    browser = await consenting(lentigo)
    await asked(lentigo, browser, NO_SIGNS)
    assert "data-waiting" in browser.page
    assert '<meta http-equiv="refresh"' not in browser.page
    assert "typing" not in browser.page


async def test_a_question_between_is_answered_and_the_open_one_keeps_its_buttons(lentigo: Running) -> None:
    browser = await consenting(lentigo)
    await asked(lentigo, browser, NO_SIGNS)
    await browser.say("what is melanoma")
    assert "cancer of the cells" in browser.page
    assert browser.page.count("(1 of 8)") == 2
    assert "Skip all questions" in browser.buttons


async def test_a_red_flag_in_the_chat_raises_the_result(lentigo: Running) -> None:
    browser = await consenting(lentigo)
    await asked(lentigo, browser, NO_SIGNS)
    await browser.say("yes")
    await browser.press("Skip all questions")
    await lentigo.look(NO_SIGNS)
    await browser.get("/chat")
    assert "You said that it bleeds: that alone asks for a doctor" in browser.page
    assert "No warning signs" not in browser.page


async def test_details_of_the_newest_result_stay_until_they_were_read(lentigo: Running) -> None:
    browser = await consenting(lentigo)
    await asked(lentigo, browser, URGENT)
    await browser.press("Skip all questions")
    await lentigo.look(URGENT)
    await browser.get("/chat")
    await browser.press("Why")
    assert "By its colours and shape" in browser.page
    assert set(browser.buttons) == {"How it is treated", "What to tell the doctor"}


async def test_a_photo_before_consent_waits_for_it(lentigo: Running) -> None:
    browser = lentigo.browser()
    await browser.register()
    await browser.post("/chat", upload_data())
    for label in ("Yes, I am", "I agree", "Erase at once"):
        await browser.press(label)
    assert "Received. One moment." in browser.page
    lentigo.predictor.sees = BLURRED
    assert await lentigo.screening.next()
    await browser.get("/chat")
    assert "The photo is blurred" in browser.page
    assert "/picture" not in browser.page


async def test_a_photo_that_is_too_large_is_answered_in_the_chat(
    lentigo: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.forms.LARGEST_PHOTO", 20_000)
    browser = await consenting(lentigo)
    await browser.post("/chat", upload_data(b"x" * 30_000))
    assert browser.status == 200
    assert "larger than 20 MB" in browser.page


async def test_news_come_as_soon_as_there_are_any(lentigo: Running) -> None:
    browser = await consenting(lentigo)
    await browser.post("/chat", upload_data())
    seen = browser.page.split('data-seen="')[1].split('"')[0]
    waiting = asyncio.create_task(browser.client.get(f"/chat/news?seen={seen}"))
    await asyncio.sleep(0.1)
    assert not waiting.done()
    await lentigo.look(BLURRED)
    answer = await asyncio.wait_for(waiting, 5)
    page = await answer.text()
    assert answer.status == 200
    assert "I cannot judge this photo" in page
    assert "<html" not in page


async def test_no_news_is_told_without_a_body(lentigo: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.views.chat.NEWS_SECONDS", 0.05)
    browser = await consenting(lentigo)
    seen = browser.page.split('data-seen="')[1].split('"')[0]
    answer = await browser.client.get(f"/chat/news?seen={seen}")
    assert (answer.status, await answer.text()) == (204, "")


async def test_a_long_talk_shows_its_end_and_the_way_to_its_beginning(
    lentigo: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.views.chat.SHOWN", 3)
    browser = await consenting(lentigo)
    assert "I am Lentigo" not in browser.page
    assert "Earlier messages" in browser.page
    await browser.get("/chat?all=yes")
    assert "I am Lentigo" in browser.page


async def test_whoever_floods_is_slowed_down(lentigo: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.pace.Pace.allows", lambda *_: False)
    browser = lentigo.browser()
    await browser.register()
    await browser.say("yes")
    assert browser.status == 429
    assert browser.headers["Retry-After"] == "60"
    assert "That was a lot at once" in browser.page


async def test_erasing_in_the_chat_logs_out_and_shows_the_receipt(lentigo: Running) -> None:
    browser = await consenting(lentigo)
    await browser.say("/delete")
    await browser.press("Erase everything")
    assert browser.path.startswith("/erased/")
    assert browser.path.removeprefix("/erased/") in browser.page
    await browser.get("/chat")
    assert browser.path == "/login"
    await browser.post("/login", {"email": "ada@example.org", "password": "seven quiet lanterns"})
    assert browser.status == 422


async def test_a_thumb_is_thanked_for_in_place_and_no_bubble_of_ones_own(lentigo: Running) -> None:
    browser = await consenting(lentigo)
    await browser.say("what is melanoma")
    before = said(browser)
    assert 'aria-label="This helped"' in browser.page
    await browser.press("👍")
    assert browser.page.count("cancer of the cells") == 1
    assert "Thank you." in browser.page
    assert {"👍", "👎"}.isdisjoint(browser.buttons)
    assert "How melanoma is treated" in browser.buttons
    assert said(browser) == before


async def test_sources_are_linked_where_they_are_named(lentigo: Running) -> None:
    browser = await consenting(lentigo)
    await browser.say("what is melanoma")
    assert 'class="cite" href="https://www.nhs.uk' in browser.page
    assert "Sources" not in browser.buttons
