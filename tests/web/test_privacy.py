"""People's rights in the browser."""

import io
import json
import zipfile

import pytest

from bot.assistant.reading import Standing
from tests.db.raw import dump_of
from tests.web.made import URGENT
from tests.web.running import Running


async def test_the_notice_is_open_to_everybody(lentigo: Running) -> None:
    browser = lentigo.browser()
    await browser.get("/privacy")
    assert browser.status == 200
    assert "What is stored" in browser.page
    assert "checkbox" not in browser.page


@pytest.mark.parametrize("box", ["analyse", "keep", "research"])
async def test_each_consent_is_taken_back_on_its_own(lentigo: Running, box: str) -> None:
    browser = await lentigo.person()
    person = (await lentigo.panel.people(None))[0].id
    everything = {"analyse": "on", "keep": "on", "research": "on"}
    await browser.post("/privacy", everything)
    await browser.post("/privacy", {name: on for name, on in everything.items() if name != box})
    assert "Your choices are saved" in browser.page
    assert browser.page.count(" checked") == 2
    expected = {"adult": True} | {name: name != box for name in everything}
    assert await lentigo.assistant.consents(person) == Standing(**expected)


async def test_the_export_is_a_zip_of_everything(lentigo: Running) -> None:
    browser = await lentigo.person()
    photo = await lentigo.photo(browser, URGENT)
    answer = await browser.client.get("/export")
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(await answer.read())) as archive:
        about = json.loads(archive.read("about-you.json"))
        assert archive.read(f"photos/{photo}.jpg").startswith(b"\xff\xd8\xff")
    assert len(about["results"]) == 1
    assert about["messages_to_you"]


async def test_erasing_asks_once_with_the_counts(lentigo: Running) -> None:
    browser = await lentigo.person()
    await lentigo.photo(browser, URGENT)
    await browser.get("/delete")
    assert "Photos: 1" in browser.page
    assert "cannot be brought back" in browser.page
    assert "autofocus" not in browser.page
    assert browser.page.index("Erase everything") < browser.page.index("Keep it")


async def test_erasing_erases(lentigo: Running) -> None:
    browser = await lentigo.person()
    photo = await lentigo.photo(browser, URGENT)
    await browser.post("/delete")
    receipt = browser.path.removeprefix("/erased/")
    assert (len(receipt), browser.status) == (32, 200)
    assert receipt in browser.page
    assert await lentigo.panel.people(None) == []
    async with lentigo.store.work() as work:
        assert await work.photos.get(photo) is None
        assert await work.photos.read(photo) == b""
        assert await work.results.of_photo(photo) is None
    await browser.get("/chat")
    assert browser.path == "/login"
    await browser.post("/login", {"email": "ada@example.org", "password": "seven quiet lanterns"})
    assert browser.status == 422


async def test_erasing_in_the_chat_leaves_no_id_in_the_store(lentigo: Running) -> None:
    browser = await lentigo.person()
    person = (await lentigo.panel.people(None))[0].id
    await browser.say("/delete")
    assert person.encode() in await dump_of(lentigo.store)
    await browser.press("Erase everything")
    assert browser.path.startswith("/erased/")
    assert person.encode() not in await dump_of(lentigo.store)


async def test_only_a_receipt_fits_into_the_address_of_the_receipt(lentigo: Running) -> None:
    browser = lentigo.browser()
    for path in ("/erased/call-this-number", "/erased/" + "g" * 32, "/erased/"):
        await browser.get(path)
        assert browser.status == 404
