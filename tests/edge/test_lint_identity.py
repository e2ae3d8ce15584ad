from typing import Any

import pytest

from edge_studio.edge.lint import LintContext, Severity
from tests.edge.linting import ECID, HASH, SIGNED_IN, V1, V2, check, mended, rules, the, with_identities

PERSON = {"id": HASH, "primary": True}


def test_a_well_formed_map_has_no_problems() -> None:
    body = with_identities(Email_LC_SHA256=[PERSON], ECID=[{"id": ECID, "authenticatedState": "ambiguous"}])
    assert check(body) == []
    assert check(body, SIGNED_IN) == []


@pytest.mark.parametrize(
    ("identity_map", "pointer"),
    [
        ([], ""),
        ({"ECID": 3}, "/ECID"),
        ({"ECID": [3]}, "/ECID/0"),
        ({"CRMID": [{"id": True}]}, "/CRMID/0/id"),
        ({"CRMID": [{"id": "c", "authenticatedState": 3}]}, "/CRMID/0/authenticatedState"),
        ({"CRMID": [{"id": "c", "authenticatedState": "maybe"}]}, "/CRMID/0/authenticatedState"),
    ],
)
def test_a_malformed_map_is_an_error_that_would_be_refused(identity_map: Any, pointer: str) -> None:
    body = {"event": {"xdm": {"identityMap": identity_map}}}
    [problem] = [p for p in check(body) if p.rule == "shape"]
    assert problem.severity is Severity.ERROR
    assert problem.code == "EXEG-0102-400"
    assert problem.pointer == f"/event/xdm/identityMap{pointer}"


@pytest.mark.parametrize(
    ("identity_map", "after"),
    [
        ({"CRMID": "c-1"}, {"CRMID": [{"id": "c-1"}]}),
        ({"CRMID": {"id": "c-1"}}, {"CRMID": [{"id": "c-1"}]}),
        ({"CRMID": ["c-1"]}, {"CRMID": [{"id": "c-1"}]}),
        ({"CRMID": [{"id": 7163309881222824984}]}, {"CRMID": [{"id": "7163309881222824984"}]}),
        (
            {"CRMID": [{"id": "c", "authenticatedState": "LOGGEDOUT"}]},
            {"CRMID": [{"id": "c", "authenticatedState": "loggedOut"}]},
        ),
        ({"CRMID": [{"id": "c", "primary": "true"}]}, {"CRMID": [{"id": "c", "primary": True}]}),
        ({"CRMID": [{"id": "c", "primary": "False"}]}, {"CRMID": [{"id": "c", "primary": False}]}),
    ],
)
def test_what_is_certainly_meant_is_mended(identity_map: Any, after: Any) -> None:
    assert mended("shape", with_identities(**identity_map)) == with_identities(**after)


def test_primary_as_text_is_a_warning_and_counts_as_primary() -> None:
    body = with_identities(CRMID=[{"id": "c", "primary": "true"}])
    assert [(p.rule, p.severity) for p in check(body, SIGNED_IN)] == [("shape", Severity.WARNING)]


@pytest.mark.parametrize("item", [{}, {"id": ""}, {"id": "  "}])
def test_an_identity_without_an_id_is_an_error(item: Any) -> None:
    problem = the("identity.id", with_identities(CRMID=[{**item, "primary": True}]))
    assert problem.code == "EXEG-0305-400"
    assert problem.pointer == "/event/xdm/identityMap/CRMID/0/id"


@pytest.mark.parametrize("id_", ["null", "Anonymous", "invalid", "undefined"])
def test_a_placeholder_is_no_id(id_: str) -> None:
    problem = the("identity.meaningless", with_identities(CRMID=[{"id": id_, "primary": True}]))
    assert problem.severity is Severity.WARNING


def test_blanks_around_an_id_are_removed() -> None:
    before = with_identities(CRMID=[{"id": " c-1 ", "primary": True}])
    assert mended("identity.blanks", before) == with_identities(CRMID=[{"id": "c-1", "primary": True}])


