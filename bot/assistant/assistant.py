"""The assistant: what both doors hold. An event goes in once, its replies come out through the outbox."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.assistant.consent import VERSION, Purpose
from bot.assistant.conversation import step
from bot.assistant.dialogue import (
    ConfirmAdult,
    Dialogue,
    DropUpload,
    Effect,
    EraseAll,
    ErasePhotos,
    GiveConsent,
    Known,
    NoteAnswers,
    Step,
    TakePhoto,
    WithdrawConsents,
)
from bot.assistant.doorbell import Doorbell
from bot.assistant.events import (
    LONGEST_TEXT,
    Address,
    Blocked,
    Called,
    Command,
    Door,
    Event,
    PhotoSent,
    Pressed,
    Said,
)
from bot.assistant.mail import Mail
from bot.assistant.privacy import forget_asked, forget_photos, holdings_of
from bot.assistant.reading import Reading, dialogue_of
from bot.assistant.replies import Reply
from bot.assistant.result import ResultPage
from bot.assistant.safety import Alarm, Safety
from bot.assistant.symptoms import PATIENCE, Asked, Told
from bot.assistant.texts import texts_in
from bot.assistant.waiting_room import WaitingRoom
from db.records import DialogueRow, Person
from db.store import Store
from db.unit_of_work import UnitOfWork
from knowledge.chatbot import Answer, Chatbot

HISTORY = 5
"""Results listed in the chat; the browser shows them all."""

RESULT_BUTTONS = frozenset({"why", "treat", "tell", "show"})


@dataclass(frozen=True, slots=True)
class Handled:
    """What a door must know beyond the replies: the receipt, when the person was erased."""

    receipt: str | None = None


class Assistant(Mail, Reading):
    """One conversation behind both doors, its letters out, and what its pages read."""

    def __init__(
        self,
        store: Store,
        chatbot: Chatbot,
        safety: Safety,
        *,
        doorbell: Doorbell,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        Mail.__init__(self, store, doorbell, now)
        Reading.__init__(self, store, now, new_id)
        self._chatbot = chatbot
        self._safety = safety
        self._room = WaitingRoom(now)

    @property
    def numbers(self) -> Mapping[str, str]:
        """The helplines of the country, by name: `emergency` and `crisis`."""
        return self._safety.numbers

    async def offer(
        self, whom: Address, photo: bytes, *, key: str, caption: str = "", answers: Told | None = None
    ) -> str:
        """Take a photo's bytes in memory and tell the conversation; returns the photo's id.

        One with `answers` goes straight to its result. A repeated key takes nothing a second time, as in `handle`.
        """
        upload = self._new_id()
        self._room.put(upload, photo)
        await self.handle(whom, PhotoSent(upload, caption, answers), key=key)
        return upload

    async def handle(self, whom: Address, event: Event, *, key: str) -> Handled:
        """Take one event exactly once by (door, key); all that it brings about is one transaction.

        Raises StoreUnreachable; nothing has happened then, and the same key may come again.
        """
        alarm, answer = await self._understand(whom, event)
        async with self._store.work() as work:
            inbox = await work.inbox.put(whom.door, key, whom.subject, _kept_payload(whom, event), self._now())
            if inbox.handled_at is not None:
                return Handled()
            person = await self._person(work, whom)
            if isinstance(event, Blocked):
                await work.people.block(person.id, whom.door, self._now())
                await work.inbox.done(whom.door, key, self._now(), keep_payload=False, person_id=person.id)
                await work.commit()
                return Handled()
            handled, done = await self._advance(work, whom, person, event, key, alarm, answer)
            await work.commit()
        self._after(whom, done)
        return handled

    async def _understand(self, whom: Address, event: Event) -> tuple[Alarm | None, Answer | None]:
        """Safety first; the chatbot never sees what safety caught."""
        match event:
            case Said(text=text) | PhotoSent(caption=text) if text:
                return await self._read(whom, text[:LONGEST_TEXT])
            case Pressed(choice=choice) if choice.startswith("topic:"):
                return None, self._chatbot.topic(choice.removeprefix("topic:"))
            case _:
                return None, None

    async def _read(self, whom: Address, text: str) -> tuple[Alarm | None, Answer | None]:
        alarm = await asyncio.to_thread(self._safety.check, text)
        if alarm and alarm.topic:
            return None, self._chatbot.topic(alarm.topic)
        if alarm:
            return alarm, None
        async with self._store.work() as work:
            person = await self._known_person(work, whom)
            subject = (await dialogue_of(work, person.id)).subject if person else None
        return None, await asyncio.to_thread(self._chatbot.answer, text, subject=subject)

    async def _advance(
        self,
        work: UnitOfWork,
        whom: Address,
        person: Person,
        event: Event,
        key: str,
        alarm: Alarm | None,
        answer: Answer | None,
    ) -> tuple[Handled, Step]:
        dialogue = await dialogue_of(work, person.id)
        known = await self._known(work, person, dialogue, event, alarm, answer)
        done = step(dialogue, event, known)
        if EraseAll() in done.effects:
            return await self._erase(work, whom, person, key), done
        for effect in done.effects:
            await self._carry_out(work, whom, person, effect)
        await work.dialogues.save(person.id, DialogueRow(done.dialogue.state, done.dialogue.to_json()), self._now())
        for place, reply in enumerate(done.replies):
            await work.outbox.put(
                f"{whom.door}:{key}:{place}", person.id, whom.door, reply.to_json(), reply.slot, self._now()
            )
        keep = whom.door is Door.BROWSER
        await work.inbox.done(whom.door, key, self._now(), keep_payload=keep, person_id=person.id)
        return Handled(), done

    async def _known(
        self,
        work: UnitOfWork,
        person: Person,
        dialogue: Dialogue,
        event: Event,
        alarm: Alarm | None,
        answer: Answer | None,
    ) -> Known:
        return Known(
            texts=texts_in(person.language),
            now=self._now(),
            adult=person.adult_at is not None,
            consents=frozenset(Purpose(kind) for kind in await work.consents.standing(person.id, VERSION)),
            alarm=alarm,
            answer=answer,
            result=await _pressed_result(work, person, event),
            history=await _history(work, person, event),
            holdings=await holdings_of(work, person.id),
            asked=await _asked(work, person),
            waiting=self._room.get(dialogue.upload) is not None,
            numbers=self._safety.numbers,
        )

    async def _carry_out(self, work: UnitOfWork, whom: Address, person: Person, effect: Effect) -> None:
        now = self._now()
        match effect:
            case ConfirmAdult():
                await work.people.set_adult(person.id, now)
            case GiveConsent(purpose=purpose):
                await work.consents.give(person.id, purpose, VERSION, person.language, whom.door, now)
            case WithdrawConsents():
                for purpose in Purpose:
                    await work.consents.withdraw(person.id, purpose, now)
                await forget_asked(work, person.id)
            case TakePhoto(upload=upload, keep=keep, answers=answers):
                photo = self._room.get(upload)
                if photo is not None:
                    await work.photos.put(upload, person.id, whom.door, photo, keep=keep, now=now, answers=answers)
            case NoteAnswers(asked=asked):
                await _note(work, asked, now)
            case ErasePhotos():
                await forget_photos(work, person.id)
            case DropUpload() | EraseAll():
                return

    async def _erase(self, work: UnitOfWork, whom: Address, person: Person, key: str) -> Handled:
        receipt = self._new_id()
        said = Reply(texts_in(person.language)("delete.done", receipt=receipt))
        await work.people.erase(person.id, receipt=receipt, now=self._now())
        await work.inbox.put(whom.door, key, "", {}, self._now())
        await work.inbox.done(whom.door, key, self._now(), keep_payload=False, person_id=None)
        if whom.door is Door.TELEGRAM:
            await work.outbox.farewell(f"{whom.door}:{key}", whom.door, whom.subject, said.to_json(), self._now())
        return Handled(receipt)

    async def _person(self, work: UnitOfWork, whom: Address) -> Person:
        """Who speaks; a first message in Telegram makes them known."""
        person = await self._known_person(work, whom)
        if person is not None:
            await work.people.unblock(person.id, whom.door)
            return person
        if whom.door is Door.BROWSER:
            raise LookupError("the browser's person must have registered")
        person = Person(self._new_id(), whom.language, None, self._now())
        await work.people.add(person)
        await work.people.link(person.id, whom.door, whom.subject, self._now())
        return person

    async def _known_person(self, work: UnitOfWork, whom: Address) -> Person | None:
        if whom.door is Door.BROWSER:
            return await work.people.get(whom.subject)
        return await work.people.by_subject(whom.door, whom.subject)

    def _after(self, whom: Address, done: Step) -> None:
        for effect in done.effects:
            if isinstance(effect, TakePhoto | DropUpload):
                self._room.drop(effect.upload)
            if isinstance(effect, TakePhoto) or (isinstance(effect, NoteAnswers) and not effect.asked.open):
                self._doorbell.ring("photos")
        self._doorbell.ring(whom.door)


async def _pressed_result(work: UnitOfWork, person: Person, event: Event) -> ResultPage | None:
    if not isinstance(event, Pressed):
        return None
    head, _, photo = event.choice.partition(":")
    row = await work.results.of_photo(photo) if head in RESULT_BUTTONS else None
    return ResultPage.from_json(row.page) if row and row.person_id == person.id else None


async def _asked(work: UnitOfWork, person: Person) -> Asked | None:
    photos = await work.photos.asking(person.id)
    return Asked(photos[0].id, photos[0].answers or {}) if photos else None


async def _note(work: UnitOfWork, asked: Asked, now: datetime) -> None:
    if asked.open:
        await work.photos.answer(asked.photo, asked.told, now + PATIENCE)
    else:
        await work.photos.answered(asked.photo, asked.told, now)


async def _history(work: UnitOfWork, person: Person, event: Event) -> tuple[ResultPage, ...]:
    if event not in {Called(Command.HISTORY), Pressed("history:list")}:
        return ()
    rows = await work.results.of_person(person.id)
    return tuple(ResultPage.from_json(row.page) for row in rows[:HISTORY])


def _kept_payload(whom: Address, event: Event) -> dict[str, Any]:
    """What the browser's transcript needs of the person's own side; Telegram keeps its own."""
    if whom.door is not Door.BROWSER:
        return {}
    match event:
        case Said(text=text):
            return {"said": text[:LONGEST_TEXT]}
        case Pressed(choice=choice):
            return {"pressed": choice}
        case Called(command=command):
            return {"called": command.value}
        case PhotoSent(upload=upload):
            return {"photo": upload}
        case _:
            return {}
