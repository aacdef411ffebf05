"""Every figure of the voice measured, with a bar that says how far it is."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bot.assistant.safety import Safety
from bot.settings import Settings
from knowledge import corpus
from knowledge.chatbot import ENGLISH, Chatbot, examples_of
from knowledge.figures import Figures, mark
from knowledge.flatness import SIZES, measure_flatness
from knowledge.measure import Asked, Delay, Row, Whole, delay_of, measure, measure_whole
from knowledge.peers import peers
from knowledge.sentences import shipped_encoder
from knowledge.sets import QuestionSet, read_asked, read_faq, read_own, read_scope

TIMED = 150
"""Questions whose replies are timed."""


def measured(questions: Path, data: Path | None) -> Figures:
    """All tables: the public sets when their folder is given, our own questions always."""
    known = corpus.load()
    examples = examples_of(known)
    own = read_own(questions, examples)
    part = own.parts[0]
    chatbot, texts = Chatbot.from_corpus(known), [text for _, text in part.questions][:TIMED]
    with _bar() as bar:
        rows = _rows([*_public(data), own], bar)
        whole = {language: _whole(chatbot, language, path, bar) for language, path in _asked(known, questions)}
        replies = _replies(chatbot, texts, _task(bar, "replies", 2 * len(texts)))
        flat_task = _task(bar, "growth", len(SIZES) * len(texts))
        flat = measure_flatness(examples.questions, texts, shipped_encoder(), flat_task)
    return Figures(mark(examples), rows, whole, replies, flat, os.getloadavg()[1])


def _public(data: Path | None) -> list[QuestionSet]:
    if data is None:
        return []
    faqs = [read_faq(data / name) for name in ("covidfaq.json", "stackfaq.json")]
    return [*faqs, read_scope(data / "clinc150.json")]


def _rows(sets: Sequence[QuestionSet], bar: Progress) -> list[Row]:
    rows = []
    for known in sets:
        # The kept vectors go with the set: those of all sets together would take 100 MB.
        for name, peer in peers(shipped_encoder()).items():
            asked = peer.sampled(known)
            rows.append(measure(name, peer, asked, _task(bar, f"{known.name}: {name}", asked.asked)))
    return rows


def _asked(known: corpus.Corpus, english: Path) -> list[tuple[str, Path]]:
    """Files of questions by language: those of a pack stand beside the English ones, asked_es.yaml by asked.yaml."""
    abroad = [(language, english.with_stem(f"{english.stem}_{language}")) for language in known.packs]
    return [(ENGLISH, english), *((language, path) for language, path in abroad if path.exists())]


def _whole(chatbot: Chatbot, language: str, path: Path, bar: Progress) -> Whole:
    questions, strange = read_asked(path)
    asked = _task(bar, f"whole chatbot, {language}", len(questions) + len(strange))
    return measure_whole(chatbot, questions, strange, language=language, asked=asked)


def _replies(chatbot: Chatbot, texts: Sequence[str], asked: Asked) -> dict[str, Delay]:
    """The chatbot alone, and with the safety layer before it, as the doors ask them."""
    safety = Safety.for_country(Settings().country)
    chatbot.answer("to fetch everything into memory")
    return {
        "chatbot": delay_of(chatbot.answer, texts, asked),
        "safety, then chatbot": delay_of(lambda text: safety.check(text) or chatbot.answer(text), texts, asked),
    }


@contextmanager
def _bar() -> Iterator[Progress]:
    """On standard error, so that standard output is the tables alone."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        yield bar


def _task(bar: Progress, name: str, total: int) -> Asked:
    task = bar.add_task(name, total=total)
    return lambda: bar.advance(task)
