"""The command line: sub-commands on the same core as the window, without Qt.

Every heavy import is inside the command that needs it, so that each one starts as fast as it can.
"""

import gc
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from edge_studio import __version__

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

OK, ERRORS, USAGE, UNANSWERED = 0, 1, 2, 3
"""Exit codes: answered without errors, with errors, wrong usage or unreadable input, not answered."""

_ABOUT = """\
Compose, send and understand requests to the Adobe Experience Platform Edge Network.

Without a command, the window opens. The commands need no window and no display.
"""

_EXAMPLES = """\
examples:
  edge-studio send page_view.json
        to Local Edge, the Edge Network built in: no credentials, no network
  edge-studio send page_view.json --connection Staging
        to a connection made in the window, with its datastream and its access token
  edge-studio send - --to https://edge.adobedc.net --datastream ID < page_view.json
        to any server, the body from standard input
  edge-studio history --search hero-banner --limit 5
        what was sent and received, also from the window

environment:
  EDGE_STUDIO_TOKEN    an access token for `send`; comes before the one in the keychain, made for CI
  EDGE_STUDIO_HOME     a folder for history, connections and settings, instead of the usual places
"""

_SEND = """\
Send a JSON body and print the answer's bytes on standard output, and what it says in one sentence on standard
error. Without --connection and --to it goes to Local Edge, started for this one request.

{{now}} as the event's timestamp stands for the moment of sending. Everything else goes out byte for byte,
even if it is not valid. Every exchange is kept in the history; access tokens never are.
"""

_EXIT_CODES = """\
exit codes:
  0  answered without errors
  1  answered with errors: a status from 300 on, or errors inside
  2  wrong usage, unreadable input, or output that cannot be written
  3  not answered: standard error says what happened, why probably, and what to do
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; without a command, open the window. Returns the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    arguments = _parser().parse_args(words) if words else None  # the window need not wait for a parser
    brief = argv is None and arguments is not None and arguments.command in {"send", "history"}
    if brief:  # a process of a fifth of a second frees nothing: looking for garbage is a quarter of its time
        gc.disable()
    try:
        return _window([]) if arguments is None else _run(arguments, words)
    except KeyboardInterrupt:
        from edge_studio.cli.printing import say

        say("Cancelled.")
        return UNANSWERED
    finally:
        if brief:
            gc.freeze()


def _run(arguments: "Namespace", argv: list[str]) -> int:
    match arguments.command:
        case "send":
            from edge_studio.cli.send import send

            return send(arguments)
        case "history":
            from edge_studio.cli.history import history

            return history(arguments)
        case "local-edge":
            from edge_studio.cli.local_edge import local_edge

            return local_edge(arguments)
        case _:
            return _window(argv)


def _window(argv: list[str]) -> int:
    """Open the window, or say why it cannot be opened: Qt itself would abort the process."""
    from edge_studio import qt_check

    trouble = qt_check.problem()
    if not trouble:
        gc.disable()  # what is loaded and built now stays; the window looks for garbage once it is shown
        try:
            from edge_studio import app
        except ImportError as error:
            trouble = qt_check.import_problem(error)
            if not trouble:
                raise
        else:
            return app.main(argv)
    print(trouble, file=sys.stderr)
    return 1


def _parser() -> "ArgumentParser":
    import argparse
    from pathlib import Path

    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("edge-studio", description=_ABOUT, epilog=_EXAMPLES, formatter_class=raw)
    parser.add_argument("--version", action="version", version=f"edge-studio {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")

    send = commands.add_parser(
        "send",
        help="send a JSON body and print the answer",
        description=_SEND,
        epilog=_EXIT_CODES,
        formatter_class=raw,
    )
    send.add_argument("file", metavar="FILE", help="the JSON body; - reads it from standard input")
    where = send.add_mutually_exclusive_group()
    where.add_argument("--connection", metavar="NAME", help="a connection made in the window")
    where.add_argument("--to", metavar="URL", help="a server, such as https://edge.adobedc.net")
    send.add_argument("--datastream", metavar="ID", default="", help="instead of the connection's datastream")
    send.add_argument("--endpoint", choices=["interact"], default="interact", help="default: interact")
    send.add_argument(
        "--v1", action="store_true", help="the API of the SDKs: configId, and a body with events"
    )

    history = commands.add_parser("history", help="list what was sent and received, newest first")
    history.add_argument(
        "--search", metavar="TEXT", default="", help="only what has TEXT somewhere in it, bodies included"
    )
    history.add_argument("--limit", metavar="N", type=_count, default=20, help="at most so many; default: 20")
    history.add_argument("--json", action="store_true", help="as JSON, for other programs")

    edge = commands.add_parser(
        "local-edge",
        help="run Local Edge for other clients",
        description="Run the built-in Edge Network on this computer until Ctrl+C, for any client to send to.",
    )
    edge.add_argument(
        "--port", metavar="N", type=_port, default=0, help="default: a free one, which is printed"
    )
    edge.add_argument(
        "--scenario", metavar="FILE", type=Path, help="whom it plays; default: the scenario shop"
    )
    return parser


def _count(text: str) -> int:
    number = int(text) if text.isascii() and text.isdecimal() else 0
    if not 1 <= number <= 1_000_000:
        from argparse import ArgumentTypeError

        raise ArgumentTypeError(f"{text!r} is not a number from 1 to 1000000")
    return number


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) < 65536):
        from argparse import ArgumentTypeError

        raise ArgumentTypeError(f"{text!r} is not a port from 0 to 65535")
    return int(text)
