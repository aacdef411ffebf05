"""Answers in the talk: asked back once, told twice where two were asked for, voted on, sourced, and counted."""

from dataclasses import replace
from datetime import timedelta

import pytest
import yaml

from bot.assistant.answering import picked
from bot.assistant.consent import VERSION, Purpose
from bot.assistant.conversation import step
from bot.assistant.dialogue import CountUnanswered, CountVote, Dialogue, Known, State
from bot.assistant.events import Called, Command, Door, Event, PhotoSent, Pressed, Said
from bot.assistant.privacy import QUESTION_DAYS, sweep
from bot.assistant.replies import Reply
from bot.assistant.texts import texts_in
from bot.assistant.wording import LEAVES_BEHIND, RULES, Alarm, AlarmKind
from db import reports
from knowledge import corpus
from knowledge.answers import Answer, Kind, Suggestion
from tests.bot.assistant.house import House
from tests.bot.assistant.test_conversation import ANSWER, KEEPING, SMALL_TALK
from tests.web.made import SOURCE

READY = Dialogue(State.READY)
OFFERED = tuple(Suggestion(f"t{place}", f"Topic {place}") for place in range(3))
UNSURE = Answer(Kind.CLARIFY, None, "Did you mean:", 0.3, OFFERED, (), "general", None)
LOST = Answer(Kind.FALLBACK, None, "I only know about skin.", 0.9, OFFERED, (), "general", None)
SOURCED = replace(ANSWER, sources=(SOURCE,), suggestions=OFFERED[:1])
AGREED = frozenset({Purpose.ANALYSE, Purpose.KEEP, Purpose.RESEARCH})


def known(answer: Answer | None = None, **more: object) -> Known:
    return replace(KEEPING, answer=answer, scrubbed="what about …", fresh="0123456789ab", **more)


def heads(reply: Reply) -> list[str]:
    return [choice.id.partition(":")[0] for choice in reply.choices]


# --- did you mean


def test_who_was_not_understood_is_offered_three_topics_and_none_of_these() -> None:
    done = step(READY, Said("hm"), known(UNSURE))
    assert heads(done.replies[0]) == ["topic", "topic", "topic", "none"]
    assert done.dialogue.unsure is not None
    assert done.effects == ()


def test_none_of_these_leads_to_examples_and_the_menu_and_is_counted() -> None:
    asked = step(READY, Said("hm"), known(UNSURE)).dialogue
    done = step(asked, Pressed("none:these"), known(LOST))
    assert done.replies[0].text == LOST.text
    assert heads(done.replies[0]) == ["topic", "topic", "topic", "menu", "menu", "history"]
    assert done.dialogue.unsure is None
    assert done.effects == (CountUnanswered(""),)


@pytest.mark.parametrize(
    "event", [Said("x"), Called(Command.HELP), Pressed("topic:t1"), PhotoSent("u1"), Pressed("why:p1")]
)
def test_it_holds_for_what_comes_right_after_it(event: Event) -> None:
    asked = step(READY, Said("hm"), known(UNSURE)).dialogue
    assert step(asked, event, known(ANSWER)).dialogue.unsure is None


def test_none_of_these_of_an_old_message_is_explained() -> None:
    done = step(READY, Pressed("none:these"), known(LOST))
    assert done.replies[0].text == known().texts("unknown-button")
    assert done.effects == ()


def test_where_the_talk_stands_comes_back_from_the_store() -> None:
    asked = replace(READY, unsure="what about …", offered=("t1", "t2"), subject="melanoma", subject_at=known().now)
    assert Dialogue.from_json(asked.state, asked.to_json()) == asked
    assert Dialogue.from_json("ready", {"back": "ready", "upload": None, "subject": "x"}).unsure is None


@pytest.mark.parametrize("door", Door)
async def test_nobody_is_asked_back_twice_in_a_row(house: House, door: Door) -> None:
    await house.do(Said("either"), door)
    assert await house.last(door) == "Did you mean:"
    await house.do(Said("either of them"), door)
    assert await house.last(door) == "I only know about skin."
    await house.do(Said("either"), door)
    assert await house.last(door) == "Did you mean:", "but it may be asked again later"
    await house.do(Pressed("none:these"), door)
    assert await house.last(door) == "I only know about skin."


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("2", "t1"),
        ("3.", "t2"),
        ("4", ""),
        ("None of these", ""),
        ("no", ""),
        ("5", None),
        ("0", None),
        ("melanoma", None),
    ],
)
def test_a_number_or_a_no_picks_from_what_was_offered(text: str, topic: str | None) -> None:
    asked = step(READY, Said("hm"), known(UNSURE)).dialogue
    assert picked(text, asked, known().texts) == topic
    assert picked(text, READY, known().texts) is None


