"""When Python looks for garbage: a look through all there is takes a tenth of a second."""

import gc

_YOUNG = 700
_MIDDLING = 10
_SELDOM = 1_000
"""So many looks at what is new come before one through all there is; 10 as Python has it.

What takes much room, answers and their rows, goes without the collector: nothing in it leads round in
a circle.
"""


def keep_all() -> None:
    """Take all there is now for what stays: nobody need look through it any more. Look seldom at the rest."""
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLING, _SELDOM)
    gc.enable()
