"""Numbers in registers: whatever people type is one org-id, or a clear no."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.partners.identifiers import Fault, Register, WrongNumber, read_number, split_org_id
from outreach.partners.labels import REGISTERS, WRONG_NUMBERS

DIGITS = "0123456789"
CHC, OSCR, NIC, COH = Register


@pytest.mark.parametrize(
    ("register", "typed", "org_id"),
    [
        (CHC, "1141636", "GB-CHC-1141636"),
        (CHC, " 206 244 ", "GB-CHC-206244"),
        (CHC, "GB-CHC-1141636", "GB-CHC-1141636"),
        (OSCR, "sc 051284", "GB-SC-SC051284"),
        (OSCR, "GB-SC-SC051284", "GB-SC-SC051284"),
        (NIC, "100012", "GB-NIC-100012"),
        (NIC, "NIC 100012", "GB-NIC-100012"),
        (COH, "1234567", "GB-COH-01234567"),
        (COH, "sc123456", "GB-COH-SC123456"),
        (COH, "IP12345R", "GB-COH-IP12345R"),
    ],
)
def test_a_number_has_one_spelling(register: Register, typed: str, org_id: str) -> None:
    assert read_number(register, typed) == org_id


@pytest.mark.parametrize(
    ("register", "typed", "fault"),
    [
        (CHC, "", Fault.CHARACTERS),
        (CHC, "12345", Fault.LENGTH),
        (CHC, "12345678", Fault.LENGTH),
        (CHC, "SC051284", Fault.CHARACTERS),
        (CHC, "１１４１６３６", Fault.CHARACTERS),
        (OSCR, "051284", Fault.PREFIX),
        (OSCR, "SC05128", Fault.LENGTH),
        (OSCR, "SC05128X", Fault.CHARACTERS),
        (NIC, "10001", Fault.LENGTH),
        (NIC, "NI100012", Fault.CHARACTERS),
        (COH, "123456789", Fault.LENGTH),
        (COH, "00000000", Fault.CHARACTERS),
        (COH, "ABCDEFGH", Fault.CHARACTERS),
    ],
)
def test_what_is_no_number_is_refused_with_what_is_wrong(register: Register, typed: str, fault: Fault) -> None:
    with pytest.raises(WrongNumber) as refused:
        read_number(register, typed)
    assert refused.value.fault is fault


@given(st.sampled_from(Register), st.text())
def test_whatever_is_typed_is_an_org_id_that_stays_the_same_or_is_refused_in_words(register: Register, typed: str) -> None:
    try:
        org_id = read_number(register, typed)
    except WrongNumber as error:
        refused = error
    else:
        assert_stays(register, org_id)
        return
    assert (refused.register, refused.fault) in WRONG_NUMBERS


def assert_stays(register: Register, org_id: str) -> None:
    assert split_org_id(org_id)[0] is register
    assert read_number(register, org_id) == org_id
    assert read_number(register, split_org_id(org_id)[1]) == org_id


@given(st.sampled_from([CHC, NIC]), st.text(DIGITS, min_size=6, max_size=6), st.text(" -./", max_size=3))
def test_spaces_do_not_count(register: Register, digits: str, space: str) -> None:
    assert read_number(register, space.join(digits)) == f"{register}-{digits}"


def test_each_register_has_a_name() -> None:
    assert set(REGISTERS) == set(Register)
