"""Danger in a message is seen however it is typed, look-alikes raise no alarm, and no text makes the check slow."""

import logging
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from re import _constants, _parser
from typing import Any

import pytest
import yaml

from bot.assistant.phrasings import ASKS, PHRASINGS, by_kind
from bot.assistant.plain import plain
from bot.assistant.safety import Alarm, AlarmKind, Safety
from bot.assistant.texts import languages as texts_languages
from bot.assistant.texts import texts_in
from bot.assistant.wording import RULES, Words, languages, rules_of


def _texts(path: Path) -> dict[str, list[str]]:
    """The texts of a file by the kind of alarm that they should raise."""
    told: dict[str, list[str]] = {}
    for kind, texts in by_kind(yaml.safe_load(path.read_text(encoding="utf-8"))):
        told.setdefault("forbidden" if kind in ASKS else kind, []).extend(texts)
    return told


ALL: Mapping[str, Mapping[str, list[str]]] = {
    f"{path.parent.name}/{path.stem}": _texts(path) for path in sorted(PHRASINGS.glob("*/*.yaml"))
}
LEARNED_ONLY = ("/second", "/third", "/fourth", "/fifth", "/sixth", "/seventh", "/eighth", "/ninth")
"""Sets that no rule was written by."""
ONE_IN = 4
"""Of those sets so many are read: there are thirty thousand texts, and each takes ten milliseconds."""
SETS: Mapping[str, Mapping[str, list[str]]] = {
    name: {kind: texts[:: ONE_IN if name.endswith(LEARNED_ONLY) else 1] for kind, texts in told.items()}
    for name, told in ALL.items()
}
GRAVEST_FIRST = tuple(AlarmKind)
FALSE_ALARMS_ALLOWED = 0.025
"""Of the benign texts of a set, which are look-alikes for the most part. A needless helpline is read past."""

FALSE_ALARMS_MEASURED = {
    "en/fifth": 13 / 392,
    "en/fourth": 3 / 111,
    "en/ninth": 23 / 99,
    "en/seventh": 38 / 400,
    "es/eighth": 12 / 75,
    "es/fourth": 8 / 140,
    "es/seventh": 4 / 144,
    "es/sixth": 35 / 250,
    "hi/eighth": 14 / 75,
    "hi/fourth": 16 / 138,
    "hi/seventh": 5 / 146,
    "hi/sixth": 45 / 250,
    "hi/third": 6 / 179,
}
"""Of sets that were written to be as near to danger as harmless talk can be; no rule of words was narrowed by
them."""

UNREACHED = {
    ("en/eighth", AlarmKind.RED_FLAG): 1 / 18,
    ("en/fourth", AlarmKind.EMERGENCY): 1 / 52,
    ("en/fourth", AlarmKind.FORBIDDEN): 1 / 110,
    ("en/third", AlarmKind.FORBIDDEN): 1 / 117,
}
"""Shares of what was learned from that are still missed, measured in November 2026; test_blind.py has the unseen."""

TAKEN_FOR_A_CRISIS = 0.0095
"""Of talk of a spot or a medicine, some of which sounds desperate. A helpline too many is the better mistake."""

PLAIN_DANGER = {
    AlarmKind.CRISIS: [
        "i still want to die",
        "i cut myself in the bathroom",
        "im scared and i dont want to live anymore",
    ],
    AlarmKind.EMERGENCY: ["i have chest pain and a mole", "my lips are swollen and i cant sleep", "i cant breathe"],
    AlarmKind.RED_FLAG: ["my biopsy was fine but my other mole is bleeding"],
    AlarmKind.FORBIDDEN: ["my doctor is away can i cut it off myself"],
}
HOSTILE = {
    AlarmKind.CRISIS: "i want to i wish i dont want to take my ",
    AlarmKind.EMERGENCY: "blood my chest swollen face he fever red melanoma child ",
    AlarmKind.RED_FLAG: "my mole it spot nail new melanoma ",
    AlarmKind.FORBIDDEN: "how much can i take cut off my stop which ",
}
"""Beginnings of phrases without their ends: the matching has to try everything."""


@pytest.fixture(scope="module")
def safety() -> Safety:
    return Safety.for_country("IN")


