"""What an answer changed, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import LazyString

from outreach.partners.labels import FIELDS
from outreach.partners.profile import read_profile
from outreach.partners.sections import describe
from outreach.vetting.models import Question


@dataclass(frozen=True, slots=True)
class Changed:
    """A field that is different, line by line before and after."""

    label: LazyString
    before: Sequence[str]
    after: Sequence[str]


def differences_of(question: Question) -> list[Changed]:
    """What the answer to a question changed, in the order of the registration."""
    if not question.before or not question.after:
        return []
    before, after = read_profile(question.before), read_profile(question.after)
    return [
        Changed(FIELDS[name], describe(name, getattr(before, name)), describe(name, getattr(after, name)))
        for name in FIELDS
        if name in question.after
    ]
