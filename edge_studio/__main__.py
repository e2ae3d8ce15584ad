"""``python -m edge_studio`` is ``edge-studio``."""

import sys

from edge_studio.cli import main

if __name__ == "__main__":
    sys.exit(main())
