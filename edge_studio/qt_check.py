"""Whether Qt can open a window here, found out before it tries: where it cannot, Qt aborts the process."""

import ctypes
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

Load = Callable[[str], Any]
"""Loads a shared library by name or path; raises ``OSError`` that names what is missing."""

_CANNOT: Final = "Edge Studio cannot open its window: "
_REST: Final = "Without a window, `edge-studio send` works as it is."
_DISPLAY: Final = (
    "Start it from a desktop session, or over SSH with `ssh -X`; on a server, `xvfb-run edge-studio` gives "
    "it a display that nobody sees\n"
    "(on Debian and Ubuntu: sudo apt-get install xvfb xauth; on Fedora: sudo dnf install "
    "xorg-x11-server-Xvfb)."
)

# Library: its package on Debian and Ubuntu, and on Fedora
_PACKAGES: Final = {
    "libEGL.so.1": ("libegl1", "libglvnd-egl"),
    "libGL.so.1": ("libgl1", "libglvnd-glx"),
    "libX11.so.6": ("libx11-6", "libX11"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig"),
    "libfreetype.so.6": ("libfreetype6", "freetype"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libgthread-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon"),
    "libzstd.so.1": ("libzstd1", "libzstd"),
    "libz.so.1": ("zlib1g", "zlib"),
}
_PLATFORM_PACKAGES: Final = {
    "xcb": {
        "libX11-xcb.so.1": ("libx11-xcb1", "libX11-xcb"),
        "libxcb.so.1": ("libxcb1", "libxcb"),
        "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor"),
        "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm"),
        "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image"),
        "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms"),
        "libxcb-randr.so.0": ("libxcb-randr0", "libxcb"),
        "libxcb-render.so.0": ("libxcb-render0", "libxcb"),
        "libxcb-render-util.so.0": ("libxcb-render-util0", "xcb-util-renderutil"),
        "libxcb-shape.so.0": ("libxcb-shape0", "libxcb"),
        "libxcb-shm.so.0": ("libxcb-shm0", "libxcb"),
        "libxcb-sync.so.1": ("libxcb-sync1", "libxcb"),
        "libxcb-util.so.1": ("libxcb-util1", "xcb-util"),
        "libxcb-xfixes.so.0": ("libxcb-xfixes0", "libxcb"),
        "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb"),
        "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11"),
    },
    "wayland": {
        "libwayland-client.so.0": ("libwayland-client0", "libwayland-client"),
        "libwayland-cursor.so.0": ("libwayland-cursor0", "libwayland-cursor"),
    },
}
_ALL_PACKAGES: Final = {**_PACKAGES, **_PLATFORM_PACKAGES["xcb"], **_PLATFORM_PACKAGES["wayland"]}


def problem(
    environment: Mapping[str, str] = os.environ,
    *,
    system: str = sys.platform,
    load: Load = ctypes.CDLL,
    plugins: Path | None = None,
) -> str:
    """Why no window can be opened and what to do, in words; empty where one can.

    Only Linux and its like need a look: elsewhere Qt brings all it needs. ``plugins`` is the folder of Qt's
    platform plugins, by default that of the installed PySide6.
    """
    if plugins is None:
        plugins = _plugins()
        if plugins is None:
            return (
                f"{_CANNOT}PySide6 is not installed here.\n"
                f"Install it with `python -m pip install edge-studio`.\n{_REST}"
            )
    if not system.startswith(("linux", "freebsd")):
        return ""
    wanted = list(_platforms(environment))
    if not wanted:
        return _no_display(load, plugins)
    problems = [_platform_problem(name, environment, load, plugins) for name in wanted]
    return "" if "" in problems else problems[0]


def import_problem(error: ImportError) -> str:
    """What to do about a failed import of Qt, in words; empty where no system library is what it lacks."""
    library = str(error).partition(":")[0]
    if ".so" not in library:
        return ""
    return f"{_CANNOT}{_lack([library] if library in _ALL_PACKAGES else [], str(error))}\n{_REST}"


