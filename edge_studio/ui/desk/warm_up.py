"""What is loaded in the background once the window is painted, so that nobody waits for it later."""


def load_client() -> None:
    """Load what sends, for the first send."""
    import edge_studio.transport.wire
    import edge_studio.ui.desk.sender  # noqa: F401 - loaded here so that the first send need not wait for them


def load_checks() -> None:
    """Load what checks a payload."""
    import edge_studio.edge.lint
    import edge_studio.ui.request.problems  # noqa: F401 - loaded here so that the window is live meanwhile


def warm_up_checks() -> None:
    """Make ready what checks a payload."""
    from edge_studio.edge.lint import Linter

    Linter().warm_up()
