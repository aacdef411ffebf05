import pytest

from knowledge.entries import Aspect
from knowledge.followups import ENGLISH


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("and the treatment?", Aspect.TREATMENT),
        ("how is it treated", Aspect.TREATMENT),
        ("is it dangerous?", Aspect.DANGER),
        ("What about children?", Aspect.CHILDREN),
        ("what does it look like", Aspect.LOOKS),
        ("can it spread", Aspect.SPREAD),
        ("will it come back", Aspect.FOLLOW_UP),
        ("why", Aspect.CAUSE),
        ("tell me more", Aspect.MORE),
        ("what is it", Aspect.OVERVIEW),
    ],
)
def test_names_the_side_that_is_asked_for(text: str, aspect: Aspect) -> None:
    assert ENGLISH.aspect_of(text) is aspect


@pytest.mark.parametrize(
    "text", ["", "how is basal cell carcinoma treated", "is a sunbed dangerous", "i do", "can i swim with it"]
)
def test_a_text_with_a_subject_of_its_own_is_no_follow_up(text: str) -> None:
    assert ENGLISH.aspect_of(text) is None
