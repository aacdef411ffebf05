"""The assistant: what both doors hold. An event goes in once, its replies come out through the outbox."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.assistant.answering import picked
from bot.assistant.carrying_out import carry_out
from bot.assistant.conversation import step
from bot.assistant.dialogue import Dialogue, DropUpload, EraseAll, NoteAnswers, SetLanguage, Step, TakePhoto
from bot.assistant.doorbell import Doorbell
from bot.assistant.events import LONGEST_TEXT, Address, Blocked, Called, Door, Event, PhotoSent, Pressed, Said
from bot.assistant.lookup import look_up
from bot.assistant.mail import Mail
from bot.assistant.passage import Passage
from bot.assistant.reading import Reading, dialogue_of
from bot.assistant.replies import Reply
from bot.assistant.safety import Alarm, Safety
from bot.assistant.scrubbing import scrub
from bot.assistant.speaker import known_person, language_of, speaker
from bot.assistant.symptoms import Told
from bot.assistant.texts import texts_in
from bot.assistant.waiting_room import WaitingRoom
from db.records import DialogueRow, Person
from db.store import Store
from db.unit_of_work import UnitOfWork
from knowledge.chatbot import Answer, Chatbot, Kind

UNSURE = frozenset({Kind.FALLBACK, Kind.CLARIFY})
"""Kinds of answer to a question that may turn out to have none."""

FRESH_DIGITS = 12
"""Of an id within one talk: a button's id has 64 bytes, and the topic stands in it too."""


