"""Talks over the topics that ship: what a follow-up leans on is what was talked about, turn after turn."""

import re

import pytest

from knowledge import corpus
from knowledge.chatbot import Answer, Chatbot, Kind
from knowledge.smalltalk import SmallTalk


@pytest.fixture(scope="module")
def shipped() -> Chatbot:
    return Chatbot.from_corpus(corpus.load())


def talk(chatbot: Chatbot, *texts: str, language: str = "en") -> list[Answer]:
    """Say one text after the other; each answer's subject is the next one's, as at both doors."""
    answers: list[Answer] = []
    subject, more_told = None, False
    for text in texts:
        answer = chatbot.answer(text, subject=subject, more_told=more_told, language=language)
        more_told = answer.all_told or (more_told and answer.subject in {None, subject})
        subject = answer.subject or subject
        answers.append(answer)
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


@pytest.mark.parametrize(
    "text",
    [
        "how many moles are in 5 grams of salt", "my dogs wart looks odd", "moles are ruining my vegetable patch",
        "should i invest in a melanoma drug maker", "how many years will the sun still shine",
        "which hand lotion smells nice",
    ],
)  # fmt: skip
def test_what_only_sounds_like_skin_is_refused(shipped: Chatbot, text: str) -> None:
    assert talk(shipped, text)[0].kind is Kind.FALLBACK


@pytest.mark.parametrize("text", ["I'm sad", "😢", "that's scary"])
def test_who_is_sad_or_scared_is_offered_what_helps_against_fear(shipped: Chatbot, text: str) -> None:
    answer = talk(shipped, text)[0]
    assert answer.kind is Kind.SMALLTALK
    assert answer.suggestions[0].topic == "i-am-afraid"


@pytest.mark.parametrize("language", ["es", "hi"])
def test_a_pack_knows_every_kind_of_small_talk_and_offers_the_same_topics(language: str) -> None:
    known, english = corpus.load(), SmallTalk.load()
    told = known.packs[language].talk
    assert told.answers.keys() == english.answers.keys()
    assert (told.offers, told.smileys) == (english.offers, english.smileys)
    assert {topic for offered in english.offers.values() for topic in offered} <= known.topics.keys()


# --- a side of the subject: its topic, its own sentence, or an honest line


@pytest.mark.parametrize(
    ("subject", "text", "topic"),
    [
        ("which kinds of biopsy are there", "does it hurt", "biopsy-hurt"),
        ("which kinds of biopsy are there", "is it painful", "biopsy-hurt"),
        ("which kinds of biopsy are there", "what happens next", "waiting-results"),
        ("what is melanoma", "does it hurt", "does-it-hurt"),
        ("what is immunotherapy", "what are the side effects", "immunotherapy-side-effects"),
        ("how is melanoma treated", "side effects", "immunotherapy-side-effects"),
        ("which SPF should i use", "how much", "sunscreen-amount"),
        ("is sunscreen safe", "how often", "sunscreen-reapply"),
        ("which SPF should i use", "what about babies", "sunscreen-babies"),
        ("what is actinic keratosis", "how can I prevent it", "scc-prevent-more"),
        ("my mole bleeds a bit", "what should I do", "how-soon"),
        ("what is a skin tag", "who should I see", "gp-or-dermatologist"),
        ("what is a nodular melanoma", "survival rate", "melanoma-outlook"),
        ("what is skin lymphoma", "is it contagious", "ctcl-infectious"),
    ],
)  # fmt: skip
def test_a_side_is_told_by_the_topic_that_is_named_for_it(
    shipped: Chatbot, subject: str, text: str, topic: str
) -> None:
    assert talk(shipped, subject, text)[1].topic == topic


@pytest.mark.parametrize(
    ("subject", "text", "says"),
    [
        ("what is mohs surgery", "does it hurt", "numbed"),
        ("what happens in an excision", "is it painful", "feel no pain"),
        ("when is radiation used", "does it hurt", "feel nothing"),
        ("when is radiation used", "side effects", "red and sore"),
        ("when is radiation used", "how many sessions", "short visits"),
        ("how does freezing treat a spot", "does it hurt", "stings or burns"),
        ("what is light therapy", "is it painful", "burns or stings"),
        ("what are targeted drugs", "side effects", "fever"),
        ("what is mohs surgery", "how long", "an hour or more"),
        ("what is immunotherapy", "does it work", "help many people"),
        ("what is bowen disease", "can it kill me", "deeper cancer"),
        ("what is bowen disease", "how do you treat it", "freezing, scraping"),
        ("what is a halo mole", "is it dangerous", "harmless"),
        ("what is a seborrhoeic keratosis", "does it turn into cancer", "does not turn into cancer"),
        ("what is basal cell cancer", "why", "sun"),
        ("what is basal cell cancer", "who should I see", "skin surgeon"),
    ],
)  # fmt: skip
def test_a_side_without_a_topic_is_told_by_the_sentence_that_speaks_of_it(
    shipped: Chatbot, subject: str, text: str, says: str
) -> None:
    first, side = talk(shipped, subject, text)
    assert side.kind is Kind.ANSWER
    assert says in side.text
    assert side.text != first.text
    assert side.subject == first.subject


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("what is a mole", "side effects"),
        ("what is a seborrhoeic keratosis", "how often"),
        ("what is melanoma", "how much"),
        ("what if i cannot pay for treatment", "does it spread"),
        ("do i need a scan", "what about babies"),
        ("what is kaposi sarcoma", "which one"),
    ],
)
def test_what_is_not_known_of_a_subject_is_said_and_the_subject_stays(
    shipped: Chatbot, subject: str, text: str
) -> None:
    first, honest = talk(shipped, subject, text)
    assert (honest.kind, honest.topic) == (Kind.FALLBACK, None)
    assert honest.text != shipped.none_of_these().text
    assert "{" not in honest.text
    assert honest.suggestions
    assert honest.subject == first.subject


