"""Question sets: nothing that is asked was learned from, no floor is chosen on what is asked at the end."""

import json
from pathlib import Path

from knowledge.checks import plain
from knowledge.match import Examples
from knowledge.sets import read_faq, read_own, read_scope


def test_no_query_is_asked_of_who_saw_its_text(tmp_path: Path) -> None:
    queries = [{"text": f"q {number}", "topic": 3} for number in range(20)] + [{"text": "Q 3?", "topic": 3}]
    path = tmp_path / "faq.json"
    path.write_text(json.dumps({"topics": [{"id": 3, "questions": ["title"]}], "queries": queries}))
    known = read_faq(path)
    assert sum(len(part.questions) for part in known.parts) == known.asked == 21
    for part in known.parts:
        seen = {plain(text) for _, text in part.learned.questions}
        assert ("3", "title") in part.learned.questions
        assert seen.isdisjoint(plain(text) for _, text in part.questions)


def test_clinc_tunes_on_validation_and_asks_its_test_split(tmp_path: Path) -> None:
    splits = {"train": "t", "val": "v", "test": "e", "oos_train": "ot", "oos_val": "ov", "oos_test": "oe"}
    path = tmp_path / "clinc150.json"
    path.write_text(json.dumps({name: [[text, "intent"]] for name, text in splits.items()}))
    known = read_scope(path)
    (test,) = known.parts
    assert known.tuning is not None
    assert (known.tuning.questions, known.tuning.strange) == ([("intent", "v")], ["ov"])
    assert (test.questions, test.strange) == ([("intent", "e")], ["oe"])
    assert (test.learned.questions, test.learned.elsewhere) == ([("intent", "t")], ["ot"])


def test_own_questions_are_asked_of_all_that_is_shipped_and_tuned_on_a_fifth_of_it(tmp_path: Path) -> None:
    path = tmp_path / "asked.yaml"
    path.write_text("questions:\n- {text: is it bad, topic: mole}\noff_topic: [who won]\n")
    shipped = Examples([("mole", f"mole {number}") for number in range(50)], (), [f"bread {n}" for n in range(10)])
    known = read_own(path, shipped)
    assert known.parts[0].learned is shipped
    assert (known.parts[0].questions, known.parts[0].strange) == ([("mole", "is it bad")], ["who won"])
    tuning = known.tuning
    assert tuning is not None
    assert set(tuning.learned.questions).isdisjoint(tuning.questions)
    assert set(tuning.learned.elsewhere).isdisjoint(tuning.strange)
    assert len(tuning.learned.elsewhere) + len(tuning.strange) == 10


def test_a_sample_keeps_the_order_and_the_learned(tmp_path: Path) -> None:
    path = tmp_path / "asked.yaml"
    lines = "".join(f"- {{text: q{number:02}, topic: a}}\n" for number in range(30))
    path.write_text(f"questions:\n{lines}off_topic: [x]\n")
    whole = read_own(path, Examples([("a", "b")]))
    part = whole.at_most(10).parts[0]
    assert len(part.questions) == 10
    assert list(part.questions) == sorted(part.questions)
    assert part.learned is whole.parts[0].learned
