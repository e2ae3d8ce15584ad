"""The exchange that a draft is about to become."""

from datetime import datetime

from edge_studio.edge.describe import describe
from edge_studio.edge.exchange import Connection, Draft, Exchange, PreparedRequest
from edge_studio.edge.prepare import display_url
from edge_studio.jsontext.document import JsonDocument


def new_exchange(draft: Draft, connection: Connection, document: JsonDocument, started: datetime) -> Exchange:
    """The exchange as it stands before its request is prepared; ``started`` has a zone, UTC.

    ``document`` is the draft's text. The request is what the history keeps where it is refused: the address
    as far as it is known and the text as it was composed, without headers.
    """
    said = describe(document)
    text = draft.text.encode("utf-8", "surrogatepass")
    return Exchange(
        id=0,
        started=started,
        connection=connection.name,
        production=connection.production,
        endpoint=draft.endpoint,
        event_type=said.event_type,
        title=draft.title or said.title,
        subtitle=said.subtitle,
        request=PreparedRequest("POST", display_url(draft, connection), (), text),
        outcome=None,
        draft=draft,
    )
