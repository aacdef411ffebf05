"""Talks over the topics that ship: what a follow-up leans on is what was talked about, turn after turn."""

import re

import pytest

from knowledge import corpus
from knowledge.chatbot import Answer, Chatbot


@pytest.fixture(scope="module")
def shipped() -> Chatbot:
    return Chatbot.from_corpus(corpus.load())


def talk(chatbot: Chatbot, *texts: str, language: str = "en") -> list[Answer]:
    """Say one text after the other; each answer's subject is the next one's, as at both doors."""
    answers: list[Answer] = []
    subject: str | None = None
    for text in texts:
        answers.append(chatbot.answer(text, subject=subject, language=language))
        subject = answers[-1].subject or subject
    return answers


@pytest.mark.parametrize(
    ("texts", "topics"),
    [
        (("what is melanoma", "treatment?", "what about children?"), ("melanoma-treatment", "melanoma-in-children")),
        (("what is actinic keratosis", "can it turn into cancer"), ("ak-to-cancer",)),
        (("what is merkel cell cancer", "how common is it", "and treatment"), ("how-common", "merkel-treatment")),
        (("what is immunotherapy", "can it cause diarrhea"), ("immunotherapy-side-effects",)),
        (("what is bowen disease", "is it contagious"), ("is-it-contagious",)),
        (("what is basal cell cancer", "what if i leave it"), ("bcc-danger",)),
        (("what is immunotherapy", "side effects"), ("immunotherapy-side-effects",)),
    ],
)  # fmt: skip
def test_a_follow_up_is_about_what_was_talked_about(
    shipped: Chatbot, texts: tuple[str, ...], topics: tuple[str, ...]
) -> None:
    assert tuple(answer.topic for answer in talk(shipped, *texts)[1:]) == topics


def test_a_disease_is_not_changed_without_a_word(shipped: Chatbot) -> None:
    first, *later = talk(
        shipped, "what is merkel cell cancer", "survival rate", "treatment", "side effects", "does it spread"
    )
    conditions = {answer.condition for answer in (first, *later)}
    assert conditions <= {first.condition, None}


@pytest.mark.parametrize("text", ["tell me more", "explain more", "more details"])
def test_more_is_never_the_same_again(shipped: Chatbot, text: str) -> None:
    first, more = talk(shipped, "what is melanoma", text)
    assert (first.topic, first.text) != (more.topic, more.text)
    assert more.topic == first.topic


def test_what_was_told_is_not_told_again(shipped: Chatbot) -> None:
    first, long = talk(shipped, "what is mohs surgery", "how long does it take")
    assert long.topic == first.topic
    assert long.text != first.text


@pytest.mark.parametrize(
    "text", ["is it raining", "do you like it", "what is the capital of France", "can you sing it"]
)
def test_what_is_about_something_else_stays_so(shipped: Chatbot, text: str) -> None:
    assert talk(shipped, "what is melanoma", text)[1].topic is None


VERDICTS = {
    "en": "yes|no(?=[,.:;])|not|rarely|only|usually|sometimes|mostly|often",
    "es": "sí|no(?=[,.:;])|rara|raramente|solo|casi|normalmente|generalmente|a veces",
    "hi": "हाँ|हां|नहीं|जी|कभी-कभी|ज़्यादातर|आमतौर|अक्सर|सिर्फ़|बहुत कम",
}


@pytest.mark.parametrize("language", VERDICTS)
def test_no_answer_opens_with_a_verdict(language: str) -> None:
    """It would be said to the opposite question too: "Yes, most often" to "can it kill" as to "can it be cured"."""
    told = corpus.load().told(language).topics.values()
    opens = re.compile(rf"(?:{VERDICTS[language]})(?!\w)", re.IGNORECASE)
    assert [topic.id for topic in told if opens.match(topic.answer)] == []
