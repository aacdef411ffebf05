import argparse

import pytest

from scripts.commands import knowledge
from tests.knowledge.conftest import SMALL


def called(*words: str) -> int:
    parser = argparse.ArgumentParser()
    knowledge.register(parser.add_subparsers())
    arguments = parser.parse_args(["knowledge", *words])
    return int(arguments.run(arguments))


def test_check_counts_what_is_fine(capsys: pytest.CaptureFixture[str]) -> None:
    assert called("check", "--folder", str(SMALL), "--today", "2026-11-24") == 0
    assert "7 topics, 1 conditions: fine on 2026-11-24" in capsys.readouterr().out


def test_check_fails_on_a_review_that_is_due(capsys: pytest.CaptureFixture[str]) -> None:
    assert called("check", "--folder", str(SMALL), "--today", "2027-02-01") == 1
    assert "8 problems" in capsys.readouterr().out
