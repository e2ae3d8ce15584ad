"""``edge-studio send``: one request from a file, its answer's bytes on standard output."""

import argparse
import asyncio
import os
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from edge_studio.cli.codes import ERRORS, OK, UNANSWERED, USAGE
from edge_studio.cli.ledger import Ledger
from edge_studio.cli.printing import Unreadable, content, is_terminal, plain, put, say
from edge_studio.edge.address import BadAddress, parse_server
from edge_studio.edge.exchange import (
    LOCAL_EDGE,
    Answered,
    ApiVersion,
    Connection,
    Draft,
    Exchange,
    Outcome,
    PreparedRequest,
    Unanswered,
)
from edge_studio.edge.handles import Answer, read_answer
from edge_studio.edge.new_exchange import new_exchange
from edge_studio.edge.prepare import prepare
from edge_studio.jsontext.document import JsonDocument
from edge_studio.store import paths
from edge_studio.store.problems import StoreProblem

if TYPE_CHECKING:
    from edge_studio.transport.client import EdgeClient

TOKEN_VARIABLE = "EDGE_STUDIO_TOKEN"


class _Unusable:
    """Why the command cannot be carried out as it was given, in ``words``."""

    def __init__(self, words: str) -> None:
        self.words = words


def send(arguments: argparse.Namespace) -> int:
    """Carry out the command; returns its exit code."""
    connection = _connection(arguments)
    text = _text(arguments.file) if isinstance(connection, Connection) else ""
    for found in (connection, text):
        if isinstance(found, _Unusable):
            say(f"edge-studio send: {found.words}")
            return USAGE
    assert isinstance(connection, Connection)
    assert isinstance(text, str)
    document = JsonDocument(text)
    if document.syntax_problem is not None:
        where = document.syntax_problem
        say(f"Note: the body is not valid JSON (line {where.line}, column {where.column}: {where.message}).")
    draft = Draft(
        text,
        endpoint=arguments.endpoint,
        version=ApiVersion.V1 if arguments.v1 else ApiVersion.V2,
        connection=connection.name,
        datastream=arguments.datastream,
    )
    if not connection.is_local_edge:
        return _exchange(draft, document, connection, _token(connection, arguments))
    from edge_studio.local_edge.server import LocalEdge, not_started

    edge = LocalEdge()
    try:
        base_url = edge.start()
    except OSError as error:
        return _refused(new_exchange(draft, connection, document, datetime.now(UTC)), not_started(error))
    try:
        return _exchange(draft, document, replace(connection, base_url=base_url), "")
    finally:
        edge.stop()


def _exchange(draft: Draft, document: JsonDocument, connection: Connection, token: str) -> int:
    """Send, keep and print; returns the exit code."""
    started = datetime.now(UTC)
    exchange = new_exchange(draft, connection, document, started)
    prepared = prepare(draft, connection, token, now=started, new_request_id=lambda: str(uuid.uuid4()))
    if isinstance(prepared, Unanswered):
        return _refused(exchange, prepared)
    with Ledger() as ledger:
        ledger.begin(replace(exchange, request=prepared))
        outcome = asyncio.run(_sent(prepared))
        if isinstance(outcome, Unanswered):
            ledger.finish(outcome, outcome.happened)
            return _tell(outcome)
        answer = read_answer(outcome)
        ledger.finish(outcome, answer.sentence)
    return _print(outcome, answer)


def _refused(exchange: Exchange, outcome: Unanswered) -> int:
    """Keep and tell why nothing was sent; returns the exit code."""
    with Ledger() as ledger:
        ledger.record(replace(exchange, outcome=outcome, summary=outcome.happened))
    return _tell(outcome)


