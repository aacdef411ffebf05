"""How a result and an answer become bubbles: what to do first, then how sure, then what was seen."""

from collections.abc import Mapping
from dataclasses import replace

from bot.assistant.replies import Choice, Citation, Drawing, Reply
from bot.assistant.result import ResultPage, Treatment
from bot.assistant.texts import Texts
from knowledge.chatbot import Answer


def slot_of(photo: str, *, answered: bool = False) -> str:
    """The slot in which "received", "looking" and the result of a photo replace one another.

    After questions the result has a slot of its own, so that it stands at the end of the talk and not above them.
    """
    return f"result:{photo}" if answered else f"photo:{photo}"


def tell_result(page: ResultPage, texts: Texts) -> Reply:
    """The bubble of a result, gravest part first; reasons stand in for names when it was not assessed."""
    named = " ".join(texts("result.named", words=like.words, name=like.name, plain=like.plain) for like in page.likely)
    parts = (f"**{page.headline}**", *page.reasons, page.do_now, page.sureness, page.answers_say, named, page.not_this)
    return Reply(
        "\n".join(part for part in parts if part),
        _result_choices(page, texts),
        slot=slot_of(page.photo),
        photo=page.photo,
        level=page.level,
        drawing=Drawing.OUTLINE if page.outline else None,
        caption=texts("result.outline-note") if page.outline else "",
    )


def tell_why(page: ResultPage, texts: Texts) -> tuple[Reply, ...]:
    """What the photo shows, what is beyond a photo, and how sure; then what the outline measures."""
    parts = (page.photo_says, page.sureness, page.answers_say, page.cannot_see, *page.reasons)
    why = _with_heat(Reply("\n".join(part for part in parts if part), photo=page.photo), page, texts)
    if not page.shape_says:
        return (why,)
    measured = (texts("shape.lead"), *(f"- {one}" for one in page.shape_says), texts("shape.limit"))
    return why, Reply("\n".join(measured), photo=page.photo)


def tell_treatments(page: ResultPage, texts: Texts) -> tuple[Reply, ...]:
    """One bubble a condition, or the reason why none is named."""
    if not page.treatments:
        return (Reply(texts("result.no-treatment")),)
    return tuple(_tell_treatment(treatment, texts) for treatment in page.treatments)


def tell_doctor(page: ResultPage, texts: Texts) -> Reply:
    """What to have ready at the visit."""
    return Reply("\n".join((texts("result.tell"), *(f"- {line}" for line in page.tell_doctor))))


def tell_history(pages: tuple[ResultPage, ...], texts: Texts) -> Reply:
    """The last results, newest first, each a button that shows it again."""
    if not pages:
        return Reply(texts("history.none"), (Choice("menu:photo", texts("menu.photo")),))
    lines = [texts("history.line", date=texts.day(page.created_at.date()), words=page.words) for page in pages]
    choices = tuple(Choice(f"show:{page.photo}", line) for page, line in zip(pages, lines, strict=True))
    return Reply("\n".join((texts("history.head"), *lines)), choices)


def tell_answer(answer: Answer, numbers: Mapping[str, str]) -> Reply:
    """An answer of the chatbot with its sources, and neighbouring topics as buttons."""
    return Reply(
        fill(answer.text, numbers),
        tuple(Choice(f"topic:{one.topic}", one.label) for one in answer.suggestions),
        tuple(Citation(source.title, source.year, source.url) for source in answer.sources),
    )


def fill(text: str, numbers: Mapping[str, str]) -> str:
    """Put the country's helplines where a text says {emergency} or {crisis}."""
    for name, number in numbers.items():
        text = text.replace(f"{{{name}}}", number)
    return text


def _with_heat(reply: Reply, page: ResultPage, texts: Texts) -> Reply:
    if not page.heat or not page.likely:
        return reply
    caption = texts("result.heat-note", name=page.likely[0].name)
    return replace(reply, drawing=Drawing.HEAT, caption=caption)


def _tell_treatment(treatment: Treatment, texts: Texts) -> Reply:
    care = " ".join(texts("result.care", extent=extent, text=text) for extent, text in treatment.care)
    text = texts("result.treatment", name=treatment.name, care=care)
    return Reply(f"{text} {texts('result.treatment-end')}", citations=treatment.citations)


def _result_choices(page: ResultPage, texts: Texts) -> tuple[Choice, ...]:
    if page.level is None:
        return (Choice("menu:photo", texts("result.how")), Choice("menu:again", texts("result.again")))
    return (
        Choice(f"why:{page.photo}", texts("result.why")),
        Choice(f"treat:{page.photo}", texts("result.treat")),
        Choice(f"tell:{page.photo}", texts("result.doctor")),
    )
