"""What a step needs to know, looked up in the store before it."""

from datetime import datetime, timedelta

from bot.assistant.consent import VERSION, Purpose
from bot.assistant.dialogue import Known
from bot.assistant.events import Called, Command, Event, Pressed, Said
from bot.assistant.privacy import holdings_of
from bot.assistant.replies import Reply
from bot.assistant.result import ResultPage
from bot.assistant.symptoms import Asked
from bot.assistant.telling import answer_slot
from bot.assistant.texts import texts_in
from db.records import Person
from db.unit_of_work import UnitOfWork

HISTORY = 5
"""Results listed in the chat; the browser shows them all."""

FRESH = timedelta(days=1)
"""How long "what does that mean" means the last result."""

RESULT_BUTTONS = frozenset({"why", "treat", "tell", "show"})


async def look_up(work: UnitOfWork, person: Person, event: Event, now: datetime) -> Known:
    """All that the store knows of a person at an event."""
    return Known(
        texts=texts_in(person.language),
        now=now,
        adult=person.adult_at is not None,
        consents=frozenset(Purpose(kind) for kind in await work.consents.standing(person.id, VERSION)),
        result=await _pressed_result(work, person, event),
        latest=await _latest_result(work, person, event, now),
        shown=await _shown(work, person, event),
        history=await _history(work, person, event),
        holdings=await holdings_of(work, person.id),
        asked=await _asked(work, person),
    )


async def _pressed_result(work: UnitOfWork, person: Person, event: Event) -> ResultPage | None:
    if not isinstance(event, Pressed):
        return None
    head, _, photo = event.choice.partition(":")
    row = await work.results.of_photo(photo) if head in RESULT_BUTTONS else None
    return ResultPage.from_json(row.page) if row and row.person_id == person.id else None


async def _latest_result(work: UnitOfWork, person: Person, event: Event, now: datetime) -> ResultPage | None:
    if not isinstance(event, Said):
        return None
    row = await work.results.latest_of(person.id)
    return ResultPage.from_json(row.page) if row and row.created_at > now - FRESH else None


async def _shown(work: UnitOfWork, person: Person, event: Event) -> Reply | None:
    """The bubble under which a thumb or the sources were pressed, as it stands now."""
    match event:
        case Pressed(choice=choice) if choice.startswith(("vote:", "sources:")):
            place = choice.partition(":")[2].removeprefix("up:").removeprefix("down:")
            payload = await work.outbox.in_slot(person.id, answer_slot(place))
            return Reply.from_json(payload) if payload else None
        case _:
            return None


async def _asked(work: UnitOfWork, person: Person) -> Asked | None:
    photos = await work.photos.asking(person.id)
    return Asked(photos[0].id, photos[0].answers or {}) if photos else None


async def _history(work: UnitOfWork, person: Person, event: Event) -> tuple[ResultPage, ...]:
    if event not in {Called(Command.HISTORY), Pressed("history:list")}:
        return ()
    rows = await work.results.of_person(person.id)
    return tuple(ResultPage.from_json(row.page) for row in rows[:HISTORY])
