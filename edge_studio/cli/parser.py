"""What the command line understands, and the help it gives."""

import argparse
from typing import Any

from edge_studio import __version__

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
  edge-studio inspect answer.json --request page_view.json
        what a saved answer means: visitor, offers, trouble

environment:
  EDGE_STUDIO_TOKEN    an access token for `send`; comes before the one in the keychain, made for CI
  EDGE_STUDIO_HOME     a folder for history, connections and settings, instead of the usual places

edge-studio COMMAND --help tells more, the exit codes among it.
"""

_SEND = """\
Send a JSON body and print the answer's bytes on standard output, and what it says in one sentence on standard
error. Without --connection and --to it goes to Local Edge, started for this one request.

{{now}} as the event's timestamp stands for the moment of sending. Everything else goes out byte for byte,
even if it is not valid. Every exchange is kept in the history; access tokens never are.
"""

_SEND_MORE = """\
examples:
  edge-studio send page_view.json > answer.json
        the answer into a file; its sentence stays on the screen
  edge-studio send page_view.json --connection Staging --datastream 3fb0a1de-52a4-4f0e-9a11-0d6f7c2b9e41
        with another datastream than the connection's
  EDGE_STUDIO_TOKEN=... edge-studio send - --to https://server.adobedc.net --datastream ID < purchase.json
        with an access token; organisation and API key are part of a connection, so prefer one

exit codes:
  0  answered without errors
  1  answered with errors: a status from 300 on, or errors inside
  2  wrong usage, unreadable input, or output that cannot be written
  3  not answered: standard error says what happened, why probably, and what to do
"""

_HISTORY = """\
List what was sent and received, from the window too, newest first: when, how it ended, what it was, where it
went and how long it took, and what the answer says.
"""

_HISTORY_MORE = """\
examples:
  edge-studio history --search EXEG-0103
        every exchange that was refused with this code
  edge-studio history --limit 1 --json
        the newest one, for another program

exit codes:
  0  listed, or nothing found
  2  wrong usage, a history that cannot be read, or output that cannot be written
"""

_INSPECT = """\
Say what a saved answer means: who the visitor is, which offers came back for what, and why not, what is to be
stored, what went wrong and what to do about it. FILE holds the body as it came, streamed records too.
"""

_INSPECT_MORE = """\
examples:
  edge-studio send page_view.json > answer.json; edge-studio inspect answer.json
  curl ... | edge-studio inspect - --request page_view.json
        with the body that was sent, it also says why a scope came back empty
  edge-studio inspect answer.json --json | jq '.cards[] | select(.kind == "offers")'
        every card, for another program

exit codes:
  0  an answer without errors
  1  an answer that holds errors, or a problem
  2  wrong usage, input that cannot be read or is not JSON (what there is of it is printed all the same), or
     output that cannot be written
"""

_COMPARE = """\
Compare two saved answers by meaning: members and items find each other wherever they stand, and what always
differs, such as request IDs, does not count. A and B hold bodies as they came.
"""

_COMPARE_MORE = """\
examples:
  edge-studio compare monday.json tuesday.json
  edge-studio send page_view.json | edge-studio compare expected.json -
  edge-studio compare a.json b.json --mask '**/rank' --json
        a place that does not count either, and every difference, for another program
  edge-studio compare a.json b.json --patch
        a JSON Patch (RFC 6902) that makes B of A

exit codes:
  0  the same, but for what always differs
  1  different
  2  wrong usage, input that cannot be read or is not JSON (it is compared as text all the same), or output
     that cannot be written
"""

_LOCAL_EDGE = """\
Run the built-in Edge Network on this computer until Ctrl+C, for any client to send to: it answers interact,
collect, set-consent, acquire and media, v1 and v2, without credentials, and only to this computer. The one
line on standard output is its address; what else there is to say goes to standard error.
"""

_LOCAL_EDGE_MORE = """\
examples:
  edge-studio local-edge --port 8731 -v
  curl 'http://127.0.0.1:8731/ee/v2/interact?dataStreamId=3fb0a1de-52a4-4f0e-9a11-0d6f7c2b9e41' \\
       -H 'Content-Type: application/json' -d '{"event": {}}'
        a line for each request; never a token, never a body
  edge-studio local-edge --scenario everything-fails
  edge-studio local-edge --scenario mine.json
        a scenario that comes along (shop, consent-first, streaming-media, everything-fails, slow-network), or
        a file of your own, read again whenever it is saved
  edge-studio local-edge --tls-port 8743
  edge-studio local-edge --trust
        HTTPS for Adobe's SDKs, by a certificate authority of this computer's own, and how to trust that

exit codes:
  0  stopped with Ctrl+C or by a request to terminate
  1  a port is taken, or there is no such host
  2  wrong usage, or a scenario or a certificate authority that cannot be used
