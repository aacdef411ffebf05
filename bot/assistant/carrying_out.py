"""What a step brings about, done in its transaction."""

from datetime import date, datetime

from bot.assistant.consent import VERSION
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
from bot.assistant.privacy import forget_photos, withdraw
from bot.assistant.symptoms import PATIENCE, Asked
from db.records import Person
from db.unit_of_work import UnitOfWork


async def carry_out(
    work: UnitOfWork, person: Person, door: Door, effect: Effect, *, photo: bytes | None, now: datetime
) -> None:
    """One effect of a step, `photo` being the bytes to take; erasing a person ends the step elsewhere."""
    match effect:
        case ConfirmAdult():
            await work.people.set_adult(person.id, now)
        case GiveConsent(purpose=purpose):
            await work.consents.give(person.id, purpose, VERSION, person.language, door, now)
        case WithdrawConsents(purposes=purposes):
            await withdraw(work, person.id, purposes, now)
        case TakePhoto():
            await _take(work, person, door, effect, photo=photo, now=now)
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
    if photo is None:
        raise LookupError("a photo without its bytes")
    await work.photos.put(taken.upload, person.id, door, photo, keep=taken.keep, now=now, answers=taken.answers)


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
