"""Questions about a result in one's own words lead into that result; anything with a subject of its own does not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.assistant.about_result import INTENTS, intent_of
from bot.assistant.conversation import step
from bot.assistant.dialogue import Dialogue, Known, State
from bot.assistant.events import Door, Pressed, Said
from bot.assistant.lookup import FRESH
from bot.assistant.result import ResultPage, build
from bot.assistant.symptoms import Asked
from bot.assistant.texts import languages, texts_in
from bot.assistant.verdict import decide
from ml.predict import Prediction
from tests.bot.assistant.house import House
from tests.bot.assistant.test_conversation import ANSWER, KEEPING, NOW
from tests.bot.assistant.test_screening import KNOWN
from tests.web.made import BLURRED, URGENT

TEXTS = texts_in("en")

TAKEN = {
    "why": [
        "why",
        "why?",
        "Why is that?",
        "what does that mean",
        "what does this mean?",
        "waht does that mean",
        "what do you mean",
        "whats that mean",
        "can you explain the result",
        "please explain",
        "explian the result pls",
        "can you explain this to me again",
        "what did you see",
        "what did you see in the photo",
        "what do you see in my picture",
        "why do you say that",
        "why do you think so",
        "how do you know",
        "how sure are you",
        "how are you so sure about this",
        "i dont understand",
        "I do not understand the result",
        "why should i see a doctor",
        "why do I need to see a doctor",
        "tell me more",
        "more details please",
    ],
    "treat": [
        "how is it treated",
        "how is that treated?",
        "how is it treted",
        "what is the treatment",
        "whats the treatment for this",
        "how do doctors treat it",
        "how do they treat this",
        "do i need surgery",
        "how do I get rid of it",
        "how can it be removed",
    ],
    "tell": [
        "what should i tell the doctor",
        "what do I say to the doctor",
        "what shuld i tell the docter",
        "what should i ask my doctor",
        "what should i bring",
    ],
    "next": [
        "what should i do",
        "what should I do now?",
        "waht should i do",
        "what shoud i do next",
        "so what do i do then",
        "what now",
        "and now?",
        "who should i see",
        "who do i go to",
        "which doctor should i see",
        "what kind of doctor should i see",
        "where should i go",
        "how soon should i go",
        "how long can i wait",
        "is it urgent",
        "do i need to see a doctor",
        "when should i see the doctor",
        "what happens next",
    ],
    "danger": [
        "is it dangerous",
        "is this dangerus",
        "how dangerous is it",
        "is it bad",
        "how bad is it",
        "is it serious",
        "is it cancer",
        "is this skin cancer?",
        "do you think it is cancer",
        "should i be worried",
        "should i worry",
        "is that spot harmless",
    ],
    "name": ["what is it", "whats this", "what is it called", "what do i have", "what does it look like"],
}

NOT_TAKEN = [
    "what does melanoma mean",
    "what is melanoma",
    "why is melanoma dangerous",
    "how is melanoma treated",
    "how is skin cancer treated",
    "how is basal cell carcinoma treated",
    "is a mole dangerous",
    "what should i do about sunburn",
    "what should i do about my acne",
    "who should i see about my hair",
    "is sunscreen safe",
    "is the sun dangerous",
    "what does a biopsy mean",
    "explain the abcde rule",
    "what is cancer",
    "cancer",
    "skin cancer",
    "what does asymmetry mean",
    "why do moles itch",
    "is it dangerous in children",
    "scar",
    "mole",
    "moles",
    "sore",
    "care",
    "how do doctors test a spot",
    "when should i wear sunscreen",
    "what should i tell my children",
    "how is it removed with a laser",
    "is a benign tumour dangerous",
    "where do i get sunscreen",
    "what did you see yesterday in paris",
    "hello",
    "thanks",
    "ok",
    "it",
    "the result",
    "",
]


@pytest.mark.parametrize(("text", "intent"), [(text, intent) for intent, texts in TAKEN.items() for text in texts])
def test_a_question_about_the_result_is_understood(text: str, intent: str) -> None:
    assert intent_of(text, TEXTS) == intent


@pytest.mark.parametrize("text", NOT_TAKEN)
def test_what_names_a_subject_is_not_taken(text: str) -> None:
    assert intent_of(text, TEXTS) is None


@pytest.mark.parametrize(
    ("language", "text", "intent"),
    [
        ("es", "¿Por qué?", "why"),
        ("es", "qué significa eso", "why"),
        ("es", "como se trata", "treat"),
        ("es", "¿Qué hago ahora?", "next"),
        ("es", "¿es peligroso?", "danger"),
        ("es", "qué es el melanoma", None),
        ("hi", "इसका मतलब क्या है", "why"),
        ("hi", "मुझे क्या करना चाहिए", "next"),
        ("hi", "क्या यह खतरनाक है", "danger"),
        ("hi", "ilaj kya hai", "treat"),
        ("hi", "मेलानोमा क्या है", None),
    ],
)
def test_it_is_understood_in_every_language(language: str, text: str, intent: str | None) -> None:
    assert intent_of(text, texts_in(language)) == intent


@pytest.mark.parametrize("language", sorted(languages()))
def test_no_phrase_stands_under_two_intents(language: str) -> None:
    texts = texts_in(language)
    phrases = [(intent, line) for intent in INTENTS for line in texts.lines(f"about.intents.{intent}")]
    understood = {phrase: intent_of(phrase[1], texts) for phrase in phrases}
    assert [phrase for phrase, intent in understood.items() if intent not in {phrase[0], None}] == []


# --- in the talk


def page(sees: Prediction = URGENT) -> ResultPage:
    return build("p1", sees, decide(sees), corpus=KNOWN, texts=TEXTS, now=NOW)


def answer_to(text: str, known: Known, dialogue: Dialogue | None = None) -> str:
    known = replace(known, answer=ANSWER)
    return "\n".join(reply.text for reply in step(dialogue or Dialogue(State.READY), Said(text), known).replies)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("what did you see", "By its colours and shape"),
        ("how is it treated", "Your doctor chooses with you"),
        ("what should i tell the doctor", "What to tell the doctor:"),
        ("what should i do", "Show this to a doctor by"),
        ("who should i see", "skin doctor (dermatologist)"),
        ("is it dangerous", "A photo cannot tell"),
        ("what is it", "Most like"),
        ("what is melanoma", ANSWER.text),
    ],
)
def test_it_leads_to_that_part_of_the_result(text: str, says: str) -> None:
    assert says in answer_to(text, replace(KEEPING, latest=page()))


@pytest.mark.parametrize("text", [texts[0] for texts in TAKEN.values()])
def test_of_a_photo_that_could_not_be_judged_nothing_is_made_up(text: str) -> None:
    said = answer_to(text, replace(KEEPING, latest=page(BLURRED)))
    assert "blurred" in said or "doctor" in said or "could not judge" in said
    assert "ost like" not in said
    assert "Show this to a doctor by" not in said


@pytest.mark.parametrize(
    "known",
    [KEEPING, replace(KEEPING, latest=page(), asked=Asked("p2", {}))],
    ids=["no result", "questions about another photo"],
)
def test_without_a_result_to_speak_of_it_goes_to_the_chatbot(known: Known) -> None:
    assert ANSWER.text in answer_to("is it dangerous", known)


@pytest.mark.parametrize("state", [State.CONSENT, State.DELETE, State.KEEP])
def test_why_at_another_question_is_not_about_the_result(state: State) -> None:
    assert "By its colours" not in answer_to("why", replace(KEEPING, latest=page()), Dialogue(state))


def test_a_subject_that_came_after_the_result_is_followed_up() -> None:
    known = replace(KEEPING, latest=page())
    later = Dialogue(State.READY, subject="melanoma", subject_at=NOW + timedelta(seconds=1))
    assert ANSWER.text in answer_to("how is it treated", known, later)
    assert "By its colours" in answer_to("what did you see in the photo", known, later)
    before = replace(later, subject_at=NOW - timedelta(seconds=1))
    assert ANSWER.text not in answer_to("how is it treated", known, before)


def test_after_a_part_of_the_result_the_next_question_is_about_it_too() -> None:
    known = replace(KEEPING, latest=page(), result=page(), now=NOW + timedelta(minutes=2))
    talk = Dialogue(State.READY, subject="melanoma", subject_at=NOW + timedelta(minutes=1))
    pressed = step(talk, Pressed("why:p1"), known).dialogue
    assert ANSWER.text not in answer_to("how is it treated", known, pressed)


@pytest.mark.parametrize("door", Door)
async def test_for_a_day_it_works_at_both_doors(house: House, door: Door) -> None:
    house.eyes.sees = URGENT
    await house.photo(door)
    await house.do(Said("skip all"), door)
    assert await house.worker.next()
    await house.do(Said("what shoud i do"), door)
    assert "Show this to a doctor by" in await house.last(door)
    assert "dermatologist" in await house.last(door)
    house.clock.time += FRESH
    await house.do(Said("what should i do"), door)
    assert "I only know about skin" in await house.last(door)
