import pytest

from knowledge.questions import leans, questions_of


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("what is a mole", ["what is a mole"]),
        ("What is a mole? It itches.", ["What is a mole", "It itches", ""]),
        ("what is bcc and how is it treated", ["what is bcc", "how is it treated"]),
        ("moles and how they look", ["moles", "how they look"]),
        ("nose and ears and lips", ["nose and ears and lips"]),
        ("it grew and is bleeding", ["it grew", "is bleeding"]),
        ("¿Qué es? ¿Y el tratamiento?", ["", "Qué es", "", "Y el tratamiento", ""]),
        ("यह क्या है। इलाज क्या है", ["यह क्या है", "इलाज क्या है"]),
    ],
)
def test_parts_end_with_a_sentence_or_before_another_question(text: str, parts: list[str]) -> None:
    assert [part.strip() for part in questions_of(text) if part.strip()] == [part for part in parts if part]


@pytest.mark.parametrize(("part", "so"), [("does it hurt", True), ("how is that done", True), ("is a mole bad", False)])
def test_a_short_part_that_points_back_says_little_by_itself(part: str, so: bool) -> None:
    assert leans(part) is so
