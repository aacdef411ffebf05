"""Takes the pictures of docs/screenshots: starts a real Lentigo, talks, sends a drawn photo, and visits every page.

Run it with `.venv/bin/python -m scripts.screenshots [FOLDER]`; it needs Chromium and the packages of the tests.
What the model reads in the drawing means nothing, so each level is posed; the words are the assistant's own.
"""

import asyncio
import io
import socket
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import structlog
from aiohttp.web import AppRunner, SockSite
from PIL import Image
from playwright.async_api import Browser, BrowserContext, Page

from bot.assistant.doorbell import Doorbell
from bot.assistant.screening import Screening
from bot.settings import Settings
from bot.wiring import MODELS, House, now, open_house
from knowledge import corpus
from ml.predict import Outcome, Prediction, Predictor
from ml.reason import Reason
from scripts.chromium import launched
from web.app import create_app

FOLDER = Path(__file__).parent.parent / "docs" / "screenshots"
EMAIL, PASSWORD = "ada@example.org", "seven quiet lanterns"
ADMIN = "clinician-2"
POSES: dict[str, dict[str, float]] = {
    "days": {"MEL": 0.8, "NV": 0.2},
    "weeks": {"BCC": 0.6, "AK": 0.25, "BKL": 0.15},
    "none": {"NV": 0.8, "BKL": 0.15, "MEL": 0.05},
}
LARGE = 40 * 1024
"""Bytes from which a picture file is written with fewer colours."""


class Posed(Predictor):
    """The real eyes, and a pose put over what they see."""

    def __init__(self, real: Predictor) -> None:
        self._real = real
        self.pose = "weeks"

    def predict(self, photo: bytes) -> Prediction:
        """Read the photo, then pose."""
        seen = self._real.predict(photo)
        if self.pose == "cannot":
            return replace(seen, outcome=Outcome.RETAKE, reasons=(Reason.BLURRED,))
        chances = dict.fromkeys(self._real.contract.labels, 0.0) | POSES[self.pose]
        return replace(
            seen,
            outcome=Outcome.ASSESSED,
            reasons=(),
            probabilities=chances,
            malignant=chances["MEL"] + chances["BCC"] + chances["SCC"],
            condition=max(chances, key=lambda code: chances[code]),
        )


def drawn_spot(tilt: float = 0.4) -> bytes:
    """Skin in the light of a window, with fine lines, and a brown spot on it, as a JPEG."""
    rows, columns = np.mgrid[0:480, 0:640].astype(np.float32)
    lines = 0.012 * (
        np.sin(0.35 * columns + 0.2 * rows + 3 * np.sin(0.02 * rows)) + np.sin(0.3 * rows - 0.18 * columns)
    )
    light = 1.06 - 0.16 * rows / 480 - 0.1 * columns / 640 + lines
    angle = np.arctan2(rows - 240, columns - 320)
    far = np.hypot(rows - 240, columns - 320)
    edge = 84 + 9 * np.sin(2 * angle + tilt) + 6 * np.sin(3 * angle - tilt) + 3 * np.sin(9 * angle)
    inside = (0.74 + 0.2 * np.exp(-(((columns - 300) / 45) ** 2) - ((rows - 225) / 38) ** 2)) * np.clip(
        edge - far, 0, 1
    )
    skin, spot = np.array((224, 186, 160)), np.array((96, 62, 44))
    pixels = (skin * (1 - inside[..., None]) + spot * inside[..., None]) * light[..., None]
    packed = io.BytesIO()
    Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(packed, "JPEG", quality=90)
    return packed.getvalue()


@dataclass(frozen=True, slots=True)
class Look:
    """One way to look at a page."""

    name: str
    width: int
    height: int
    dark: bool = False
    scale: float = 1.5


PHONE, DARK, DESKTOP = (
    Look("phone", 390, 780),
    Look("phone-dark", 390, 780, dark=True),
    Look("desktop", 1280, 860, scale=1),
)


