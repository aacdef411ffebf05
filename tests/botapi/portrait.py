"""`python -m tests.botapi.portrait`: talks to a real Lentigo as a person in Telegram would, and pictures the chat."""

import asyncio
import io
import tempfile
from pathlib import Path

from aiohttp import web
from PIL import Image

from scripts.chromium import launched
from tests.botapi.page import add_page
from tests.botapi.people import User
from tests.botapi.server import MY_TOKEN, BotApi
from tests.e2e.running import Running
from tests.legs import ROOT
from tests.pictures import drawn_lesion

PICTURE = ROOT / "docs" / "screenshots" / "telegram-phone.png"
PATIENCE = 60.0
TALK = (
    ("/start", "18 or older"),
    ("yes", "I need your consent"),
    ("i agree", "30 days"),
    ("1", "improve the program"),
    ("no", "Send me a photo"),
    ("is a mole that itches bad", "Source"),
)


async def main() -> None:
    """Talk, send a photo, take the picture."""
    server = BotApi()
    app = server.app()
    page = add_page(app, server)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    with tempfile.TemporaryDirectory() as data:
        settings = {"LENTIGO_TELEGRAM_TOKEN": MY_TOKEN, "LENTIGO_TELEGRAM_API_URL": url, "LENTIGO_COUNTRY": "IN"}
        lentigo = Running(Path(data) / "data", settings)
        await lentigo.start()
        await _talk(page.user("Ada"))
        await _picture(url)
        await lentigo.stop()
    await runner.cleanup()


async def _talk(user: User) -> None:
    for said, answer in TALK:
        user.send_text(said)
        await user.wait_for_text(answer, PATIENCE)
    user.send_photo(drawn_lesion())
    await user.wait_for_text("1 of 8", PATIENCE)
    user.send_text("skip all")
    await user.wait_for_text("not a diagnosis", PATIENCE)


async def _picture(url: str) -> None:
    async with launched() as browser:
        page = await browser.new_page(viewport={"width": 390, "height": 780}, device_scale_factor=1.5)
        await page.goto(f"{url}/chat/Ada")
        await page.evaluate("scrollTo(0, document.body.scrollHeight)")
        image = Image.open(io.BytesIO(await page.screenshot()))
    image.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        PICTURE, optimize=True
    )
    print(f"{PICTURE.name}  {PICTURE.stat().st_size // 1024} kB")


if __name__ == "__main__":
    asyncio.run(main())
