"""A reply as Telegram shows it: HTML in which only bold, links and the source line are markup, and buttons."""

import re
from dataclasses import dataclass
from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.assistant.replies import Choice, Citation, Reply
from bot.assistant.telling import is_answer
from bot.assistant.texts import texts_in
from bot.telegram.limits import LONGEST_TEXT

BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
SHORT_LABEL = 18
"""Characters of a label that still fits beside another on a narrow phone."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message ready to be sent."""

    html: str
    plain: str
    """The same without markup, its choices as a numbered list: what is sent when Telegram refuses the rest."""
    keyboard: InlineKeyboardMarkup | None
    protected: bool
    """Whether it may be neither forwarded nor saved: it tells about somebody's skin."""


def render(reply: Reply, *, longest: int = LONGEST_TEXT, drawn: bool = False) -> Rendered:
    """Render a reply into at most `longest` UTF-16 units, with the words about its drawing where it is `drawn`."""
    about = reply.caption if drawn else ""
    body = _cut(reply.text, longest - _units(_below(reply, about, marked=False)))
    options = "".join(f"\n{number}. {choice.label}" for number, choice in enumerate(reply.choices, 1))
    return Rendered(
        html=BOLD.sub(r"<b>\1</b>", escape(body, quote=False)) + _below(reply, about, marked=True),
        plain=_cut(BOLD.sub(r"\1", body) + _below(reply, about, marked=False) + options, longest),
        keyboard=_keyboard(reply.choices),
        protected=_is_about_skin(reply),
    )


def _is_about_skin(reply: Reply) -> bool:
    told = reply.slot is not None and not is_answer(reply.slot)
    return told or reply.photo is not None or reply.level is not None


def length(reply: Reply, *, drawn: bool) -> int:
    """UTF-16 units that the whole of a reply takes, as Telegram counts them."""
    about = reply.caption if drawn else ""
    return _units(BOLD.sub(r"\1", reply.text) + _below(reply, about, marked=False))


def without(keyboard: InlineKeyboardMarkup | None, choice: str) -> InlineKeyboardMarkup | None:
    """The keyboard without one of its buttons; None when nothing is left."""
    rows = keyboard.inline_keyboard if keyboard else ()
    left = [[button for button in row if button.callback_data != choice] for row in rows]
    return InlineKeyboardMarkup([row for row in left if row]) if any(left) else None


def _below(reply: Reply, about: str, *, marked: bool) -> str:
    """The sources, then the words about the drawing."""
    words = f"\n\n<i>{escape(about, quote=False)}</i>" if marked else f"\n\n{about}"
    return _source(reply, marked=marked) + (words if about else "")


def _source(reply: Reply, *, marked: bool) -> str:
    """The sources by name; with their addresses only where the reply brings these."""
    if not reply.citations:
        return ""
    named = "; ".join(_citation(one, marked=marked, linked=reply.links) for one in reply.citations)
    word = texts_in(reply.language)("web.source" if len(reply.citations) == 1 else "web.sources")
    line = f"{word} {named}"
    return f"\n\n<i>{line}</i>" if marked else f"\n\n{line}"


def _citation(citation: Citation, *, marked: bool, linked: bool) -> str:
    words = ", ".join(part for part in (citation.title, citation.year) if part)
    if not marked:
        return words
    if not linked or not citation.url.startswith(("https://", "http://")):
        return escape(words, quote=False)
    year = f", {escape(citation.year, quote=False)}" if citation.year else ""
    return f'<a href="{escape(citation.url)}">{escape(citation.title, quote=False)}</a>{year}'


def _keyboard(choices: tuple[Choice, ...]) -> InlineKeyboardMarkup | None:
    """One button a row, or two where both labels are short; thumbs stand with thumbs."""
    rows: list[list[InlineKeyboardButton]] = []
    for choice in choices:
        button = InlineKeyboardButton(choice.label, callback_data=choice.id)
        beside = rows[-1] if rows else []
        if len(beside) == 1 and _fit(beside[0], choice):
            beside.append(button)
        else:
            rows.append([button])
    return InlineKeyboardMarkup(rows) if rows else None


def _fit(button: InlineKeyboardButton, choice: Choice) -> bool:
    thumbs = {str(name).startswith("vote:") for name in (button.callback_data, choice.id)}
    return len(thumbs) == 1 and max(len(button.text), len(choice.label)) <= SHORT_LABEL


def _cut(text: str, longest: int) -> str:
    """The text, or its beginning up to a word's end with an ellipsis; a bold opened there is closed."""
    if _units(text) <= longest:
        return text
    kept = text.encode("utf-16-le")[: 2 * (longest - 3)].decode("utf-16-le", errors="ignore")
    kept = kept.rsplit(maxsplit=1)[0] + "…"
    return kept + "**" if kept.count("**") % 2 else kept


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
