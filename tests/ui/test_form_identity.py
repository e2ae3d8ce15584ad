import pytest

from tests.ui.pages import FormPage, OpenForm

TWO = """{"event": {"xdm": {"identityMap": {
  "Email": [ {"id": "a@b.c", "primary": true, "xid": 1.10}, {"id": "d@e.f"} ],
  "ECID": [ {"id": "123", "authenticatedState": "ambiguous"} ]
}}}}"""


def identity_map(page: FormPage) -> object:
    return page.json["event"]["xdm"]["identityMap"]


def test_every_identity_is_a_row(open_form: OpenForm) -> None:
    assert open_form(TWO).identities.rows() == [
        ("Email", "a@b.c", "(ambiguous)", True),
        ("Email", "d@e.f", "(ambiguous)", False),
        ("ECID", "123", "ambiguous", False),
    ]


def test_an_identity_is_added_to_its_namespace(open_form: OpenForm) -> None:
    page = open_form(TWO)
    page.identities.add("ECID", "456")
    assert page.json["event"]["xdm"]["identityMap"]["ECID"][1] == {"id": "456"}
    page.identities.add("FPID", "x")
    assert page.json["event"]["xdm"]["identityMap"]["FPID"] == [{"id": "x"}]
    page.undo()
    page.undo()
    page.undo()
    page.undo()
    assert page.text == TWO


def test_choosing_the_primary_one_is_one_step_and_touches_nothing_else(open_form: OpenForm) -> None:
    page = open_form(TWO)
    page.identities.make_primary(2)
    assert page.text == TWO.replace("true", "false").replace('"ambiguous"}', '"ambiguous", "primary": true}')
    assert [row[3] for row in page.identities.rows()] == [False, False, True]
    page.undo()
    assert page.text == TWO
    assert [row[3] for row in page.identities.rows()] == [True, False, False]


def test_pressing_the_primary_one_again_changes_nothing(open_form: OpenForm) -> None:
    page = open_form(TWO)
    page.identities.make_primary(0)
    assert page.text == TWO
    assert page.identities.rows()[0][3]


def test_renaming_a_namespace_that_holds_one_id_changes_only_the_key(open_form: OpenForm) -> None:
    page = open_form(TWO)
    page.identities.rename(2, "FPID")
    assert page.text == TWO.replace('"ECID"', '"FPID"')
    page.undo()
    assert page.text == TWO


def test_an_id_moves_with_all_its_members_to_another_namespace_in_one_step(open_form: OpenForm) -> None:
    page = open_form(TWO)
    page.identities.rename(0, "ECID")
    assert identity_map(page) == {
        "Email": [{"id": "d@e.f"}],
        "ECID": [
            {"id": "123", "authenticatedState": "ambiguous"},
            {"id": "a@b.c", "primary": True, "xid": 1.1},
        ],
    }
    assert '"xid": 1.10' in page.text
    page.undo()
    assert page.text == TWO


def test_the_last_id_of_a_namespace_takes_it_along(open_form: OpenForm) -> None:
    page = open_form(TWO)
    page.identities.rename(2, "Email")
    assert list(page.json["event"]["xdm"]["identityMap"]) == ["Email"]
    assert page.identities.rows()[2] == ("Email", "123", "ambiguous", False)
    page.undo()
    assert page.text == TWO


def test_one_of_several_ids_gets_a_namespace_of_its_own(open_form: OpenForm) -> None:
    page = open_form(TWO)
    page.identities.rename(1, "MyShopId")
    assert page.json["event"]["xdm"]["identityMap"]["MyShopId"] == [{"id": "d@e.f"}]
    assert page.json["event"]["xdm"]["identityMap"]["Email"] == [{"id": "a@b.c", "primary": True, "xid": 1.1}]
    page.undo()
    assert page.text == TWO


def test_an_emptied_namespace_is_put_back(open_form: OpenForm) -> None:
    page = open_form(TWO)
    page.identities.rename(0, "")
    assert page.text == TWO
    assert page.identities.rows()[0][0] == "Email"


def test_typing_an_id_is_one_step_of_undo(open_form: OpenForm) -> None:
    page = open_form(TWO)
    page.identities.type_id(1, "new")
    assert page.text == TWO.replace("d@e.f", "new")
    page.identities.type_id(1, "")
    assert page.text == TWO.replace("d@e.f", "")
    page.undo()
    assert page.text == TWO


def test_the_state_is_set_and_taken_away(open_form: OpenForm) -> None:
    page = open_form(TWO)
    page.identities.choose_state(1, "authenticated")
    assert page.json["event"]["xdm"]["identityMap"]["Email"][1] == {
        "id": "d@e.f",
        "authenticatedState": "authenticated",
    }
    page.identities.choose_state(1, "(ambiguous)")
    assert page.text == TWO


def test_an_identity_is_removed_by_button_and_by_key(open_form: OpenForm) -> None:
    page = open_form(TWO)
    page.identities.remove(0)
    assert identity_map(page) == {
        "Email": [{"id": "d@e.f"}],
        "ECID": [{"id": "123", "authenticatedState": "ambiguous"}],
    }
    page.identities.press_delete(0)
    assert list(page.json["event"]["xdm"]["identityMap"]) == ["ECID"]
    page.identities.press_delete(0)
    assert page.json == {"event": {"xdm": {}}}
    page.undo()
    page.undo()
    page.undo()
    assert page.text == TWO


def test_an_id_that_is_a_number_is_shown_and_made_text_on_request(open_form: OpenForm) -> None:
    text = '{"event": {"xdm": {"identityMap": {"ECID": [{"id": 20418833956102774451930289712345678901}]}}}}'
    page = open_form(text)
    assert page.identities.rows()[0][1] == "20418833956102774451930289712345678901"
    assert page.identities.remark == "Identity 1: the ID is not text."
    assert page.text == text
    page.identities.press_remark()
    assert identity_map(page) == {"ECID": [{"id": "20418833956102774451930289712345678901"}]}


@pytest.mark.parametrize(
    ("identities", "remark"),
    [
        ('{"ECID": "123"}', "Identity 1: ECID is not a list of IDs."),
        ('{"ECID": ["123"]}', "Identity 1: it is no object with an id."),
        ('{"ECID": [{"id": "1", "primary": "true"}]}', 'Identity 1: primary is "true", not true or false.'),
    ],
)
def test_a_malformed_identity_map_is_shown_as_it_is(
    open_form: OpenForm, identities: str, remark: str
) -> None:
    text = f'{{"event": {{"xdm": {{"identityMap": {identities}}}}}}}'
    page = open_form(text)
    assert page.identities.remark == remark
    assert page.text == text


def test_what_is_typed_as_a_namespace_is_written_when_the_form_is_asked_to_commit(
    open_form: OpenForm,
) -> None:
    page = open_form(TWO)
    page.identities.begin_renaming(2, "FPID")
    assert page.text == TWO
    page.form.commit()
    assert page.text == TWO.replace('"ECID"', '"FPID"')
