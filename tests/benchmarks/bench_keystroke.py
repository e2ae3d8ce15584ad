"""A keystroke in a form field until text, editor, problems and the other fields agree, payload of 64 KB."""

import json
import os
from statistics import median
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QLineEdit

from edge_studio.edge.exchange import Draft
from edge_studio.edge.samples import all_samples
from edge_studio.ui.request.tab import RequestTab
from edge_studio.ui.theme import Dresser, Look, load_theme

KEYS = 200
SIZE = 64 * 1024
LIMIT = 3.0


def payload() -> str:
    """The first starting point with custom data and products up to 64 KB."""
    body = json.loads(all_samples()[0].text)
    event = body["event"]
    event["data"] = {"prop1": "custom value", "cart": {}}
    event["xdm"]["productListItems"] = []
    number = 0
    while len(json.dumps(body, indent=2)) < SIZE - 600:
        number += 1
        event["xdm"]["productListItems"].append(
            {"SKU": f"sku-{number}", "name": f"Shoe {number}", "quantity": 1, "priceTotal": 49.9}
        )
        event["data"]["cart"][f"line{number}"] = {
            "margin": number / 7,
            "labels": ["new", "blue"],
            "gift": False,
        }
    return json.dumps(body, indent=2)


def main() -> None:
    """Type into the page's name with everything shown, and compare with reading the payload once."""
    app = QApplication([])
    look = Look(load_theme("light"), app)
    Dresser(app, look)
    text = payload()
    tab = RequestTab(look, Draft(text))
    tab.resize(1100, 800)
    tab.build()
    tab.show()
    tab.use_schemas()
    app.processEvents()
    pointer = "/event/xdm/web/webPageDetails/name"
    tab.form.reveal(pointer)
    field = tab.form.focusWidget()
    assert isinstance(field, QLineEdit), field
    app.processEvents()
    keys, loads = [], []
    for number in range(KEYS):
        began = perf_counter()
        json.loads(text)
        loads.append(perf_counter() - began)
        before = tab.buffer.revision
        began = perf_counter()
        field.insert("abcdefghij"[number % 10])
        field.textEdited.emit(field.text())
        keys.append(perf_counter() - began)
        assert tab.buffer.revision != before
        app.processEvents()
    assert tab.buffer.json.value(pointer) == field.text()
    assert tab.editor.toPlainText() == tab.buffer.text
    ratio = median(keys) / median(loads)
    print(
        f"a keystroke in a form field, 64 KB | {ratio:.2f}x of json.loads (limit {LIMIT}x; "
        f"{median(keys) * 1000:.2f} ms against {median(loads) * 1000:.2f} ms)"
    )


if __name__ == "__main__":
    main()
