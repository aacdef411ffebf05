"""The questions on a real store: asked before the result, at either door, and nobody waits for ever."""

import json
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest

from bot.assistant.events import Address, Called, Command, Door, Pressed, Said
from bot.assistant.reading import Stage
from bot.assistant.replies import Level
from bot.assistant.screening import LEASE, TRIES
from bot.assistant.symptoms import PATIENCE, QUESTIONS
from db.records import Person, PhotoState
from tests.bot.assistant.house import House
from tests.bot.assistant.test_screening import BEGIN
from tests.bot.assistant.test_verdict import model
from tests.pictures import drawn_lesion
from tests.web.made import BLURRED, FACE, NO_PICTURE, URGENT, reading

SKIPPED = dict.fromkeys(QUESTIONS)


@pytest.mark.parametrize("door", Door)
async def test_an_assessed_photo_is_asked_about_and_its_result_comes_once(house: House, door: Door) -> None:
    photo = await house.photo(door)
    assert await house.stage(photo) is Stage.ASKING
    assert await house.result(photo) is None
    intro, first = (await house.told(door))[-2:]
    assert "can only make the advice more careful" in intro.text
    assert first.text.endswith("(1 of 8)")
    for word in ("no", "no", "no", "no", "no", "no", "back", "47"):
        assert not await house.worker.next(), "the result waits for the last answer"
        await house.do(Said(word), door)
    assert (await house.last(door)) == "Thank you. One moment."
    assert await house.worker.next()
    assert not await house.worker.next()
    assert await house.stage(photo) is Stage.DONE
    results = [reply for reply in await house.told(door) if reply.level]
    assert len(results) == 1
    assert "Your answers do not change the level" in results[0].text


@pytest.mark.parametrize("door", Door)
async def test_the_result_comes_below_the_questions_in_the_place_of_the_thanks(house: House, door: Door) -> None:
    await house.photo(door)
    await house.do(Said("skip all"), door)
    await house.worker.next()
    *_, question, thanks, result = await house.told(door)
    assert question.slot is None
    assert thanks.slot == result.slot
    assert [reply.slot for reply in await house.told(door)].count(result.slot) == 2


@pytest.mark.parametrize("seen", [BLURRED, FACE, NO_PICTURE], ids=["retake", "cannot assess", "unreadable"])
async def test_what_cannot_be_assessed_is_told_at_once(house: House, seen: object) -> None:
    house.eyes.sees = seen  # type: ignore[assignment]
    photo = await house.photo()
    assert await house.stage(photo) is Stage.DONE
    assert "of 8" not in "".join(reply.text for reply in await house.told())


@pytest.mark.parametrize("sign", QUESTIONS[:3])
async def test_a_red_flag_raises_the_level_and_says_so_apart(house: House, sign: str) -> None:
    photo = await house.photo()
    await house.do(Pressed(f"ask:{photo}:{sign}:yes"))
    await house.do(Pressed(f"ask:{photo}:all:skip"))
    await house.worker.next()
    page = await house.result(photo)
    assert page is not None
    assert page.level is Level.SEE_DOCTOR
    assert "that alone asks for a doctor" in page.answers_say
    assert "most like" in page.photo_says, "what the photo shows is told as it is"
    assert page.sureness == ""
    result = await house.last()
    assert "No warning signs" not in result
    assert "that alone asks for a doctor" in result


async def test_no_answer_lowers_what_the_photo_asks_for(house: House) -> None:
    house.eyes.sees = URGENT
    photo = await house.photo()
    for word in ("no", "no", "no", "no", "no", "no", "skip", "18"):
        await house.do(Said(word))
    await house.worker.next()
    page = await house.result(photo)
    assert page is not None
    assert page.level is Level.URGENT
    assert "do not change the level" in page.answers_say


async def test_the_model_of_answers_raises_the_level_and_says_so_apart(house: House) -> None:
    house.answers_model = model("itch", "BCC", weight=9.0)
    house.eyes.sees = reading(BCC=0.2)
    photo = await house.photo()
    await house.do(Pressed(f"ask:{photo}:itch:yes"))
    await house.do(Pressed(f"ask:{photo}:all:skip"))
    await house.worker.next()
    page = await house.result(photo)
    assert page is not None
    assert page.level is Level.SEE_DOCTOR
    assert page.answers_say.startswith("The photo and your answers together")


async def test_who_answers_nothing_gets_the_result_in_ten_minutes_with_what_there_is(house: House) -> None:
    photo = await house.photo()
    await house.do(Said("yes"))
    house.clock.time += PATIENCE - timedelta(seconds=1)
    assert not await house.worker.next()
    house.clock.time += timedelta(seconds=1)
    assert await house.worker.next()
    page = await house.result(photo)
    assert page is not None
    assert page.answers_say.startswith("You said that it bleeds")
    assert await house.answers(photo) == {"bleed": True}


