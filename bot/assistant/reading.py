"""What the pages read of one person: the transcript, a photo's stage and result, history, consents."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from weakref import WeakValueDictionary

from bot.assistant import privacy
from bot.assistant.consent import VERSION, Purpose
from bot.assistant.dialogue import Dialogue, Holdings, State
from bot.assistant.drawings import draw
from bot.assistant.events import Command, Door
from bot.assistant.replies import Drawing, Reply
from bot.assistant.result import ResultPage
from db.records import DialogueRow
from db.store import Store
from db.unit_of_work import UnitOfWork

CONSENTING = frozenset({State.NEW, State.AGE, State.CONSENT, State.KEEP, State.RESEARCH})
"""States that the consent boxes of the upload page settle all at once."""


class Stage(StrEnum):
    """How far a photo is."""

    RECEIVED = "received"
    LOOKING = "looking"
    ASKING = "asking"
    DONE = "done"
    PARKED = "parked"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message of the transcript; `reply` is set on ours."""

    at: datetime
    mine: bool
    text: str
    reply: Reply | None = None
    photo: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person has confirmed and consented to."""

    adult: bool = False
    analyse: bool = False
    keep: bool = False
    research: bool = False


class Reading:
    """Reading of one's own records, and the rights over them; every call names the person it is for."""

    def __init__(self, store: Store, now: Callable[[], datetime], new_id: Callable[[], str]) -> None:
        self._store = store
        self._now = now
        self._new_id = new_id
        self._exports: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def alive(self) -> None:
        """Return when the store answers. Raises StoreUnreachable."""
        async with self._store.work() as work:
            await work.people.get("")

    async def transcript(self, person_id: str) -> list[Bubble]:
        """The browser's talk in order; replies that share a slot stand once, where the first one stood."""
        async with self._store.work() as work:
            theirs = await work.inbox.of_person(person_id)
            ours = await work.outbox.of_person(person_id, Door.BROWSER)
        replies = _folded([(at, Reply.from_json(payload)) for at, payload, _, _ in ours])
        labels = {choice.id: choice.label for _, reply in replies for choice in reply.choices}
        said = [_said(row.received_at, row.payload, labels) for row in theirs if row.door == Door.BROWSER]
        told = [Bubble(at, mine=False, text=reply.text, reply=reply, photo=reply.photo) for at, reply in replies]
        return sorted([*(one for one in said if one), *told], key=lambda bubble: (bubble.at, not bubble.mine))

    async def stage(self, person_id: str, photo_id: str) -> Stage | None:
        """How far the photo is, or None when it is not this person's."""
        async with self._store.work() as work:
            row = await work.photos.get(photo_id)
            result = await work.results.of_photo(photo_id)
        if row is None or row.person_id != person_id:
            return None
        if result is not None:
            return Stage.DONE
        return Stage.GONE if row.state == "forgotten" else Stage(row.state)

    async def photos(self, person_id: str) -> dict[str, Stage]:
        """How far each photo is: DONE while its picture is kept, GONE when that was erased."""
        async with self._store.work() as work:
            rows = await work.photos.of_person(person_id)
        return {row.id: Stage.GONE if row.state in {"forgotten", "leaving"} else Stage(row.state) for row in rows}

    async def result(self, person_id: str, photo_id: str) -> ResultPage | None:
        """The result of this person's photo."""
        async with self._store.work() as work:
            row = await work.results.of_photo(photo_id)
        return ResultPage.from_json(row.page) if row and row.person_id == person_id else None

    async def history(self, person_id: str) -> list[ResultPage]:
        """All results, newest first."""
        async with self._store.work() as work:
            return [ResultPage.from_json(row.page) for row in await work.results.of_person(person_id)]

    async def picture(self, person_id: str, photo_id: str) -> bytes | None:
        """The cleaned photo as JPEG while it is kept."""
        async with self._store.work() as work:
            row = await work.photos.get(photo_id)
            if row is None or row.person_id != person_id or row.state != "done":
                return None
            return await work.photos.read(photo_id) or None

    async def drawn(self, person_id: str, photo_id: str, drawing: Drawing) -> bytes | None:
        """The photo with outline or heat map on it as JPEG, while its bytes are there."""
        async with self._store.work() as work:
            row, result = await work.photos.get(photo_id), await work.results.of_photo(photo_id)
            if row is None or result is None or row.person_id != person_id:
                return None
            photo = await work.photos.read(photo_id)
        return await asyncio.to_thread(draw, photo, ResultPage.from_json(result.page), drawing) if photo else None

    async def consents(self, person_id: str) -> Standing:
        """What stands now."""
        async with self._store.work() as work:
            return await standing_of(work, person_id)

    async def grant(self, person_id: str, *, adult: bool, analyse: bool, keep: bool, research: bool) -> None:
        """Settle the consent boxes of the upload page; a box left empty takes its consent back.

        Of who said in the talk that they are under 18 nothing is taken.
        """
        wanted = {Purpose.ANALYSE: analyse, Purpose.KEEP: keep, Purpose.RESEARCH: research}
        async with self._store.work() as work:
            person = await work.people.get(person_id)
            if person is None:
                raise LookupError("no such person")
            dialogue = await dialogue_of(work, person_id)
            if dialogue.state is State.YOUNG:
                return
            if adult and person.adult_at is None:
                await work.people.set_adult(person_id, self._now())
            for purpose in (purpose for purpose, given in wanted.items() if given):
                await work.consents.give(person_id, purpose, VERSION, person.language, Door.BROWSER, self._now())
            empty = (purpose for purpose, given in wanted.items() if not given)
            await privacy.withdraw(work, person_id, empty, self._now())
            if adult and analyse:
                await _settle(work, person_id, dialogue, self._now())
            await work.commit()

    async def choose_language(self, person_id: str, language: str) -> None:
        """Speak this language to the person, at every door."""
        async with self._store.work() as work:
            await work.people.set_language(person_id, language, chosen=True)
            await work.commit()

    async def holdings(self, person_id: str) -> Holdings:
        """How much is stored, for the page that asks before erasing."""
        async with self._store.work() as work:
            return await privacy.holdings_of(work, person_id)

    async def export(self, person_id: str) -> bytes:
        """Everything stored about the person, as a ZIP; one at a time, since all of it is in memory meanwhile."""
        async with self._exports.setdefault(person_id, asyncio.Lock()):
            return await privacy.export(self._store, person_id, self._now)

    async def erase(self, person_id: str) -> str:
        """Erase the person; returns the receipt number, which is all that stays."""
        receipt = self._new_id()
        async with self._store.work() as work:
            await work.people.erase(person_id, receipt=receipt, now=self._now())
            await work.commit()
        return receipt