"""

_RAW = argparse.RawDescriptionHelpFormatter


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line; it ends the process with exit code 2 for wrong usage."""
    made = argparse.ArgumentParser("edge-studio", description=_ABOUT, epilog=_EXAMPLES, formatter_class=_RAW)
    made.add_argument("--version", action="version", version=f"edge-studio {__version__}")
    commands = made.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    _add_send(commands)
    _add_history(commands)
    _add_inspect(commands)
    _add_compare(commands)
    _add_local_edge(commands)
    return made


def _add_send(commands: Any) -> None:
    send = commands.add_parser(
        "send",
        help="send a JSON body and print the answer",
        description=_SEND,
        epilog=_SEND_MORE,
        formatter_class=_RAW,
    )
    send.add_argument("file", metavar="FILE", help="the JSON body; - reads it from standard input")
    where = send.add_mutually_exclusive_group()
    where.add_argument("--connection", metavar="NAME", help="a connection made in the window")
    where.add_argument("--to", metavar="URL", help="a server, such as https://edge.adobedc.net")
    send.add_argument(
        "--datastream", metavar="ID", default="", help="the datastream, instead of the connection's"
    )
    send.add_argument("--endpoint", choices=["interact"], default="interact", help="default: interact")
    send.add_argument(
        "--v1", action="store_true", help="the API of the SDKs: configId, and a body with events"
    )


def _add_history(commands: Any) -> None:
    history = commands.add_parser(
        "history",
        help="list what was sent and received, newest first",
        description=_HISTORY,
        epilog=_HISTORY_MORE,
        formatter_class=_RAW,
    )
    history.add_argument(
        "--search", metavar="TEXT", default="", help="only what has TEXT somewhere in it, bodies included"
    )
    history.add_argument("--limit", metavar="N", type=_count, default=20, help="at most so many; default: 20")
    history.add_argument(
        "--json", action="store_true", help="as a JSON array; times in UTC, durations in seconds"
    )


def _add_inspect(commands: Any) -> None:
    inspect = commands.add_parser(
        "inspect",
        help="say what a saved answer means",
        description=_INSPECT,
        epilog=_INSPECT_MORE,
        formatter_class=_RAW,
    )
    inspect.add_argument("file", metavar="FILE", help="the answer's body; - reads it from standard input")
    inspect.add_argument("--request", metavar="FILE", help="the body that was sent, for the reasons")
    inspect.add_argument(
        "--status",
        metavar="N",
        type=_status,
        help="the status that it came with; default: what a problem says of itself, otherwise 200",
    )
    inspect.add_argument("--json", action="store_true", help="as a JSON object")


def _add_compare(commands: Any) -> None:
    compare = commands.add_parser(
        "compare",
        help="say what became of one saved answer in another",
        description=_COMPARE,
        epilog=_COMPARE_MORE,
        formatter_class=_RAW,
    )
    compare.add_argument("a", metavar="A", help="an answer's body; - reads it from standard input")
    compare.add_argument("b", metavar="B", help="the other one; likewise")
    form = compare.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as a JSON object, with what was left out too")
    form.add_argument("--patch", action="store_true", help="as a JSON Patch that makes B of A")
    compare.add_argument("--no-masks", action="store_true", help="count what always differs, too")
    compare.add_argument(
        "--mask",
        metavar="POINTER",
        action="append",
        default=[],
        help="a place that does not count: a JSON Pointer, * for any name, ** for any number of them; "
        "can be given several times",
    )


def _add_local_edge(commands: Any) -> None:
    edge = commands.add_parser(
        "local-edge",
        help="run Local Edge for other clients",
        description=_LOCAL_EDGE,
        epilog=_LOCAL_EDGE_MORE,
        formatter_class=_RAW,
    )
    edge.add_argument(
        "--port", metavar="N", type=_port, default=0, help="default: a free one, which is printed"
    )
    edge.add_argument(
        "--scenario",
        metavar="FILE|NAME",
        default="",
        help="whom it plays and which offers it has; default: shop",
    )
    edge.add_argument("--tls", action="store_true", help="serve HTTPS as well, at a free port")
    edge.add_argument(
        "--tls-port", metavar="N", type=_port, help="the port of HTTPS, which it then serves as well"
    )
    edge.add_argument(
        "--host",
        metavar="H",
        default="127.0.0.1",
        help="listen at this address of this computer, so that OTHERS can send to it; default: 127.0.0.1",
    )
    edge.add_argument("-v", "--verbose", action="store_true", help="a line for each request")
    edge.add_argument(
        "--trust", action="store_true", help="say how clients trust the certificate of HTTPS, and end"
    )


def _count(text: str) -> int:
    number = int(text) if text.isascii() and text.isdecimal() else 0
    if not 1 <= number <= 1_000_000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 1000000")
    return number


def _status(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 100 <= int(text) <= 599):
        raise argparse.ArgumentTypeError(f"{text!r} is not a status from 100 to 599")
    return int(text)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) < 65536):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 0 to 65535")
    return int(text)
