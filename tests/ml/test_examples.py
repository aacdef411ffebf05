"""Examples of the card: chosen blindly among what was held out, judged by the network that held it out."""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from ml.contract import LABELS, ModelContract
from ml.dataset import DatasetError, Lesion, read_lesions
from ml.evaluation.examples import choose, eyes_of, judge, share, title
from ml.evaluation.seen import Seen
from tests.ml.test_release import seen


@pytest.fixture
def lesions(data_folder: Path) -> dict[str, Lesion]:
    return {one.id: one for one in read_lesions(data_folder)}


def table(lesions: Mapping[str, Lesion], fold: int, *, sure: float = 0.0) -> list[Seen]:
    """What a network said of the lesions of a fold; `sure` is the logit of the true class."""
    held = [one for one in lesions.values() if one.fold == fold and one.label]
    return [
        replace(
            seen(0),
            id=one.id,
            label=one.label,
            domain=one.domain,
            classes=tuple(sure * (x == one.label) for x in LABELS),
        )
        for one in held
    ]


def test_one_of_each_class_comes_from_the_first_table_that_has_it(lesions: dict[str, Lesion]) -> None:
    tables = [[one for one in table(lesions, 1) if one.label != "BCC"], table(lesions, 2)]
    chosen = choose(tables, lesions)
    assert [(at, one.label) for at, one in chosen] == [(0, "MEL"), (0, "NV"), (1, "BCC")]
    assert all(one.id in {told.id for told in tables[at]} for at, one in chosen)


def test_what_the_network_said_does_not_matter_for_the_choice(lesions: dict[str, Lesion]) -> None:
    assert choose([table(lesions, 1, sure=9.0)], lesions) == choose([table(lesions, 1, sure=-9.0)], lesions)


def test_a_lesion_without_a_readable_mask_is_passed_over(lesions: dict[str, Lesion], tmp_path: Path) -> None:
    chosen = {one.label: one for _, one in choose([table(lesions, 1)], lesions)}
    blind = {**lesions, chosen["NV"].id: replace(chosen["NV"], mask=None)}
    others = {one.label: one for _, one in choose([table(lesions, 1)], blind)}
    assert others["NV"].id != chosen["NV"].id
    none = {name: replace(one, mask=tmp_path / "gone.png") for name, one in lesions.items()}
    assert choose([table(lesions, 1)], none) == []


def test_an_example_holds_shares_and_no_pixel(model: Path, lesions: dict[str, Lesion]) -> None:
    read_out = ModelContract.load(model).read_outs["phone"]
    lesion = next(one for one in lesions.values() if one.domain == "phone")
    told = asdict(judge(eyes_of(model, model), lesion, read_out))
    assert (told["label"], told["domain"], told["aspect"]) == (lesion.label, "phone", 1.0)
    assert told["named"] in LABELS
    assert 0 < told["probability"] <= 1
    assert 0 < told["malignant"] <= 1
    xs, ys = zip(*told["mask"], strict=True)
    assert (min(xs), max(xs), min(ys), max(ys)) == pytest.approx((0.375, 0.625) * 2, abs=0.03)
    assert len(told["mask"]) <= 48
    assert len(json.dumps(told)) < 4000


def test_a_model_without_an_outline_network_takes_that_of_the_shipped_one(model: Path, tmp_path: Path) -> None:
    own = ModelContract.load(model)
    (tmp_path / own.weights).symlink_to(model / own.weights)
    own.save(tmp_path)
    assert eyes_of(tmp_path, model).outliner is not None
    assert eyes_of(tmp_path, tmp_path).outliner is None


def test_only_a_fold_that_the_outline_network_held_out_counts_as_held_out(
    model: Path, lesions: dict[str, Lesion]
) -> None:
    eyes, read_out = eyes_of(model, model), ModelContract.load(model).read_outs["phone"]
    assert eyes.outliner is not None
    fold = eyes.outliner.contract.training["fold"]
    lesion = next(iter(lesions.values()))
    told = [judge(eyes, replace(lesion, fold=one), read_out).outline_held_out for one in (fold, fold + 1)]
    assert told == [True, False]


def test_a_lesion_without_a_mask_is_no_example(model: Path, lesions: dict[str, Lesion]) -> None:
    read_out = ModelContract.load(model).read_outs["phone"]
    with pytest.raises(DatasetError, match="nothing is outlined"):
        judge(eyes_of(model, model), replace(next(iter(lesions.values())), mask=None), read_out)


def test_a_title_says_what_it_was_and_what_it_was_named() -> None:
    assert title({"label": "MEL", "named": "NV", "probability": 0.434}) == "was MEL, named NV .43"
    assert [share(one) for one in (0.0, 0.999, 0.05)] == [".00", "1.00", ".05"]
