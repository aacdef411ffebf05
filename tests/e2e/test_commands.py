"""The command line as scripts use it: one line each, in order, no traceback, whatever comes in."""

import json
from pathlib import Path

import pytest

from scripts.cli import COMMANDS
from tests.e2e.running import Running
from tests.legs import PHOTOS
from tests.pictures import black, drawn_lesion

SCREEN_KEYS = {"file", "outcome", "reasons", "level", "condition", "probabilities", "malignant", "box", "model", "ms"}
ASK_KEYS = {"question", "kind", "topic", "answer", "confidence", "suggestions"}
CODES = {"MEL", "NV", "BCC", "AK", "SCC", "BKL", "DF", "VASC"}
KINDS = {"answer", "urgent", "clarify", "smalltalk", "fallback"}


@pytest.fixture
def lentigo(tmp_path: Path) -> Running:
    return Running(tmp_path / "data", {})


async def test_help_names_every_command(lentigo: Running) -> None:
    code, out, _ = await lentigo.command("--help")
    assert code == 0
    assert [name for name in COMMANDS if name not in out] == []


async def test_wrong_usage_is_2(lentigo: Running) -> None:
    assert (await lentigo.command("nonsense"))[0] == 2


async def test_screen_takes_everything_in_order(lentigo: Running, tmp_path: Path) -> None:
    files = {
        "lesion.jpg": drawn_lesion(),
        "black.jpg": black(),
        "tiny.jpg": drawn_lesion(side=24),
        "text.jpg": b"this is no picture",
        "empty.jpg": b"",
        "cut.jpg": drawn_lesion()[:900],
    }
    paths = [tmp_path / name for name in files]
    for path, data in zip(paths, files.values(), strict=True):
        path.write_bytes(data)
    paths.append(tmp_path / "missing.jpg")
    code, out, err = await lentigo.command("screen", "--json", *map(str, paths))
    assert (code, "Traceback" in err) == (0, False), err
    lines = [json.loads(line) for line in out.splitlines()]
    assert [line["file"] for line in lines] == [str(path) for path in paths]
    assert all(set(line) == SCREEN_KEYS for line in lines)
    outcomes = {Path(line["file"]).stem: line["outcome"] for line in lines}
    assert outcomes["black"] == outcomes["tiny"] == "retake"
    assert outcomes["text"] == outcomes["empty"] == outcomes["cut"] == outcomes["missing"] == "unreadable"
    assert all(line["level"] is None for line in lines if line["outcome"] != "assessed")


async def test_screen_with_a_coin_tells_the_diameter_or_that_there_is_none(lentigo: Running, tmp_path: Path) -> None:
    for name, data in {"lesion.jpg": drawn_lesion(), "text.jpg": b"no picture"}.items():
        (tmp_path / name).write_bytes(data)
    paths = [str(tmp_path / name) for name in ("lesion.jpg", "text.jpg")]
    code, out, err = await lentigo.command("screen", "--json", "--coin", "1 euro", *paths)
    assert code == 0, err
    lines = [json.loads(line) for line in out.splitlines()]
    assert all(set(line) == SCREEN_KEYS | {"diameter_mm"} for line in lines)
    assert [line["diameter_mm"] for line in lines] == [None, None], "no coin lies in either"
    assert (await lentigo.command("screen", "--coin", "a button", paths[0]))[0] == 2


@pytest.mark.photos
async def test_screen_over_real_photos(lentigo: Running) -> None:
    photos = sorted((PHOTOS / "pad_ufes20").glob("*.jpg"))[:100] + sorted((PHOTOS / "ham10000").glob("*.jpg"))[:100]
    code, out, err = await lentigo.command("screen", "--json", *map(str, photos))
    assert (code, "Traceback" in err) == (0, False), err
    lines = [json.loads(line) for line in out.splitlines()]
    assert len(lines) == len(photos)
    for line in lines:
        if line["probabilities"] is None:
            continue
        assert set(line["probabilities"]) == CODES
        assert sum(line["probabilities"].values()) == pytest.approx(1, abs=1e-3)
        assert line["condition"] in CODES
        assert 0 <= line["malignant"] <= 1
    assert sum(line["outcome"] == "assessed" for line in lines) >= 0.9 * len(lines)


