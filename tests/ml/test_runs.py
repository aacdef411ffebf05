"""What a run may be measured on: nothing that it or a run before it has learned from."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ml.dataset import read_lesions

pytestmark = [
    pytest.mark.train,
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]


@pytest.fixture(autouse=True)
def tensorflow() -> None:
    pytest.importorskip("tensorflow", reason="the training extra is not installed")


def made(folder: Path, **config: Any) -> Path:
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    return folder


def test_a_run_of_its_own_has_not_seen_its_fold(data_folder: Path, tmp_path: Path) -> None:
    from ml.training.runs import unseen  # noqa: PLC0415

    lesions = read_lesions(data_folder)
    told = unseen(made(tmp_path / "run", fold=2), lesions)
    assert {one.fold for one in told} == {2}
    assert len(told) == sum(one.fold == 2 for one in lesions)


def test_what_the_run_before_has_learned_from_is_seen(data_folder: Path, tmp_path: Path) -> None:
    from ml.training.runs import unseen  # noqa: PLC0415

    lesions = read_lesions(data_folder)
    first = made(tmp_path / "first", fold=4, domains=["dermoscopy"])
    told = unseen(made(tmp_path / "second", fold=1, start=str(first)), lesions)
    learned = {one.group for one in lesions if one.domain == "dermoscopy" and one.fold != 4 and one.label}
    assert told
    assert not {one.group for one in told} & learned
    assert {one.domain for one in told if one.label} == {"phone"}


def test_a_domain_of_which_a_part_was_learned_is_left_out_whole(data_folder: Path, tmp_path: Path) -> None:
    from ml.training.runs import unseen  # noqa: PLC0415

    told = [replace(one, group=one.id) for one in read_lesions(data_folder)]
    lesions = [
        replace(one, label="DF") if one.domain == "dermoscopy" and n % 8 == 1 else one for n, one in enumerate(told)
    ]
    first = made(tmp_path / "first", fold=4, domains=["dermoscopy"], without=["DF"])
    left = unseen(made(tmp_path / "second", fold=1, start=str(first)), lesions)
    assert {one.domain for one in left} == {"phone"}


def test_a_run_on_everything_has_nothing_left(data_folder: Path, tmp_path: Path) -> None:
    from ml.training.runs import unseen  # noqa: PLC0415

    assert unseen(made(tmp_path / "run", fold=None), read_lesions(data_folder)) == ()
