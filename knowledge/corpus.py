"""All that the assistant knows, loaded from the YAML files of this folder and checked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType

import yaml

from knowledge import checks
from knowledge.entries import Aspect, Care, Condition, CorpusError, Level, Problem, Source, Topic
from knowledge.languages import Pack, read_pack
from knowledge.schema import read_condition, read_source, read_topic

__all__ = ["Aspect", "Care", "Condition", "Corpus", "CorpusError", "Level", "Problem", "Source", "Topic", "load"]

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Corpus:
    """Topics and conditions by id, conditions also by the classifier's code, sources by id.

    `elsewhere` are texts about something else, from which the matcher learns what to refuse; `packs` are other
    languages by their two letters.
    """

    topics: Mapping[str, Topic]
    conditions: Mapping[str, Condition]
    by_code: Mapping[str, Condition]
    sources: Mapping[str, Source]
    elsewhere: tuple[str, ...] = ()
    packs: Mapping[str, Pack] = field(default_factory=dict)

    def about(self, condition: str, aspect: Aspect) -> Topic | None:
        """The topic that tells this side of a condition."""
        return next((one for one in self.topics.values() if (one.condition, one.aspect) == (condition, aspect)), None)

    def of(self, condition: str) -> list[Topic]:
        """The topics that tell a side, a kind or a part of a condition."""
        return [one for one in self.topics.values() if condition in {one.condition, one.within}]

    def anywhere(self, aspect: Aspect) -> Topic | None:
        """The topic that tells this side of whatever is talked about."""
        return next((one for one in self.topics.values() if one.tells is aspect), None)

    def told(self, language: str) -> "Corpus":
        """The corpus in a language of two letters; as it is where there is no pack of it."""
        pack = self.packs.get(language)
        return pack.told_in(self) if pack else self


def load(folder: Path = FOLDER, *, today: date | None = None) -> Corpus:
    """Read and check every file; a review that is overdue counts only when `today` is given.

    A running assistant does not stop on the day a review falls due; `lentigo knowledge check` and the release do.

    Raises:
        CorpusError: with every problem that was found.
    """
    corpus, problems = examine(folder, today=today)
    if problems:
        raise CorpusError(problems)
    return corpus


def examine(folder: Path = FOLDER, *, today: date | None = None) -> tuple[Corpus, tuple[Problem, ...]]:
    """The corpus as far as it can be read, and everything that is wrong with it."""
    problems: list[Problem] = []
    sources = {
        name: read_source(name, raw, "sources.yaml", problems)
        for name, raw in _mapping(folder / "sources.yaml", problems)
    }
    topics = [(file, read_topic(raw, file, sources, problems)) for file, raw in _entries(folder, "topics", problems)]
    conditions = [
        (file, read_condition(raw, file, sources, problems)) for file, raw in _entries(folder, "conditions", problems)
    ]
    for file, topic in topics:
        problems.extend(checks.check_topic(topic, file))
    for file, condition in conditions:
        problems.extend(checks.check_condition(condition, file))
    by_id = {topic.id: topic for _, topic in topics}
    known = {condition.id: condition for _, condition in conditions}
    corpus = Corpus(
        MappingProxyType(by_id),
        MappingProxyType(known),
        MappingProxyType({code: condition for _, condition in conditions for code in condition.codes}),
        MappingProxyType(sources),
        _elsewhere(folder / "elsewhere.yaml", problems),
        MappingProxyType(_packs(folder / "languages", by_id, known, problems)),
    )
    problems.extend(checks.check_links([topic for _, topic in topics], [condition for _, condition in conditions]))
    if today is not None:
        problems.extend(checks.check_dates((*corpus.topics.values(), *corpus.conditions.values()), today))
    return corpus, tuple(problems)


def _elsewhere(path: Path, problems: list[Problem]) -> tuple[str, ...]:
    """Texts about something else; a corpus without that file has none."""
    content = _read(path, problems) if path.exists() else {"texts": []}
    texts = content.get("texts") if isinstance(content, dict) else None
    if not isinstance(texts, list) or not all(isinstance(text, str) and text.strip() for text in texts):
        problems.append(Problem(path.name, "texts", "is no list of texts", "quote what YAML reads as something else"))
        return ()
    return tuple(texts)


def _packs(
    folder: Path, topics: Mapping[str, Topic], conditions: Mapping[str, Condition], problems: list[Problem]
) -> dict[str, Pack]:
    files = ((path, _read(path, problems)) for path in sorted(folder.glob("*.yaml")))
    packs = [read_pack(path, content, topics, conditions, problems) for path, content in files]
    return {pack.language: pack for pack in packs if pack}


def _mapping(path: Path, problems: list[Problem]) -> Iterator[tuple[str, object]]:
    content = _read(path, problems)
    if isinstance(content, dict):
        yield from ((str(name), raw) for name, raw in content.items())
    elif content is not None:
        problems.append(Problem(path.name, "the file", "is no mapping", "sources stand by their ids"))


def _entries(folder: Path, kind: str, problems: list[Problem]) -> Iterator[tuple[str, object]]:
    """Entries of all files of a folder: a file is one entry or a list of them."""
    for path in sorted((folder / kind).glob("*.yaml")):
        content = _read(path, problems)
        entries = content if isinstance(content, list) else [] if content is None else [content]
        yield from ((f"{kind}/{path.name}", raw) for raw in entries)


def _read(path: Path, problems: list[Problem]) -> object:
    try:
        # libyaml reads 238 topics in a tenth of a second, the reader in Python needs two; both are safe loaders
        return yaml.load(path.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as fault:
        problems.append(Problem(path.name, "the file", "cannot be read", str(fault)))
        return None
