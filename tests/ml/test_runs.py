"""What a run may be measured on: nothing that it or a run before it has learned from."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ml.dataset import DatasetError, data_hash, read_lesions

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


@pytest.mark.parametrize(
    ("first", "trunk", "is_open"), [(True, True, True), (False, True, False), (True, False, False)]
)
def test_a_licence_is_open_only_when_all_that_came_before_was(
    tmp_path: Path, *, first: bool, trunk: bool, is_open: bool
) -> None:
    from ml.training.export import licence  # noqa: PLC0415

    start = made(tmp_path / "start", open_only=first)
    grown = made(tmp_path / "trunk", open_only=trunk, start=str(start))
    told = licence(made(tmp_path / "outline", open_only=True, trunk=str(grown)))
    assert told.startswith("CC BY 4.0") is is_open
    assert "ImageNet-pretrained EfficientNet-Lite0" in told


def test_a_run_on_everything_has_nothing_left(data_folder: Path, tmp_path: Path) -> None:
    from ml.training.runs import unseen  # noqa: PLC0415

    assert unseen(made(tmp_path / "run", fold=None), read_lesions(data_folder)) == ()


def test_other_data_are_shown_whole_unless_they_share_a_picture_or_a_person(data_folder: Path, tmp_path: Path) -> None:
    from ml.training.runs import unseen  # noqa: PLC0415

    lesions = read_lesions(data_folder)
    run = made(tmp_path / "run", fold=2, data=str(data_folder), data_hash=data_hash(lesions))
    assert {one.fold for one in unseen(run, lesions)} == {2}

    others = [replace(one, id=f"other-{one.id}", group=f"other-{one.group}") for one in lesions]
    assert unseen(run, others) == tuple(others)
    learned = next(one for one in lesions if one.fold == 1 and one.label)
    for shared in (replace(others[0], id=learned.id), replace(others[0], group=learned.group)):
        with pytest.raises(DatasetError, match=f"1 of {len(others)} pictures"):
            unseen(run, [shared, *others[1:]])


def test_folds_dealt_anew_do_not_make_what_was_learned_unseen(data_folder: Path, tmp_path: Path) -> None:
    from ml.training.runs import unseen  # noqa: PLC0415

    lesions = read_lesions(data_folder)
    run = made(tmp_path / "run", fold=2, data=str(data_folder), data_hash=data_hash(lesions))
    with pytest.raises(DatasetError, match="may have learned"):
        unseen(run, [replace(one, fold=None if one.fold is None else (one.fold + 1) % 5) for one in lesions])


def test_what_a_run_learned_from_must_be_there_unchanged_to_tell_other_data_apart(
    data_folder: Path, tmp_path: Path
) -> None:
    from ml.training.runs import unseen  # noqa: PLC0415

    others = [replace(one, id=f"other-{one.id}", group=f"other-{one.group}") for one in read_lesions(data_folder)]
    for name, data, match in (("a", data_folder, "no longer"), ("b", tmp_path / "gone", "no such table")):
        with pytest.raises(DatasetError, match=match):
            unseen(made(tmp_path / name, fold=2, data=str(data), data_hash="another"), others)


def test_what_the_trunk_of_an_outline_network_learned_is_seen(data_folder: Path, tmp_path: Path) -> None:
    from ml.training.runs import lineage, unseen  # noqa: PLC0415

    lesions = read_lesions(data_folder)
    trunk = made(tmp_path / "trunk", fold=None)
    outline = made(tmp_path / "outline", fold=2, trunk=str(trunk))
    assert unseen(outline, lesions) == ()
    assert list(lineage(outline)) == [str(outline)]
