"""The pure parts: the talk, the pace, the size of a photo, the day line."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.assistant.reading import Bubble, Stage
from bot.assistant.replies import Choice, Level, Reply
from ml.photo import clean_jpeg, clean_pixels
from tests.pictures import drawn_lesion
from web.pace import Pace
from web.pictures import Size, size_of
from web.rendering import bold, days_until, number
from web.talk import digest, shown

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
ASKS = Reply("Are you 18?", (Choice("adult:yes", "Yes"), Choice("adult:no", "No")))
RESULT = Reply("Show it.", (Choice("why:p1", "Why"), Choice("tell:p1", "Tell")), photo="p1", level=Level.URGENT)


def ours(reply: Reply, minute: int = 0) -> Bubble:
    return Bubble(NOON + timedelta(minutes=minute), mine=False, text=reply.text, reply=reply, photo=reply.photo)


def theirs(text: str, minute: int = 0, photo: str | None = None) -> Bubble:
    return Bubble(NOON + timedelta(minutes=minute), mine=True, text=text, photo=photo)


def labels(*bubbles: Bubble, **photos: Stage) -> list[list[str]]:
    return [[choice.label for choice in one.choices] for one in shown(bubbles, photos)]


def test_an_open_question_has_its_buttons() -> None:
    assert labels(ours(Reply("Hello")), ours(ASKS)) == [[], ["Yes", "No"]]


def test_an_answered_question_has_none() -> None:
    assert labels(ours(ASKS), theirs("Yes"), ours(Reply("Thanks"))) == [[], [], []]


def test_details_of_the_newest_result_stay_but_the_one_that_was_pressed() -> None:
    asked = (ours(RESULT), theirs("Why"), ours(Reply("Because.")))
    assert labels(*asked, p1=Stage.DONE) == [["Tell"], [], []]


def test_details_of_an_older_result_go() -> None:
    newer = Reply("Fine.", (Choice("why:p2", "Why"),), photo="p2", level=Level.NO_WARNING_SIGNS)
    talk = (ours(RESULT), theirs("", photo="p2"), ours(newer))
    assert labels(*talk, p1=Stage.DONE, p2=Stage.DONE) == [[], [], ["Why"]]


def test_reading_goes_on_after_the_last_word_of_the_person() -> None:
    talk = shown([ours(ASKS), theirs("Yes"), ours(Reply("One")), ours(Reply("Two"))], {})
    assert [one.newest for one in talk] == [False, False, True, False]


def test_a_photo_under_way_is_waiting_and_a_kept_one_can_be_seen() -> None:
    received = Reply("Received.", photo="p1")
    talk = [theirs("", photo="p1"), ours(received)]
    assert [one.waiting for one in shown(talk, {"p1": Stage.LOOKING})] == [False, True]
    assert [one.picture for one in shown(talk, {"p1": Stage.DONE})] == [True, True]
    assert [one.picture for one in shown(talk, {"p1": Stage.GONE})] == [False, False]


def test_a_new_day_is_named_once() -> None:
    talk = [theirs("a"), theirs("b", 5), theirs("c", 24 * 60)]
    assert [one.day for one in shown(talk, {})] == [date(2026, 11, 24), None, date(2026, 11, 25)]


def test_a_press_whose_button_is_unknown_leaves_no_empty_bubble() -> None:
    assert shown([theirs("")], {}) == []


def test_the_digest_changes_with_whatever_changes() -> None:
    before = shown([ours(Reply("Received.", photo="p1"))], {"p1": Stage.RECEIVED})
    after = shown([ours(RESULT)], {"p1": Stage.DONE})
    assert digest(before) != digest(after)
    assert digest(before) == digest(shown([ours(Reply("Received.", photo="p1"))], {"p1": Stage.RECEIVED}))


def test_the_pace_allows_so_many_in_any_window() -> None:
    at = 0.0
    pace = Pace(2, 60, lambda: at)
    assert [pace.allows("ada") for _ in range(3)] == [True, True, False]
    assert pace.allows("eve")
    at = 60.0
    assert pace.allows("ada")


def test_the_pace_remembers_so_many_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.pace.REMEMBERED", 2)
    pace = Pace(1, 60, lambda: 0.0)
    assert [pace.allows(name) for name in ("a", "b", "c", "a")] == [True] * 4


def test_the_size_of_a_photo_of_ours() -> None:
    cleaned = clean_jpeg(clean_pixels(drawn_lesion(300))[:200])
    assert size_of(cleaned) == Size(300, 200)


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xd8", b"\xff\xd8\xff\xd9" + bytes(20), b"no jpeg at all, but long enough"]
)
def test_what_is_no_jpeg_has_no_size(data: bytes) -> None:
    with pytest.raises(ValueError, match="no JPEG"):
        size_of(data)


@pytest.mark.parametrize(("days", "dot"), [(-1, None), (0, 0), (3, 3), (30, 30), (31, None)])
def test_days_that_are_drawn(days: int, dot: int | None) -> None:
    today = date(2026, 11, 24)
    assert days_until(today + timedelta(days=days), today) == dot


def test_bold_is_the_only_markup() -> None:
    assert (
        bold("**Go** <b>now</b> & **today**")
        == "<strong>Go</strong> &lt;b&gt;now&lt;/b&gt; &amp; <strong>today</strong>"
    )


def test_a_number_to_read_out() -> None:
    assert number("4f2a81c0" + "0" * 24) == "4F2A-81C0"
