"""The vault: what is sealed opens with its key, as what it is, and not at all when it was touched."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.vault import Kind, MasterKeyError, SealBroken, Sealer, load_master_key

KEY, OTHER_KEY = bytes(32), bytes(31) + b"\x01"


@given(data=st.binary(max_size=2000), record=st.text(max_size=40))
def test_opens_what_it_sealed(data: bytes, record: str) -> None:
    sealed = Sealer(KEY).seal(Kind.PHOTO, record, data)
    assert len(sealed) == len(data) + 89
    assert Sealer(KEY).open(Kind.PHOTO, record, sealed) == data


@given(place=st.integers(0, 93), bit=st.integers(0, 7))
def test_no_bit_may_change(place: int, bit: int) -> None:
    sealed = bytearray(Sealer(KEY).seal(Kind.PHOTO, "1", b"photo"))
    sealed[place] ^= 1 << bit
    with pytest.raises(SealBroken):
        Sealer(KEY).open(Kind.PHOTO, "1", bytes(sealed))


@given(length=st.integers(0, 93))
def test_nothing_may_be_cut_off(length: int) -> None:
    sealed = Sealer(KEY).seal(Kind.PHOTO, "1", b"photo")
    with pytest.raises(SealBroken):
        Sealer(KEY).open(Kind.PHOTO, "1", sealed[:length])


@pytest.mark.parametrize(
    ("key", "kind", "record"),
    [(OTHER_KEY, Kind.PHOTO, "1"), (KEY, Kind.RESULT, "1"), (KEY, Kind.PHOTO, "2")],
    ids=["master key", "kind", "record"],
)
def test_opens_with_nothing_else(key: bytes, kind: Kind, record: str) -> None:
    sealed = Sealer(KEY).seal(Kind.PHOTO, "1", b"photo")
    with pytest.raises(SealBroken):
        Sealer(key).open(kind, record, sealed)


def test_seals_the_same_differently_each_time() -> None:
    sealer = Sealer(KEY)
    assert sealer.seal(Kind.PHOTO, "1", b"photo") != sealer.seal(Kind.PHOTO, "1", b"photo")


def test_fingerprints_are_for_one_key_one_door_one_subject() -> None:
    prints = {
        Sealer(key).fingerprint(door, subject)
        for key in (KEY, OTHER_KEY)
        for door in ("telegram", "browser")
        for subject in ("1", "2")
    }
    assert len(prints) == 8
    assert Sealer(KEY).fingerprint("telegram", "1") in prints


def test_the_first_start_makes_a_key_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    key = load_master_key(path)
    assert (len(key), stat.S_IMODE(path.stat().st_mode)) == (32, 0o600)
    assert load_master_key(path) == key
    assert list(tmp_path.iterdir()) == [path]


def test_a_wide_umask_opens_the_key_to_nobody(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        load_master_key(tmp_path / "master.key")
    finally:
        os.umask(before)


def test_many_first_starts_agree_on_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as starts:
        keys = set(starts.map(load_master_key, [tmp_path / "master.key"] * 16))
    assert len(keys) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["master.key"]


@pytest.mark.parametrize("size", [0, 31, 33, 64])
def test_refuses_a_key_of_another_size(tmp_path: Path, size: int) -> None:
    path = tmp_path / "master.key"
    path.touch(mode=0o600)
    path.write_bytes(bytes(size))
    with pytest.raises(MasterKeyError, match=f"{size} bytes and must hold 32.*backup"):
        load_master_key(path)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601])
def test_refuses_a_key_that_others_can_use(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "master.key"
    load_master_key(path)
    path.chmod(mode)
    with pytest.raises(MasterKeyError, match="chmod 600"):
        load_master_key(path)


def test_refuses_what_cannot_be_read_or_made(tmp_path: Path) -> None:
    with pytest.raises(MasterKeyError, match="there is no"):
        load_master_key(tmp_path / "nowhere" / "master.key")
    with pytest.raises(MasterKeyError, match="cannot be read"):
        load_master_key(tmp_path)


def test_a_check_makes_no_key(tmp_path: Path) -> None:
    with pytest.raises(MasterKeyError, match="first start"):
        load_master_key(tmp_path / "master.key", create=False)
    assert list(tmp_path.iterdir()) == []
