"""Where and why: kept with the result, in words that never comfort beside a warning, drawn where the photo is."""

import io
import json
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from bot.assistant.drawings import LONGEST_SIDE, draw
from bot.assistant.replies import Drawing, Level, Reply
from bot.assistant.result import ResultPage, build
from bot.assistant.telling import tell_result, tell_why
from bot.assistant.texts import texts_in
from bot.assistant.verdict import decide
from knowledge.corpus import Corpus
from knowledge.readability import grade
from ml.predict import Prediction
from ml.shape import Colour, Shape
from tests.pictures import drawn_lesion
from tests.web.made import BLURRED, NAMES, NO_SIGNS, NOW, SEE_DOCTOR, STRIKING, URGENT, WHY, condition

TEXTS = texts_in("en")
MADE = {code: condition(code) for code in NAMES}
KNOWN = Corpus({}, {one.id: one for one in MADE.values()}, MADE, {})
PLAIN = Shape(asymmetry=0.03, border=0.05, colours=(Colour.LIGHT_BROWN,), extent=0.3)
MIDDLE = Shape(asymmetry=0.1, border=0.2, colours=(Colour.RED, Colour.BLACK), extent=0.3)
COMFORT = ("alike", " even.", "a little", "main colour", "ordinary")


def page_of(seen: Prediction, shape: Shape | None = STRIKING) -> ResultPage:
    """The result of a reading, with an outline, a map and this shape."""
    seen = replace(seen, why=WHY, shape=shape)
    return build("p1", seen, decide(seen), corpus=KNOWN, texts=TEXTS, now=NOW)


def test_where_and_why_come_back_from_the_store() -> None:
    page = page_of(SEE_DOCTOR)
    assert (page.outline, page.heat, page.square) == (WHY.outline, WHY.heat, WHY.square)
    assert ResultPage.from_json(json.loads(json.dumps(page.to_json()))) == page


def test_a_result_from_before_there_were_outlines_still_opens() -> None:
    kept = page_of(SEE_DOCTOR).to_json()
    for name in ("outline", "heat", "square", "shape_says"):
        del kept[name]
    page = ResultPage.from_json(json.loads(json.dumps(kept)))
    assert (page.outline, page.heat, page.square, page.shape_says) == (None, None, None, ())


def test_of_a_photo_that_was_not_judged_nothing_is_drawn_or_measured() -> None:
    page = page_of(BLURRED)
    assert (page.outline, page.heat, page.shape_says) == (None, None, ())
    assert tell_result(page, TEXTS).drawing is None


@pytest.mark.parametrize("seen", [SEE_DOCTOR, URGENT], ids=["weeks", "days"])
@pytest.mark.parametrize("shape", [PLAIN, MIDDLE, STRIKING], ids=["plain", "middle", "striking"])
def test_beside_a_warning_the_shape_never_comforts(seen: Prediction, shape: Shape) -> None:
    said = " ".join(page_of(seen, shape).shape_says)
    assert [word for word in COMFORT if word in said] == []
    assert bool(said) == (shape is STRIKING)


def test_without_a_warning_everything_measured_is_told_and_what_is_notable_sends_on() -> None:
    assert page_of(NO_SIGNS, PLAIN).shape_says == (
        "The two halves of the spot look alike.",
        "Its edge looks even.",
        "It has one main colour: light brown.",
    )
    striking = page_of(NO_SIGNS).shape_says
    assert striking[:2] == ("The two halves of the spot differ.", "Its edge looks uneven.")
    assert "show it to a doctor" in striking[-1]


@pytest.mark.parametrize("seen", [NO_SIGNS, SEE_DOCTOR, URGENT], ids=["none", "weeks", "days"])
def test_what_the_photo_says_is_short_plain_and_knows_its_limits(seen: Prediction) -> None:
    why, measured = tell_why(page_of(seen), TEXTS)
    for reply in (why, measured):
        said = f"{reply.text} {reply.caption}"
        assert len(said.split()) <= 90
        assert grade(said) <= 8
        assert "!" not in said
    assert (why.drawing, why.photo, measured.photo) == (Drawing.HEAT, "p1", "p1")
    assert "not how sure it is, nor what it is" in why.caption
    assert "As far as this photo shows" in measured.text
    assert "a picture, not your skin" in measured.text


def test_a_reply_with_a_drawing_survives_the_outbox_and_one_from_before_opens() -> None:
    reply = tell_result(page_of(URGENT), TEXTS)
    kept = json.loads(json.dumps(reply.to_json()))
    assert Reply.from_json(kept) == reply
    before = {name: value for name, value in kept.items() if name not in {"drawing", "caption"}}
    assert Reply.from_json(before) == replace(reply, drawing=None, caption="")


@pytest.mark.parametrize("drawing", Drawing)
def test_a_drawing_changes_the_photo_and_is_no_larger_than_telegram_shows(drawing: Drawing) -> None:
    drawn = draw(drawn_lesion(1500), page_of(SEE_DOCTOR), drawing)
    assert drawn is not None
    with Image.open(io.BytesIO(drawn)) as picture, Image.open(io.BytesIO(drawn_lesion(1500))) as photo:
        assert max(picture.size) == LONGEST_SIDE
        before = np.asarray(photo.resize(picture.size), np.int16)
        assert np.abs(np.asarray(picture, np.int16) - before).max() > 40


def test_what_a_result_does_not_have_is_not_drawn() -> None:
    page = replace(page_of(SEE_DOCTOR), outline=None, level=Level.SEE_DOCTOR)
    assert draw(drawn_lesion(), page, Drawing.OUTLINE) is None
