"""No bubble is a wall of text, whatever was seen, said and asked for, in every language."""

from dataclasses import replace

import pytest

from bot.assistant.result import build
from bot.assistant.telling import tell_danger, tell_name, tell_next, tell_result, tell_treatments, tell_why
from bot.assistant.texts import languages, texts_in
from bot.assistant.verdict import Verdict, decide
from knowledge import corpus
from knowledge.corpus import Corpus
from ml.answers import Answers
from ml.predict import Prediction
from tests.web.made import BLURRED, FACE, NAMES, NO_PICTURE, NOW, reading

MOST = {"en": 90}
SAME_IN_OTHER_WORDS = 100
"""Spanish and Hindi take a tenth more words to say the same."""
SIGNS = Answers(bleed=True, grew=True, changed=True)


@pytest.fixture(scope="module")
def known() -> Corpus:
    return corpus.load()


def seen() -> list[Prediction]:
    """Each condition named first, surely and barely, and photos that were not judged."""
    sure = [reading(**{code: 0.9}) for code in NAMES if code != "NV"]
    unsure = [reading(**{code: 0.3, "BKL": 0.2, "DF": 0.2}) for code in ("MEL", "BCC", "SCC", "AK")]
    return [*sure, *unsure, reading(BKL=0.1), BLURRED, FACE, NO_PICTURE]


def verdicts(prediction: Prediction) -> list[Verdict]:
    return [decide(prediction, answers) for answers in (Answers(), SIGNS)]


@pytest.mark.parametrize("language", sorted(languages()))
def test_a_result_and_its_parts_are_short(known: Corpus, language: str) -> None:
    texts = texts_in(language)
    longest: dict[str, int] = {}
    for prediction in seen():
        for verdict in verdicts(prediction):
            page = build("p1", prediction, verdict, corpus=known, texts=texts, now=NOW)
            for tell in (tell_result, tell_next, tell_danger, tell_name):
                words = len(tell(page, texts).text.split())
                longest[tell.__name__] = max(words, longest.get(tell.__name__, 0))
    most = MOST.get(language, SAME_IN_OTHER_WORDS)
    assert {name: words for name, words in longest.items() if words > most} == {}


@pytest.mark.parametrize("language", sorted(languages()))
def test_treatments_and_reasons_are_short(known: Corpus, language: str) -> None:
    texts, most = texts_in(language), MOST.get(language, SAME_IN_OTHER_WORDS)
    for prediction in seen():
        page = build("p1", prediction, decide(prediction, SIGNS), corpus=known, texts=texts, now=NOW)
        told = (*tell_treatments(page, texts), *tell_why(page, texts))
        assert [one.text for one in told if len(one.text.split()) > most] == []


def test_a_result_says_what_to_do_how_sure_what_it_is_like_and_its_limits(known: Corpus) -> None:
    texts = texts_in("en")
    prediction = reading(MEL=0.5, BCC=0.3)
    text = tell_result(
        build("p1", prediction, decide(prediction, SIGNS), corpus=known, texts=texts, now=NOW), texts
    ).text
    lines = text.splitlines()
    assert lines[0].startswith("**Show this to a doctor by")
    for part in ("I am fairly sure", "You said that it bleeds", "Most like: ", "Could also be: ", "not a diagnosis"):
        assert part in text
    assert [place for place, line in enumerate(lines) if "Call your doctor" in line or "Book a visit" in line] == [1]


def test_what_was_less_likely_is_left_to_the_page(known: Corpus) -> None:
    texts = texts_in("en")
    prediction = reading(MEL=0.5, BCC=0.4, SCC=0.05)
    page = build("p1", prediction, decide(prediction), corpus=known, texts=texts, now=NOW)
    assert page.likely[2].words == texts("result.less")
    assert page.likely[2].name not in tell_result(page, texts).text
    alone = replace(page, likely=page.likely[:1])
    assert "Could also be" not in tell_result(alone, texts).text
