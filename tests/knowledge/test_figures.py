"""FIGURES.md: of the topics that are shipped, whole, and said to be made."""

from datetime import date
from pathlib import Path

from knowledge import corpus, figures
from knowledge.chatbot import examples_of
from knowledge.figures import Figures, sheets
from knowledge.flatness import Flat
from knowledge.match import Examples
from knowledge.measure import Delay, Row, Share, Whole

SHARE, DELAY = Share(0.9, 0.85, 0.95, 100), Delay(7.04, 12.06)
MADE = Figures(
    mark=figures.mark(Examples([("mole", "what is a mole")])),
    rows=[Row("faq", "BM25", SHARE, DELAY, 0.5), Row("asked", "BM25", SHARE, DELAY, 0.5, 0.3, SHARE, SHARE)],
    whole={"en": Whole(SHARE, SHARE, SHARE, SHARE, SHARE, DELAY)},
    replies={"chatbot": DELAY},
    flat=[Flat(200, 10, DELAY), Flat(2000, 100, Delay(99, 99))],
    load=1.5,
)


def test_shipped_figures_were_measured_on_the_shipped_topics() -> None:
    assert figures.is_for(examples_of(corpus.load())), "run `lentigo knowledge measure --data DIR --write`"


def test_file_knows_what_it_was_made_of(tmp_path: Path) -> None:
    file = tmp_path / "FIGURES.md"
    figures.write(MADE, date(2026, 11, 24), file)
    assert figures.is_for(Examples([("mole", "what is a mole")]), file)
    assert not figures.is_for(Examples([("mole", "what is a mole?")]), file)


def test_every_set_has_a_table_with_interval_number_and_times() -> None:
    faq, asked, *_ = sheets(MADE)
    assert faq.rows == (("BM25", "0.900 [0.850, 0.950]", "100", "7.0", "12.1", "0.5"),)
    assert asked.rows[0][3:6] == ("0.900 [0.850, 0.950]", "0.900 [0.850, 0.950]", "100")
    assert all(len(row) == len(sheet.columns) for sheet in sheets(MADE) for row in sheet.rows)


def test_growth_that_is_too_fast_is_said_so() -> None:
    assert "FASTER" in sheets(MADE)[-1].title
