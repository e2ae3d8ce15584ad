"""How to point real clients at Local Edge, in words that work."""

from edge_studio.edge.pointing import WITHOUT_TLS, mobile, website

ORGANISATION = "0A1B2C3D4E5F60718293A4B5@AdobeOrg"


def test_a_site_names_the_host_alone_since_the_web_sdk_has_no_room_for_a_port() -> None:
    recipes = {recipe.title: recipe for recipe in website("https://127.0.0.1:8443", ORGANISATION)}
    assert 'edgeDomain: "127.0.0.1",' in recipes["Web SDK, in the page"].code
    assert recipes["Web SDK, in Tags"].code == "127.0.0.1"
    finding = recipes["A browser that finds the port"].code
    assert finding == '--host-resolver-rules="MAP 127.0.0.1:443 127.0.0.1:8443"'


def test_at_the_port_of_https_a_browser_needs_no_help() -> None:
    for url in ("https://127.0.0.1:443", "https://127.0.0.1"):
        titles = [recipe.title for recipe in website(url, ORGANISATION)]
        assert "A browser that finds the port" not in titles
        assert "Permit it" in titles


def test_without_https_the_first_thing_is_to_switch_it_on() -> None:
    for recipes in (website("", ORGANISATION), mobile("")):
        assert [recipe.words for recipe in recipes] == [WITHOUT_TLS]
