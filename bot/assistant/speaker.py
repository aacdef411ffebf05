"""Who speaks at a door, and in which language they are answered."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.assistant.events import Address, Door
from bot.assistant.texts import FALLBACK, spoken
from db.records import Person
from db.unit_of_work import UnitOfWork


async def speaker(work: UnitOfWork, whom: Address, new_id: Callable[[], str], now: datetime) -> Person:
    """Who speaks; a first message in Telegram makes them known."""
    person = await known_person(work, whom)
    language = language_of(person, whom)
    if person is not None:
        await work.people.unblock(person.id, whom.door)
        if language != person.language:
            await work.people.set_language(person.id, language, chosen=False)
        return replace(person, language=language)
    if whom.door is Door.BROWSER:
        raise LookupError("the browser's person must have registered")
    person = Person(new_id(), language, None, now)
    await work.people.add(person)
    await work.people.link(person.id, whom.door, whom.subject, now)
    return person


async def known_person(work: UnitOfWork, whom: Address) -> Person | None:
    """Who speaks, if they did so before."""
    if whom.door is Door.BROWSER:
        return await work.people.get(whom.subject)
    return await work.people.by_subject(whom.door, whom.subject)


def language_of(person: Person | None, whom: Address) -> str:
    """What the person chose, else what their device asks for, else what it asked for before, else English."""
    before = person.language if person else FALLBACK
    return before if person and person.language_chosen else spoken(whom.language) or spoken(before) or FALLBACK