async def test_without_any_answer_nothing_is_said_of_answers(house: House) -> None:
    photo = await house.photo()
    house.clock.time += PATIENCE
    await house.worker.next()
    page = await house.result(photo)
    assert page is not None
    assert page.answers_say == ""


async def test_each_answer_gives_time_for_the_next(house: House) -> None:
    await house.photo()
    house.clock.time += PATIENCE - timedelta(seconds=5)
    await house.do(Said("no"))
    house.clock.time += timedelta(seconds=10)
    assert not await house.worker.next()


async def test_killed_before_the_first_question_it_is_asked_once(house: House) -> None:
    await house.photo(look=False)
    assert await house.worker._claim() is not None  # and here the plug is pulled
    house.clock.time += timedelta(seconds=LEASE + 1)
    assert await house.worker.next()
    assert not await house.worker.next()
    assert sum("(1 of 8)" in reply.text for reply in await house.told()) == 1


async def test_killed_after_the_last_answer_it_comes_to_one_result(house: House) -> None:
    photo = await house.photo()
    await house.do(Said("yes"))
    await house.do(Said("skip all"))
    assert await house.worker._claim() is not None  # and here the plug is pulled
    house.clock.time += timedelta(seconds=LEASE + 1)
    assert await house.worker.next()
    assert not await house.worker.next()
    page = await house.result(photo)
    assert page is not None
    assert page.answers_say.startswith("You said that it bleeds")
    assert sum("not a diagnosis" in reply.text for reply in await house.told()) == 1


async def test_a_photo_that_was_hard_to_look_at_has_its_tries_again_after_the_questions(house: House) -> None:
    photo = await house.photo(look=False)
    for _ in range(TRIES - 1):
        assert await house.worker._claim() is not None
        house.clock.time += timedelta(seconds=LEASE + 1)
    assert await house.worker.next()
    await house.do(Said("skip all"))
    for _ in range(TRIES - 1):
        assert await house.worker._claim() is not None
        house.clock.time += timedelta(seconds=LEASE + 1)
    assert await house.worker.next()
    assert await house.stage(photo) is Stage.DONE


async def test_a_slow_worker_neither_asks_again_nor_tells_without_the_answers(house: House) -> None:
    photo = await house.photo(look=False)
    slow = house.worker
    claimed = await slow._claim()
    assert claimed is not None
    house.clock.time += timedelta(seconds=LEASE + 1)
    assert await house.worker.next()
    await house.do(Said("yes"))
    await slow._screen(claimed)
    assert await house.stage(photo) is Stage.ASKING
    assert await house.answers(photo) == {"bleed": True}
    assert sum("(1 of 8)" in reply.text for reply in await house.told()) == 1


async def test_a_question_between_is_answered_and_the_open_one_shown_again(house: House) -> None:
    await house.photo()
    await house.do(Said("no"))
    await house.do(Said("what is melanoma"))
    *_, answer, again = await house.told()
    assert "cancer of the cells" in answer.text
    assert again.text.endswith("(2 of 8)")
    assert again.choices


async def test_an_alarm_comes_alone_and_the_question_can_still_be_answered(house: House) -> None:
    photo = await house.photo()
    await house.do(Said("i want to kill myself"))
    last = (await house.told())[-1]
    assert (last.alarm, last.choices) == (True, ())
    await house.do(Said("yes"))
    assert await house.answers(photo) == {"bleed": True}


async def test_what_began_at_one_door_goes_on_at_the_other(house: House) -> None:
    photo = await house.photo(Door.TELEGRAM)
    await house.do(Said("yes"), Door.BROWSER)
    assert (await house.last(Door.BROWSER)).endswith("(2 of 8)")
    await house.do(Said("skip all"), Door.BROWSER)
    await house.worker.next()
    page = await house.result(photo)
    assert page is not None
    assert page.answers_say.startswith("You said that it bleeds")


async def test_another_photo_ends_the_questions_about_the_first(house: House) -> None:
    first = await house.photo()
    await house.do(Said("yes"))
    second = await house.photo()  # and the worker takes the first, which has waited longer
    page = await house.result(first)
    assert page is not None
    assert page.answers_say.startswith("You said that it bleeds")
    assert await house.worker.next()
    assert await house.stage(second) is Stage.ASKING
    await house.do(Said("no"))
    assert await house.answers(second) == {"bleed": False}


async def test_of_photos_that_come_at_once_the_last_is_asked_about(house: House) -> None:
    photos = [await house.photo(look=False) for _ in range(3)]
    for _ in photos:
        assert await house.worker.next()
    assert [await house.stage(photo) for photo in photos] == [Stage.DONE, Stage.DONE, Stage.ASKING]


