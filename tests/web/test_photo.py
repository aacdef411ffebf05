"""A photo from the upload page to its result: consent first, limits, every level, no word where nothing is known."""

import asyncio
import re
from datetime import timedelta

import pytest

from bot.assistant.reading import Stage, Standing
from bot.assistant.symptoms import QUESTIONS
from ml.answers import Site
from ml.photo import MAX_BYTES
from ml.predict import Prediction
from tests.pictures import drawn_lesion
from tests.web.made import BLURRED, FACE, NAMES, NO_PICTURE, NO_SIGNS, SEE_DOCTOR, TREATED, URGENT
from tests.web.running import OURS, Browser, Running, new_key, upload_data
from web.limits import LARGEST_PHOTO

BOXES = {"adult": "on", "analyse": "on"}


async def newcomer(lentigo: Running) -> Browser:
    browser = lentigo.browser()
    await browser.register()
    return browser


async def standing(lentigo: Running) -> Standing:
    line = (await lentigo.panel.people(None))[0]
    return await lentigo.assistant.consents(line.id)


async def test_boxes_are_apart_and_unticked(lentigo: Running) -> None:
    browser = await newcomer(lentigo)
    await browser.get("/photo")
    boxes = re.findall(r'<input type="checkbox" name="(\w+)"([^>]*)>', browser.page)
    assert [name for name, _ in boxes] == ["adult", "analyse", "keep", "research"]
    assert not any("checked" in more for _, more in boxes)
    assert [name for name, more in boxes if "required" in more] == ["adult", "analyse"]


@pytest.mark.parametrize(
    ("boxes", "words"),
    [
        ({}, "Confirm that you are 18"),
        ({"adult": "on"}, "may look at the photo"),
        ({"analyse": "on"}, "Confirm that you are 18"),
        ({"keep": "on", "research": "on"}, "may look at the photo"),
    ],
    ids=["none", "no consent", "no age", "only the others"],
)
async def test_no_photo_is_taken_without_age_and_consent(lentigo: Running, boxes: dict[str, str], words: str) -> None:
    browser = await newcomer(lentigo)
    await browser.post("/photo", upload_data(**boxes))
    assert browser.status == 422
    assert words in browser.page
    assert await standing(lentigo) == Standing()
    assert not await lentigo.screening.next()
    for box in boxes:
        assert re.search(rf'name="{box}" checked', browser.page)


async def test_a_form_without_a_photo_says_so(lentigo: Running) -> None:
    browser = await newcomer(lentigo)
    await browser.post("/photo", upload_data(b"", **BOXES))
    assert browser.status == 422
    assert "Choose a photo" in browser.page


async def test_each_consent_is_given_on_its_own(lentigo: Running) -> None:
    browser = await newcomer(lentigo)
    await browser.post("/photo", upload_data(**BOXES, research="on"))
    assert await standing(lentigo) == Standing(adult=True, analyse=True, keep=False, research=True)


async def test_who_has_agreed_is_not_asked_again_and_loses_nothing(lentigo: Running) -> None:
    browser = await lentigo.person()
    await browser.get("/photo")
    assert "checkbox" not in browser.page
    await lentigo.photo(browser)
    assert await standing(lentigo) == Standing(adult=True, analyse=True, keep=True, research=False)


async def test_the_questions_stand_beside_the_photo_and_each_may_stay_skipped(lentigo: Running) -> None:
    browser = await lentigo.person()
    page = await browser.get("/photo")
    assert "Your answers can only make the advice more careful" in page
    radios = re.findall(r'<input type="radio" name="(\w+)" value="(\w+)"( checked)?', page)
    assert [(name, word) for name, word, _ in radios] == [
        (sign, word) for sign in QUESTIONS[:6] for word in ("yes", "no", "skip")
    ]
    assert {word for _, word, checked in radios if checked} == {"skip"}
    assert re.findall(r'<option value="(\w+)"', page) == ["skip", *(site.value for site in Site)]
    assert re.findall(r'<input id="age" name="age"[^>]*value="(\w*)"', page) == [""]
    names = {name for name, _, _ in radios} | {"site", "age"}
    assert names == set(QUESTIONS)


async def test_answers_beside_the_photo_go_with_it_to_the_result(lentigo: Running) -> None:
    browser = await lentigo.person()
    await browser.post("/photo", upload_data(bleed="yes", grew="no", site="ear", age="47", itch="skip"))
    photo = browser.path.rpartition("/")[2]
    await lentigo.look(NO_SIGNS)
    page = await browser.get(f"/photo/{photo}")
    assert 'class="level weeks"' in page
    assert "What your answers add" in page
    assert "You said that it bleeds: that alone asks for a doctor" in page
    assert "No warning signs" not in page


async def test_who_skips_everything_goes_straight_to_the_result(lentigo: Running) -> None:
    browser = await lentigo.person()
    page = await browser.get(f"/photo/{await lentigo.photo(browser, NO_SIGNS)}")
    assert 'class="level none"' in page
    assert "What your answers add" not in page
    assert not await lentigo.screening.next()