BARE = ("treatment", "why", "side effects", "how long", "how much", "how often", "does it hurt", "is it dangerous")


@pytest.mark.parametrize(
    "subject",
    [
        "what is an atypical dysplastic mole",
        "what is a wart",
        "what is bowen disease",
        "what is merkel cell cancer",
        "what is kaposi sarcoma",
        "when is radiation used",
    ],
)
def test_a_bare_word_never_leads_to_another_disease(shipped: Chatbot, subject: str) -> None:
    first, *sides = talk(shipped, subject, *BARE)
    assert {side.condition for side in sides} <= {first.condition, None}
    assert {side.kind for side in sides} <= {Kind.ANSWER, Kind.FALLBACK}


@pytest.mark.parametrize("text", ["it is getting worse", "it has changed", "it hurts a lot now"])
def test_what_comes_after_a_spot_of_ones_own_is_answered_by_when_to_show_it(shipped: Chatbot, text: str) -> None:
    assert "doctor within days" in talk(shipped, "a dark line in my nail", text)[1].text


# --- what was told, what was offered


def test_all_is_told_once_and_then_said_to_be_all(shipped: Chatbot) -> None:
    first, more, rest = talk(shipped, "what is mohs surgery", "tell me more", "tell me more")
    assert more.all_told
    assert len({first.text, more.text, rest.text}) == 3
    assert rest.kind is Kind.FALLBACK
    assert rest.subject == first.subject


def test_the_likeliest_of_what_was_offered_is_what_follow_ups_are_about(shipped: Chatbot) -> None:
    offer, side = talk(shipped, "skin tumour", "how is it treated")
    assert offer.kind is Kind.CLARIFY
    assert offer.subject == offer.suggestions[0].topic
    assert side.topic != "wound-care"


def test_self_harm_is_never_a_button(shipped: Chatbot) -> None:
    for text in ("i want it gone", "will he die", "why", "can this kill me", "i do not want this any more"):
        for answer in talk(shipped, "i am afraid of cancer", text):
            assert "self-harm" not in {one.topic for one in answer.suggestions}


# --- a story in pieces


PIECES = {
    "en": ("I have a spot", "on my nose", "for 3 months", "it's shiny"),
    "es": ("tengo una mancha", "en la nariz", "desde hace meses"),
    "hi": ("मुझे एक दाग है", "mere naak pe"),
}


@pytest.mark.parametrize("language", PIECES)
def test_a_story_in_pieces_is_asked_for_in_one_message(shipped: Chatbot, language: str) -> None:
    for answer in talk(shipped, *PIECES[language], language=language):
        assert answer.kind in {Kind.ANSWER, Kind.CLARIFY, Kind.FALLBACK}
        assert answer.text != shipped.none_of_these(language=language).text


def test_a_piece_of_a_story_is_asked_for_the_rest(shipped: Chatbot) -> None:
    first = shipped.answer("I have a spot")
    assert (first.kind, first.subject) == (Kind.FALLBACK, "is-it-cancer")
    assert [one.topic for one in first.suggestions] == ["is-it-cancer", "how-to-take-photo", "abcde"]


@pytest.mark.parametrize("text", ["i have a cat", "my phone is broken", "it is late", "no bus today", "it is my boss"])
def test_a_statement_about_something_else_is_no_piece(shipped: Chatbot, text: str) -> None:
    assert shipped.answer(text).text == shipped.none_of_these().text


# --- the same in other languages


@pytest.mark.parametrize(
    ("language", "subject", "text", "topic"),
    [
        ("es", "qué es el melanoma", "¿duele?", "does-it-hurt"),
        ("es", "qué es el melanoma", "¿se contagia?", "is-it-contagious"),
        ("es", "duele una biopsia", "cuánto tarda", "waiting-results"),
        ("hi", "मेलेनोमा क्या है", "दर्द होता है क्या", "does-it-hurt"),
        ("hi", "melanoma kya hai", "ilaj kya hai", "melanoma-treatment"),
    ],
)  # fmt: skip
def test_a_side_is_found_in_other_languages(
    shipped: Chatbot, language: str, subject: str, text: str, topic: str
) -> None:
    assert talk(shipped, subject, text, language=language)[1].topic == topic


@pytest.mark.parametrize(
    ("language", "subject", "text"),
    [
        ("es", "qué es el carcinoma basocelular", "efectos secundarios"),
        ("hi", "melanoma kya hai", "kitni baar"),
    ],
)
def test_what_is_not_known_is_said_in_other_languages(shipped: Chatbot, language: str, subject: str, text: str) -> None:
    first, honest = talk(shipped, subject, text, language=language)
    assert honest.kind is Kind.FALLBACK
    assert honest.text != shipped.none_of_these(language=language).text
    assert honest.subject == first.subject


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
