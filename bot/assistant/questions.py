"""The open question, of the state or else about a photo, with its buttons; asked again after every interruption."""

from bot.assistant.dialogue import Dialogue, Known, State
from bot.assistant.replies import Choice, Reply
from bot.assistant.symptoms import ask


def open_question(dialogue: Dialogue, known: Known) -> Reply | None:
    """What the state asks, then what is asked about a photo, or None when nothing is open."""
    texts = known.texts
    match dialogue.state:
        case State.AGE:
            return Reply(texts("age.ask"), _choices(known, "adult", "age", "yes", "no"))
        case State.CONSENT:
            key = "consent.ask-photo" if dialogue.upload else "consent.ask"
            return Reply(texts(key), consent_choices(known))
        case State.KEEP:
            return Reply(texts("keep.ask"), _choices(known, "keep", "keep", "yes", "no"))
        case State.RESEARCH:
            return Reply(texts("research.ask"), _choices(known, "research", "research", "no", "yes"))
        case State.DELETE:
            held = known.holdings
            text = texts("delete.ask", photos=held.photos, messages=held.messages)
            return Reply(text, _choices(known, "delete", "delete", "all", "photos", "keep"))
        case State.READY:
            return ask(known.asked, texts)
        case State.NEW | State.YOUNG:
            return None


def consent_choices(known: Known) -> tuple[Choice, ...]:
    """Agree, first read what is stored, or use it for questions only."""
    return _choices(known, "consent", "consent", "agree", "stored", "questions")


def menu(known: Known) -> tuple[Choice, ...]:
    """What a person can do when nothing is open."""
    texts = known.texts
    return (
        Choice("menu:photo", texts("menu.photo")),
        Choice("menu:ask", texts("menu.ask")),
        Choice("history:list", texts("menu.history")),
    )


def _choices(known: Known, head: str, section: str, *names: str) -> tuple[Choice, ...]:
    return tuple(Choice(f"{head}:{name}", known.texts(f"{section}.{name}")) for name in names)
