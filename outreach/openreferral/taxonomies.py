"""The taxonomies of the directory as the API gives them: pure. Ids follow from the codes: they are the same everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID, uuid5

from outreach.directory.rules import Access, Need, Recourse, Standing
from outreach.openreferral.schemas import Taxonomy, TaxonomyTerm
from outreach.partners.rules import Community

NAMESPACE = UUID("5b1c0f6e-8a0d-4f0e-9a57-1d2f2f0f6a10")  # of every id that is derived here and in `assembling`
VERSION = "1"

_TERMS: dict[str, tuple[str, type[StrEnum], dict[StrEnum, str]]] = {
    "need": (
        "What a service is for.",
        Need,
        {
            Need.ADVICE: "Advice",
            Need.ABUSE: "Domestic abuse",
            Need.REFUGE: "Refuge",
            Need.COUNSELLING: "Counselling",
            Need.SEXUAL_ASSAULT: "Rape and sexual assault",
            Need.EXPLOITATION: "Exploitation at work and trafficking",
            Need.IMMIGRATION: "Immigration advice",
            Need.LEGAL: "Legal help",
            Need.INTERPRETER: "Interpreters",
            Need.HEALTH: "Health",
            Need.ESSENTIALS: "Food, money and somewhere to sleep",
            Need.CHILDREN: "Children and young people",
            Need.MEN: "Men",
            Need.LGBT: "LGBT+ people",
            Need.REPORTING: "Third-party reporting centre",
        },
    ),
    "access": (
        "How somebody gets in.",
        Access,
        {
            Access.DROP_IN: "Drop in",
            Access.PHONE: "By telephone",
            Access.APPOINTMENT: "By appointment",
            Access.ONLINE: "Online",
            Access.REFERRAL: "Only when another service refers",
        },
    ),
    "standing": (
        "Who stands behind a service.",
        Standing,
        {
            Standing.INDEPENDENT: "Independent of the police and of the Home Office",
            Standing.PUBLIC: "A council or another public body",
            Standing.CONTRACTOR: "Works for the police or the Home Office",
            Standing.POLICE: "Run by the police",
            Standing.HOME_OFFICE: "Run by the Home Office",
        },
    ),
    "recourse": (
        "Whether somebody with no recourse to public funds can use it.",
        Recourse,
        {
            Recourse.YES: "Open to people with no recourse to public funds",
            Recourse.ASK: "People with no recourse to public funds have to ask first",
            Recourse.NO: "Not open to people with no recourse to public funds",
            Recourse.UNKNOWN: "Not known whether people with no recourse to public funds can use it",
        },
    ),
    "community": (
        "Whom a service is there for, where that is not everybody.",
        Community,
        {
            Community.WOMEN: "Women",
            Community.MEN: "Men",
            Community.CHILDREN: "Children and young people",
            Community.OLDER: "Older people",
            Community.LGBT: "LGBT+ people",
            Community.DISABLED: "Disabled people",
            Community.DEAF: "Deaf people",
            Community.REFUGEES: "Refugees and people seeking asylum",
            Community.WORKERS: "Migrant workers",
            Community.STUDENTS: "International students",
            Community.ROMA: "Roma, Gypsies and Travellers",
            Community.FAITH: "A faith community",
        },
    ),
}
"""By code: what it is, the codes of its terms, and their names. English, whatever language anybody's pages are in."""

_NAMES = {
    "need": "Needs", "access": "Access", "standing": "Independence", "recourse": "No recourse to public funds", "community": "Communities",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """A term, and where its code is kept of a service: `taxonomy` is the code of its taxonomy."""

    taxonomy: str
    code: str
    body: TaxonomyTerm


def derived_id(*parts: object) -> UUID:
    """The id of something that has none of its own, always the same for the same *parts*."""
    return uuid5(NAMESPACE, "/".join(map(str, parts)))


TAXONOMIES: dict[UUID, Taxonomy] = {
    derived_id(code): Taxonomy(id=derived_id(code), name=_NAMES[code], description=about, version=VERSION)
    for code, (about, _codes, _names) in _TERMS.items()
}
CODES: dict[UUID, str] = {derived_id(code): code for code in _TERMS}


def _term(taxonomy: str, code: str, name: str) -> Term:
    about = f"{_NAMES[taxonomy]}: {name}"
    of = derived_id(taxonomy)
    body = TaxonomyTerm(id=derived_id(taxonomy, code), name=name, description=about, taxonomy=_NAMES[taxonomy], taxonomy_id=of, term=code)
    return Term(taxonomy, code, body)


TERMS: dict[UUID, Term] = {
    derived_id(taxonomy, code): _term(taxonomy, code, names[code]) for taxonomy, (_about, codes, names) in _TERMS.items() for code in codes
}
"""Every term by its id, in the order of the taxonomies."""


def term_of(taxonomy: str, code: str) -> TaxonomyTerm:
    return TERMS[derived_id(taxonomy, code)].body


NAMES_OF_NEEDS: dict[str, Need] = {_TERMS["need"][2][need].casefold(): need for need in Need}
"""Needs by their English names, for feeds of others."""
