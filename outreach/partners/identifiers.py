"""Numbers in registers, as org-id writes them (https://org-id.guide): 'GB-CHC-1141636'. A well-formed number is no proof."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Register(StrEnum):
    """The registers that we know, by their org-id list codes."""

    CHARITY_COMMISSION = "GB-CHC"
    OSCR = "GB-SC"
    NORTHERN_IRELAND = "GB-NIC"
    COMPANIES_HOUSE = "GB-COH"


class Fault(StrEnum):
    """What is wrong with a number."""

    CHARACTERS = "characters"
    LENGTH = "length"
    PREFIX = "prefix"


class WrongNumber(ValueError):
    """This is no number of that register."""

    def __init__(self, register: Register, fault: Fault) -> None:
        self.register, self.fault = register, fault
        super().__init__(f"{register}: {fault}")


@dataclass(frozen=True, slots=True)
class _Form:
    """How numbers of a register look: `prefix` is part of them where it `is_kept`, and may be left out where it is not."""

    shape: str
    prefix: str
    is_kept: bool
    least: int
    most: int


_FORMS = {
    Register.CHARITY_COMMISSION: _Form(r"\d{6,7}", "", False, 6, 7),
    Register.OSCR: _Form(r"SC\d{6}", "SC", True, 6, 6),
    Register.NORTHERN_IRELAND: _Form(r"\d{6}", "NIC", False, 6, 6),
}
_COMPANY = re.compile(r"\d{8}|[A-Z]{2}\d{6}|[A-Z]{2}\d{5}[A-Z]")


def read_number(register: Register, typed: str) -> str:
    """The org-id of what somebody *typed* as a number of *register*: spaces, case, and zeros before a company's number do not count.

    Raises WrongNumber, which says what is wrong.
    """
    number = re.sub(r"[\s./-]", "", typed).upper().removeprefix(register.replace("-", ""))
    if not number.isascii() or not number.isalnum():
        raise WrongNumber(register, Fault.CHARACTERS)
    return f"{register}-{_company(number) if register is Register.COMPANIES_HOUSE else _charity(register, number)}"


def split_org_id(org_id: str) -> tuple[Register, str]:
    """Register and number of an org-id. Raises ValueError when it is none of ours."""
    code, _, number = org_id.rpartition("-")
    return Register(code), number


def _charity(register: Register, number: str) -> str:
    form = _FORMS[register]
    digits = number.removeprefix(form.prefix)
    if not digits.isdigit():
        raise WrongNumber(register, Fault.CHARACTERS)
    if not form.least <= len(digits) <= form.most:
        raise WrongNumber(register, Fault.LENGTH)
    if form.is_kept and number == digits:
        raise WrongNumber(register, Fault.PREFIX)
    return f"{form.prefix}{digits}" if form.is_kept else digits


def _company(number: str) -> str:
    number = number.zfill(8) if number.isdigit() else number
    if len(number) != 8:
        raise WrongNumber(Register.COMPANIES_HOUSE, Fault.LENGTH)
    if not _COMPANY.fullmatch(number) or number == "0" * 8:
        raise WrongNumber(Register.COMPANIES_HOUSE, Fault.CHARACTERS)
    return number