@pytest.fixture(scope="module")
def alarm_of(safety: Safety) -> Callable[[str], Alarm | None]:
    """The alarm of a text, which several tests ask for, and which takes ten milliseconds."""
    return cache(safety.check)


def _caught(alarm: Alarm | None, kind: AlarmKind) -> bool:
    """A graver alarm than the one that fits is no miss."""
    return alarm is not None and GRAVEST_FIRST.index(alarm.kind) <= GRAVEST_FIRST.index(kind)


def _benign() -> list[str]:
    """Those that rules were written against; the readers, which hear each sentence, hide nothing."""
    return [text for name, texts in SETS.items() if not name.endswith(LEARNED_ONLY) for text in texts["benign"]]


# --- the phrasings


@pytest.mark.parametrize("kind", AlarmKind)
@pytest.mark.parametrize("name", SETS)
def test_catches_every_phrasing(alarm_of: Callable[[str], Alarm | None], name: str, kind: AlarmKind) -> None:
    texts = SETS[name].get(kind, [])
    missed = [text for text in texts if not _caught(alarm_of(text), kind)]
    assert len(missed) <= UNREACHED.get((name, kind), 0) * len(texts), f"{len(missed)} of {len(texts)} missed: {missed}"


@pytest.mark.parametrize("name", SETS)
def test_raises_few_false_alarms(alarm_of: Callable[[str], Alarm | None], name: str) -> None:
    texts = SETS[name]["benign"]
    raised = {text: alarm for text in texts if (alarm := alarm_of(text))}
    assert len(raised) <= FALSE_ALARMS_MEASURED.get(name, FALSE_ALARMS_ALLOWED) * len(texts), raised


@pytest.mark.parametrize("kind", [AlarmKind.RED_FLAG, AlarmKind.FORBIDDEN])
def test_hardly_any_crisis_is_seen_in_talk_of_a_spot(alarm_of: Callable[[str], Alarm | None], kind: AlarmKind) -> None:
    """`can i cut my mole off myself` must not be answered with a helpline."""
    texts = [text for texts in SETS.values() for text in texts.get(kind, [])]
    taken = [text for text in texts if (alarm := alarm_of(text)) and alarm.kind is AlarmKind.CRISIS]
    assert len(taken) <= TAKEN_FOR_A_CRISIS * len(texts), taken


def test_sets_share_no_text() -> None:
    texts = [text for kinds in ALL.values() for some in kinds.values() for text in some]
    assert len(texts) == len(set(texts))


# --- what wins, and what it leads to


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("my mole is bleeding and i want to kill myself", AlarmKind.CRISIS),
        ("can i double my dose, also i cant breathe", AlarmKind.EMERGENCY),
        ("should i cut off my bleeding mole at home", AlarmKind.RED_FLAG),
        ("i had melanoma, the new mole bleeds and wont stop bleeding", AlarmKind.EMERGENCY),
        ("the sun is killing me and i want to kill myself", AlarmKind.CRISIS),
    ],
)
def test_the_gravest_wins(safety: Safety, text: str, kind: AlarmKind) -> None:
    alarm = safety.check(text)
    assert alarm is not None
    assert alarm.kind is kind


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("what dose of imiquimod do i need", "dose"),
        ("can i stop taking my methotrexate", "stop-medicine"),
        ("please prescribe me something", "prescribe"),
        ("how do i burn my mole off at home", "cut-it-off-myself"),
    ],
)
def test_a_forbidden_ask_leads_to_its_topic(safety: Safety, text: str, topic: str) -> None:
    alarm = safety.check(text)
    assert alarm is not None
    assert (alarm.kind, alarm.topic) == (AlarmKind.FORBIDDEN, topic)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("i want to die", "safety.crisis"),
        ("my mole wont stop bleeding", "safety.bleeding"),
        ("my mole, i ripped it off and there is blood", "safety.bleeding"),
        ("me arranqué el lunar y está sangrando", "safety.bleeding"),
        ("maine blade se massa kaat diya aur khoon beh raha hai", "safety.bleeding"),
        ("my son drank the wart remover", "safety.poison"),
        ("my daughter found my tablets and ate them", "safety.poison"),
        ("i overdosed on ibuprofen by accident", "safety.poison"),
        ("i took too much morphine", "safety.poison"),
        ("mi hija encontró mis pastillas y se comió algunas", "safety.poison"),
        ("bachche ne nani ki goli nigal li", "safety.poison"),
        ("i took a big overdose", "safety.overdose"),
        ("i want to die, i took all my pills", "safety.overdose"),
        ("she took the whole packet of her pills", "safety.overdose"),
        ("she took all her pills with vodka", "safety.overdose"),
        ("mi hermano se tomó una sobredosis", "safety.overdose"),
        ("मैंने नींद की पूरी गोलियां खा लीं", "safety.overdose"),
        ("i took an overdose ten years ago", "safety.crisis"),
        ("i nearly took them all", "safety.crisis"),
        ("i want to take all my pills", "safety.crisis"),
        ("i cant breathe", "safety.emergency"),
        ("my mole is growing", "safety.red_flag"),
    ],
)
def test_an_alarm_names_its_words(safety: Safety, text: str, key: str) -> None:
    alarm = safety.check(text)
    assert alarm is not None
    assert alarm.key == key


