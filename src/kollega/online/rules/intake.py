"""Questions that are asked when a service is booked, and whether the answers fit them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from kollega.kernel.errors import N_
from kollega.online.enums import AnswerKind

MOST_QUESTIONS = 8
LONGEST_LABEL = 200
MOST_CHOICES = 12
LONGEST = {AnswerKind.TEXT: 200, AnswerKind.LONG_TEXT: 2000}
SCALE = tuple(str(number) for number in range(11))
LABEL_WRONG = N_("Write a question of at most 200 characters.")
CHOICES_WRONG = N_("Enter two to twelve different choices, one on each line.")
TOO_MANY = N_("Ask at most eight questions.")
MISSING = N_("Answer this question.")
TOO_LONG = N_("Write a shorter answer.")
NOT_OFFERED = N_("Choose one of the answers.")


@dataclass(frozen=True, slots=True)
class Question:
    """One question in the practice's own words; `choices` only for that kind."""

    kind: AnswerKind
    label: str
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    label: str
    text: str
    kind: AnswerKind


def form_faults(questions: Sequence[Question]) -> dict[str, str]:
    """Return what is wrong, by `questions` or `questions.<number>`."""
    wrong: dict[str, str] = {}
    if len(questions) > MOST_QUESTIONS:
        wrong["questions"] = TOO_MANY
    for number, question in enumerate(questions):
        if not 0 < len(question.label.strip()) <= LONGEST_LABEL:
            wrong[f"questions.{number}"] = LABEL_WRONG
        elif question.kind is AnswerKind.CHOICE and not _choices_fit(question.choices):
            wrong[f"questions.{number}"] = CHOICES_WRONG
    return wrong


def _choices_fit(choices: Sequence[str]) -> bool:
    return 2 <= len(set(choices)) == len(choices) <= MOST_CHOICES and all(0 < len(c) <= LONGEST_LABEL for c in choices)


def checked_answers(questions: Sequence[Question], given: Mapping[str, str]) -> tuple[list[Answer], dict[str, str]]:
    """Return the answers that were given, and faults by the number of the question, as text."""
    answers, wrong = [], {}
    for number, question in enumerate(questions):
        text = given.get(str(number), "").strip()
        fault = _fault(question, text)
        if fault:
            wrong[str(number)] = fault
        elif text:
            answers.append(Answer(question.label, text, question.kind))
    return answers, wrong


def _fault(question: Question, text: str) -> str:
    if not text:
        return MISSING if question.required else ""
    if question.kind is AnswerKind.CHOICE:
        return "" if text in question.choices else NOT_OFFERED
    if question.kind is AnswerKind.SCALE:
        return "" if text in SCALE else NOT_OFFERED
    if question.kind is AnswerKind.YES_NO:
        return "" if text in {"yes", "no"} else NOT_OFFERED
    return TOO_LONG if len(text) > LONGEST[question.kind] else ""


def stored(questions: Sequence[Question]) -> list[dict[str, Any]]:
    return [asdict(question) for question in questions]


def read(rows: Sequence[Mapping[str, Any]]) -> tuple[Question, ...]:
    return tuple(
        Question(AnswerKind(row["kind"]), str(row["label"]), bool(row["required"]), tuple(row["choices"]))
        for row in rows
    )


def answers_context(booking_id: UUID) -> bytes:
    """What binds sealed answers to their booking."""
    return b"online answers|" + booking_id.bytes
