import asyncio
import logging
from collections.abc import Sequence

import pytest

from knowledge.chatbot import Chatbot, Kind
from knowledge.corpus import Corpus
from knowledge.match import Match
from knowledge.resolve import Resolver
from knowledge.smalltalk import SmallTalk

QUESTIONS = {
    "what is melanoma": "what-is-melanoma",
    "how do you treat melanoma": "melanoma-treatment",
    "can i catch skin cancer from my wife": "is-it-contagious",
    "how much sun cream do i need": "sunscreen-amount",
    "my mole itches": "itchy-mole",
    "my son has a mole": "child-mole",
}


def topics(chatbot: Chatbot, text: str, subject: str | None = None) -> list[str]:
    return [one.topic for one in chatbot.answer(text, subject=subject).suggestions]


@pytest.mark.parametrize(("text", "topic"), QUESTIONS.items())
def test_answers_with_text_sources_level_and_neighbours(chatbot: Chatbot, small: Corpus, text: str, topic: str) -> None:
    answer = chatbot.answer(text)
    known = small.topics[topic]
    assert (answer.kind, answer.topic, answer.text) == (Kind.ANSWER, topic, known.answer)
    assert (answer.sources, answer.level, answer.condition) == (known.sources, known.level.value, known.condition)
    assert tuple(one.topic for one in answer.suggestions) == known.related
    assert [one.label for one in answer.suggestions] == [small.topics[one].question for one in known.related]
    assert 0 < answer.confidence <= 1


def test_a_greeting_does_not_hide_the_question(chatbot: Chatbot) -> None:
    for text in ("Hello! How are you? My mole itches. Thanks!", "good morning doctor my mole itches pls"):
        assert chatbot.answer(text).topic == "itchy-mole"


def test_small_talk_is_answered_in_a_line(chatbot: Chatbot) -> None:
    answer = chatbot.answer("hi, how are you?")
    assert (answer.kind, answer.topic, answer.sources) == (Kind.SMALLTALK, None, ())
    assert len(answer.text.split()) < 30


@pytest.mark.parametrize(
    "text", ["", "   \n", "☂☂☂", "что такое меланома", "黑色素瘤是什么", "?!.,;", "\x00\ud800", "x" * 100_000]
)
def test_what_cannot_be_read_gets_examples_to_ask(chatbot: Chatbot, text: str) -> None:
    answer = chatbot.answer(text)
    assert answer.kind is Kind.FALLBACK
    assert "skin" in answer.text
    assert 2 <= len(answer.suggestions) <= 3


def test_a_long_story_is_read_by_its_beginning(chatbot: Chatbot) -> None:
    assert chatbot.answer("my mole itches. " + "blah " * 50_000).topic in {"itchy-mole", None}
    assert chatbot.answer("my mole itches\n" * 1_000).topic == "itchy-mole"


def test_follow_ups_stay_with_the_condition(chatbot: Chatbot) -> None:
    assert chatbot.answer("and the treatment?", subject="melanoma").topic == "melanoma-treatment"
    assert chatbot.answer("and the treatment?", subject="what-is-melanoma").topic == "melanoma-treatment"
    assert chatbot.answer("what is it", subject="melanoma-treatment").topic == "what-is-melanoma"


def test_follow_ups_without_a_topic_are_told_from_the_condition(chatbot: Chatbot, small: Corpus) -> None:
    answer = chatbot.answer("what does it look like?", subject="melanoma")
    assert (answer.kind, answer.topic, answer.condition) == (Kind.ANSWER, None, "melanoma")
    assert answer.text == small.conditions["melanoma"].looks
    assert answer.sources == small.conditions["melanoma"].sources
    danger = chatbot.answer("is it dangerous?", subject="melanoma")
    assert danger.level == "urgent"
    assert small.conditions["melanoma"].next_step in danger.text


def test_follow_ups_on_a_topic_without_a_condition_look_beside_it(chatbot: Chatbot) -> None:
    assert chatbot.answer("and in children?", subject="itchy-mole").topic == "child-mole"
    assert chatbot.answer("tell me more", subject="itchy-mole").text == "Clothes that rub are a common cause."


def test_a_new_question_leaves_the_subject(chatbot: Chatbot) -> None:
    assert chatbot.answer("how much sunscreen do i need", subject="melanoma").topic == "sunscreen-amount"


def test_a_subject_that_is_gone_is_ignored(chatbot: Chatbot) -> None:
    assert chatbot.answer("how is melanoma treated", subject="no-such-topic").topic == "melanoma-treatment"
    assert chatbot.answer("and the treatment?", subject="no-such-topic").kind in {
        Kind.CLARIFY,
        Kind.FALLBACK,
        Kind.ANSWER,
    }


