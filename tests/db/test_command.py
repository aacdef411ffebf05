"""`lentigo db` as scripts use it: one exit code, what is wrong, and what to do."""

import io
from pathlib import Path

import pytest

import db
from scripts.cli import main

VERSIONS = Path(db.__file__).parent / "migrations" / "versions"
NEWEST = max(file.stem for file in VERSIONS.glob("????_*.py"))[:4]


@pytest.fixture(autouse=True)
def data(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LENTIGO_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("LENTIGO_DATABASE_URL", url)
    return tmp_path / "data"


@pytest.fixture
def key(data: Path) -> Path:
    data.mkdir(mode=0o700)
    path = data / "master.key"
    path.touch(mode=0o600)
    path.write_bytes(bytes(32))
    return path


def test_migrate_then_check(key: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (main(["db", "migrate"]), main(["db", "migrate"]), main(["db", "check"])) == (0, 0, 0)
    said = capsys.readouterr()
    assert f"current: {NEWEST}" in said.out
    assert "nothing to open yet" in said.out
    assert said.err == ""


def test_check_before_migrate_says_what_to_run(key: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["db", "check"]) == 1
    assert "lentigo db migrate" in capsys.readouterr().err


def test_check_without_a_key_makes_none(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (main(["db", "migrate"]), main(["db", "check"])) == (0, 1)
    assert "master.key" in capsys.readouterr().err
    assert not (data / "master.key").exists()


def test_check_with_another_key(key: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("a long enough password"))
    assert (main(["admin", "create", "root"]), main(["db", "check"])) == (0, 0)
    key.write_bytes(bytes(31) + b"\x01")
    assert main(["db", "check"]) == 1
    assert "Use the master key" in capsys.readouterr().err
