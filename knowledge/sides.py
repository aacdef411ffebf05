"""What the entry of a condition says itself about a side of it, where no topic tells that."""

from knowledge.entries import Aspect, Condition


def said_by(condition: Condition, aspect: Aspect) -> str | None:
    """The entry's text for a side; None where it has none."""
    match aspect:
        case Aspect.OVERVIEW:
            return condition.plain
        case Aspect.LOOKS:
            return condition.looks
        case Aspect.CONFIRM:
            return condition.confirmation
        case Aspect.TREATMENT:
            return " ".join((*(f"{step.extent}: {step.text}" for step in condition.care), condition.who_treats))
        case Aspect.DANGER:
            return " ".join((*condition.always_say, condition.next_step))
        case Aspect.CAUSE:
            return condition.who
        case Aspect.WHO:
            return condition.who_treats
        case Aspect.NEXT | Aspect.WHEN:
            return condition.next_step
        case _:
            return None
