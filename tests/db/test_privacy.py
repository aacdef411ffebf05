"""What a thief of the store reads, and what is left of somebody who was erased."""

from pathlib import Path

import pytest

from db.records import Admin, AuditRow
from db.store import Store
from db.vault import Sealer
from tests.db.people import NOW, at, known, with_everything
from tests.db.raw import dump_of, tables_of
from tests.db.stores import opened

PRIVATE = (b"chat-of-ada", b"ada@example.org", b"words-ada", b"bytes-ada")


def read(folder: Path) -> bytes:
    """All files of a folder: the SQLite store and what lies beside it."""
    return b"".join(file.read_bytes() for file in sorted(folder.iterdir()))


async def test_nothing_private_stands_in_the_tables_in_plain(store: Store) -> None:
    await with_everything(store, "ada")
    dump = await dump_of(store)
    assert b"photo-ada" in dump, "the dump has what is there"
    assert [word for word in PRIVATE if word in dump] == []


async def test_nothing_private_stands_in_the_files_in_plain(tmp_path: Path, sealer: Sealer) -> None:
    url = f"sqlite:///{tmp_path / 'lentigo.db'}"
    async with opened(url, sealer) as store:
        await with_everything(store, "ada")
        files = read(tmp_path)
    assert b"photo-ada" in files
    assert [word for word in PRIVATE if word in files] == []


async def test_the_same_words_are_sealed_differently_each_time(store: Store) -> None:
    await known(store)
    async with store.work() as work:
        for key in ("a", "b"):
            await work.outbox.put(key, "ada", "telegram", {"text": "the same"}, None, NOW)
        await work.commit()
    payloads = {row[5] for row in (await tables_of(store))["outbox"]}
    assert len(payloads) == 2


async def test_of_an_erased_person_only_the_receipt_stays(store: Store) -> None:
    await with_everything(store, "eve")
    before = await tables_of(store)
    await with_everything(store, "ada")
    async with store.work() as work:
        await work.people.erase("ada", receipt="receipt", now=at(1))
        await work.commit()
    after = await tables_of(store)
    left = {name: [row for row in rows if row not in before[name]] for name, rows in after.items()}
    assert left.pop("receipts") == [("receipt", at(1))]
    assert [row[1:] for row in left.pop("audit")] == [(NOW, "root", "photo shown", "receipt", {})]
    assert [name for name, rows in left.items() if rows] == []
    assert {name: len(rows) for name, rows in after.items()} == {
        name: len(rows) + (name in {"receipts", "audit"}) for name, rows in before.items()
    }
    assert b"ada" not in await dump_of(store)


async def test_what_is_erased_is_overwritten_in_the_file(tmp_path: Path, sealer: Sealer) -> None:
    url = f"sqlite:///{tmp_path / 'lentigo.db'}"
    async with opened(url, sealer) as store:
        await with_everything(store, "ada")
        tables = {name: rows for name, rows in (await tables_of(store)).items() if name != "proofs"}
        async with store.work() as work:
            await work.people.erase("ada", receipt="receipt", now=NOW)
            await work.commit()
    cells = [cell for rows in tables.values() for row in rows for cell in row]
    pieces = [cell[-16:] for cell in cells if isinstance(cell, bytes)]
    left = read(tmp_path)
    assert len(pieces) > 5
    assert [piece for piece in pieces if piece in left] == []


async def test_who_is_not_there_cannot_be_erased(store: Store) -> None:
    async with store.work() as work:
        with pytest.raises(LookupError):
            await work.people.erase("nobody", receipt="receipt", now=NOW)


async def test_an_erased_person_comes_back_as_a_stranger(store: Store) -> None:
    await with_everything(store, "ada")
    async with store.work() as work:
        await work.people.erase("ada", receipt="receipt", now=NOW)
        await work.commit()
    await known(store, "new", subject="chat-of-ada")
    async with store.work() as work:
        found = await work.people.by_subject("telegram", "chat-of-ada")
    assert found is not None
    assert found.id == "new"


async def test_erasing_an_erasers_traces_keeps_what_others_did(store: Store) -> None:
    await known(store)
    async with store.work() as work:
        await work.admins.add(Admin("1", "root", "admin", "$argon2id$", NOW, None))
        await work.audit.write(AuditRow(NOW, "1", "logged in", "root", {"from": "panel"}))
        await work.people.erase("ada", receipt="receipt", now=NOW)
        await work.commit()
    (row,) = (await tables_of(store))["audit"]
    assert row[1:] == (NOW, "1", "logged in", "root", {"from": "panel"})
