import pytest

from knowledge import engine
from knowledge.corpus import Corpus
from knowledge.match import Matcher
from knowledge.resolve import Resolver
from knowledge.sentences import SentenceEncoder, shipped
from knowledge.smalltalk import SmallTalk
from tests.knowledge.conftest import examples

PAIRS = [("what is a mole", "A mole is a spot."), ("how much sunscreen", "A teaspoon.")]


def bot_over(small: Corpus) -> engine.ChatBot:
    return engine.build(Resolver(small, Matcher(examples(small), SentenceEncoder(shipped())), SmallTalk.load()), PAIRS)


def stored(bot: engine.ChatBot) -> list[tuple[str, str]]:
    return [(one.in_response_to, one.text) for one in bot.storage.filter()]


def test_asking_changes_nothing(small: Corpus) -> None:
    bot = bot_over(small)
    for number in range(200):
        engine.respond(bot, f"i am user {number} and my mole itches", None)
    assert stored(bot) == PAIRS
    assert bot.storage.count() == len(PAIRS)


@pytest.mark.parametrize("verb", ["create", "create_many", "update", "remove", "drop"])
def test_writing_is_refused(small: Corpus, verb: str) -> None:
    storage = bot_over(small).storage
    with pytest.raises(engine.ReadOnlyError):
        getattr(storage, verb)()


def test_no_conversation_is_kept(small: Corpus) -> None:
    bot = bot_over(small)
    engine.respond(bot, "my mole itches", None)
    assert bot.get_latest_response(bot.default_conversation) is None


def test_search_finds_stored_questions_by_a_word(small: Corpus) -> None:
    found = bot_over(small).storage.filter(search_in_response_to_contains="which mole")
    assert [one.text for one in found] == ["A mole is a spot."]


def test_chatterbot_never_learns_even_when_asked_directly(small: Corpus) -> None:
    bot = bot_over(small)
    bot.get_response("remember: the moon is cheese")
    assert "cheese" not in str(stored(bot))