@pytest.mark.parametrize(
    ("general", "own", "kind"),
    [
        ("do moles bleed", "why does my mole bleed", AlarmKind.RED_FLAG),
        ("can immunotherapy cause diarrhoea", "im on immunotherapy, can it cause my diarrhoea", AlarmKind.EMERGENCY),
        ("does melanoma kill", "will i ever stop wanting to kill myself", AlarmKind.CRISIS),
    ],
)
def test_a_question_in_general_is_for_the_chatbot(safety: Safety, general: str, own: str, kind: AlarmKind) -> None:
    assert safety.check(general) is None
    assert _caught(safety.check(own), kind)


@pytest.mark.parametrize(
    ("harmless", "danger", "kind"),
    [
        ("what happens if it is never treated", "what if i just died tonight", AlarmKind.CRISIS),
        ("and if we leave it untreated", "and if i leave it so that i die", AlarmKind.CRISIS),
        ("i do not want any chemo", "i dont want treatment, i want to die", AlarmKind.CRISIS),
        ("i dont want a skin graft", "i dont want to go on like this", AlarmKind.CRISIS),
        ("my girlfriend walked out on me and im upset", "my girlfriend left me, i want to be gone", AlarmKind.CRISIS),
        ("our puppy passed away", "my cat died and now i want to die too", AlarmKind.CRISIS),
        ("the wart looks like its dying", "i look dead and i want to be dead", AlarmKind.CRISIS),
        ("my scalp is dying to breathe", "im dying to be dead", AlarmKind.CRISIS),
        ("se murió mi perrita", "se murió mi perrita y quiero morir", AlarmKind.CRISIS),
        ("mi esposo me dejó", "mi esposo me dejó y no quiero vivir", AlarmKind.CRISIS),
        ("mere pati mujhe chhod gaye", "boyfriend ne chhod diya ab jeena nahi chahti", AlarmKind.CRISIS),
        ("moles that change in pregnancy", "my mole is changing since i got pregnant", AlarmKind.RED_FLAG),
        ("my dog has got a lump on his leg", "my dog scratched my mole and it bleeds", AlarmKind.RED_FLAG),
        ("is it dangerous to leave a bcc untreated", "my untreated bcc bleeds", AlarmKind.RED_FLAG),
        ("does freezing a wart off at the clinic hurt", "can i freeze my mole off at home", AlarmKind.FORBIDDEN),
        ("laser tattoo removal", "can i take my mole off myself with a tattoo laser", AlarmKind.FORBIDDEN),
        ("could my blood pressure pills give me cancer", "can i stop my blood pressure pills", AlarmKind.FORBIDDEN),
        ("my aunt swears by black salve, where can i buy some", "black salve to burn off my mole", AlarmKind.FORBIDDEN),
    ],
)
def test_what_stands_next_to_a_danger_is_told_from_it(
    safety: Safety, harmless: str, danger: str, kind: AlarmKind
) -> None:
    assert safety.check(harmless) is None
    assert _caught(safety.check(danger), kind)


@pytest.mark.parametrize(
    "text", ["im ending radiotherapy a week early", "i will end my treatment soon", "i plan to end immunotherapy"]
)
def test_to_end_a_treatment_is_not_to_end_a_life(safety: Safety, text: str) -> None:
    alarm = safety.check(text)
    assert alarm is None or alarm.topic == "stop-medicine"
    assert _caught(safety.check(f"{text} because i want to die"), AlarmKind.CRISIS)


