"""Formatted text as Telegram reads it: HTML and MarkdownV2 into plain text with entities, or a refusal."""

import html
import re
from dataclasses import dataclass, field
from typing import Any

from tests.botapi.errors import ApiError, bad_request

Entity = dict[str, Any]

TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}  # fmt: skip
NAMED = ("&lt;", "&gt;", "&amp;", "&quot;")
HTML_TOKEN = re.compile(
    r"<(?P<close>/?)(?P<tag>[a-zA-Z-]*)(?P<rest>[^<>]*)>|(?P<reference>&#?\w+;)|(?P<text>.)", re.DOTALL
)
HREF = re.compile(r"""href\s*=\s*["']?([^"'\s>]*)""")

RESERVED = set("_*[]()~`>#+-=|{}.!")
MARKS = {"*": "bold", "__": "underline", "_": "italic", "~": "strikethrough", "||": "spoiler"}
MARKDOWN_TOKEN = re.compile(
    r"\\(?P<escaped>[\x01-\x7e])|```(?P<pre>.*?)```|`(?P<code>[^`]*)`|\[(?P<label>(?:\\.|[^\]])*)\]\((?P<url>[^)]*)\)"
    r"|(?P<mark>\|\||__|[*_~])|(?P<text>.)",
    re.DOTALL,
)


def units(text: str) -> int:
    """Length as Telegram counts it: UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def parse(text: str, mode: str | None) -> tuple[str, list[Entity]]:
    """Plain text and its entities. Raises ApiError 400 when the markup is wrong."""
    match (mode or "").lower():
        case "":
            return text, []
        case "html":
            return _Reading().html(text)
        case "markdownv2":
            return _Reading().markdown(text)
        case _:
            raise bad_request("unsupported parse_mode")


def _wrong(why: str) -> ApiError:
    return bad_request(f"can't parse entities: {why}")


@dataclass
class _Open:
    name: str
    kind: str
    start: int
    extra: Entity


@dataclass
class _Reading:
    """One pass over a text: what was read so far and which marks are open."""

    plain: str = ""
    entities: list[Entity] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)

    def html(self, text: str) -> tuple[str, list[Entity]]:
        for token in HTML_TOKEN.finditer(text):
            if token["reference"]:
                self.plain += _reference(token["reference"])
            elif token["text"] == "<":
                raise _wrong(f'Unsupported start tag "" at byte offset {_at(text, token)}')
            elif token["text"]:
                self.plain += token["text"]
            elif token["close"]:
                self._end_tag(token["tag"].lower(), _at(text, token))
            else:
                self._start_tag(token["tag"].lower(), token["rest"], _at(text, token))
        if self.open:
            raise _wrong(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')
        return self._done()

    def markdown(self, text: str) -> tuple[str, list[Entity]]:
        for token in MARKDOWN_TOKEN.finditer(text):
            if token["escaped"] is not None:
                self.plain += token["escaped"]
            elif token["pre"] is not None or token["code"] is not None:
                kind = "pre" if token["pre"] is not None else "code"
                self._whole(kind, token[kind], {})
            elif token["label"] is not None:
                label, _ = _Reading().markdown(token["label"])
                self._whole("text_link", label, {"url": token["url"]})
            elif token["mark"]:
                self._mark(token["mark"])
            elif token["text"] == ">" and (not self.plain or self.plain.endswith("\n")):
                continue
            elif token["text"] in RESERVED:
                raise _wrong(f"Character '{token['text']}' is reserved and must be escaped with the preceding '\\'")
            else:
                self.plain += token["text"]
        if self.open:
            raise _wrong(f"Can't find end of {self.open[-1].kind} entity")
        return self._done()

    def _start_tag(self, tag: str, rest: str, offset: int) -> None:
        if tag not in TAGS or (tag == "span" and "tg-spoiler" not in rest):
            raise _wrong(f'Unsupported start tag "{tag}" at byte offset {offset}')
        extra: Entity = {}
        if tag == "a" and (link := HREF.search(rest)):
            extra = {"url": html.unescape(link[1])}
        self.open.append(_Open(tag, TAGS[tag], units(self.plain), extra))

    def _end_tag(self, tag: str, offset: int) -> None:
        if not self.open:
            raise _wrong(f"Unexpected end tag at byte offset {offset}")
        opened = self.open.pop()
        if opened.name != tag:
            raise _wrong(f'Unmatched end tag at byte offset {offset}, expected "</{opened.name}>", found "</{tag}>"')
        self._close(opened)

    def _mark(self, mark: str) -> None:
        if self.open and self.open[-1].name == mark:
            self._close(self.open.pop())
        else:
            self.open.append(_Open(mark, MARKS[mark], units(self.plain), {}))

    def _whole(self, kind: str, inner: str, extra: Entity) -> None:
        start = units(self.plain)
        self.plain += inner
        self._close(_Open(kind, kind, start, extra))

    def _close(self, opened: _Open) -> None:
        length = units(self.plain) - opened.start
        if length:
            self.entities.append({"type": opened.kind, "offset": opened.start, "length": length} | opened.extra)

    def _done(self) -> tuple[str, list[Entity]]:
        return self.plain, sorted(self.entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _reference(reference: str) -> str:
    """Telegram knows four names and all numbers; anything else stays as it is written."""
    return html.unescape(reference) if reference in NAMED or reference.startswith("&#") else reference


def _at(text: str, token: re.Match[str]) -> int:
    return len(text[: token.start()].encode())