def _plugins() -> Path | None:
    """The folder of the installed PySide6's platform plugins."""
    try:
        package = find_spec("PySide6")
    except ImportError:
        return None
    if package is None or not package.submodule_search_locations:
        return None
    return Path(package.submodule_search_locations[0], "Qt", "plugins", "platforms")


def _platforms(environment: Mapping[str, str]) -> Iterator[str]:
    """The platform plugins that Qt will try, in its order."""
    chosen = environment.get("QT_QPA_PLATFORM", "")
    if chosen:
        yield from (part.partition(":")[0].strip() for part in chosen.split(";"))
        return
    found = [
        name for name, key in (("xcb", "DISPLAY"), ("wayland", "WAYLAND_DISPLAY")) if environment.get(key)
    ]
    if environment.get("XDG_SESSION_TYPE") == "wayland":
        found.reverse()
    yield from found


def _no_display(load: Load, plugins: Path) -> str:
    """Both at once where the libraries are missing too: who then finds a display shall not fail again."""
    words = [f"{_CANNOT}there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set).", _DISPLAY]
    lack = _lack_of("xcb", load, plugins / "libqxcb.so")
    return "\n".join([*words, *([f"Besides, {lack}"] if lack else []), _REST])


def _platform_problem(name: str, environment: Mapping[str, str], load: Load, plugins: Path) -> str:
    family = name.partition("-")[0]  # "wayland-egl" is Wayland too
    plugin = plugins / f"libq{family}.so"
    if not plugin.is_file():
        return (
            f"{_CANNOT}Qt has no platform named {name!r}, which QT_QPA_PLATFORM asks for.\n"
            f"Remove that variable from the environment.\n{_REST}"
        )
    lack = _lack_of(family, load, plugin)
    if lack:
        return f"{_CANNOT}{lack}\n{_REST}"
    display = environment.get("WAYLAND_DISPLAY" if family == "wayland" else "DISPLAY", "")
    if family in _ANSWERS and not _ANSWERS[family](load):
        where = f"the display {display}" if display else "the display"
        return f"{_CANNOT}{where} does not answer.\n{_DISPLAY}\n{_REST}"
    return ""


def _lack_of(family: str, load: Load, plugin: Path) -> str:
    """What a platform plugin needs and the system does not have, in words; empty where it loads."""
    try:
        load(str(plugin))
    except OSError as error:
        needed = {**_PACKAGES, **_PLATFORM_PACKAGES.get(family, {})}
        missing = [library for library in needed if not _loads(library, load)]
        return _lack(missing, str(error))
    return ""


def _loads(library: str, load: Load) -> bool:
    try:
        load(library)
    except OSError:
        return False
    return True


def _x_answers(load: Load) -> bool:
    """Whether the X server at ``DISPLAY`` lets this account in."""
    xcb = load("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not failed


def _wayland_answers(load: Load) -> bool:
    """Whether the compositor at ``WAYLAND_DISPLAY`` lets this account in."""
    wayland = load("libwayland-client.so.0")
    wayland.wl_display_connect.restype = ctypes.c_void_p
    display = wayland.wl_display_connect(None)
    if not display:
        return False
    wayland.wl_display_disconnect(ctypes.c_void_p(display))
    return True


_ANSWERS: Final = {"xcb": _x_answers, "wayland": _wayland_answers}


def _lack(libraries: list[str], error: str) -> str:
    """The libraries with their packages; where none is known to be missing, what the system's loader said."""
    if not libraries:
        return f"the system does not load Qt: {error}.\nInstall the package that contains what it names."
    packages = (_ALL_PACKAGES[library] for library in libraries)
    debian, fedora = (" ".join(dict.fromkeys(names)) for names in zip(*packages, strict=True))
    return (
        f"Qt needs libraries that this system does not have ({', '.join(libraries)}).\n"
        f"On Debian and Ubuntu: sudo apt-get install {debian}\n"
        f"On Fedora: sudo dnf install {fedora}"
    )