def test_an_id_has_at_most_1024_characters() -> None:
    assert rules(with_identities(CRMID=[{"id": "c" * 1024, "primary": True}])) == []
    assert rules(with_identities(CRMID=[{"id": "c" * 1025, "primary": True}])) == ["identity.length"]


@pytest.mark.parametrize("id_", [ECID[:-1], ECID + "0", "x" + ECID[1:], "18"])
def test_an_ecid_must_have_38_digits(id_: str) -> None:
    problem = the("identity.form", with_identities(ECID=[{"id": id_}]))
    assert problem.severity is Severity.ERROR
    assert problem.code == "EXEG-0305-400"
    assert "38 digits" in problem.message


def test_an_fpid_must_be_a_random_uuid() -> None:
    problem = the("identity.form", with_identities(FPID=[{"id": "7f1c9a52-3b64-12d3-a456-5e2f8b7d6a30"}]))
    assert problem.code == "EXEG-0308-400"
    assert rules(with_identities(FPID=[{"id": "7f1c9a52-3b64-4d0e-9c1a-5e2f8b7d6a30"}])) == []


@pytest.mark.parametrize("code", ["Email_LC_SHA256", "Phone_SHA256", "Phone_SHA256_E.164"])
def test_a_hash_in_capitals_is_written_in_lower_case(code: str) -> None:
    before = with_identities(**{code: [{"id": HASH.upper(), "primary": True}]})
    assert the("identity.form", before).severity is Severity.ERROR
    assert mended("identity.form", before) == with_identities(**{code: [PERSON]})


@pytest.mark.parametrize(
    ("id_", "words"),
    [
        ("jane.doe@example.com", "an e-mail address that was not hashed"),
        ("+1 (555) 123-4567", "a telephone number that was not hashed"),
        (HASH[:-1], "63 characters"),
        ("g" * 64, "is not a SHA-256 hash"),
    ],
)
def test_what_is_not_a_hash_is_told_without_showing_it(id_: str, words: str) -> None:
    problem = the("identity.form", with_identities(Email_LC_SHA256=[{"id": id_, "primary": True}]))
    assert problem.severity is Severity.ERROR
    assert words in problem.message
    assert id_ not in problem.message + problem.advice
    assert problem.fix is None


def test_a_hash_in_a_namespace_for_plain_text_is_probably_in_the_wrong_one() -> None:
    problem = the("identity.form", with_identities(Email=[PERSON]))
    assert problem.severity is Severity.WARNING
    assert "looks like a hash" in problem.message


def test_an_address_is_written_in_lower_case() -> None:
    before = with_identities(Email=[{"id": "Jane@Example.com", "primary": True}])
    assert mended("identity.form", before) == with_identities(
        Email=[{"id": "jane@example.com", "primary": True}]
    )


def test_a_namespace_in_other_capitals_is_renamed() -> None:
    before = with_identities(ecid=[{"id": ECID}], CRMID=[{"id": "c", "primary": True}])
    problem = the("identity.namespace", before)
    assert (problem.severity, problem.code) == (Severity.WARNING, "EXEG-0013-422")
    after = with_identities(ECID=[{"id": ECID}], CRMID=[{"id": "c", "primary": True}])
    assert mended("identity.namespace", before) == after


def test_a_namespace_is_not_renamed_onto_another() -> None:
    assert the("identity.namespace", with_identities(ecid=[{"id": ECID}], ECID=[{"id": ECID}])).fix is None


def test_a_namespace_of_ones_own_is_accepted() -> None:
    assert rules(with_identities(ShopCustomer=[{"id": "c", "primary": True}])) == []


def test_a_namespace_without_a_name_is_an_error() -> None:
    assert the("identity.namespace", with_identities(**{"": [PERSON]})).severity is Severity.ERROR


def test_an_empty_namespace_is_removed() -> None:
    before = with_identities(CRMID=[], ECID=[{"id": ECID}])
    assert mended("identity.empty", before) == with_identities(ECID=[{"id": ECID}])