QUESTIONS = [
    "what is melanoma", "is a mole that itches bad", "whats the capital of france", "hi", "thanks", "", "   ", "?",
    "i want to kill myself", "my mole is bleeding and wont stop", "how does a doctor test a spot", "a" * 5000,
    "मेलेनोमा क्या है", "😀😀😀", "what dose of imiquimod should i use", "can i cut my mole off myself",
    "is sunscreen safe", "'; DROP TABLE people; --", "<script>alert(1)</script>",
    "what is basal cell carcinoma and how is it treated", "\x00\x01", "do i have cancer",
]  # fmt: skip


async def test_ask_answers_every_line(lentigo: Running) -> None:
    code, out, err = await lentigo.command(
        "ask", "--json", stdin="\n".join(QUESTIONS).encode() + b"\n\xff\xfe broken\n"
    )
    assert (code, "Traceback" in err) == (0, False), err
    lines = [json.loads(line) for line in out.splitlines()]
    assert len(lines) == len(QUESTIONS) + 1
    assert all(set(line) == ASK_KEYS and line["kind"] in KINDS and line["answer"] for line in lines)
    said = {line["question"]: line["kind"] for line in lines}
    assert said["i want to kill myself"] == said["my mole is bleeding and wont stop"] == "urgent"
    assert said["what is melanoma"] == "answer"
    assert said["whats the capital of france"] == "fallback"


async def test_first_admin_and_no_second_of_the_name(lentigo: Running) -> None:
    code, out, err = await lentigo.command("admin", "create", "root", stdin=b"a long enough password\n")
    assert (code, err) == (0, "")
    assert "root" in out
    code, _, err = await lentigo.command("admin", "create", "root", stdin=b"a long enough password\n")
    assert code == 1
    assert "taken" in err


async def test_short_password_is_refused(lentigo: Running) -> None:
    code, _, err = await lentigo.command("admin", "create", "root", stdin=b"short\n")
    assert code == 1
    assert "10 to 200" in err


async def test_taken_port_says_what_to_do(lentigo: Running) -> None:
    await lentigo.start()
    other = Running(Path(lentigo.environment["LENTIGO_DATA_DIR"]), {"LENTIGO_PORT": str(lentigo.port)})
    code, _, err = await other.command("run")
    await lentigo.stop()
    assert code == 1
    assert "LENTIGO_PORT" in err


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"LENTIGO_PORT": "many"}, "LENTIGO_PORT"),
        ({"LENTIGO_PARTS": "bot,wbe"}, "LENTIGO_PARTS"),
        ({"LENTIGO_MODEL": "absent"}, "LENTIGO_MODEL"),
        ({"LENTIGO_DATABASE_URL": "mysql://nobody:x@127.0.0.1:1/none"}, "LENTIGO_DATABASE_URL"),
        ({"LENTIGO_DATA_DIR": "/proc/nowhere"}, "LENTIGO_DATA_DIR"),
    ],
    ids=["setting", "part", "model", "database", "folder"],
)
async def test_a_bad_start_says_what_to_do(tmp_path: Path, settings: dict[str, str], says: str) -> None:
    code, _, err = await Running(tmp_path / "data", settings).command("run")
    assert (code, "Traceback" in err) == (1, False), err
    assert says in err


async def test_bad_token_says_what_to_do(tmp_path: Path) -> None:
    code, _, err = await Running(tmp_path / "data", {"LENTIGO_TELEGRAM_TOKEN": "nonsense"}).command("run")
    assert (code, "Traceback" in err) == (1, False), err
    assert "BotFather" in err
    assert "nonsense" not in err


async def test_interrupt_ends_cleanly(lentigo: Running) -> None:
    await lentigo.start()
    assert await lentigo.stop() == 0
    assert "Traceback" not in lentigo.log()
