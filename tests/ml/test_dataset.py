"""The data folder: groups never split, unknown things refused."""

from pathlib import Path

import pytest

from ml.dataset import DatasetError, Selection, data_hash, decode, read_lesions, read_not_lesions, split
from scripts.failures import explain


def test_a_group_is_never_on_both_sides(data_folder: Path) -> None:
    training, held = split(read_lesions(data_folder), 4)
    assert held
    assert not {one.group for one in training} & {one.group for one in held}


def test_a_picture_without_fold_trains_only_beside_no_held_out_one(data_folder: Path) -> None:
    table = data_folder / "lesions.csv"
    held_group = split(read_lesions(data_folder), 4)[1][0].group
    with table.open("a", encoding="utf-8") as lines:
        lines.write(f"X1,pictures/lesion0.png,,drawn,phone,NV,{held_group},,CC0\n")
        lines.write("X2,pictures/lesion0.png,,drawn,phone,NV,stranger,,CC0\n")
    training = {one.id for one in split(read_lesions(data_folder), 4)[0]}
    assert "X1" not in training
    assert "X2" in training


def test_an_outline_is_learned_from_every_mask_and_a_class_from_every_label(data_folder: Path) -> None:
    table = data_folder / "lesions.csv"
    with table.open("a", encoding="utf-8") as lines:
        lines.write("X1,pictures/lesion0.png,,drawn,phone,NV,stranger,0,CC0\n")
    lesions, selection = read_lesions(data_folder), Selection(fold=4)
    outlined, learned = selection.outlined(lesions), selection.learned(lesions)
    assert {one.label for one in outlined} == {"MEL", "NV", "BCC", ""}
    assert "X1" not in {one.id for one in outlined}
    assert {one.id for one in learned} == {one.id for one in outlined if one.label} | {"X1"}


def test_what_is_held_out_or_not_free_is_learned_by_neither_network(data_folder: Path) -> None:
    table = data_folder / "lesions.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("P1,1,CC0", "P1,1,CC BY-NC 4.0"), encoding="utf-8")
    lesions, selection = read_lesions(data_folder), Selection(fold=4, open_only=True)
    for kept in (selection.outlined(lesions), selection.learned(lesions)):
        assert {one.fold for one in kept} == {0, 1, 2, 3}
        assert "P1" not in {one.group for one in kept}


def test_a_person_is_held_out_whole(data_folder: Path) -> None:
    by_person: dict[str, set[bool]] = {}
    for other in read_not_lesions(data_folder):
        by_person.setdefault(other.group or other.id, set()).add(other.held_out)
    assert all(len(sides) == 1 for sides in by_person.values())
    assert {side for sides in by_person.values() for side in sides} == {True, False}


def test_the_hash_changes_with_a_label_and_not_with_the_order(data_folder: Path) -> None:
    table = data_folder / "lesions.csv"
    before = data_hash(read_lesions(data_folder))
    assert data_hash(reversed(read_lesions(data_folder))) == before
    table.write_text(table.read_text(encoding="utf-8").replace(",MEL,P0,", ",NV,P0,"), encoding="utf-8")
    assert data_hash(read_lesions(data_folder)) != before


def test_an_unknown_class_is_named(data_folder: Path) -> None:
    table = data_folder / "lesions.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",MEL,", ",WART,"), encoding="utf-8")
    with pytest.raises(DatasetError, match="WART"):
        read_lesions(data_folder)


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"lesions\.csv"):
        read_lesions(tmp_path)


def test_decoding_shrinks_and_never_enlarges(data_folder: Path) -> None:
    file = read_lesions(data_folder)[0].file
    assert decode(file, short_side=48).shape == (48, 48, 3)
    assert decode(file, short_side=500).shape == (96, 96, 3)


def test_a_folder_without_its_table_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(DatasetError) as fault:
        read_lesions(tmp_path)
    failure = explain(fault.value)
    assert failure
    assert str(tmp_path / "lesions.csv") in failure.why
