"""The model card tells what the contract holds."""

from pathlib import Path

from ml.card import card
from ml.contract import ModelContract


def test_the_card_is_not_stale(model: Path) -> None:
    written = (model.parents[1] / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert written == card(ModelContract.load(model)), "run `lentigo export` again"


def test_every_figure_comes_with_its_interval_and_number(model: Path) -> None:
    for told in ModelContract.load(model).metrics["domains"].values():
        for figure in told["figures"].values():
            assert figure["low"] <= figure["value"] <= figure["high"]
            assert figure["n"] > 0
