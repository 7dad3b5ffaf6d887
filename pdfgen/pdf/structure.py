"""The structure tree: what a page says, in the order that it is read (ISO 32000-1, § 14.7; ISO 14289-1).

Elements are made in reading order. The canvas gives them marked content while it draws, so a paragraph that goes over
two pages is one element with two pieces.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Piece(NamedTuple):
    """Marked content of a page: the page, from 1, and the number of the sequence on it."""

    page: int
    number: int


class Annotated(NamedTuple):
    """An annotation of a page, by its place in the list of all links."""

    page: int
    link: int


class Element:
    """A structure element; ``alternative`` are the words that stand for a figure."""

    __slots__ = ("alternative", "attributes", "id", "kids", "parent", "tag")

    def __init__(
        self, tag: str, parent: Element | None = None, *, attributes: str = "", alternative: str = "", id_: str = ""
    ) -> None:
        self.tag, self.parent = tag, parent
        self.attributes, self.alternative, self.id = attributes, alternative, id_
        self.kids: list[Element | Piece | Annotated] = []
        if parent is not None:
            parent.kids.append(self)

    def add(self, tag: str, *, attributes: str = "", alternative: str = "", id_: str = "") -> Element:
        """Return a new element at the end of this one."""
        return Element(tag, self, attributes=attributes, alternative=alternative, id_=id_)

    def prune(self) -> bool:
        """Take away what was never drawn; tell whether anything is left."""
        self.kids = [kid for kid in self.kids if not isinstance(kid, Element) or kid.prune()]
        return bool(self.kids)


class Objects(NamedTuple):
    """What a tree needs of the file it is written to; references are PDF code."""

    reserve: Callable[[], tuple[str, Callable[[str], None]]]
    """Makes an object; returns its reference and what fills it."""
    page: Callable[[int], str]
    """The reference to a page, from 1."""
    annotation: Callable[[int], str]
    """The reference to a link."""
    text: Callable[[str], str]
    """Writes a text string."""


def write_tree(root: Element, pages: int, objects: Objects) -> str:
    """Write the tree of a file of ``pages`` pages; return the reference to its root.

    In the parent tree a page has the key of its index, a link that of its own index behind all pages.
    """
    root.prune()
    writer = _Writer(objects)
    top, fill_top = objects.reserve()
    document = writer.write(root, top)
    tree, fill_tree = objects.reserve()
    numbers = "".join(f"{number - 1}[{' '.join(elements)}]" for number, elements in sorted(writer.sequences.items()))
    numbers += "".join(f"{pages + link} {own} " for link, own in sorted(writer.links.items()))
    fill_tree(f"<</Nums[{numbers}]>>")
    names = "".join(f"{objects.text(id_)}{own} " for id_, own in sorted(writer.ids))
    entries = f"/K {document}/ParentTree {tree}/ParentTreeNextKey {pages + max([*writer.links, -1]) + 1}"
    fill_top(f"<</Type/StructTreeRoot{entries}{f'/IDTree<</Names[{names}]>>' if names else ''}>>")
    return top


class _Writer:
    """Writes elements, and takes down whose each sequence, link and id is."""

    def __init__(self, objects: Objects) -> None:
        self.objects = objects
        self.sequences: dict[int, list[str]] = {}
        self.links: dict[int, str] = {}
        self.ids: list[tuple[str, str]] = []

    def write(self, element: Element, parent: str) -> str:
        own, fill = self.objects.reserve()
        first = next((kid.page for kid in element.kids if not isinstance(kid, Element)), 0)
        kids = [self._kid(kid, own, first) for kid in element.kids]
        entries = f"/S/{element.tag}/P {parent}"
        if first:
            entries += f"/Pg {self.objects.page(first)}"
        entries += f"/K {kids[0]}" if len(kids) == 1 else f"/K[{' '.join(kids)}]"
        if element.attributes:
            entries += f"/A{element.attributes}"
        if element.alternative:
            entries += f"/Alt{self.objects.text(element.alternative)}"
        if element.id:
            entries += f"/ID{self.objects.text(element.id)}"
            self.ids.append((element.id, own))
        fill(f"<<{entries}>>")
        return own

    def _kid(self, kid: Element | Piece | Annotated, own: str, first: int) -> str:
        match kid:
            case Element():
                return self.write(kid, own)
            case Piece():
                of_page = self.sequences.setdefault(kid.page, [])
                of_page += ["null"] * (kid.number + 1 - len(of_page))
                of_page[kid.number] = own
                if kid.page == first:
                    return str(kid.number)
                return f"<</Type/MCR/Pg {self.objects.page(kid.page)}/MCID {kid.number}>>"
            case _:
                self.links[kid.link] = own
                return f"<</Type/OBJR/Pg {self.objects.page(kid.page)}/Obj {self.objects.annotation(kid.link)}>>"