@pytest.mark.parametrize(
    ("language", "text", "topic"),
    [
        ("en", "tell me more about the second one", "t1"),
        ("en", "the first, please", "t0"),
        ("en", "the last one", "t2"),
        ("en", "the fourth", None),
        ("en", "my second mole itches", None),
        ("en", "the first or the second", None),
        ("es", "cuénteme más de la segunda", "t1"),
        ("hi", "dusra wala batao", "t1"),
        ("hi", "तीसरा वाला", "t2"),
    ],
)
def test_words_for_a_place_pick_from_what_was_offered(language: str, text: str, topic: str | None) -> None:
    asked = step(READY, Said("hm"), known(UNSURE)).dialogue
    assert picked(text, asked, texts_in(language)) == topic


def test_the_buttons_under_an_answer_are_picked_too_but_a_no_says_nothing_there() -> None:
    told = step(READY, Said("x"), known(SOURCED)).dialogue
    assert picked("the first one", told, known().texts) == "t0"
    assert picked("no", told, known().texts) is None
    assert picked("2", told, known().texts) is None


# --- the subject


def test_a_did_you_mean_leaves_its_likeliest_topic_behind_and_none_of_these_takes_it_away() -> None:
    asked = step(READY, Said("hm"), known(UNSURE)).dialogue
    assert (asked.subject, asked.subject_at) == ("t0", None)
    assert step(asked, Pressed("none:these"), known(LOST)).dialogue.subject is None


def test_it_is_remembered_that_all_of_a_subject_was_told() -> None:
    all_told = replace(ANSWER, all_told=True)
    first = step(READY, Said("x"), known(ANSWER)).dialogue
    more = step(first, Said("tell me more"), known(all_told)).dialogue
    side = step(more, Said("who"), known(replace(ANSWER, topic="side", still_about=ANSWER.topic))).dialogue
    other = step(side, Said("y"), known(replace(ANSWER, topic="other"))).dialogue
    assert [one.more_told for one in (first, more, side, other)] == [False, True, True, False]
    assert Dialogue.from_json("ready", side.to_json()).more_told


@pytest.mark.parametrize(
    ("kind", "rule", "subject"),
    [
        (AlarmKind.RED_FLAG, "nail", "nail-line"),
        (AlarmKind.RED_FLAG, "tone", "how-soon"),
        (AlarmKind.CRISIS, "suicide", "before"),
        (AlarmKind.EMERGENCY, "bleeding", "before"),
    ],
)
def test_the_alarm_on_a_spot_leaves_its_topic_behind(kind: AlarmKind, rule: str, subject: str) -> None:
    talking = replace(READY, subject="before", subject_at=known().now)
    assert step(talking, Said("x"), known(alarm=Alarm(kind, rule))).dialogue.subject == subject


def test_what_alarms_leave_behind_is_there_in_the_knowledge_and_in_the_rules() -> None:
    assert set(LEAVES_BEHIND.values()) <= corpus.load().topics.keys()
    rules = yaml.safe_load((RULES / "en.yaml").read_text(encoding="utf-8"))["red_flag"]["rules"]
    assert LEAVES_BEHIND.keys() == {rule["id"] for rule in rules}


@pytest.mark.parametrize("door", Door)
async def test_a_number_works_like_its_button(house: House, door: Door) -> None:
    for text, says in (("1", "Melanoma is a cancer"), ("4", "I only know about skin")):
        await house.do(Said("either"), door)
        await house.do(Said(text), door)
        assert (await house.last(door)).startswith(says)


# --- two questions


def test_two_questions_get_two_bubbles() -> None:
    second = replace(ANSWER, topic="sunscreen", text="Use it daily.", condition=None)
    done = step(READY, Said("what is melanoma. is sunscreen safe"), known(replace(ANSWER, also=second)))
    assert [reply.text for reply in done.replies] == [ANSWER.text, second.text]
    assert len({reply.slot for reply in done.replies}) == 2
    assert done.dialogue.subject == "what-is-melanoma"


# --- thumbs and sources


@pytest.mark.parametrize(("answer", "voted"), [(ANSWER, True), (LOST, False), (UNSURE, False), (SMALL_TALK, False)])
def test_only_answers_of_a_topic_are_voted_on(answer: Answer, voted: bool) -> None:
    reply = step(READY, Said("x"), known(answer)).replies[0]
    assert ("vote" in heads(reply)) is voted


def test_a_thumb_is_counted_and_thanked_for_in_place() -> None:
    shown = step(READY, Said("x"), known(SOURCED)).replies[0]
    up = next(choice.id for choice in shown.choices if choice.id.startswith("vote:up"))
    assert len(up.encode()) <= 64
    done = step(READY, Pressed(up), known(shown=shown))
    assert done.effects == (CountVote("what-is-melanoma", up=True),)
    thanked = done.replies[0]
    assert (thanked.slot, thanked.text) == (shown.slot, f"{shown.text}\n\nThank you.")
    assert heads(thanked) == ["topic", "sources"]
    again = step(READY, Pressed(up), known(shown=thanked))
    assert (again.replies, again.effects) == ((), ()), "a message has one vote"