def test_of_two_questions_the_graver_is_answered_and_the_other_offered(chatbot: Chatbot) -> None:
    answer = chatbot.answer("How much sunscreen do I need? And my mole is bleeding heavily.")
    assert (answer.topic, answer.level) == ("heavy-bleeding", "emergency")
    assert answer.suggestions[0].topic == "sunscreen-amount"
    assert "{emergency}" in answer.text


def test_a_pressed_button_gives_its_topic_or_nothing(chatbot: Chatbot, small: Corpus) -> None:
    pressed = chatbot.topic("itchy-mole")
    assert pressed is not None
    assert (pressed.text, pressed.confidence) == (small.topics["itchy-mole"].answer, 1.0)
    assert chatbot.topic("no-such-topic") is None


def test_the_same_question_gets_the_same_answer_whatever_was_asked_before(chatbot: Chatbot) -> None:
    first = chatbot.answer("my mole itches")
    for text in (*QUESTIONS, "my name is Ada and i live in Lima", "hello"):
        chatbot.answer(text)
    assert chatbot.answer("my mole itches") == first


async def test_users_at_the_same_time_get_their_own_answers(chatbot: Chatbot) -> None:
    asked = [*QUESTIONS] * 20
    answers = await asyncio.gather(*(asyncio.to_thread(chatbot.answer, text) for text in asked))
    assert [answer.topic for answer in answers] == [QUESTIONS[text] for text in asked]


def test_nobody_ever_gets_a_sentence_that_somebody_typed(chatbot: Chatbot, small: Corpus) -> None:
    said = {one.answer for one in small.topics.values()} | {one.more for one in small.topics.values()}
    secrets = [f"my name is Ada number {number} and my mole itches since {number} days" for number in range(100)]
    answers = [chatbot.answer(text, subject=None) for text in secrets] + [chatbot.answer("my name is ada number 7")]
    lines = {chatbot.answer("").text, "Did you mean:"}
    assert {answer.text for answer in answers} <= said | lines
    assert not any("Ada" in answer.text for answer in answers)


def test_texts_stay_out_of_the_log(chatbot: Chatbot, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        chatbot.answer("my name is Ada and my mole itches")
    assert caplog.text == ""


def test_of_two_sure_questions_both_are_told(chatbot: Chatbot, small: Corpus) -> None:
    answer = chatbot.answer("How much sunscreen do I need? Does an itchy mole matter?")
    assert answer.topic == "itchy-mole"
    assert answer.also is not None
    assert (answer.also.topic, answer.also.text) == ("sunscreen-amount", small.topics["sunscreen-amount"].answer)
    assert answer.also.sources == small.topics["sunscreen-amount"].sources
    assert "sunscreen-amount" not in {one.topic for one in answer.suggestions}


def test_a_second_question_in_the_same_sentence_takes_its_subject_from_the_first(chatbot: Chatbot) -> None:
    answer = chatbot.answer("what is melanoma and how is it treated")
    assert answer.also is not None
    assert {answer.topic, answer.also.topic} == {"what-is-melanoma", "melanoma-treatment"}


@pytest.mark.parametrize(
    "text", ["my mole itches", "My mole itches. Does an itchy mole matter?", "my mole itches. who won the cup?"]
)
def test_one_question_has_one_answer(chatbot: Chatbot, text: str) -> None:
    answer = chatbot.answer(text)
    assert (answer.topic, answer.also) == ("itchy-mole", None)


def test_beside_an_emergency_nothing_else_is_told(chatbot: Chatbot) -> None:
    answer = chatbot.answer("How much sunscreen do I need? And my mole is bleeding heavily.")
    assert (answer.topic, answer.also) == ("heavy-bleeding", None)


class Unsure:
    """Knows two topics and cannot tell them apart."""

    def rank_all(self, texts: Sequence[str], limit: int = 5) -> list[list[Match]]:
        return [[Match("itchy-mole", 0.4), Match("child-mole", 0.39)][:limit] for _ in texts]


def test_did_you_mean_is_asked_once_and_not_again(small: Corpus) -> None:
    resolver = Resolver(small, Unsure(), SmallTalk.load())
    first = resolver.question("a mole")
    assert (first.kind, first.suggestions) == (Kind.CLARIFY, ("itchy-mole", "child-mole"))
    assert resolver.question("a mole", asked_before=True) == resolver.nothing()


def test_a_sure_answer_after_did_you_mean_is_told(chatbot: Chatbot) -> None:
    assert chatbot.answer("my mole itches", asked_before=True).topic == "itchy-mole"


def test_none_of_these_gets_examples_to_ask(chatbot: Chatbot) -> None:
    assert chatbot.none_of_these() == chatbot.answer("")
