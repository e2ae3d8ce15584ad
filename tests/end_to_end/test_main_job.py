"""The main job with real keys in a real window: type, send, read, quit, start again, find it."""

from tests.end_to_end.display import EdgeStudio

MARK = "zebra-crossing-4711"


def test_type_send_read_quit_start_again_find_it_in_the_history(studio: EdgeStudio) -> None:
    studio.start()
    studio.press("ctrl+f")
    studio.type("home-demo-Home Page")
    studio.press("Escape")
    studio.type(MARK)
    studio.press("ctrl+Return")
    studio.wait_for_title("200 OK")
    assert studio.quit() == 0
    [row] = studio.history("--search", MARK)
    assert row["status"] == 200

    studio.start()
    studio.wait_for_title("Page view")
    studio.press("ctrl+shift+h")
    studio.type(MARK)
    studio.press("Down", "Return")
    studio.wait_for_title("200 OK", "from the history")
    assert studio.quit() == 0


def test_what_was_typed_comes_back_after_a_crash(studio: EdgeStudio) -> None:
    studio.start()
    studio.press("ctrl+f")
    studio.type("home-demo-Home Page")
    studio.press("Escape")
    studio.type(MARK)
    studio.wait_for_title("●")
    studio.press("ctrl+Return")
    studio.wait_for_title("200 OK")
    studio.kill()

    studio.start()
    studio.wait_for_title("Page view")
    studio.press("ctrl+Return")
    studio.wait_for_title("200 OK")
    assert len(studio.history("--search", MARK)) == 2
    assert studio.quit() == 0
