"""People: found by what they are called, linked once, asked for consent purpose by purpose."""

import asyncio

import pytest

from db.records import Admin, ConsentRow, DialogueRow, IdentityRow, Session
from db.store import Store
from db.unit_of_work import AlreadyLinked, NameTaken
from tests.db.people import NOW, at, known


async def test_found_by_chat_and_by_nothing_else(store: Store) -> None:
    ada = await known(store)
    async with store.work() as work:
        assert await work.people.by_subject("telegram", "chat-of-ada") == ada
        assert await work.people.by_subject("browser", "chat-of-ada") is None
        assert await work.people.by_subject("telegram", "chat-of-eve") is None


async def test_an_address_belongs_to_one_person(store: Store) -> None:
    await known(store, "ada", door="browser", subject="ada@example.org")
    with pytest.raises(AlreadyLinked):
        await known(store, "eve", door="browser", subject="ada@example.org")
    async with store.work() as work:
        assert await work.people.get("eve") is None


async def test_of_two_who_register_at_once_one_is_refused(store: Store) -> None:
    both = (known(store, name, door="browser", subject="ada@example.org") for name in ("ada", "eve"))
    done = await asyncio.gather(*both, return_exceptions=True)
    assert [type(one) for one in done if isinstance(one, Exception)] == [AlreadyLinked]


async def test_password_only_where_there_is_one(store: Store) -> None:
    await known(store)
    async with store.work() as work:
        await work.people.link("ada", "browser", "ada@example.org", NOW, password_hash="$argon2id$")
        assert await work.people.password("browser", "ada@example.org") == ("ada", "$argon2id$")
        assert await work.people.password("telegram", "chat-of-ada") is None
        assert await work.people.password("browser", "eve@example.org") is None


async def test_identities_in_plain_for_the_export(store: Store) -> None:
    await known(store)
    async with store.work() as work:
        await work.people.block("ada", "telegram", at(1))
        assert await work.people.identities("ada") == [IdentityRow("telegram", "chat-of-ada", NOW, at(1))]
        await work.people.unblock("ada", "telegram")
        assert await work.people.identities("ada") == [IdentityRow("telegram", "chat-of-ada", NOW, None)]


async def test_consents_stand_each_on_its_own(store: Store) -> None:
    await known(store)
    async with store.work() as work:
        await work.consents.give("ada", "analyse", "1", "en", "browser", NOW)
        await work.consents.give("ada", "keep", "1", "en", "browser", NOW)
        await work.consents.withdraw("ada", "keep", at(1))
        await work.consents.withdraw("ada", "research", at(1))
        assert await work.consents.standing("ada", "1") == {"analyse"}


async def test_consent_to_older_words_does_not_stand(store: Store) -> None:
    await known(store)
    async with store.work() as work:
        await work.consents.give("ada", "analyse", "1", "en", "browser", NOW)
        assert await work.consents.standing("ada", "2") == frozenset()


async def test_history_of_consents_is_kept(store: Store) -> None:
    await known(store)
    async with store.work() as work:
        await work.consents.give("ada", "keep", "1", "en", "browser", NOW)
        await work.consents.give("ada", "keep", "1", "hi", "telegram", at(1))
        await work.consents.give("ada", "keep", "2", "en", "telegram", at(2))
        await work.consents.withdraw("ada", "keep", at(3))
        assert await work.consents.history("ada") == [
            ConsentRow("keep", "1", "en", "browser", NOW, at(2)),
            ConsentRow("keep", "2", "en", "telegram", at(2), at(3)),
        ]


async def test_two_events_of_one_person_step_one_after_the_other(store: Store) -> None:
    await known(store)
    async with store.work() as work:
        await work.dialogues.save("ada", DialogueRow("ready", {"steps": 0}), NOW)
        await work.commit()

    async def step(key: str, pause: float) -> None:
        async with store.work() as work:
            await work.inbox.put("telegram", key, "chat-of-ada", {}, NOW)
            dialogue = await work.dialogues.load("ada")
            assert dialogue is not None
            await asyncio.sleep(pause)
            await work.dialogues.save("ada", DialogueRow("ready", {"steps": dialogue.data["steps"] + 1}), NOW)
            await work.commit()

    await asyncio.gather(step("tg:1", 0.3), step("tg:2", 0.3))
    async with store.work() as work:
        assert await work.dialogues.load("ada") == DialogueRow("ready", {"steps": 2})


async def test_a_session_opens_until_it_ends(store: Store) -> None:
    await known(store)
    session = Session("ada", None, NOW, at(60))
    async with store.work() as work:
        await work.sessions.open("hash", session)
        assert await work.sessions.get("hash", at(59)) == session
        assert await work.sessions.get("hash", at(60)) is None
        assert await work.sessions.get("other", NOW) is None
        await work.sessions.open("later", Session("ada", None, at(60), at(120)))
        assert await work.sessions.get("hash", NOW) is None, "expired ones go with the next log-in"
        await work.sessions.close("later")
        assert await work.sessions.get("later", at(60)) is None


async def test_an_admins_name_is_taken_once(store: Store) -> None:
    root = Admin("1", "root", "admin", "$argon2id$", NOW, None)
    async with store.work() as work:
        await work.admins.add(root)
        with pytest.raises(NameTaken):
            await work.admins.add(Admin("2", "root", "viewer", "$argon2id$", NOW, None))
        await work.admins.add(Admin("3", "Root", "viewer", "$argon2id$", NOW, None))
        assert await work.admins.by_name("root") == await work.admins.get("1") == root