async def _sent(prepared: PreparedRequest) -> Outcome:
    """The outcome; Ctrl+C makes it one of those, so that it gets into the history."""
    from edge_studio.transport.client import load
    from edge_studio.transport.timing import Stopwatch

    await load()  # not part of the time that the answer takes
    client = _client()
    stopwatch = Stopwatch()
    try:
        return await client.send(prepared, stopwatch=stopwatch)
    except asyncio.CancelledError:
        from edge_studio.transport.failures import cancelled_outcome

        return cancelled_outcome(stopwatch.phase, stopwatch.timing())
    finally:
        await client.aclose()


def _tell(outcome: Unanswered) -> int:
    """Say why there is no answer; returns the exit code."""
    say(f"{plain(outcome.happened)}\n{plain(outcome.why)}\n{plain(outcome.remedy)}")
    return UNANSWERED


def _print(outcome: Answered, answer: Answer) -> int:
    """Print an answer's bytes and say what it brings; returns the exit code."""
    printed = put(outcome.body)
    if is_terminal() and not outcome.body.endswith(b"\n"):
        say("")
    say(f"{plain(answer.headline)}, {outcome.timing.total * 1000:,.0f} ms: {plain(answer.sentence)}")
    if outcome.coding_note:  # why the bytes are others than the server meant, or not all of them
        say(plain(outcome.coding_note))
    if not printed:
        return USAGE
    return ERRORS if answer.has_errors or outcome.status >= 300 else OK


def _connection(arguments: argparse.Namespace) -> Connection | _Unusable:
    """Where to send: a URL, a connection of the window's, or Local Edge."""
    if arguments.to is not None:
        server = parse_server(arguments.to)
        if isinstance(server, BadAddress):
            return _Unusable(f"--to: {server.why} {server.remedy}")
        return Connection(server.host, arguments.to)
    name = arguments.connection or LOCAL_EDGE
    connections = [Connection(LOCAL_EDGE, "")]
    if paths.connections_file().exists():
        from edge_studio.store.connections import ConnectionStore

        try:
            store = ConnectionStore(paths.connections_file())
            connections = store.load()
            if store.notice:
                say(f"Note: {store.notice}")
        except StoreProblem as problem:
            if arguments.connection is not None:
                return _Unusable(str(problem))
            say(f"Note: {problem} Local Edge is used as it comes.")
    for connection in connections:
        if connection.name.casefold() == name.casefold():  # no two differ in capitals alone
            return connection
    names = ", ".join(plain(connection.name) for connection in connections)
    return _Unusable(f"there is no connection named {name!r}. There are: {names}.")


def _token(connection: Connection, arguments: argparse.Namespace) -> str:
    """The access token: from the environment, or, for a connection of the window's, from the keychain."""
    given = os.environ.get(TOKEN_VARIABLE, "")
    if given or arguments.to is not None:
        return given
    from edge_studio.store.secrets import SecretStore

    secrets = SecretStore()
    token = secrets.get(connection.name)
    if secrets.problem:
        say(f"Note: {secrets.problem} Sending without it; {TOKEN_VARIABLE} is another way to give it.")
    return token


def _text(name: str) -> str | _Unusable:
    """The body in ``name``, as it stands but for a byte order mark, which is not part of JSON."""
    try:
        given = content(name)
    except Unreadable as trouble:
        return _Unusable(str(trouble))
    try:
        return given.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        shown = "standard input" if name == "-" else plain(name)
        return _Unusable(f"{shown} is not UTF-8 text: byte {error.start + 1:,} cannot be read.")


def _client() -> "EdgeClient":
    """The client with the time limits chosen in the window."""
    from edge_studio.transport.client import EdgeClient

    if not paths.settings_file().exists():
        return EdgeClient()
    from edge_studio.store.settings import SettingsStore

    try:
        store = SettingsStore(paths.settings_file())
        settings = store.load()
    except StoreProblem as problem:
        say(f"Note: {problem} The usual time limits are used.")
        return EdgeClient()
    if store.notice:
        say(f"Note: {store.notice}")
    return EdgeClient(settings.connect_timeout, settings.total_timeout)
