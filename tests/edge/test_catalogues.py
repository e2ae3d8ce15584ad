import hashlib
import re

import pytest

from edge_studio.edge import errors, event_types, namespaces


def test_each_event_type_is_listed_once_with_a_label_of_its_own() -> None:
    known = event_types.all_event_types()
    assert len({event_type.value for event_type in known}) == len(known)
    assert len({event_type.label for event_type in known}) == len(known)
    assert sum(event_type.status == "standard" for event_type in known) == 88


def test_the_specifications_event_type_is_a_page_view() -> None:
    assert event_types.label("web.webpagedetails.pageViews") == "Page view"
    assert event_types.label("user.login") == "user.login"


def test_an_event_type_in_other_capitals_is_recognised() -> None:
    assert event_types.standard_spelling("web.webPageDetails.pageViews") == "web.webpagedetails.pageViews"
    assert event_types.standard_spelling("web.webInteraction.linkClicks") == "web.webinteraction.linkClicks"
    assert event_types.standard_spelling("web.webpagedetails.pageViews") is None
    assert event_types.standard_spelling("user.login") is None


def test_each_namespace_is_listed_once_and_its_pattern_has_a_severity_and_words() -> None:
    known = namespaces.all_namespaces()
    assert len({namespace.code for namespace in known}) == len(known)
    for namespace in known:
        assert bool(namespace.pattern) == bool(namespace.severity) == bool(namespace.shape)
        re.compile(namespace.pattern)


@pytest.mark.parametrize(
    ("code", "id_", "fits"),
    [
        ("ECID", "2" * 38, True),
        ("ECID", "2" * 37, False),
        ("ECID", "2" * 38 + "\n", False),
        ("ECID", "٢" * 38, False),
        ("FPID", "7f1c9a52-3b64-4d0e-9c1a-5e2f8b7d6a30", True),
        ("FPID", "7f1c9a52-3b64-12d3-a456-5e2f8b7d6a30", False),
        ("Email_LC_SHA256", hashlib.sha256(b"me@gmail.com").hexdigest(), True),
        ("Email_LC_SHA256", hashlib.sha256(b"me@gmail.com").hexdigest().upper(), False),
        ("Email", "jane.doe@example.com", True),
        ("Email", "Jane.Doe@example.com", False),
        ("Phone_E.164", "+15551234567", True),
        ("Phone_E.164", "0555 1234567", False),
        ("CRMID", "anything", True),
    ],
)
def test_a_namespace_knows_the_form_of_its_ids(code: str, id_: str, fits: bool) -> None:
    namespace = namespaces.find(code)
    assert namespace is not None
    assert namespace.accepts(id_) is fits


def test_a_namespace_in_other_capitals_is_recognised_and_others_are_left_alone() -> None:
    similar = namespaces.similar("email_lc_sha256")
    assert similar is not None
    assert similar.code == "Email_LC_SHA256"
    assert namespaces.similar("Email_LC_SHA256") is None
    assert namespaces.similar("ShopCustomer") is None


def test_devices_and_people_are_told_apart() -> None:
    assert namespaces.is_device("ECID")
    assert namespaces.is_device("FPID")
    assert not namespaces.is_device("Email_LC_SHA256")
    assert not namespaces.is_device("ShopCustomer")


def test_every_explanation_says_something() -> None:
    for explanation in errors.all_explanations():
        assert errors.code_of(explanation.code) == explanation.code
        assert explanation.title
        assert explanation.meaning.endswith(".")
        assert explanation.remedy.endswith(".")
        assert explanation.retry in {"yes", "no", "maybe", "conditional", "not needed"}


@pytest.mark.parametrize(
    "spelling",
    ["https://ns.adobe.com/aep/errors/EXEG-0306-400", "EXEG-0306-400", "exeg-0306-400", "0306-400"],
)
def test_a_code_is_explained_in_each_of_its_spellings(spelling: str) -> None:
    explanation = errors.explain(spelling)
    assert explanation is not None
    assert explanation.code == "EXEG-0306-400"
    assert explanation.title == "No primary identity"


def test_the_media_services_codes_are_explained() -> None:
    explanation = errors.explain("https://ns.adobe.com/aep/errors/va-edge-0404-404")
    assert explanation is not None
    assert explanation.code == "va-edge-0404-404"


def test_a_known_number_with_another_status_is_explained_by_its_number() -> None:
    explanation = errors.explain("EXEG-0201-408")
    assert explanation is not None
    assert explanation.code == "EXEG-0201-408"
    assert explanation.title == "A service is unavailable"


@pytest.mark.parametrize("text", ["", "global", "EXEG-9999-400", "https://ns.adobe.com/aep/errors/"])
def test_what_is_not_in_the_catalogue_is_not_explained(text: str) -> None:
    assert errors.explain(text) is None
