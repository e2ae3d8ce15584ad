"""Edge Studio: compose, send and understand requests to the Adobe Experience Platform Edge Network.

A pure core that knows JSON text and the Edge Network and nothing of Qt; a thin Qt layer that shows it;
a command line on the same core; one file where Qt and asyncio meet. Imports point one way::

    jsontext <- edge <- transport, store, local_edge <- premises, cli, app, ui

``jsontext``     JSON as text: pointers, positions, smallest edits; texts of any size, opened level by level
``edge``         what there is to know of the Edge Network: endpoints, requests, handles, errors, lint; what
                 an answer means (``summary``), packs (``decoding``) and changed since another (``comparing``)
``transport``    the network: one prepared request in, one outcome out
``store``        what lasts: history, connections, secrets, settings, unsaved work
``local_edge``   the embedded Edge Network on loopback
``premises``     Local Edge as the window has it
``ui``           Qt, and only here (and ``app``): panels, item models, fields

``tests/test_architecture.py`` states each rule of this picture as a sentence and fails when one is broken.
"""

__version__ = "0.1.0"
