"""`lentigo screen` on what a file system may hold."""

import json
import os
from pathlib import Path

import pytest

from scripts.cli import main


def test_a_name_that_is_not_utf8_is_told_with_its_bytes(
    model: Path, lesion_jpeg: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert model.is_dir()
    path = os.fsencode(tmp_path) + b"/spot\xff.jpg"
    try:
        Path(os.fsdecode(path)).write_bytes(lesion_jpeg)
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    for form in ([], ["--json"]):
        assert main(["screen", *form, os.fsdecode(path)]) == 0
        told = capsys.readouterr().out
        told.encode("utf-8")
        assert r"spot\xff.jpg" in (json.loads(told)["file"] if form else told)
