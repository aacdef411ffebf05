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
        ("does it hurt", Aspect.PAIN),
        ("what are the side effects", Aspect.SIDE_EFFECTS),
        ("how long does it take", Aspect.DURATION),
        ("how long will i live", Aspect.OUTLOOK),
        ("how often", Aspect.OFTEN),
        ("how much", Aspect.AMOUNT),
        ("how can I prevent it", Aspect.PREVENT),
        ("who should I see", Aspect.WHO),
        ("what happens next", Aspect.NEXT),
        ("what if I leave it", Aspect.DANGER),
        ("is it contagious", Aspect.CONTAGIOUS),
        ("when", Aspect.WHEN),
    ],
)
def test_names_the_side_that_is_asked_for(text: str, aspect: Aspect) -> None:
    assert ENGLISH.aspect_of(text) is aspect


@pytest.mark.parametrize(
    "text", ["", "how is basal cell carcinoma treated", "is a sunbed dangerous", "i do", "can i sing with it"]
)
def test_a_text_with_a_subject_of_its_own_is_no_follow_up(text: str) -> None:
    assert ENGLISH.aspect_of(text) is None


def test_words_of_the_subject_name_no_other() -> None:
    assert ENGLISH.aspect_of("will they remove the nail") is None
    assert ENGLISH.aspect_of("will they remove the nail", {"nail"}) is Aspect.TREATMENT


def test_an_aspect_is_told_by_the_sentence_that_speaks_of_it() -> None:
    assert ENGLISH.telling("The skin is numbed first.", Aspect.PAIN)
    assert not ENGLISH.telling("The lab checks the edges.", Aspect.PAIN)
    assert not ENGLISH.telling("It is done in daylight.", Aspect.DURATION), "a full stop ends a whole word"
