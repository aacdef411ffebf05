"""What a reply becomes is always something that Telegram takes."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.assistant.replies import Choice, Citation, Reply
from bot.telegram.limits import LONGEST_CAPTION, LONGEST_TEXT
from bot.telegram.render import render, without
from tests.botapi.markup import parse, units

WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)
TEXTS = st.lists(
    st.one_of(WORDS, st.sampled_from(["**", "<b>", "&amp;", "&", "<", "\n", "😀", "a" * 500])), max_size=30
)


@given(TEXTS, st.lists(st.tuples(WORDS, WORDS), max_size=3))
def test_any_text_is_markup_that_telegram_reads(parts: list[str], sources: list[tuple[str, str]]) -> None:
    citations = tuple(Citation(title, year, "https://example.org/a?b='c'&d=\"e\"") for title, year in sources)
    rendered = render(Reply("".join(parts), citations=citations))
    plain, _ = parse(rendered.html, "HTML")
    assert units(plain) <= LONGEST_TEXT
    assert units(rendered.plain) <= LONGEST_TEXT


def test_long_text_keeps_its_source_and_ends_at_a_word() -> None:
    reply = Reply("**bold** " + "word " * 2000, citations=(Citation("Book", "2024", ""),))
    plain, _ = parse(render(reply, longest=LONGEST_CAPTION).html, "HTML")
    assert units(plain) <= LONGEST_CAPTION
    assert plain.endswith("word…\n\nSource: Book, 2024")


def test_several_sources_stand_in_one_line() -> None:
    reply = Reply("x", citations=(Citation("A", "2023", ""), Citation("B", "", "")))
    assert render(reply).plain == "x\n\nSources: A, 2023; B"


def test_source_without_a_web_address_is_no_link() -> None:
    reply = Reply("x", citations=(Citation("A", "2023", "javascript:alert(1)"),))
    assert "href" not in render(reply).html


def test_short_buttons_share_a_row_and_long_ones_do_not() -> None:
    labels = ("Yes", "No", "What exactly is stored about me?", "Why", "Treatment", "Doctor")
    keyboard = render(Reply("x", tuple(Choice(f"c:{label[0]}", label) for label in labels))).keyboard
    assert keyboard is not None
    assert [[button.text for button in row] for row in keyboard.inline_keyboard] == [
        ["Yes", "No"],
        ["What exactly is stored about me?"],
        ["Why", "Treatment"],
        ["Doctor"],
    ]


def test_last_button_taken_away_leaves_no_keyboard() -> None:
    keyboard = render(Reply("x", (Choice("why:1", "Why"),))).keyboard
    assert without(keyboard, "why:1") is None
    assert without(None, "why:1") is None


def test_addresses_of_sources_come_on_demand() -> None:
    named = Reply("x", citations=(Citation("A", "2023", "https://example.org/"),), links=False)
    assert "example.org" not in render(named).html
    assert "Source: A, 2023" in render(named).html
    assert 'href="https://example.org/"' in render(replace(named, links=True)).html


def test_thumbs_stand_together() -> None:
    choices = (Choice("topic:a", "About A"), Choice("vote:up:a:1", "👍"), Choice("vote:down:a:1", "👎"))
    keyboard = render(Reply("x", choices)).keyboard
    assert keyboard is not None
    assert [[button.text for button in row] for row in keyboard.inline_keyboard] == [["About A"], ["👍", "👎"]]


def test_an_answer_may_be_forwarded_and_a_result_may_not() -> None:
    assert not render(Reply("x", slot="answer:what-is-melanoma:1")).protected
    assert render(Reply("x", slot="photo:p1")).protected
