import pytest

from knowledge.smalltalk import SmallTalk


@pytest.fixture(scope="module")
def talk() -> SmallTalk:
    return SmallTalk.load()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Hello!", "hello"),
        ("good morning doctor", "hello"),
        ("hi there, how are you?", "how-are-you"),
        ("Thank you so much", "thanks"),
        ("ok thanks, bye", "bye"),
        ("OK", "ok"),
        ("no", "no"),
        ("who are you?", "who-are-you"),
        ("lol", "laugh"),
        ("I'm back", "back"),
        ("great answer", "praise"),
        ("are you there?", "here"),
        ("that's scary", "scared"),
        ("I don't understand", "unclear"),
        ("sorry, what?", "unclear"),
        ("sorry", "sorry"),
        ("please", "please"),
        ("Merry Christmas!", "holiday"),
        ("😢", "sad"),
        ("👍🏽", "ok"),
        ("❤️ ❤️", "thanks"),
        (":D", "laugh"),
    ],
)
def test_knows_small_talk(talk: SmallTalk, text: str, kind: str) -> None:
    assert talk.kind(text) == kind
    assert talk.answers[kind]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "doctor",
        "hello is it cancer",
        "how are you trained",
        "thanks to the sun i burned",
        "☂",
        "🙂 is it cancer",
        "test results",
    ],
)
def test_a_question_is_no_small_talk(talk: SmallTalk, text: str) -> None:
    assert talk.kind(text) is None


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Hello, what is a mole?", "what is a mole"),
        ("hi doc please, quick question: what is a mole? thanks in advance", "what is a mole"),
        ("how are you trained", "how are you trained"),
        ("should i see a doctor", "should i see a doctor"),
        ("thanks", ""),
        ("merry christmas, what is a mole", "what is a mole"),
        ("test results how long", "test results how long"),
    ],
)
def test_takes_small_talk_off_a_question(talk: SmallTalk, text: str, question: str) -> None:
    assert talk.question(text) == question
