"""Language packs: what is refused in their files, and how a person who chose one is answered."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge import corpus
from knowledge.chatbot import Chatbot, Kind
from knowledge.corpus import Care, Corpus, CorpusError
from tests.knowledge.conftest import SMALL

Raw = dict[str, Any]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "corpus"))


def rewritten(folder: Path, edit: Callable[[Raw], object]) -> None:
    path = folder / "languages" / "es.yaml"
    raw = yaml.safe_load(path.read_text())
    edit(raw)
    path.write_text(yaml.safe_dump(raw, allow_unicode=True))


def refused(folder: Path, edit: Callable[[Raw], object]) -> str:
    rewritten(folder, edit)
    with pytest.raises(CorpusError) as caught:
        corpus.load(folder)
    return "\n".join(map(str, caught.value.problems))


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda raw: raw["topics"][0].update(id="no-such-topic"), "is no topic of the English corpus"),
        (lambda raw: raw["topics"][0].update(answer="uno " * 91), "answer has 91 words"),
        (lambda raw: raw["topics"][0].update(answer="¡Vaya!"), "exclamation mark"),
        (lambda raw: raw["topics"][0].update(question="w" * 49), "question has 49 characters"),
        (lambda raw: raw["topics"][0].update(paraphrases=["uno"]), "1 paraphrases"),
        (lambda raw: raw["topics"][0].update(level="general"), "unknown key 'level'"),
        (lambda raw: raw["topics"][0].update(awaiting_review="yes"), "awaiting_review is neither true nor false"),
        (lambda raw: raw["topics"].append(raw["topics"][0]), "'what-is-melanoma' stands twice"),
        (lambda raw: raw["topics"][0]["paraphrases"].append("¿Me pica un lunar?"), "'me pica un lunar' stands twice"),
        (lambda raw: raw.update(topics=[]), "topics is no list"),
        (lambda raw: raw.update(language="it"), "language is not the name of the file"),
        (lambda raw: raw["smalltalk"].pop("lines"), "smalltalk is not as in smalltalk.yaml"),
        (lambda raw: raw["smalltalk"].update(examples=["nowhere"]), "example 'nowhere' is no topic"),
        (lambda raw: raw["followups"].update(colour=["azul"]), "unknown key 'colour'"),
        (lambda raw: raw.pop("elsewhere"), "elsewhere is no list of texts"),
        (lambda raw: raw.update(conditions="melanoma"), "conditions: is no list"),
        (lambda raw: raw["conditions"][0].update(id="measles"), "measles: is no condition of the English corpus"),
        (lambda raw: raw["conditions"][0].pop("looks"), "melanoma: looks is missing"),
        (lambda raw: raw["conditions"][0].update(urgency="days"), "melanoma: unknown key 'urgency'"),
        (lambda raw: raw["conditions"][0]["care"].pop(), "care has 1 extents (the English has 2, and each is told)"),
        (lambda raw: raw["conditions"][0].update(who_treats="Tome 20 mg."), "'Tome 20 mg.' names a dose"),
        (lambda raw: raw["conditions"][0].update(name="Keytruda"), "'Keytruda' names a brand"),
        (lambda raw: raw["conditions"][0]["care"][0].update(extent="¡Ya!"), "'¡Ya!' has an exclamation mark"),
        (lambda raw: raw["conditions"].append(raw["conditions"][0]), "melanoma: 'melanoma' stands twice"),
    ],
)
def test_says_what_is_wrong_with_a_pack(folder: Path, edit: Callable[[Raw], object], said: str) -> None:
    assert said in refused(folder, edit)


def test_counts_what_awaits_review(small: Corpus) -> None:
    assert small.packs["es"].awaiting_review == 2


def test_answers_in_the_language_with_sources_and_level_of_the_english_topic(chatbot: Chatbot, small: Corpus) -> None:
    answer = chatbot.answer("¿Qué es el melanoma?", language="es")
    known = small.topics["what-is-melanoma"]
    assert answer.text == small.packs["es"].topics["what-is-melanoma"].answer
    assert (answer.sources, answer.level) == (known.sources, known.level.value)
    assert [one.label for one in answer.suggestions] == ["¿Cómo se trata un melanoma?"]


def test_accents_and_country_make_no_difference(chatbot: Chatbot) -> None:
    assert chatbot.answer("COMO SE TRATA UN MELANOMA", language="es-MX").topic == "melanoma-treatment"


@pytest.mark.parametrize(
    ("text", "topic"), [("my mole itches", "itchy-mole"), ("how do doctors remove a melanoma", "melanoma-treatment")]
)
def test_english_is_understood_and_answered_in_the_language(
    chatbot: Chatbot, small: Corpus, text: str, topic: str
) -> None:
    answer = chatbot.answer(text, language="es")
    assert (answer.topic, answer.text) == (topic, small.packs["es"].topics[topic].answer)


def test_what_has_no_translation_is_told_in_english(chatbot: Chatbot, small: Corpus) -> None:
    english = small.topics["sunscreen-amount"].answer
    assert chatbot.answer("how much sun cream do i need", language="es").text == english
    pressed = chatbot.topic("sunscreen-amount", language="es")
    assert pressed is not None
    assert pressed.text == english


def test_a_condition_is_told_in_the_language_and_is_what_the_english_one_is(small: Corpus) -> None:
    english, told = small.conditions["melanoma"], small.told("es").by_code["MEL"]
    assert told is small.told("es").conditions["melanoma"]
    assert told.care[0] == Care("delgado", "Se corta con algo de piel alrededor.")
    assert (told.plain, told.next_step) == (
        "un cáncer de las células que dan color a la piel",
        "Muéstrelo a un médico en días.",
    )
    kept = ("id", "codes", "kind", "urgency", "sources", "reviewed", "review_by")
    assert [getattr(told, name) for name in kept] == [getattr(english, name) for name in kept]


def test_a_condition_that_a_pack_does_not_tell_stays_english(folder: Path) -> None:
    rewritten(folder, lambda raw: raw.pop("conditions"))
    known = corpus.load(folder)
    assert known.told("es").by_code["MEL"] == known.by_code["MEL"]


def test_two_conditions_of_one_name_are_refused(folder: Path) -> None:
    path = folder / "conditions" / "melanoma.yaml"
    other = path.read_text().replace("id: melanoma", "id: naevus").replace("codes: [MEL]", "codes: [NV]")
    (folder / "conditions" / "naevus.yaml").write_text(other)
    said = refused(folder, lambda raw: raw["conditions"].append({**raw["conditions"][0], "id": "naevus"}))
    assert (
        said == "languages/es.yaml, naevus: 'melanoma' stands twice (first in melanoma; nobody could tell them apart)"
    )


def test_a_language_without_a_pack_leaves_the_corpus_as_it_is(small: Corpus) -> None:
    assert small.told("fr") is small


def test_a_follow_up_without_a_topic_is_told_from_the_condition_in_the_language(
    chatbot: Chatbot, small: Corpus
) -> None:
    answer = chatbot.answer("¿y el aspecto?", subject="melanoma", language="es")
    assert (answer.text, answer.topic) == (small.told("es").conditions["melanoma"].looks, None)
    assert answer.sources == small.conditions["melanoma"].sources


def test_a_button_is_told_in_the_language(chatbot: Chatbot, small: Corpus) -> None:
    pressed = chatbot.topic("itchy-mole", language="es")
    assert pressed is not None
    assert pressed.text == small.packs["es"].topics["itchy-mole"].answer
    assert chatbot.topic("no-such-topic", language="es") is None


@pytest.mark.parametrize("text", ["quién ganó la liga", "", "что это", "who won the cup"])
def test_what_neither_language_knows_gets_the_line_of_the_pack(chatbot: Chatbot, text: str) -> None:
    answer = chatbot.answer(text, language="es")
    assert (answer.kind, answer.text) == (Kind.FALLBACK, "Solo sé de la piel. Puede preguntar:")
    assert answer.suggestions[0].label == "¿Importa un lunar que pica?"


def test_small_talk_is_answered_in_the_language(chatbot: Chatbot) -> None:
    assert chatbot.answer("¡Hola!", language="es").text == "Hola."
    assert chatbot.answer("hola doctor, me pica un lunar, gracias", language="es").topic == "itchy-mole"


def test_follow_ups_stay_with_the_condition(chatbot: Chatbot) -> None:
    for subject in ("melanoma", "what-is-melanoma"):
        assert chatbot.answer("¿y el tratamiento?", subject=subject, language="es").topic == "melanoma-treatment"
        assert chatbot.answer("and the treatment?", subject=subject, language="es").topic == "melanoma-treatment"


def test_two_questions_are_both_told_in_the_language(chatbot: Chatbot, small: Corpus) -> None:
    answer = chatbot.answer("¿Qué es un melanoma? ¿Y cómo se trata?", language="es")
    assert answer.also is not None
    told = {small.packs["es"].topics[topic].answer for topic in ("what-is-melanoma", "melanoma-treatment")}
    assert {answer.text, answer.also.text} == told


def test_a_language_without_a_pack_is_english(chatbot: Chatbot) -> None:
    assert chatbot.answer("my mole itches", language="fr") == chatbot.answer("my mole itches")
