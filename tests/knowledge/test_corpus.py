import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml

from knowledge import corpus
from knowledge.corpus import Aspect, Corpus, CorpusError, Level
from tests.knowledge.conftest import SMALL

Entry = dict[str, object]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "corpus"))


def change(folder: Path, edit: Callable[[list[Entry]], object]) -> None:
    path = folder / "topics" / "g01-small.yaml"
    entries = yaml.safe_load(path.read_text())
    edit(entries)
    path.write_text(yaml.safe_dump(entries))


def refused(folder: Path, **today: date) -> str:
    with pytest.raises(CorpusError) as caught:
        corpus.load(folder, **today)
    return "\n".join(map(str, caught.value.problems))


def test_reads_topics_with_their_sources_and_sides(small: Corpus) -> None:
    topic = small.topics["melanoma-treatment"]
    assert (topic.group, topic.level, topic.aspect) == ("g01-small", Level.SEE_DOCTOR, Aspect.TREATMENT)
    assert topic.sources == (small.sources["handbook"],)
    assert small.about("melanoma", Aspect.TREATMENT) is topic
    assert small.about("melanoma", Aspect.CHILDREN) is None


def test_finds_a_condition_by_the_code_of_the_classifier(small: Corpus) -> None:
    assert small.by_code["MEL"] is small.conditions["melanoma"]
    assert [care.extent for care in small.by_code["MEL"].care] == ["thin", "spread"]


def test_cannot_be_changed(small: Corpus) -> None:
    with pytest.raises(TypeError):
        small.topics["new"] = small.topics["itchy-mole"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda all_: all_[0].update(anwser="x"), "unknown key 'anwser'"),
        (lambda all_: all_[0].pop("answer"), "answer is missing"),
        (lambda all_: all_[0].update(sources=["nobody"]), "source 'nobody' is not in sources.yaml"),
        (lambda all_: all_[0].update(sources=[]), "0 sources"),
        (lambda all_: all_[0].update(related=["nowhere"]), "related 'nowhere' leads nowhere"),
        (lambda all_: all_[0].update(related=["what-is-melanoma"]), "leads nowhere"),
        (lambda all_: all_[0].update(level="bad"), "level is 'bad'"),
        (lambda all_: all_[0].update(condition="measles"), "condition 'measles' is not there"),
        (lambda all_: all_[3].update(within="measles"), "condition 'measles' is not there"),
        (lambda all_: all_[0].update(sides={"pain": "nowhere"}), "side 'nowhere' leads nowhere"),
        (lambda all_: all_[0].update(sides={"pain": "what-is-melanoma"}), "side 'what-is-melanoma' leads nowhere"),
        (lambda all_: all_[0].update(sides={"colour": "itchy-mole"}), "unknown key 'colour'"),
        (lambda all_: all_[0].update(sides="itchy-mole"), "is no mapping"),
        (lambda all_: all_[0].update(tells="more"), "tells is 'more'"),
        (lambda all_: all_[0].update(offered="no"), "offered is neither true nor false"),
        (lambda all_: all_[0].update(aspect="more"), "aspect is 'more'"),
        (lambda all_: all_[0].pop("aspect"), "condition and aspect come together"),
        (lambda all_: all_[0].update(id="What_is"), "not kebab-case"),
        (lambda all_: all_[0].update(id="x" * 41), "not kebab-case or too long"),
        (lambda all_: all_[0].update(question="w" * 49), "question has 49 characters"),
        (lambda all_: all_[0].update(paraphrases=["one"]), "1 paraphrases"),
        (lambda all_: all_[0]["paraphrases"].append(True), "paraphrases is no list of texts"),
        (lambda all_: all_[0].update(answer="It is. " * 46), "answer has 92 words"),
        (lambda all_: all_[0].update(more="It is. " * 61), "more has 122 words"),
        (
            lambda all_: all_[0].update(answer="Metastatic dissemination necessitates multidisciplinary evaluation."),
            "grade",
        ),
        (lambda all_: all_[0].update(answer="Go now!"), "exclamation mark"),
        (lambda all_: all_[0].update(answer="Take 20 mg of it."), "names a dose"),
        (lambda all_: all_[0].update(answer="Use Aldara on it."), "names a brand"),
        (lambda all_: all_[0].update(answer="So you have a melanoma."), "says what the reader has"),
        (lambda all_: all_[0].update(answer="Unfortunately it can grow."), "has a filler"),
        (lambda all_: all_[0].update(reviewed="soon"), "reviewed is no date"),
        (lambda all_: all_.append(dict(all_[0])), "'what-is-melanoma' stands twice"),
        (lambda all_: all_[1]["paraphrases"].append("Whats  melanoma?"), "'whats melanoma' stands twice"),
        (lambda all_: all_.append("text"), "is no mapping"),
    ],
)
def test_says_what_is_wrong_with_a_topic(folder: Path, edit: Callable[[list[Entry]], object], said: str) -> None:
    change(folder, edit)
    assert said in refused(folder)


def test_names_file_entry_and_reason(folder: Path) -> None:
    change(folder, lambda all_: all_[3].update(level="bad"))
    with pytest.raises(CorpusError) as caught:
        corpus.load(folder)
    (problem,) = caught.value.problems
    assert (problem.file, problem.entry) == ("topics/g01-small.yaml", "sunscreen-amount")
    assert "see_doctor" in problem.why


def test_two_conditions_cannot_share_a_code(folder: Path) -> None:
    path = folder / "conditions" / "melanoma.yaml"
    (folder / "conditions" / "other.yaml").write_text(path.read_text().replace("id: melanoma", "id: other"))
    assert "'MEL' stands twice" in refused(folder)


def test_a_condition_keeps_the_rules_of_texts(folder: Path) -> None:
    path = folder / "conditions" / "melanoma.yaml"
    path.write_text(path.read_text().replace("A skin doctor treats it.", "Take 5 ml of it."))
    assert "names a dose" in refused(folder)


def test_an_overdue_review_counts_only_for_a_given_day(folder: Path) -> None:
    assert corpus.load(folder).topics
    assert corpus.load(folder, today=date(2027, 1, 9)).topics
    assert "review_by 2027-01-10 has passed" in refused(folder, today=date(2027, 1, 10))


def test_a_broken_or_missing_file_is_named(folder: Path) -> None:
    (folder / "topics" / "g01-small.yaml").write_text("- {")
    assert "g01-small.yaml, the file: cannot be read" in refused(folder)
    (folder / "sources.yaml").unlink()
    assert "sources.yaml, the file: cannot be read" in refused(folder)
