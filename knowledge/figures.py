"""All figures of the voice, as tables for people and as the file FIGURES.md, which names what it was made of."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledge.corpus import FOLDER
from knowledge.flatness import Flat, is_flat
from knowledge.learned import mark_of
from knowledge.match import Examples
from knowledge.measure import Delay, Row, Share, Whole

FILE = FOLDER / "FIGURES.md"

_MARK = re.compile(r"topics `([0-9a-f]{16})`")


@dataclass(frozen=True, slots=True)
class Figures:
    """What `lentigo knowledge measure` found; `whole` by language, `replies` are delays by name.

    `mark` is the topics' fingerprint, `load` how many programs ran on average on the machine.
    """

    mark: str
    rows: Sequence[Row]
    whole: Mapping[str, Whole]
    replies: Mapping[str, Delay]
    flat: Sequence[Flat]
    load: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table, its cells as they are shown."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def markdown(self) -> str:
        """The table in Markdown."""
        lines = (self.columns, tuple("---" for _ in self.columns), *self.rows)
        return "\n".join((f"## {self.title}", "", *(f"| {' | '.join(cells)} |" for cells in lines), ""))


def sheets(figures: Figures) -> list[Sheet]:
    """A table a question set, then the whole chatbot, the time of a reply, and how it grows with the paraphrases."""
    sets = dict.fromkeys(row.set for row in figures.rows)
    return [
        *(_set_sheet(name, [row for row in figures.rows if row.set == name]) for name in sets),
        *(_whole_sheet(language, whole) for language, whole in figures.whole.items()),
        Sheet("A reply, ms of processor time", ("what", "p50", "p95"), tuple(_delays(figures.replies.items()))),
        _flat_sheet(figures.flat),
    ]


def write(figures: Figures, today: date, file: Path = FILE) -> None:
    """Keep the tables beside the knowledge files."""
    head = (
        "# Figures of the voice\n\n"
        f"Made by `lentigo knowledge measure --data DIR --write` on {today} from the topics `{figures.mark}`; not "
        "edited by hand.\nBrackets hold 95 % bootstrap intervals. A floor is the score with the best mean of questions "
        "answered right and\nstrange texts refused, chosen on texts of the training or validation part. Times are "
        "processor time of one core,\nwhich other work beside it makes longer: here "
        f"{figures.load:.1f} programs were running on average.\n\n"
    )
    file.write_text(head + "\n".join(sheet.markdown() for sheet in sheets(figures)), encoding="utf-8")


def is_for(examples: Examples, file: Path = FILE) -> bool:
    """Whether the file was made from these texts."""
    kept = _MARK.search(file.read_text(encoding="utf-8"))
    return kept is not None and kept[1] == mark(examples)


def mark(examples: Examples) -> str:
    """A short fingerprint of all that is learned from."""
    return mark_of(examples.labels, examples.known, examples.elsewhere)[:16]


def _set_sheet(name: str, rows: Sequence[Row]) -> Sheet:
    floors = any(row.answered for row in rows)
    at_floor = ("answered right at the floor", "off topic refused", "n") if floors else ()
    columns = ("candidate", "top answer right", "n", *at_floor, "p50 ms", "p95 ms", "learns in s")
    title = f"{name}, unseen texts" if floors else f"{name}, 5-fold, unseen texts"
    return Sheet(title, columns, tuple(_row(row) for row in rows))


def _row(row: Row) -> tuple[str, ...]:
    at_floor = (_share(row.answered), _share(row.refused), str(row.refused.of)) if row.answered and row.refused else ()
    times = (*_ms(row.delay), f"{row.learning_seconds:.1f}")
    return (row.ranker, _share(row.top), str(row.top.of), *at_floor, *times)


def _whole_sheet(language: str, whole: Whole) -> Sheet:
    shares = (
        ("answered right", whole.right),
        ("answered wrong", whole.wrong),
        ("right topic among three offers", whole.offered),
        ("off topic refused", whole.refused),
        ("off topic answered", whole.strange_answered),
    )
    rows = (*((what, _share(share), str(share.of)) for what, share in shares), _reply(whole.delay))
    return Sheet(
        f"The whole chatbot on our own questions ({language}), its shipped floors", ("what", "share", "n"), rows
    )


def _reply(delay: Delay) -> tuple[str, str, str]:
    p50, p95 = _ms(delay)
    return ("a reply, ms of processor time", f"p50 {p50}, p95 {p95}", "")


def _flat_sheet(flat: Sequence[Flat]) -> Sheet:
    rows = ((f"{one.paraphrases:,}", f"{one.topics:,}", *_ms(one.delay)) for one in flat)
    told = "no faster than the logarithm" if is_flat(flat) else "FASTER than the logarithm, or too slow"
    title = f"Growth with the paraphrases, altered copies of our own: {told}"
    return Sheet(title, ("paraphrases", "topics", "p50 ms", "p95 ms"), tuple(rows))


def _delays(delays: Iterable[tuple[str, Delay]]) -> Iterable[tuple[str, ...]]:
    return ((name, *_ms(delay)) for name, delay in delays)


def _ms(delay: Delay) -> tuple[str, str]:
    return f"{delay.p50:.1f}", f"{delay.p95:.1f}"


def _share(share: Share) -> str:
    return f"{share.share:.3f} [{share.low:.3f}, {share.high:.3f}]"
