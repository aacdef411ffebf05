"""What the documents promise is there."""

from bot.settings import Settings
from tests.legs import ROOT


def test_every_setting_is_documented() -> None:
    documented = (ROOT / "docs" / "settings.md").read_text()
    missing = [name for name in Settings.model_fields if f"`LENTIGO_{name.upper()}`" not in documented]
    assert missing == []


def test_every_documented_setting_exists() -> None:
    documented = (ROOT / "docs" / "settings.md").read_text()
    words = [word.strip("`") for word in documented.split() if word.startswith("`LENTIGO_")]
    named = {word.removeprefix("LENTIGO_").lower() for word in words}
    assert named - {"python"} == set(Settings.model_fields)


def test_locks_name_no_index() -> None:
    for lock in ("requirements.lock", "requirements-dev.lock"):
        assert "://" not in (ROOT / lock).read_text(), lock