@pytest.mark.parametrize(
    "text", ["K1LL   my-self!!!", "i w\u00e1nt to d!e", "S U I C I D E", "i don’t want to live", "Sewer-Slide"]
)
def test_sees_through_disguises(safety: Safety, text: str) -> None:
    assert _caught(safety.check(text), AlarmKind.CRISIS)


@pytest.mark.parametrize("kind", AlarmKind)
def test_harmless_talk_around_it_hides_no_danger(safety: Safety, kind: AlarmKind) -> None:
    """Look-alikes are cut out of a text; what is cut too widely would take the danger beside it along."""
    texts = [f"{a}. {b}" for one in PLAIN_DANGER[kind] for two in _benign() for a, b in ((one, two), (two, one))]
    hidden = [text for text in texts if not _caught(safety.check(text), kind)]
    assert not hidden


# --- what is said

DAYS_AND_WEEKS = {"en": ("within days", "two weeks"), "es": ("pocos días", "dos semanas"), "hi": ("दिनों", "दो हफ़्ते")}


@pytest.mark.parametrize("language", sorted(texts_languages()))
def test_a_red_flag_tells_the_soonest_first(language: str) -> None:
    text = texts_in(language)("safety.red_flag")
    days, weeks = DAYS_AND_WEEKS[language]
    assert text.index(days) < text.index(weeks)
    assert len(text.split()) <= 75


@pytest.mark.parametrize("language", sorted(texts_languages()))
def test_who_has_taken_something_reads_the_number_of_the_emergency_first(language: str) -> None:
    text = texts_in(language)("safety.overdose")
    assert 0 < text.index("{emergency}") < text.index("{crisis}")
    assert "{emergency}" in texts_in(language)("safety.crisis")


@pytest.mark.parametrize("country", ["", "AQ"])
def test_numbers_hold_no_words_of_a_language(country: str) -> None:
    """They stand in the texts of every language."""
    said = " ".join(Safety.for_country(country).numbers.values()).replace("findahelpline.com", "")
    assert not re.search(r"[a-z]", said)


# --- nothing is kept