async def test_two_that_were_looked_at_side_by_side_are_not_both_asked_about(house: House) -> None:
    first, second = await house.photo(look=False), ""
    slow = house.worker
    claimed = await slow._claim()
    assert claimed is not None
    async with house.store.work() as work:
        await work.photos.ask(first, house.clock() + PATIENCE)
        await work.photos.put("late", "ada", Door.TELEGRAM, drawn_lesion(), keep=True, now=house.clock() + PATIENCE / 2)
        await work.commit()
    second = "late"
    house.clock.time += PATIENCE / 2
    assert await house.worker.next()
    assert [await house.stage(photo) for photo in (first, second)] == [Stage.RECEIVED, Stage.ASKING]


async def test_while_another_question_is_open_the_first_about_the_spot_waits_for_it(house: House) -> None:
    await house.do(Called(Command.DELETE))
    photo = await house.photo(look=False)
    await house.do(Called(Command.DELETE))
    await house.worker.next()
    assert await house.stage(photo) is Stage.ASKING
    assert "of 8" not in await house.last()
    await house.do(Said("Keep it"))
    assert (await house.last()).endswith("(1 of 8)")


async def test_a_press_that_comes_too_late_explains_itself(house: House) -> None:
    photo = await house.photo()
    await house.do(Said("skip all"))
    await house.worker.next()
    await house.do(Pressed(f"ask:{photo}:bleed:yes"))
    assert "whatever the result says" in await house.last()
    assert await house.answers(photo) == SKIPPED


async def test_nobody_answers_about_the_photo_of_another(house: House) -> None:
    photo = await house.photo()
    async with house.store.work() as work:
        await work.people.add(Person("eve", "en", BEGIN, BEGIN))
        await work.people.link("eve", Door.TELEGRAM, "502", BEGIN)
        await work.commit()
    eve = Address(Door.TELEGRAM, "502")
    await house.assistant.handle(eve, Pressed(f"ask:{photo}:bleed:no"), key="eve")
    assert await house.answers(photo) == {}


async def test_without_consent_the_photo_is_not_looked_at_again(house: House) -> None:
    photo = await house.photo()
    await house.do(Pressed("consent:withdraw"))
    house.clock.time += PATIENCE
    assert not await house.worker.next()
    assert (await house.stage(photo), await house.answers(photo)) == (Stage.GONE, None)


async def test_nor_when_consent_is_taken_back_on_the_privacy_page(house: House) -> None:
    photo = await house.photo()
    await house.assistant.grant("ada", adult=True, analyse=False, keep=True, research=False)
    assert await house.stage(photo) is Stage.GONE


async def test_answers_are_exported_and_erased_with_the_photo(house: House) -> None:
    photo = await house.photo()
    await house.do(Said("yes"))
    with zipfile.ZipFile(BytesIO(await house.assistant.export("ada"))) as packed:
        about = json.loads(packed.read("about-you.json"))
    assert [row["answers"] for row in about["photos"]] == [{"bleed": True}]
    await house.do(Called(Command.DELETE))
    await house.do(Pressed("delete:photos"))
    assert (await house.stage(photo), await house.answers(photo)) == (Stage.GONE, None)
    house.clock.time += PATIENCE
    assert not await house.worker.next()


async def test_answers_that_came_with_the_photo_are_not_asked_again(house: House) -> None:
    whom = Address(Door.BROWSER, "ada")
    photo = await house.assistant.offer(whom, drawn_lesion(), key="k", answers=SKIPPED | {"grew": True})
    assert await house.worker.next()
    page = await house.result(photo)
    assert page is not None
    assert page.answers_say.startswith("You said that it has grown")
    assert {reply.slot for reply in await house.told(Door.BROWSER)} == {f"result:{photo}"}


async def test_a_red_flag_beside_a_photo_that_cannot_be_judged_still_asks_for_a_doctor(house: House) -> None:
    house.eyes.sees = BLURRED
    answers = SKIPPED | {"bleed": True}
    photo = await house.assistant.offer(Address(Door.BROWSER, "ada"), drawn_lesion(), key="k", answers=answers)
    await house.worker.next()
    page = await house.result(photo)
    assert page is not None
    assert (page.level, page.likely, page.treatments) == (Level.SEE_DOCTOR, (), ())
    assert page.reasons


async def test_a_photo_given_up_after_the_questions_says_so_below_them(house: House) -> None:
    photo = await house.photo()
    await house.do(Said("skip all"))
    for _ in range(TRIES):
        assert await house.worker._claim() is not None
        house.clock.time += timedelta(seconds=LEASE + 1)
    assert await house.worker.next()
    last = (await house.told())[-1]
    assert ("could not read this photo" in last.text, last.slot) == (True, f"result:{photo}")
    async with house.store.work() as work:
        row = await work.photos.get(photo)
    assert row is not None
    assert (row.state, row.answers) == (PhotoState.PARKED, None)
