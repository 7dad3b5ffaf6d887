"""What a file says of itself, as XMP (ISO 16684-1) in the properties of Dublin Core, PDF and XMP itself."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdfgen.information import Information


_escaped = partial(escape, quote=False)
_HEAD = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
_TAIL = '</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="r"?>'
_SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
}


def packet(information: Information, standards: Sequence[str], producer: str) -> bytes:
    """Return the packet; ``standards`` are the descriptions by which a file claims to follow standards."""
    said = information
    properties = [
        "<dc:format>application/pdf</dc:format>",
        _collected("title", "Alt", [said.title]),
        _collected("creator", "Seq", [said.author]),
        _collected("publisher", "Bag", [said.author]),
        _collected("description", "Alt", [said.subject]),
        _collected("language", "Bag", [said.language]),
        _collected("subject", "Bag", list(said.keywords)),
        _collected("relation", "Bag", [said.series] if said.series else []),
        _collected("rights", "Alt", [said.rights] if said.rights else []),
        f"<dc:identifier>{_escaped('; '.join(said.identifiers))}</dc:identifier>" if said.identifiers else "",
        f"<pdf:Producer>{_escaped(producer)}</pdf:Producer>",
        f"<pdf:Keywords>{_escaped(', '.join(said.keywords))}</pdf:Keywords>",
        f"<xmp:CreatorTool>{_escaped(producer)}</xmp:CreatorTool>",
    ]
    if said.moment:
        dates = ("CreateDate", "ModifyDate", "MetadataDate")
        properties += [f"<xmp:{name}>{said.moment}</xmp:{name}>" for name in dates]
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _SPACES.items())
    own = f'<rdf:Description rdf:about="" {spaces}>\n' + "\n".join(filter(None, properties)) + "\n</rdf:Description>\n"
    return (_HEAD + own + "".join(standards) + _TAIL).encode("utf-8")


def description(prefix: str, uri: str, properties: dict[str, str]) -> str:
    """Return a description of simple properties in a namespace."""
    inner = "".join(f"<{prefix}:{name}>{_escaped(value)}</{prefix}:{name}>" for name, value in properties.items())
    return f'<rdf:Description rdf:about="" xmlns:{prefix}="{uri}">{inner}</rdf:Description>\n'


def _collected(name: str, kind: str, values: list[str]) -> str:
    if not values:
        return ""
    attribute = ' xml:lang="x-default"' if kind == "Alt" else ""
    items = "".join(f"<rdf:li{attribute}>{_escaped(value)}</rdf:li>" for value in values)
    return f"<dc:{name}><rdf:{kind}>{items}</rdf:{kind}></dc:{name}>"