class Studio:
    """A running Lentigo, its eyes, and a browser."""

    def __init__(self, house: House, url: str, browser: Browser, eyes: Posed, folder: Path) -> None:
        self.house = house
        self._url = url
        self._browser = browser
        self._eyes = eyes
        self._folder = folder
        self._screening = Screening(house.store, eyes, corpus.load(), doorbell=Doorbell(), now=now)

    @asynccontextmanager
    async def page(self, look: Look, of: BrowserContext | None = None) -> AsyncIterator[Page]:
        """A page in this look, with the cookies of another one."""
        context = await self._browser.new_context(
            base_url=self._url,
            viewport={"width": look.width, "height": look.height},
            device_scale_factor=look.scale,
            color_scheme="dark" if look.dark else "light",
            reduced_motion="reduce",
        )
        if of is not None:
            await context.add_cookies(await of.cookies())  # type: ignore[arg-type]  # playwright types them apart
        yield await context.new_page()
        await context.close()

    async def shoot(
        self, of: BrowserContext, name: str, path: str, *looks: Look, whole: bool = True, at: str = ""
    ) -> None:
        """Picture a page in some looks: all of it, or what is seen once it is scrolled to `at`."""
        for look in looks:
            async with self.page(look, of) as page:
                await page.goto(path)
                await page.wait_for_timeout(300)
                if at:
                    await page.locator(at).last.evaluate("one => one.scrollIntoView()")
                    await page.wait_for_timeout(300)
                self.save(f"{name}-{look.name}", await page.screenshot(full_page=whole))

    def save(self, name: str, png: bytes) -> None:
        """Write a picture; a large one with fewer colours."""
        file, image = self._folder / f"{name}.png", Image.open(io.BytesIO(png)).convert("RGB")
        image.save(file, optimize=True)
        if file.stat().st_size > LARGE:
            image.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(file, optimize=True)
        print(f"{file.name}  {file.stat().st_size // 1024} kB")

    async def upload(self, page: Page, pose: str) -> str:
        """Send a photo through the upload page and have it looked at; returns the address of its result."""
        self._eyes.pose = pose
        await page.goto("/photo")
        for box in ("adult", "analyse", "keep"):
            if await page.locator(f"[name={box}]").count():
                await page.check(f"[name={box}]")
        photo = {"name": "spot.jpg", "mimeType": "image/jpeg", "buffer": drawn_spot()}
        await page.locator("input[type=file]").last.set_input_files(photo)  # type: ignore[arg-type]
        await page.get_by_text("Send it", exact=False).first.wait_for(state="attached")
        await page.get_by_role("button", name="Send the photo").click()
        await page.wait_for_url("**/photo/*")
        if pose == "weeks":
            await self.shoot(page.context, "progress", page.url, PHONE)
        await self._screening.next()
        return page.url

    async def look_at_photo(self, pose: str) -> None:
        """Have the next waiting photo looked at."""
        self._eyes.pose = pose
        await self._screening.next()


async def main(folder: Path) -> None:
    """Take all pictures."""
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    with tempfile.TemporaryDirectory() as data:
        settings = Settings(data_dir=Path(data), parts=frozenset({"web"}), country="IN")
        async with open_house(settings) as house, _served(house, settings) as url, launched() as browser:
            studio = Studio(house, url, browser, Posed(Predictor.load(MODELS / settings.model)), folder)
            async with studio.page(PHONE) as page:
                await _strangers(studio, page)
                await _person(studio, page)
                await _admin(studio, page)


@asynccontextmanager
async def _served(house: House, settings: Settings) -> AsyncIterator[str]:
    app = create_app(house.assistant, house.accounts, house.panel, settings=settings)
    runner = AppRunner(app, access_log=None)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        await runner.setup()
        await SockSite(runner, listening).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        await runner.cleanup()


async def _strangers(studio: Studio, page: Page) -> None:
    await studio.shoot(page.context, "landing", "/", PHONE, DARK, DESKTOP)
    await studio.shoot(page.context, "register", "/register", PHONE)
    await studio.shoot(page.context, "login", "/login", PHONE, DARK)
    await studio.shoot(page.context, "about", "/about", PHONE)
    await studio.shoot(page.context, "accuracy", "/accuracy", PHONE)
    await studio.shoot(page.context, "missing", "/nowhere", PHONE)


