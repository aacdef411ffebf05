"""People for the tests of the store, with everything that may be known of one, and a clock that stands still."""

from datetime import UTC, datetime, timedelta

from db.records import AuditRow, DialogueRow, Person, ResultRow, ScreeningRow, Session
from db.store import Store

NOW = datetime(2026, 11, 24, 12, 0, 0, 123456, tzinfo=UTC)


def at(seconds: float) -> datetime:
    """A moment so many seconds after NOW."""
    return NOW + timedelta(seconds=seconds)


async def known(store: Store, person_id: str = "ada", *, door: str = "telegram", subject: str = "") -> Person:
    """A person who is linked at a door, as `chat-of-` and their id unless said otherwise."""
    person = Person(person_id, "en", None, NOW)
    async with store.work() as work:
        await work.people.add(person)
        await work.people.link(person_id, door, subject or f"chat-of-{person_id}", NOW)
        await work.commit()
    return person


async def with_everything(store: Store, person_id: str) -> None:
    """A person of whom every table has something; every word of theirs contains their id."""
    photo = f"photo-{person_id}"
    await known(store, person_id)
    async with store.work() as work:
        await work.people.link(person_id, "browser", f"{person_id}@example.org", NOW, password_hash="$argon2id$")
        await work.consents.give(person_id, "analyse", "2026-11", "en", "telegram", NOW)
        await work.dialogues.save(person_id, DialogueRow("ready", {"subject": f"words-{person_id}"}), NOW)
        for key in (f"handled-{person_id}", f"waiting-{person_id}"):
            await work.inbox.put("telegram", key, f"chat-of-{person_id}", {"said": f"words-{person_id}"}, NOW)
        await work.inbox.done("telegram", f"handled-{person_id}", NOW, keep_payload=True, person_id=person_id)
        await work.outbox.put(f"k-{person_id}", person_id, "telegram", {"text": f"words-{person_id}"}, None, NOW)
        await work.photos.put(
            photo,
            person_id,
            "telegram",
            f"bytes-{person_id}".encode(),
            keep=True,
            now=NOW,
            answers={"site": f"words-{person_id}"},
        )
        await work.screenings.add(screening(photo, person_id, condition=f"words-{person_id}"))
        await work.results.add(ResultRow(photo, person_id, "urgent", "assessed", {"is": f"words-{person_id}"}, NOW))
        await work.sessions.open(f"token-{person_id}", Session(person_id, None, NOW, at(60)))
        await work.audit.write(AuditRow(NOW, "root", "photo shown", photo, {}))
        await work.commit()


def screening(photo: str, person_id: str, *, condition: str = "MEL", when: datetime = NOW) -> ScreeningRow:
    """An assessed photo."""
    chances = {"MEL": 0.75, "NV": 0.25}
    return ScreeningRow(
        photo, photo, person_id, when, "assessed", condition, chances, 0.75, [1, 2, 3, 4], ["blur"], "main", 12.5
    )
