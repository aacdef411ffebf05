"""Words that everybody uses: those of a list, of the knowledge files and of the catalogues."""

import re
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from pathlib import Path

import yaml

from bot.assistant.texts import every_text, languages
from bot.assistant.understand import bare
from knowledge.corpus import Condition, Corpus

COMMON = Path(__file__).parent / "common_words.yaml"

_NAME = re.compile(r"(?<=[^.?!] )[A-Z]\w+")
"""A capital within a sentence: the ways to ask for a topic name places, which everybody does not use."""


def vocabulary_of(corpus: Corpus) -> frozenset[str]:
    """All of them, bare; none with a digit."""
    words = {word for text in _texts(corpus) for word in bare(text.replace("-", " ")).split()}
    return frozenset(word for word in words | common_words() if not re.search(r"\d", word))


@cache
def common_words() -> frozenset[str]:
    """The list of common words, of all languages."""
    listed = yaml.safe_load(COMMON.read_text(encoding="utf-8"))
    return frozenset(bare(word) for words in listed.values() for word in words.split())


def _texts(corpus: Corpus) -> Iterator[str]:
    for topic in corpus.topics.values():
        yield from (topic.question, topic.answer, *(_NAME.sub("", asked) for asked in topic.paraphrases))
    for condition in corpus.conditions.values():
        yield from _told(condition)
    for pack in corpus.packs.values():
        yield from (text for _, text in pack.questions)
        for condition in pack.conditions.values():
            yield from _told(condition)
    for language in languages():
        yield from every_text(language)


def _told(condition: Condition) -> Iterator[str]:
    return (value for value in asdict(condition).values() if isinstance(value, str))