async def _person(studio: Studio, page: Page) -> None:
    await page.goto("/register")
    await page.fill("[name=email]", EMAIL)
    await page.fill("[name=password]", PASSWORD)
    await page.get_by_role("button", name="Make an account").click()
    await page.wait_for_url("**/chat")
    me = page.context
    await studio.shoot(me, "hello", "/chat", PHONE)
    await studio.shoot(me, "empty", "/spots", PHONE)
    await studio.shoot(me, "upload", "/photo", PHONE, DARK, DESKTOP)
    for pose in ("none", "cannot", "days", "weeks"):
        result = await studio.upload(page, pose)
        name = "result" if pose == "weeks" else f"result-{pose}"
        await studio.shoot(me, name, result, PHONE, DARK, whole=pose == "cannot")
        await studio.shoot(me, name, result, DESKTOP)
    await _paper(studio, page)
    await _talk(studio, page)
    await studio.shoot(me, "spots", "/spots", PHONE, DARK)
    await studio.shoot(me, "privacy", "/privacy", PHONE)
    await studio.shoot(me, "delete", "/delete", PHONE)
    await studio.shoot(me, "theme", "/theme", PHONE)


async def _paper(studio: Studio, page: Page) -> None:
    """The result as it is printed."""
    await page.reload()
    await page.emulate_media(media="print")
    await page.set_viewport_size({"width": 794, "height": 1123})
    studio.save("result-print", await page.screenshot())
    await page.emulate_media(media="screen")
    await page.set_viewport_size({"width": PHONE.width, "height": PHONE.height})


async def _talk(studio: Studio, page: Page) -> None:
    await page.goto("/chat")
    await page.fill("[name=text]", "is a mole that itches bad")
    await page.get_by_role("button", name="Send").click()
    await page.locator(".mine").last.wait_for()
    await page.get_by_text("Source").last.wait_for()
    photo = {"name": "spot.jpg", "mimeType": "image/jpeg", "buffer": drawn_spot(2.0)}
    await page.locator("[name=photo]").set_input_files(photo)  # type: ignore[arg-type]
    await page.get_by_role("button", name="Send").click()
    await page.locator(".typing").wait_for()
    await studio.shoot(page.context, "chat-waiting", "/chat", PHONE, whole=False, at="li:has(.cite)")
    await studio.look_at_photo("weeks")
    await page.get_by_role("button", name="Skip all questions").click()
    await page.get_by_text("Thank you. One moment.").wait_for()
    await studio.look_at_photo("weeks")
    await page.get_by_role("button", name="Why").wait_for()
    await studio.shoot(page.context, "chat", "/chat", PHONE, DARK, DESKTOP, whole=False, at=".mine:has(.shot)")


async def _admin(studio: Studio, page: Page) -> None:
    await studio.house.panel.create_admin(ADMIN, PASSWORD, "clinician")
    await page.goto("/admin/login")
    await studio.shoot(page.context, "panel-login", "/admin/login", PHONE)
    await page.fill("[name=name]", ADMIN)
    await page.fill("[name=password]", PASSWORD)
    await page.get_by_role("button", name="Log in").click()
    await page.wait_for_url("**/admin")
    for name, path in (
        ("panel", "/admin"),
        ("panel-people", "/admin/people"),
        ("panel-screenings", "/admin/screenings"),
    ):
        await studio.shoot(page.context, name, path, DESKTOP, PHONE)
    await studio.shoot(page.context, "panel-dark", "/admin/screenings", replace(DESKTOP, name="desktop", dark=True))
    await page.goto("/admin/people")
    await page.locator("tbody a").first.click()
    await studio.shoot(page.context, "panel-person", page.url, DESKTOP)
    await page.goto("/admin/screenings?level=urgent")
    await page.locator("tbody a").first.click()
    await studio.shoot(page.context, "panel-record", page.url, DESKTOP)


if __name__ == "__main__":
    pictures = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    pictures.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(pictures))
