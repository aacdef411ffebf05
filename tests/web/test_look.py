"""The rules of the look that can be computed: contrast of the token table, no colour beside it, nothing inline."""

import gzip
import re
from itertools import product
from pathlib import Path

import pytest
import yaml

from bot.assistant.texts import CATALOGUES
from tests.web.made import URGENT
from tests.web.running import Running

WEB = Path(__file__).parent.parent.parent / "web"
STYLE = (WEB / "static" / "style.css").read_text()
TEMPLATES = {path.relative_to(WEB): path.read_text() for path in sorted((WEB / "templates").rglob("*.html"))}
SCRIPTS = {path.name: path.read_text() for path in sorted((WEB / "static").glob("*.js"))}
TOKEN = re.compile(r"--([\w-]+): var\(--L,(#[0-9a-f]{6})\)var\(--D,(#[0-9a-f]{6})\);")
TOKENS = {name: {"light": light, "dark": dark} for name, light, dark in TOKEN.findall(STYLE)}
SUN = re.search(r"--sun: (#[0-9a-f]{6});", STYLE)

TEXT, CONTROL = 4.5, 3.0
"""Least contrast of text and of what marks a control (WCAG 2.2, 1.4.3 and 1.4.11)."""

PAIRS = [
    *product(["ink", "soft"], ["page", "card", "mat", "tint"], [TEXT]),
    *product(["shade", "press"], ["page", "card", "tint"], [TEXT]),
    ("on", "shade", TEXT),
    ("on", "press", TEXT),
    ("page", "ink", TEXT),
    ("page", "soft", TEXT),
    ("spot", "card", TEXT),
    ("spot", "page", TEXT),
    *((level, ground, TEXT) for level in ("days", "weeks", "none", "cant") for ground in (f"{level}-b", "card")),
    *(("ink", f"{level}-b", TEXT) for level in ("days", "weeks", "none", "cant")),
    *product(["edge"], ["page", "card"], [CONTROL]),
]
SPARE = {"#000", "#fff", "#221e2c"}
"""Beside the tokens: the frame's black and white, paper, and the figure on the sun."""

LOOKS = {"wide", "panel"}
"""Words of templates that nobody reads: the names of page looks."""


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's ratio of two colours."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_is_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("over", "ground", "least"), PAIRS, ids=[f"{over} on {ground}" for over, ground, _ in PAIRS])
def test_contrast(over: str, ground: str, least: float, scheme: str) -> None:
    assert contrast(TOKENS[over][scheme], TOKENS[ground][scheme]) >= least


def test_the_figure_on_the_sun_can_be_read() -> None:
    assert SUN is not None
    assert contrast("#221e2c", SUN[1]) >= TEXT


def test_what_lies_round_photos_has_no_hue() -> None:
    for colour in (*TOKENS["mat"].values(), *TOKENS["skin"].values()):
        assert colour[1:3] == colour[3:5] == colour[5:7]


def test_the_switches_keep_their_space() -> None:
    assert "--L: initial; --D: ;" in STYLE
    assert STYLE.count("--L: ; --D: initial;") == 2


def test_no_colour_stands_beside_the_token_table() -> None:
    rules = re.sub(r":root \{.*?\n\}", "", STYLE, count=1, flags=re.DOTALL)
    assert set(re.findall(r"#[0-9a-f]{3,6}\b", rules)) <= SPARE
    assert "rgb" not in rules


@pytest.mark.parametrize("name", TEMPLATES, ids=str)
def test_a_template_has_nothing_inline_and_nothing_from_elsewhere(name: Path) -> None:
    text = TEMPLATES[name]
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=", text)
    assert all('type="module" src="{{ asset(' in tag for tag in re.findall(r"<script[^>]*>", text))
    assert "://" not in text
    assert not re.search(r"#[0-9a-f]{6}\b", text)