def test_at_most_20_identities_fit_in_an_event() -> None:
    many = [{"id": f"c-{number}", "primary": number == 0} for number in range(21)]
    assert rules(with_identities(CRMID=many)) == ["identity.count"]
    assert rules(with_identities(CRMID=many[:20])) == []


def test_no_primary_is_an_error_where_the_server_authenticates() -> None:
    body = with_identities(ECID=[{"id": ECID}], Email_LC_SHA256=[{"id": HASH}])
    problem = the("identity.primary", body, SIGNED_IN)
    assert (problem.severity, problem.code) == (Severity.ERROR, "EXEG-0306-400")
    assert the("identity.primary", body, V2).severity is Severity.WARNING


@pytest.mark.parametrize("context", [V2, V1])
def test_an_anonymous_visitor_needs_no_primary(context: LintContext) -> None:
    xdm = {"identityMap": {"ECID": [{"id": ECID}]}}
    body = {"event": {"xdm": xdm}} if context is V2 else {"events": [{"xdm": xdm}]}
    assert "identity.primary" not in rules(body, context)


def test_on_v1_the_ecid_is_primary_where_nothing_else_is() -> None:
    assert "identity.primary" not in rules(
        {"events": [{"xdm": {"identityMap": {"CRMID": [{"id": "c"}]}}}]}, V1
    )


def test_the_only_person_is_made_primary() -> None:
    before = with_identities(ECID=[{"id": ECID}], CRMID=[{"id": "c"}])
    after = with_identities(ECID=[{"id": ECID}], CRMID=[{"id": "c", "primary": True}])
    assert mended("identity.primary", before, SIGNED_IN) == after


def test_the_only_identity_is_made_primary() -> None:
    before = with_identities(ECID=[{"id": ECID, "primary": False}])
    after = with_identities(ECID=[{"id": ECID, "primary": True}])
    assert mended("identity.primary", before, SIGNED_IN) == after


def test_who_is_primary_among_several_people_is_left_to_the_person() -> None:
    body = with_identities(CRMID=[{"id": "a"}, {"id": "b"}])
    assert the("identity.primary", body, SIGNED_IN).fix is None


def test_of_several_primaries_the_first_person_is_kept() -> None:
    before = with_identities(
        ECID=[{"id": ECID, "primary": True}],
        CRMID=[{"id": "a", "primary": True}, {"id": "b", "primary": True}],
    )
    after = with_identities(
        ECID=[{"id": ECID, "primary": False}],
        CRMID=[{"id": "a", "primary": True}, {"id": "b", "primary": False}],
    )
    problem = the("identity.primary", before)
    assert problem.severity is Severity.WARNING
    assert problem.fix is not None
    assert problem.fix.label == "Keep only the first CRMID"
    assert the("identity.primary", before, SIGNED_IN).severity is Severity.ERROR
    assert mended("identity.primary", before) == after


def test_a_known_person_goes_before_the_device() -> None:
    before = with_identities(ECID=[{"id": ECID, "primary": True}], CRMID=[{"id": "a"}])
    after = with_identities(ECID=[{"id": ECID, "primary": False}], CRMID=[{"id": "a", "primary": True}])
    assert the("identity.device-primary", before).severity is Severity.WARNING
    assert mended("identity.device-primary", before) == after


def test_a_person_who_signed_out_does_not_go_before_the_device() -> None:
    body = with_identities(
        ECID=[{"id": ECID, "primary": True}], CRMID=[{"id": "a", "authenticatedState": "loggedOut"}]
    )
    assert rules(body) == []


def test_no_message_shows_an_id() -> None:
    body = with_identities(
        ECID=[{"id": "s3cret-1", "primary": True}, "s3cret-2"],
        Email_LC_SHA256=[{"id": "s3cret-3@example.com", "primary": True}],
        Email=[{"id": "S3CRET-4@example.com "}],
        CRMID="s3cret-5",
    )
    found = check(body, SIGNED_IN)
    assert len(found) >= 6
    for problem in found:
        label = problem.fix.label if problem.fix else ""
        assert "s3cret" not in f"{problem.message} {problem.advice} {label}".lower()