@pytest.mark.parametrize("wrong", [{"age": "17"}, {"age": "old"}, {"site": "moon"}, {"bleed": "maybe"}])
async def test_an_answer_that_is_none_is_told_and_the_others_are_kept(lentigo: Running, wrong: dict[str, str]) -> None:
    browser = await lentigo.person()
    await browser.post("/photo", upload_data(grew="yes", **wrong))
    assert browser.status == 422
    assert "from 18 to 120" in browser.page
    assert 'name="grew" value="yes" checked' in browser.page
    assert not await lentigo.screening.next()


async def test_a_red_flag_beside_a_photo_that_cannot_be_judged_names_nothing(lentigo: Running) -> None:
    browser = await lentigo.person()
    await browser.post("/photo", upload_data(changed="yes"))
    photo = browser.path.rpartition("/")[2]
    await lentigo.look(BLURRED)
    page = await browser.get(f"/photo/{photo}")
    assert 'class="level weeks"' in page
    assert "The photo is blurred" in page
    assert "You said that it has changed" in page
    assert [name for _, name, _ in NAMES.values() if name.lower() in page.lower()] == []
    for empty in ("What it looks like", "What the photo says", "How it is treated"):
        assert empty not in page


async def test_a_photo_that_is_asked_about_in_the_chat_says_where(lentigo: Running) -> None:
    browser = await lentigo.person()
    await browser.post("/chat", upload_data())
    await lentigo.look(NO_SIGNS)
    person = (await lentigo.panel.people(None))[0].id
    (photo,) = await lentigo.assistant.photos(person)
    page = await browser.get(f"/photo/{photo}")
    assert "A few questions first" in page
    assert 'href="/chat#new"' in page


async def test_the_stages_survive_a_reload(lentigo: Running) -> None:
    browser = await lentigo.person()
    photo = await lentigo.photo(browser)
    assert browser.path == f"/photo/{photo}"
    for _ in range(2):
        await browser.get(f"/photo/{photo}")
        assert "Looking at your photo" in browser.page
        assert browser.page.count('aria-current="step"') == 1
        assert '<noscript><meta http-equiv="refresh"' in browser.page


@pytest.mark.parametrize(
    ("sees", "look", "headline"),
    [
        (URGENT, "days", "Show this to a doctor by"),
        (SEE_DOCTOR, "weeks", "Show this to a doctor by"),
        (NO_SIGNS, "none", "No warning signs in this photo. Look again on"),
    ],
    ids=["days", "weeks", "none"],
)
async def test_a_result_tells_first_what_to_do(lentigo: Running, sees: Prediction, look: str, headline: str) -> None:
    browser = await lentigo.person()
    page = await browser.get(f"/photo/{await lentigo.photo(browser, sees)}")
    order = [
        f'class="level {look}"',
        f"#{look}",
        f'<h1 id="headline">{headline}',
        'class="line"',
        "Ask about it in the chat",
        "/picture",
        "What it looks like",
        "What the photo says",
        "What no photo can say",
        "What to tell the doctor",
        "How it is treated, in general",
        TREATED,
        "https://www.nhs.uk",
        "What this is not",
        "not a diagnosis",
    ]
    places = [page.index(part) for part in order]
    assert places == sorted(places)
    assert page.count('class="level ') == 1
    assert page.count("<h1") == 1
    assert "%" not in re.sub(r"<[^>]*>", "", page)


@pytest.mark.parametrize("sees", [BLURRED, FACE, NO_PICTURE], ids=["retake", "cannot assess", "no picture"])
async def test_what_cannot_be_judged_has_no_names_and_no_treatment(lentigo: Running, sees: Prediction) -> None:
    browser = await lentigo.person()
    page = await browser.get(f"/photo/{await lentigo.photo(browser, sees)}")
    assert 'class="level cant"' in page
    assert [name for _, name, _ in NAMES.values() if name.lower() in page.lower()] == []
    assert TREATED not in page
    assert "How it is treated" not in page
    assert "What it looks like" not in page
    assert 'class="line"' not in page
    assert "If you are worried, do not wait" in page
    assert "Take another photo" in page


async def test_the_day_line_marks_the_date_and_says_it(lentigo: Running) -> None:
    browser = await lentigo.person()
    page = await browser.get(f"/photo/{await lentigo.photo(browser, URGENT)}")
    dots = re.findall(r"<circle( class=\"\w+\")? cx", page)
    assert len(dots) == 31
    assert dots.index(' class="sun"') == 3
    assert page.count(' class="later"') == 27


async def test_a_date_that_has_passed_is_said_and_not_drawn(lentigo: Running) -> None:
    browser = await lentigo.person()
    photo = await lentigo.photo(browser, URGENT)
    lentigo.later = timedelta(days=10)
    page = await browser.get(f"/photo/{photo}")
    assert "has passed" in page
    assert 'class="line"' not in page