@pytest.mark.parametrize("name", TEMPLATES, ids=str)
def test_every_word_of_a_template_comes_from_the_catalogue(name: Path) -> None:
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", TEMPLATES[name], flags=re.DOTALL)
    words = re.sub(r"<[^>]*>", " ", text)
    assert set(re.findall(r"[A-Za-z]{2,}", words)) <= {"Lentigo", "ms"} | LOOKS


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_builds_no_code_and_calls_nobody_else(name: str) -> None:
    assert not re.search(r"\beval\b|new Function|innerHTML|document\.write|://|\.style\b|cookie", SCRIPTS[name])


def test_every_style_and_every_icon_is_used() -> None:
    used = " ".join([*TEMPLATES.values(), *SCRIPTS.values(), (WEB / "rendering.py").read_text()])
    styles = set(re.findall(r"\.([a-z][a-z-]+)", re.sub(r"/\*.*?\*/", "", STYLE, flags=re.DOTALL)))
    icons = set(re.findall(r'<symbol id="(\w+)"', (WEB / "static" / "icons.svg").read_text()))
    assert [name for name in sorted(styles | icons) if not re.search(rf"\b{name}\b", used)] == []


def web_texts(node: object, path: str = "web") -> list[tuple[str, str]]:
    if isinstance(node, dict):
        return [pair for key, child in node.items() for pair in web_texts(child, f"{path}.{key}")]
    if isinstance(node, list):
        return [pair for child in node for pair in web_texts(child, path)]
    return [(path, str(node))]


ENGLISH = web_texts(yaml.safe_load((CATALOGUES / "en.yaml").read_text())["web"])


def test_the_manners_of_the_texts() -> None:
    rude = re.compile(r"!|unfortunately|please wait|sorry|successfully|oops|are you sure|\d %", re.IGNORECASE)
    assert [key for key, text in ENGLISH if rude.search(text)] == []


def test_every_text_is_used() -> None:
    """A key counts as used when it stands in a template or view, or when one builds keys below its beginning."""
    sources = [*TEMPLATES.values(), *(path.read_text() for path in WEB.rglob("*.py"))]
    whole = {
        key for text in sources for key in re.findall(r"\"(web\.[\w.-]+?)\"|'(web\.[\w.-]+?)'", text) for key in key
    }
    built = {key for text in sources for key in re.findall(r"\"(web\.[\w.-]+\.)\" ~", text)}
    unused = [key for key, _ in ENGLISH if key not in whole and not key.startswith(tuple(built))]
    assert unused == []


async def test_the_result_page_is_light(lentigo: Running) -> None:
    """The page with its style, icons and scripts, as it travels; without the photo."""
    browser = await lentigo.person()
    page = await browser.get(f"/photo/{await lentigo.photo(browser, URGENT)}")
    files = ["style.css", "icons.svg", "logo.svg", "print.js"]
    parts = [page.encode(), *((WEB / "static" / name).read_bytes() for name in files)]
    assert sum(len(gzip.compress(part)) for part in parts) < 20_000


async def test_every_page_links_only_to_what_is_there(lentigo: Running) -> None:
    browser = await lentigo.person()
    for path in ("/", "/chat", "/photo", "/spots", "/privacy", "/about", "/accuracy", "/theme", "/delete"):
        page = await browser.get(path)
        for address in set(re.findall(r'(?:href|src|action)="(/[^"#]*)', page)):
            answer = await browser.client.get(address, allow_redirects=False)
            assert answer.status in {200, 303, 405}, (path, address)


@pytest.mark.parametrize("choice", ["light", "dark"])
async def test_a_chosen_scheme_is_kept_in_the_browser(lentigo: Running, choice: str) -> None:
    browser = lentigo.browser()
    await browser.post("/theme", {"theme": choice})
    assert f'data-theme="{choice}"' in browser.page
    await browser.get("/")
    assert f'data-theme="{choice}"' in browser.page
    await browser.post("/theme", {"theme": "system"})
    assert "data-theme" not in browser.page
