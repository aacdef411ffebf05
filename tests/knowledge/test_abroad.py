"""The shipped packs on questions that nothing learned from, and the floors that they answer from."""

from pathlib import Path

import pytest

from knowledge import corpus, floors
from knowledge.abroad import WordsAlone
from knowledge.chatbot import Chatbot
from knowledge.corpus import Corpus
from knowledge.measure import measure_whole
from knowledge.sets import read_asked

HERE = Path(__file__).parent
LANGUAGES = ("es", "hi")


@pytest.fixture(scope="module")
def shipped() -> Corpus:
    return corpus.load()


@pytest.fixture(scope="module")
def speaking(shipped: Corpus) -> Chatbot:
    return Chatbot.from_corpus(shipped)


@pytest.mark.parametrize("language", LANGUAGES)
def test_unseen_questions_find_their_topic_and_others_are_refused(speaking: Chatbot, language: str) -> None:
    whole = measure_whole(speaking, *read_asked(HERE / f"asked_{language}.yaml"), language=language)
    assert whole.right.share + whole.offered.share >= 0.85
    assert whole.wrong.share <= 0.05
    assert whole.strange_answered.share <= 0.1


def test_shipped_floors_were_found_from_the_shipped_packs(shipped: Corpus) -> None:
    assert all(floors.is_for(pack) for pack in shipped.packs.values()), "run `lentigo knowledge learn`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_shipped_packs_tell_every_condition(shipped: Corpus, language: str) -> None:
    told = shipped.packs[language].conditions
    assert set(told) == set(shipped.conditions)
    assert all(told[one].plain != english.plain for one, english in shipped.conditions.items())


def test_kept_floors_are_those_found_anew(small: Corpus, tmp_path: Path) -> None:
    pack = small.packs["es"]
    floors.write([pack], tmp_path / "floors.json")
    assert floors.is_for(pack, tmp_path / "floors.json")
    assert floors.kept_floors(pack, tmp_path / "floors.json") == floors.floors_of(pack)


@pytest.mark.parametrize("content", ["", "[1", "{}"])
def test_a_broken_file_of_floors_only_costs_time(small: Corpus, tmp_path: Path, content: str) -> None:
    (tmp_path / "floors.json").write_text(content)
    assert floors.kept_floors(small.packs["es"], tmp_path / "floors.json") == floors.floors_of(small.packs["es"])


def test_scores_add_up_to_how_sure_it_is() -> None:
    matcher = WordsAlone([("mole", "me pica un lunar"), ("sun", "crema para el sol")], ["receta de pan con sol"])
    near, far = (sum(one.score for one in matcher.rank(text)) for text in ("me pica el lunar", "receta de pan"))
    assert far < 0.2 < near <= 1
    assert matcher.rank("???") == []


def test_devanagari_keeps_its_vowel_signs() -> None:
    matcher = WordsAlone([("mole", "तिल में खुजली"), ("sun", "सनस्क्रीन कितनी लगाएं")], [])
    assert matcher.rank("खुजली वाला तिल")[0].topic == "mole"