async def standing_of(work: UnitOfWork, person_id: str) -> Standing:
    """What stands of a person, inside a unit of work."""
    person = await work.people.get(person_id)
    given = await work.consents.standing(person_id, VERSION)
    return Standing(
        adult=bool(person and person.adult_at),
        analyse=Purpose.ANALYSE in given,
        keep=Purpose.KEEP in given,
        research=Purpose.RESEARCH in given,
    )


async def dialogue_of(work: UnitOfWork, person_id: str) -> Dialogue:
    """Where the person's conversation stands, inside a unit of work; at its beginning for who has not spoken."""
    row = await work.dialogues.load(person_id)
    return Dialogue.from_json(row.state, row.data) if row else Dialogue()


async def _settle(work: UnitOfWork, person_id: str, dialogue: Dialogue, now: datetime) -> None:
    if dialogue.state in CONSENTING:
        settled = replace(dialogue, state=State.READY)
        await work.dialogues.save(person_id, DialogueRow(settled.state, settled.to_json()), now)


def _folded(replies: list[tuple[datetime, Reply]]) -> list[tuple[datetime, Reply]]:
    latest = {reply.slot: reply for _, reply in replies if reply.slot}
    shown: set[str] = set()
    folded = []
    for at, reply in replies:
        if reply.slot in shown:
            continue
        if reply.slot:
            shown.add(reply.slot)
        folded.append((at, latest[reply.slot] if reply.slot else reply))
    return folded


def _said(at: datetime, payload: dict[str, str], labels: dict[str, str]) -> Bubble | None:
    match payload:
        case {"said": text}:
            return Bubble(at, mine=True, text=text)
        case {"pressed": choice}:
            return Bubble(at, mine=True, text=labels.get(choice, ""))
        case {"called": Command.START}:
            return None  # the browser's own doing at the first visit
        case {"called": command}:
            return Bubble(at, mine=True, text=f"/{command}")
        case {"photo": photo}:
            return Bubble(at, mine=True, text="", photo=photo)
        case _:
            return None
