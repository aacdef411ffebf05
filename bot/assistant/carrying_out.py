"""What a step brings about, done in its transaction."""

from datetime import date, datetime

from bot.assistant.consent import VERSION, Purpose
from bot.assistant.dialogue import (
    ConfirmAdult,
    CountUnanswered,
    CountVote,
    DropUpload,
    Effect,
    EraseAll,
    ErasePhotos,
    GiveConsent,
    NoteAnswers,
    SetLanguage,
    TakePhoto,
    WithdrawConsents,
)
from bot.assistant.events import Door
from bot.assistant.privacy import forget_asked, forget_photos
from bot.assistant.symptoms import PATIENCE, Asked
from bot.assistant.waiting_room import WaitingRoom
from db.records import Person
from db.unit_of_work import UnitOfWork


async def carry_out(
    work: UnitOfWork, person: Person, door: Door, effect: Effect, *, room: WaitingRoom, now: datetime
) -> None:
    """One effect of a step; erasing a person ends the step elsewhere."""
    match effect:
        case ConfirmAdult():
            await work.people.set_adult(person.id, now)
        case GiveConsent(purpose=purpose):
            await work.consents.give(person.id, purpose, VERSION, person.language, door, now)
        case WithdrawConsents():
            await _withdraw(work, person, now)
        case TakePhoto():
            await _take(work, person, door, effect, photo=room.get(effect.upload), now=now)
        case NoteAnswers(asked=asked):
            await _note(work, asked, now)
        case ErasePhotos():
            await forget_photos(work, person.id)
        case SetLanguage(language=language):
            await work.people.set_language(person.id, language, chosen=True)
        case CountVote() | CountUnanswered():
            await _count(work, effect, person.language, now.date())
        case DropUpload() | EraseAll():
            return


async def _take(
    work: UnitOfWork, person: Person, door: Door, taken: TakePhoto, *, photo: bytes | None, now: datetime
) -> None:
    if photo is not None:
        await work.photos.put(taken.upload, person.id, door, photo, keep=taken.keep, now=now, answers=taken.answers)


async def _withdraw(work: UnitOfWork, person: Person, now: datetime) -> None:
    for purpose in Purpose:
        await work.consents.withdraw(person.id, purpose, now)
    await forget_asked(work, person.id)


async def _note(work: UnitOfWork, asked: Asked, now: datetime) -> None:
    if asked.open:
        await work.photos.answer(asked.photo, asked.told, now + PATIENCE)
    else:
        await work.photos.answered(asked.photo, asked.told, now)


async def _count(work: UnitOfWork, effect: CountVote | CountUnanswered, language: str, day: date) -> None:
    """Nothing that is counted is about a person: no id goes with it."""
    match effect:
        case CountVote(topic=topic, up=up):
            await work.votes.count(topic, language, day, up=up)
        case CountUnanswered(text=text):
            await work.unanswered.count(language, day)
            if text:
                await work.unanswered.note(text, language, day)
