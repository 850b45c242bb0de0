"""The forms of the sections of a profile: one for each, for whoever fills it in (registration, answers to requests, edits).

A form is made by its `sections.Section`, which knows how it is filled with a profile and what it says of one.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _

from outreach.accounts.access import current_config
from outreach.accounts.rules import is_home_office
from outreach.core.areas import AREAS
from outreach.core.case_details import find_person
from outreach.core.dates import LONDON
from outreach.partners.fields import Numbers, SaidLine, SaidNote, Tongues, Website, name_text
from outreach.partners.labels import ADVICE_LEVELS, COMMUNITIES, FIELDS, KINDS, REGULATORS, TIES
from outreach.partners.profile import Profile
from outreach.partners.rules import Regulator
from outreach.web.choices import Checkboxes, Radios, Select, Tick
from outreach.web.fields import Email, Telephone, Text
from outreach.web.forms import Form
from outreach.web.moments import Day
from outreach.web.notes import Line, Note

YES, NO, NONE = "yes", "no", "none"
SOMEWHERE, EVERYWHERE = "areas", "everywhere"


class SectionFields(Form):
    """What the forms of sections share. `says` are the fields of the profile that a section says."""

    says: ClassVar[tuple[str, ...]]

    @classmethod
    def data_of(cls, profile: Profile, *, is_answered: bool) -> dict[str, Any]:  # noqa: ARG003 - for those that have to know
        """What the fields show of *profile*. Where the section has never been answered, nothing is chosen beforehand."""
        return {name: getattr(profile, name) for name in cls.says}

    def told(self) -> dict[str, Any]:
        """What a form that was right says, by the fields of the profile."""
        return {name: self[name].data if name in self else None for name in self.says}


class OrganisationFields(SectionFields):
    says = ("name", "other_name", "kind", "about")

    name = Text(FIELDS["name"], missing=_("Enter the name of your organisation"), longest=160)
    other_name = Text(
        FIELDS["other_name"], longest=160, hint=_("Such as short letters, or the name in Welsh. Leave this empty if there is none.")
    )
    kind = Radios(FIELDS["kind"], choices=[*KINDS.items()], missing=_("Choose what kind of organisation you are"))
    about = Note(
        FIELDS["about"],
        missing=_("Say in a few words what you do"),
        longest=600,
        hint=_("Two or three plain sentences, for somebody who has never heard of you."),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        text = self.about.typed
        for own in filter(None, (self.name.data, self.other_name.data)):
            text = text.replace(own, "")
        if found := find_person(text):
            self.refuse(self.about, name_text(found))
        return not self.errors


class ReachFields(SectionFields):
    says = ("website", "email", "telephone")

    website = Website(FIELDS["website"], longest=300)
    email = Email(
        FIELDS["email"], hint=_("One that several of you read. Leave this empty if you want no mail from people whom you do not know.")
    )
    telephone = Telephone(FIELDS["telephone"])


class NumberFields(SectionFields):
    says = ("identifiers",)

    identifiers = Numbers(FIELDS["identifiers"], hint=_("One row for each register that you are in. To take a number out, empty its row."))
    has_none = Tick(_("We are in none of these registers"))

    @classmethod
    def data_of(cls, profile: Profile, *, is_answered: bool) -> dict[str, Any]:
        return {"identifiers": profile.identifiers, "has_none": is_answered and not profile.identifiers}

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if self.identifiers.data and self.has_none.data:
            self.refuse(self.has_none, _("Take the numbers out, or say that you have some"))
        elif not self.identifiers.data and not self.has_none.data:
            self.refuse(self.identifiers, _("Enter a number, or tick that you are in none of these registers"))
        return not self.errors


class AreaFields(SectionFields):
    says = ("is_national", "areas")

    where = Radios(
        _("Where you work"),
        choices=[(SOMEWHERE, _("In some police force areas")), (EVERYWHERE, FIELDS["is_national"])],
        missing=_("Choose where you work"),
    )
    areas = Checkboxes(
        FIELDS["areas"],
        choices=[(slug, area.name) for slug, area in AREAS.items()],
        only_if=("where", SOMEWHERE),
        missing=_("Choose at least one police force area"),
    )

    @classmethod
    def data_of(cls, profile: Profile, *, is_answered: bool) -> dict[str, Any]:
        where = EVERYWHERE if profile.is_national else SOMEWHERE
        return {"where": where if is_answered else None, "areas": profile.areas}

    def told(self) -> dict[str, Any]:
        return {"is_national": self.where.data == EVERYWHERE, "areas": self.areas.data}


class LanguageFields(SectionFields):
    says = ("languages", "other_languages")

    languages = Tongues(
        FIELDS["languages"],
        missing=_("Choose at least one language"),
        hint=_("Those in which somebody can really talk to you, yourselves or with an interpreter whom you bring."),
    )
    other_languages = SaidLine(FIELDS["other_languages"], longest=200, hint=_("Those that are not in the list."))


class CommunityFields(SectionFields):
    says = ("communities", "other_communities")

    communities = Checkboxes(
        FIELDS["communities"],
        choices=[*COMMUNITIES.items()],
        hint=_("Whom you are there for above all. Leave everything empty if you are there for everybody."),
    )
    other_communities = SaidLine(
        FIELDS["other_communities"],
        longest=200,
        hint=_("As their members call them, such as: Sudanese families in Cardiff."),
    )


class ContactFields(SectionFields):
    says = ("contact_name", "contact_role", "contact_email", "contact_telephone")

    contact_name = Text(FIELDS["contact_name"], missing=_("Enter the name of the person whom we can ask"), longest=120, autocomplete="name")
    contact_role = Text(
        FIELDS["contact_role"],
        missing=_("Enter what this person is in your organisation"),
        longest=120,
        hint=_("Such as manager, trustee, volunteer."),
    )
    contact_email = Email(FIELDS["contact_email"], missing=_("Enter the email address of the person whom we can ask"), autocomplete="email")
    contact_telephone = Telephone(FIELDS["contact_telephone"], autocomplete="tel")

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if is_home_office(self.contact_email.data):
            self.refuse(self.contact_email, _("Enter another address: nobody at the Home Office can have an account here"))
        return not self.errors


class SafeguardingFields(SectionFields):
    says = ("safeguarding_lead", "safeguarding_reviewed_on")

    safeguarding_lead = Text(FIELDS["safeguarding_lead"], missing=_("Enter who leads on safeguarding"), longest=120)
    safeguarding_reviewed_on = Day(
        FIELDS["safeguarding_reviewed_on"], hint=_("Leave this empty if you have no written policy yet. We will talk about it with you.")
    )

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if self.safeguarding_reviewed_on.data and self.safeguarding_reviewed_on.data > today():
            self.refuse(self.safeguarding_reviewed_on, _("Enter a day that is not in the future"))
        return not self.errors


class InsuranceFields(SectionFields):
    says = ("insurer", "insured_until")

    insurer = Text(FIELDS["insurer"], longest=160, hint=_("Of your public liability insurance. Leave both empty if you have none."))
    insured_until = Day(FIELDS["insured_until"])

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if self.insurer.data and not self.insured_until.data:
            self.refuse(self.insured_until, _("Enter the day on which your insurance ends"))
        elif self.insured_until.data and not self.insurer.data:
            self.refuse(self.insurer, _("Enter the name of your insurer"))
        elif self.insured_until.data and self.insured_until.data < today():
            self.refuse(self.insured_until, _("This day has passed. Enter the end of the insurance that you have now, or leave both empty"))
        return not self.errors


class AdviceFields(SectionFields):
    says = ("gives_advice", "regulator", "adviser_number", "advice_level")

    gives_advice = Radios(
        _("Do you give immigration advice?"),
        choices=[(YES, _("Yes")), (NO, _("No"))],
        missing=_("Choose whether you give immigration advice"),
    )
    regulator = Select(
        FIELDS["regulator"],
        choices=[*REGULATORS.items()],
        only_if=("gives_advice", YES),
        missing=_("Choose who regulates those who advise"),
        hint=_("Solicitors in England and Wales: the SRA. In Scotland and Northern Ireland: the Law Society there."),
    )
    adviser_number = Line(
        FIELDS["adviser_number"],
        longest=120,
        only_if=("gives_advice", YES),
        hint=_("Where there is none, the name of your firm as it stands in the register. If you are exempt, the name of the order."),
    )
    advice_level = Select(
        FIELDS["advice_level"],
        choices=[(str(level), label) for level, label in ADVICE_LEVELS.items()],
        only_if=("gives_advice", YES),
        convert=int,
        hint=_("Only for those whom the Immigration Advice Authority has registered."),
    )

    @classmethod
    def data_of(cls, profile: Profile, *, is_answered: bool) -> dict[str, Any]:
        said = YES if profile.gives_advice else NO
        return super().data_of(profile, is_answered=is_answered) | {"gives_advice": said if is_answered else None}

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if self.gives_advice.data == YES and not self.adviser_number.data:
            exempt, missing = _("Enter the name of the order that exempts you"), _("Enter your number with the regulator")
            self.refuse(self.adviser_number, exempt if self.regulator.data == Regulator.EXEMPT else missing)
        if self.regulator.data == Regulator.IAA and not self.advice_level.data:
            self.refuse(self.advice_level, _("Choose the level for which you are registered"))
        return not self.errors

    def told(self) -> dict[str, Any]:
        level = self.advice_level.data if self.regulator.data == Regulator.IAA else None
        return super().told() | {"gives_advice": self.gives_advice.data == YES, "advice_level": level}


class TieFields(SectionFields):
    says = ("ties", "ties_note")

    ties = Checkboxes(
        FIELDS["ties"],
        choices=[*TIES.items(), (NONE, _("None of these"))],
        missing=_("Choose what is so, or “None of these”"),
        hint=_("Readers are told. Nothing of it is a reason to refuse you."),
    )
    ties_note = SaidNote(FIELDS["ties_note"], longest=400, rows=3, hint=_("For those who look at your registration only."))

    @classmethod
    def data_of(cls, profile: Profile, *, is_answered: bool) -> dict[str, Any]:
        return {"ties": profile.ties or ([NONE] if is_answered else []), "ties_note": profile.ties_note}

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if NONE in self.ties.data and len(self.ties.data) > 1:
            self.refuse(self.ties, _("Choose what is so, or “None of these”, not both"))
        return not self.errors

    def told(self) -> dict[str, Any]:
        return {"ties": [tie for tie in self.ties.data if tie != NONE], "ties_note": self.ties_note.data}


def today() -> date:
    return current_config().clock().astimezone(LONDON).date()