def test_keeps_nothing_of_what_it_reads(
    safety: Safety, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    before = dict(vars(safety))
    alarm = safety.check("i want to die, said by zanzibar-marmalade")
    assert "zanzibar" not in repr(alarm)
    assert {field.name for field in fields(Alarm)} == {"kind", "rule", "topic"}
    assert vars(safety) == before
    assert not caplog.records
    assert capsys.readouterr() == ("", "")


# --- the work is bounded, however hostile the text


def _patterns() -> Iterator[re.Pattern[str]]:
    for group in (group for rules in Words().rules for group in rules.groups):
        yield from group.look_alikes
        for general in group.general:
            yield from (general.opens, general.somebody)
        for rule in group.rules:
            yield from (*rule.says, rule.look_alikes)


def _bare(pattern: re.Pattern[str]) -> str:
    """With words of one letter: `\\S++` takes a whole word and never gives a letter of it back."""
    return pattern.pattern.replace(r"\S++", r"\S")


def test_no_phrase_reaches_without_end() -> None:
    """Each pattern has a longest match, counted in words, so the work at each place of a text is bounded."""
    for pattern in _patterns():
        assert _parser.parse(_bare(pattern)).getwidth()[1] < 400, pattern.pattern


def _most_repeats(parsed: Any) -> int:
    """How often the innermost item may be repeated by the quantifiers around it, multiplied."""
    most = 1
    for operator, argument in parsed:
        match operator:
            case _constants.MAX_REPEAT | _constants.MIN_REPEAT | _constants.POSSESSIVE_REPEAT:
                _, times, inner = argument
                most = max(most, min(int(times), 1000) * _most_repeats(inner))
            case _constants.BRANCH:
                most = max([most, *(_most_repeats(one) for one in argument[1])])
            case _constants.SUBPATTERN:
                most = max(most, _most_repeats(argument[-1]))
    return most


def test_quantifiers_do_not_multiply() -> None:
    """`(a+)+` is what makes a pattern explode; here, an ending of some letters or a gap of some words is the most."""
    for pattern in _patterns():
        assert _most_repeats(_parser.parse(_bare(pattern))) <= 12, pattern.pattern


@pytest.mark.parametrize("kind", AlarmKind)
def test_hostile_texts_cost_in_proportion_to_their_length(safety: Safety, kind: AlarmKind) -> None:
    """A text eight times as long: eight times the work, with room for noise; quadratic matching would take 64 times."""

    def work(length: int) -> float:
        text = (HOSTILE[kind] * length)[:length]
        spent = []
        for _ in range(3):
            start = time.process_time()
            safety.check(text)
            spent.append(time.process_time() - start)
        return min(spent)

    assert work(8000) < 24 * work(1000)


def test_one_endless_word_is_no_more_work_than_many(safety: Safety) -> None:
    assert safety.check("a" * 100_000) is None
    assert safety.check("want" * 25_000) is None


# --- the rules themselves


@pytest.mark.parametrize("language", languages())
def test_rules_are_named_once_and_asks_have_topics(language: str) -> None:
    groups = rules_of(language).groups
    assert tuple(group.kind for group in groups) == GRAVEST_FIRST
    names = [rule.id for group in groups for rule in group.rules]
    assert len(names) == len(set(names))
    for group in groups:
        assert all((rule.topic is not None) == (group.kind is AlarmKind.FORBIDDEN) for rule in group.rules)


@pytest.mark.parametrize("language", languages())
def test_every_list_of_words_is_used(language: str) -> None:
    text = (RULES / f"{language}.yaml").read_text(encoding="utf-8")
    assert [name for name in yaml.safe_load(text)["words"] if f"{{{name}}}" not in text] == []


# --- languages


@pytest.mark.parametrize("language", sorted(texts_languages()))
def test_every_language_that_is_spoken_has_rules(language: str) -> None:
    assert language in languages()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("no quiero vivir más", AlarmKind.CRISIS),
        ("me quiero matar", AlarmKind.CRISIS),
        ("मैं मरना चाहता हूँ", AlarmKind.CRISIS),
        ("मै मरना चाहता हु", AlarmKind.CRISIS),
        ("main marna chahta hoon", AlarmKind.CRISIS),
        ("no puedo respirar", AlarmKind.EMERGENCY),
        ("मुझे साँस नहीं आ रही", AlarmKind.EMERGENCY),
        ("mi lunar sangra", AlarmKind.RED_FLAG),
        ("hello, no quiero vivir más, sorry", AlarmKind.CRISIS),
    ],
)
def test_danger_is_seen_in_whatever_language_it_is_written(safety: Safety, text: str, kind: AlarmKind) -> None:
    assert _caught(safety.check(text), kind)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("मेरा", "मरा"),
        ("मर", "मिर"),
    ],
)
def test_a_vowel_sign_makes_another_word(text: str, other: str) -> None:
    assert plain(text) != plain(other)


@pytest.mark.parametrize(("text", "other"), [("नहीं", "नहि"), ("ज़हर", "जहर"), ("हूँ", "हुं"), ("क्\u200dया", "क्या")])
def test_spellings_of_one_word_are_one(text: str, other: str) -> None:
    assert plain(text) == plain(other)


def test_what_is_harmless_in_one_language_hides_no_danger_in_another(safety: Safety) -> None:
    """Hindi's look-alikes know "cut ... mole"; cut from English too, they would take this one along."""
    text = "it started with picking at my moles and now i cut myself almost every evening"
    assert _caught(safety.check(text), AlarmKind.CRISIS)


@pytest.mark.parametrize(
    ("harmless", "danger"),
    [
        ("eso fue un suicidio político", "solo pienso en el suicidio"),
        ("¿la tasa de suicidios es alta?", "me suicido esta noche"),
        ("fue un suicidio salir sin crema", "soy suicida"),
        ("I rewatched suicide squad", "i feel suicida"),
        ("स्विमिंग पूल में कूदने से दाग पर असर होगा क्या", "पुल पर से कूद जाऊं"),
    ],
)
def test_a_word_that_two_languages_share_is_read_in_each(safety: Safety, harmless: str, danger: str) -> None:
    """English would take "suicidio" for a misspelling, past what Spanish knows to be harmless."""
    assert safety.check(harmless) is None
    assert _caught(safety.check(danger), AlarmKind.CRISIS)
