"""The command line: sub-commands on the same core as the window, without Qt.

Every heavy import is inside the command that needs it, so that each one starts as fast as it can.
"""

import gc
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from edge_studio.cli.codes import UNANSWERED

if TYPE_CHECKING:
    from argparse import Namespace


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; without a command, open the window. Returns the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    arguments = _parsed(words) if words else None  # the window need not wait for a parser
    brief = (
        argv is None
        and arguments is not None
        and arguments.command in {"send", "history", "inspect", "compare"}
    )
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


def _parsed(words: Sequence[str]) -> "Namespace":
    from edge_studio.cli.parser import parser

    return parser().parse_args(words)


def _run(arguments: "Namespace", argv: list[str]) -> int:
    match arguments.command:
        case "send":
            from edge_studio.cli.send import send

            return send(arguments)
        case "history":
            from edge_studio.cli.history import history

            return history(arguments)
        case "inspect":
            from edge_studio.cli.inspect import inspect

            return inspect(arguments)
        case "compare":
            from edge_studio.cli.compare import compare

            return compare(arguments)
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
