"""What a colour space is made of (ISO 32000-1, § 8.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pikepdf

from pdfgen.preflight.objects import entry, items

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEVICES = {
    "/DeviceGray": "DeviceGray",
    "/G": "DeviceGray",
    "/DeviceRGB": "DeviceRGB",
    "/RGB": "DeviceRGB",
    "/DeviceCMYK": "DeviceCMYK",
    "/CMYK": "DeviceCMYK",
}
_DEFAULTS = {"DeviceGray": "/DefaultGray", "DeviceRGB": "/DefaultRGB", "DeviceCMYK": "/DefaultCMYK"}
_PROFILES = {1: "ICC grey", 3: "ICC RGB", 4: "ICC CMYK"}
_DEPTH = 8
PRINTING = frozenset(("DeviceGray", "DeviceCMYK", "ICC grey", "ICC CMYK", "CalGray"))
"""The spaces whose values are inks."""
CONVERTED = frozenset(("ICC RGB", "CalRGB", "Lab"))
"""The spaces that say which colour they mean, but in no inks."""


class Space(NamedTuple):
    """A colour space: its own kind, and the kinds that it comes down to: its base, its alternate."""

    kind: str
    bases: frozenset[str]

    @classmethod
    def simple(cls, kind: str) -> Space:
        """Return a space that comes down to itself."""
        return cls(kind, frozenset((kind,)))


class PaintedColour(NamedTuple):
    """A colour: its space and its values; none of a pattern."""

    space: Space
    values: tuple[float, ...] = ()

    @property
    def white(self) -> bool:
        """Whether nothing is printed with it."""
        if self.space.kind == "DeviceGray":
            return bool(self.values) and min(self.values) >= 1
        return self.space.kind in ("DeviceCMYK", "Separation", "DeviceN") and bool(self.values) and not any(self.values)


BLACK = PaintedColour(Space.simple("DeviceGray"), (0.0,))


def read_space(item: Any, resources: Any, depth: int = 0) -> Space:
    """Return a colour space: a name, of a device or in ``resources``, or an array."""
    parts = items(item)
    name = str(parts[0]) if parts else ""
    if depth > _DEPTH or name == "":
        return Space.simple("a colour space without end" if name else "no colour space")
    if name in _DEVICES:
        return _device(_DEVICES[name], resources, depth)
    if isinstance(item, pikepdf.Name) and name != "/Pattern":
        named = entry(resources, "/ColorSpace", name)
        return Space.simple(f"no colour space: {name}") if named is None else read_space(named, resources, depth + 1)
    if name == "/ICCBased":
        return Space.simple(_PROFILES.get(int(entry(parts[-1], "/N") or 0), "ICC of no known kind"))
    if (made := _MADE_OF.get(name)) is not None:
        kind, base = made
        bases = [read_space(part, resources, depth + 1).bases for part in parts[base : base + 1]]
        return Space(kind, frozenset().union(*bases))
    return Space.simple(name.lstrip("/"))


_MADE_OF = {
    "/Pattern": ("Pattern", 1),
    "/Indexed": ("Indexed", 1),
    "/I": ("Indexed", 1),
    "/Separation": ("Separation", 2),
    "/DeviceN": ("DeviceN", 2),
}
"""The spaces that are made of another, with the place of that in the array."""


def _device(kind: str, resources: Any, depth: int) -> Space:
    """Return a device's space, or the one that the resources put in its place (§ 8.6.5.6)."""
    default = entry(resources, "/ColorSpace", _DEFAULTS[kind])
    if default is None or str(items(default)[0] if items(default) else "") in _DEVICES:
        return Space.simple(kind)
    return read_space(default, None, depth + 1)


def profile_space(profile: bytes) -> str:
    """Return the colour space that an ICC profile is for, such as ``CMYK`` (ICC.1, § 7.2)."""
    return profile[16:20].decode("latin-1").strip()


def profile_kind(profile: bytes) -> str:
    """Return the class of an ICC profile, such as ``prtr`` for an output device."""
    return profile[12:16].decode("latin-1").strip()


def profile_words(profile: bytes) -> Iterator[str]:
    """Yield the texts of an ICC profile: its description, its copyright, what it was made of (ICC.1, § 9)."""
    count = int.from_bytes(profile[128:132], "big")
    for at in range(132, min(132 + 12 * count, len(profile) - 11, 132 + 12 * 100), 12):
        start, size = (int.from_bytes(profile[at + more : at + more + 4], "big") for more in (4, 8))
        if profile[at : at + 4] in (b"desc", b"cprt", b"targ", b"dmdd"):
            data = profile[start : start + min(size, 100_000)]
            yield data.replace(b"\0", b"").decode("latin-1")