async def test_the_frame_lies_where_the_program_looked(lentigo: Running) -> None:
    browser = await lentigo.person()
    page = await browser.get(f"/photo/{await lentigo.photo(browser, URGENT)}")
    assert 'viewBox="0 0 480 480"' in page
    assert '<rect x="200" y="200" width="240" height="240"/>' in page


async def test_the_photo_is_its_owners_and_has_lost_what_it_carried(lentigo: Running) -> None:
    browser = await lentigo.person()
    photo = await lentigo.photo(browser, URGENT)
    answer = await browser.client.get(f"/photo/{photo}/picture")
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Cache-Control"] == "no-store"
    assert (await answer.read()).startswith(b"\xff\xd8\xff")
    eve = await lentigo.person("eve@example.org")
    for path in (f"/photo/{photo}", f"/photo/{photo}/picture"):
        await eve.get(path)
        assert eve.status == 404


async def test_without_consent_to_keep_only_the_words_stay(lentigo: Running) -> None:
    browser = await lentigo.person(keep=False)
    page = await browser.get(f"/photo/{await lentigo.photo(browser, URGENT)}")
    assert "Show this to a doctor" in page
    assert "The photo is erased" in page
    assert "/picture" not in page


async def test_an_upload_sent_twice_counts_once(lentigo: Running) -> None:
    browser = await lentigo.person()
    key = new_key()
    for _ in range(2):
        await browser.post("/photo", upload_data(key=key))
        assert browser.status == 200
    assert await lentigo.screening.next()
    assert not await lentigo.screening.next()


async def test_a_parked_photo_says_what_now(lentigo: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = await lentigo.person()
    photo = await lentigo.photo(browser)

    async def parked(*_: object) -> Stage:
        return Stage.PARKED

    monkeypatch.setattr(lentigo.assistant, "stage", parked)
    page = await browser.get(f"/photo/{photo}")
    assert "I could not read this photo" in page
    assert "do not wait for a better photo" in page


def test_the_door_takes_what_the_eyes_take() -> None:
    assert LARGEST_PHOTO == MAX_BYTES


async def test_a_photo_that_is_too_large_is_told_in_words(lentigo: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.forms.LARGEST_PHOTO", 20_000)
    browser = await lentigo.person()
    await browser.post("/photo", upload_data(b"x" * 30_000))
    assert browser.status == 413
    assert "larger than 20 MB" in browser.page
    assert not await lentigo.screening.next()


async def test_a_form_without_a_photo_may_not_be_large(lentigo: Running) -> None:
    browser = lentigo.browser()
    await browser.post("/login", {"email": "x" * 100_000})
    assert browser.status == 413


async def test_a_form_of_many_parts_is_not_read(lentigo: Running) -> None:
    browser = await lentigo.person()
    await browser.post("/photo", upload_data(**{f"field{number}": "" for number in range(40)}))
    assert browser.status == 400


@pytest.mark.parametrize("body", [b"", b"nonsense", b"--edge\r\nbroken", b"--edge\r\n\r\nno name\r\n--edge--\r\n"])
async def test_a_broken_body_is_no_fault_of_ours(lentigo: Running, body: bytes) -> None:
    browser = await lentigo.person()
    headers = OURS | {"Content-Type": "multipart/form-data; boundary=edge"}
    answer = await browser.client.post("/photo", data=body, headers=headers)
    assert 400 <= answer.status < 500


async def test_a_body_that_drips_is_cut_off(lentigo: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.forms.FORM_SECONDS", 0.3)
    server = lentigo.server
    reader, writer = await asyncio.open_connection(server.host, server.port)
    writer.write(
        b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        b"Content-Length: 1000\r\n\r\nemail="
    )
    answer = await asyncio.wait_for(reader.readline(), 5)
    assert b" 408 " in answer
    writer.close()
    await writer.wait_closed()


async def test_many_photos_in_an_hour_are_slowed_down(lentigo: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = await lentigo.person()
    monkeypatch.setattr("web.pace.Pace.allows", lambda *_: False)
    await browser.post("/photo", upload_data(drawn_lesion()))
    assert browser.status == 429


async def test_who_said_that_they_are_under_age_gets_no_result(lentigo: Running) -> None:
    browser = await newcomer(lentigo)
    await browser.press("No")
    await browser.post("/photo", upload_data(**BOXES))
    assert browser.path == "/chat"
    assert "I do not look at photos of people under 18" in browser.page
    assert not await lentigo.screening.next()


async def test_my_spots_lists_every_result_with_its_photo(lentigo: Running) -> None:
    browser = await lentigo.person()
    await browser.get("/spots")
    assert "Your results come here" in browser.page
    photos = [await lentigo.photo(browser, sees) for sees in (URGENT, BLURRED)]
    await browser.get("/spots")
    assert [browser.page.index(f'href="/photo/{photo}"') for photo in reversed(photos)] == sorted(
        browser.page.index(f'href="/photo/{photo}"') for photo in photos
    )
    assert browser.page.count('class="tag ') == 2
    assert browser.page.count("/picture") == 2
