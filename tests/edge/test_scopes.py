"""Scopes and surfaces as clients should write them."""

import pytest

from edge_studio.edge.scopes import normal_surface, tidy_surface

PAGE = "https://shop.example/shoes?size=42#top"


@pytest.mark.parametrize(
    ("surface", "tidy"),
    [
        ("web://Shop.Example/Shoes/", "web://shop.example/Shoes"),
        ("WEB://shop.example/#hero", "web://shop.example/#hero"),
        ("web://shop.example/", "web://shop.example/"),
        ("web://shop.example", "web://shop.example"),
        ("shop.example/#hero", "web://shop.example/#hero"),
        ("//shop.example/a", "web://shop.example/a"),
        ("#hero", "web://shop.example/shoes#hero"),
        (" web://shop.example/a ", "web://shop.example/a"),
        ("mobileapp://com.example.shop/home", "mobileapp://com.example.shop/home"),
        ("https://www.example.com/Placement/", "https://www.example.com/Placement/"),
        ("hero", "hero"),
        ("", ""),
    ],
)
def test_a_surface_is_tidied_as_the_web_sdk_does(surface: str, tidy: str) -> None:
    assert tidy_surface(surface, PAGE) == tidy
    assert tidy_surface(tidy, PAGE) == tidy


def test_tidying_never_makes_another_surface_of_one_that_has_a_scheme() -> None:
    for surface in ("web://A.example/b//", "webapp://x.example/#F", "web://a.example#f"):
        assert normal_surface(tidy_surface(surface)) == normal_surface(surface)