@dataclass(frozen=True, slots=True)
class Handled:
    """What a door must know beyond the replies: the receipt of an erasure, the language when it was chosen anew."""

    receipt: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """What safety and the chatbot made of an event; `scrubbed` is its text without what could tell of anybody.

    `photo` are the bytes that came with it.
    """

    alarm: Alarm | None = None
    answer: Answer | None = None
    scrubbed: str = ""
    photo: bytes | None = None


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
        vocabulary: frozenset[str] = frozenset(),
    ) -> None:
        """`vocabulary` are the words that may stay in a question that is kept; without any, none is left."""
        Mail.__init__(self, store, doorbell, now)
        Reading.__init__(self, store, now, new_id)
        self._chatbot = chatbot
        self._safety = safety
        self._vocabulary = vocabulary
        self._room = WaitingRoom(now)
        self._passage = Passage()

    @property
    def numbers(self) -> Mapping[str, str]:
        """The helplines of the country, by name: `emergency` and `crisis`."""
        return self._safety.numbers

    async def offer(
        self, whom: Address, photo: bytes, *, key: str, caption: str = "", answers: Told | None = None
    ) -> str:
        """Tell the conversation of a photo, which goes to the store or waits in memory for consent; returns its id.

        One with `answers` goes straight to its result. A repeated key takes nothing a second time, as in `handle`.
        Raises StoreUnreachable as `handle` does, and while too many others are on their way.
        """
        upload = self._new_id()
        with self._passage.taking(photo):
            await self._handle(whom, PhotoSent(upload, caption, answers), key, photo)
        return upload

    async def handle(self, whom: Address, event: Event, *, key: str) -> Handled:
        """Take one event exactly once by (door, key); all that it brings about is one transaction.

        Raises StoreUnreachable; nothing has happened then, and the same key may come again.
        """
        return await self._handle(whom, event, key)

    async def _handle(self, whom: Address, event: Event, key: str, photo: bytes | None = None) -> Handled:
        read = replace(await self._understand(whom, event), photo=photo)
        async with self._store.work() as work:
            key = _nameless(work, whom, key)
            inbox = await work.inbox.put(whom.door, key, whom.subject, _kept_payload(whom, event), self._now())
            if inbox.handled_at is not None:
                return Handled()
            person = await speaker(work, whom, self._new_id, self._now())
            if isinstance(event, Blocked):
                await work.people.block(person.id, whom.door, self._now())
                await work.inbox.done(whom.door, key, self._now(), keep_payload=False, person_id=person.id)
                await work.commit()
                return Handled()
            handled, done = await self._advance(work, whom, person, event, key, read)
            await work.commit()
        self._after(whom, event, done, photo)
        return handled

    async def _understand(self, whom: Address, event: Event) -> Read:
        """Safety first; the chatbot never sees what safety caught."""
        match event:
            case Said(text=text) | PhotoSent(caption=text) if text:
                return await self._read(whom, text[:LONGEST_TEXT])
            case Pressed(choice=choice) if choice.startswith("topic:"):
                language, _ = await self._speaking(whom)
                return Read(answer=self._chatbot.topic(choice.removeprefix("topic:"), language=language))
            case Pressed(choice="none:these"):
                language, _ = await self._speaking(whom)
                return Read(answer=self._chatbot.none_of_these(language=language))
            case _:
                return Read()

    async def _read(self, whom: Address, text: str) -> Read:
        alarm = await asyncio.to_thread(self._safety.check, text)
        if alarm and not alarm.topic:
            return Read(alarm)
        language, dialogue = await self._speaking(whom)
        if alarm and alarm.topic:
            return Read(answer=self._chatbot.topic(alarm.topic, language=language))
        choice = picked(text, dialogue, texts_in(language))
        if choice == "":
            return Read(answer=self._chatbot.none_of_these(language=language), scrubbed=dialogue.unsure or "")
        if choice:
            return Read(answer=self._chatbot.topic(choice, language=language))
        answer = await asyncio.to_thread(
            self._chatbot.answer,
            text,
            subject=dialogue.subject,
            more_told=dialogue.more_told,
            language=language,
            asked_before=dialogue.unsure is not None,
        )
        return Read(answer=answer, scrubbed=scrub(text, self._vocabulary) if answer.kind in UNSURE else "")

    async def _speaking(self, whom: Address) -> tuple[str, Dialogue]:
        """The language to speak, and where the talk stands."""
        async with self._store.work() as work:
            person = await known_person(work, whom)
            dialogue = await dialogue_of(work, person.id) if person else Dialogue()
        return language_of(person, whom), dialogue

    async def _advance(
        self, work: UnitOfWork, whom: Address, person: Person, event: Event, key: str, read: Read
    ) -> tuple[Handled, Step]:
        dialogue = await dialogue_of(work, person.id)
        # Held from here on: while the store keeps the step waiting, its time in the room may end.
        waiting = self._room.get(dialogue.upload)
        known = replace(
            await look_up(work, person, event, self._now()),
            alarm=read.alarm,
            answer=read.answer,
            scrubbed=read.scrubbed,
            fresh=self._new_id()[:FRESH_DIGITS],
            waiting=waiting is not None,
            numbers=self._safety.numbers,
        )
        done = step(dialogue, event, known)
        if EraseAll() in done.effects:
            return await self._erase(work, whom, person, key), done
        for effect in done.effects:
            await carry_out(work, person, whom.door, effect, photo=read.photo or waiting, now=self._now())
        await work.dialogues.save(person.id, DialogueRow(done.dialogue.state, done.dialogue.to_json()), self._now())
        chosen = next((effect.language for effect in done.effects if isinstance(effect, SetLanguage)), None)
        for place, reply in enumerate(done.replies):
            said = replace(reply, language=chosen or person.language).to_json()
            await work.outbox.put(f"{whom.door}:{key}:{place}", person.id, whom.door, said, reply.slot, self._now())
        keep = whom.door is Door.BROWSER
        await work.inbox.done(whom.door, key, self._now(), keep_payload=keep, person_id=person.id)
        return Handled(language=chosen), done

    async def _erase(self, work: UnitOfWork, whom: Address, person: Person, key: str) -> Handled:
        receipt = self._new_id()
        said = Reply(texts_in(person.language)("delete.done", receipt=receipt), language=person.language)
        await work.people.erase(person.id, receipt=receipt, now=self._now())
        await work.inbox.put(whom.door, key, "", {}, self._now())
        await work.inbox.done(whom.door, key, self._now(), keep_payload=False, person_id=None)
        if whom.door is Door.TELEGRAM:
            await work.outbox.farewell(f"{whom.door}:{key}", whom.door, whom.subject, said.to_json(), self._now())
        return Handled(receipt)

    async def erase(self, person_id: str) -> str:
        """Erase the person, with the photo that waits for their consent; see `Reading.erase`."""
        async with self._store.work() as work:
            upload = (await dialogue_of(work, person_id)).upload
        receipt = await super().erase(person_id)
        if upload:
            self._room.drop(upload)
        return receipt

    def _after(self, whom: Address, event: Event, done: Step, photo: bytes | None) -> None:
        if photo and isinstance(event, PhotoSent) and done.dialogue.upload == event.upload:
            self._room.put(event.upload, photo)
        for effect in done.effects:
            if isinstance(effect, TakePhoto | DropUpload):
                self._room.drop(effect.upload)
            if isinstance(effect, TakePhoto) or (isinstance(effect, NoteAnswers) and not effect.asked.open):
                self._doorbell.ring("photos")
        self._doorbell.ring(whom.door)


def _nameless(work: UnitOfWork, whom: Address, key: str) -> str:
    """The browser's keys begin with the person's id; they stay in the store when the person is erased."""
    return work.sealer.fingerprint(whom.door, key) if whom.door is Door.BROWSER else key


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