def test_a_thumb_does_not_disturb_an_open_question() -> None:
    shown = step(READY, Said("x"), known(ANSWER)).replies[0]
    consenting = Dialogue(State.CONSENT, unsure="x")
    done = step(consenting, Pressed(shown.choices[0].id), known(shown=shown))
    assert done.dialogue == consenting
    assert len(done.replies) == 1


def test_a_thumb_for_another_message_counts_nothing() -> None:
    shown = step(READY, Said("x"), known(ANSWER)).replies[0]
    forged = Pressed("vote:up:sunscreen:ffffffffffff")
    assert step(READY, forged, known(shown=shown)).effects == ()
    assert step(READY, forged, known()).effects == ()


def test_sources_are_named_and_their_addresses_come_on_demand() -> None:
    shown = step(READY, Said("x"), known(SOURCED)).replies[0]
    assert shown.citations
    assert not shown.links
    button = next(choice.id for choice in shown.choices if choice.id.startswith("sources"))
    linked = step(READY, Pressed(button), known(shown=shown)).replies[0]
    assert (linked.slot, linked.links, linked.citations) == (shown.slot, True, shown.citations)
    assert "sources" not in heads(linked)
    assert "vote" in heads(linked)


@pytest.mark.parametrize("door", Door)
async def test_one_vote_a_message_is_counted_at_both_doors(house: House, door: Door) -> None:
    await house.do(Said("what is melanoma"), door)
    answer = (await house.told(door))[-1]
    up, down = (choice.id for choice in answer.choices if choice.id.startswith("vote"))
    for press in (down, up, down):
        await house.do(Pressed(press), door)
    told = await house.told(door)
    assert told[-1].text.endswith("Thank you.")
    assert [reply.slot for reply in told].count(answer.slot) == 2
    async with house.store.work() as work:
        (line,) = await reports.votes(work, house.clock().date())
    assert (line.topic, line.up, line.down) == ("what-is-melanoma", 0, 1)


async def test_nobody_votes_on_the_answer_of_another(house: House) -> None:
    await house.do(Said("what is melanoma"))
    answer = (await house.told())[-1]
    other = replace(next(iter(answer.choices)), id=answer.choices[-1].id)
    await house.stranger(Pressed(other.id))
    async with house.store.work() as work:
        assert await reports.votes(work, house.clock().date()) == []


# --- questions without an answer


@pytest.mark.parametrize(("consents", "text"), [(AGREED, "what about …"), (KEEPING.consents, "")])
def test_words_are_kept_only_of_who_agreed(consents: frozenset[Purpose], text: str) -> None:
    done = step(READY, Said("x"), known(LOST, consents=consents))
    assert done.effects == (CountUnanswered(text),)
    asked = step(READY, Said("x"), known(UNSURE, consents=consents)).dialogue
    assert asked.unsure == text
    later = known(LOST, consents=consents)
    assert step(asked, Pressed("none:these"), replace(later, scrubbed="")).effects == (CountUnanswered(text),)


async def listed(house: House) -> tuple[list[tuple[str, int]], int]:
    async with house.store.work() as work:
        lines = await reports.unanswered(work, 10)
        return [(line.text, line.times) for line in lines], await reports.unanswered_count(work, house.clock().date())


async def agree(house: House) -> None:
    async with house.store.work() as work:
        await work.consents.give("ada", Purpose.RESEARCH, VERSION, "en", Door.TELEGRAM, house.clock())
        await work.commit()


@pytest.mark.parametrize("door", Door)
async def test_without_consent_only_a_number_is_kept(house: House, door: Door) -> None:
    await house.do(Said("where is ada's house"), door)
    assert await listed(house) == ([], 1)


@pytest.mark.parametrize("door", Door)
async def test_with_consent_the_scrubbed_words_are_kept_at_both_doors(house: House, door: Door) -> None:
    await agree(house)
    for text in ("where is Lovelace", "Where is 0171 555!", "i want to kill Lovelace", "what is melanoma"):
        await house.do(Said(text), door)
    assert await listed(house) == ([("where is …", 2)], 2)


async def test_they_are_forgotten_after_their_time(house: House) -> None:
    await agree(house)
    await house.do(Said("where is Lovelace"))
    await sweep(house.store, house.clock() + timedelta(days=QUESTION_DAYS))
    assert len((await listed(house))[0]) == 1
    await sweep(house.store, house.clock() + timedelta(days=QUESTION_DAYS + 1))
    assert (await listed(house))[0] == []
