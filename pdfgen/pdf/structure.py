"""The structure tree: what a page says, in the order that it is read (ISO 32000-1, § 14.7; ISO 14289-1).

Elements are made in reading order. The content stream gives them marked content while it draws, so a paragraph that
goes over two pages is one element with two pieces.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pdfgen.pdf.attributes import NO_ATTRIBUTES
from pdfgen.pdf.strings import text_string

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pdfgen.pdf.attributes import Attributes
    from pdfgen.pdf.indirect_objects import IndirectObject, ObjectTable
    from pdfgen.pdf.standards.standard import Role
    from pdfgen.pdf.tags import Tag


class ContentItem(NamedTuple):
    """Marked content of a page: the page, from 1, and the number of the sequence on it."""

    page: int
    number: int


class Annotated(NamedTuple):
    """An annotation of a page, by its place in the list of all links."""

    page: int
    link: int


class Element:
    """A structure element; ``alternative`` are the words that stand for a figure."""

    __slots__ = ("alternative", "attributes", "id", "kids", "parent", "reference", "refers_to", "tag")

    def __init__(
        self,
        tag: Tag,
        parent: Element | None = None,
        *,
        attributes: Attributes = NO_ATTRIBUTES,
        alternative: str = "",
        id_: str = "",
    ) -> None:
        self.tag, self.parent = tag, parent
        self.attributes, self.alternative, self.id = attributes, alternative, id_
        self.kids: list[Element | ContentItem | Annotated] = []
        self.refers_to: tuple[Element, ...] = ()
        """Elements that it has an entry /Ref for (§ 14.7.2)."""
        self.reference = ""
        """How other objects refer to it, once it is written."""
        if parent is not None:
            parent.kids.append(self)

    def add(self, tag: Tag, *, attributes: Attributes = NO_ATTRIBUTES, alternative: str = "", id_: str = "") -> Element:
        """Return a new element at the end of this one."""
        return Element(tag, self, attributes=attributes, alternative=alternative, id_=id_)

    def prune(self) -> bool:
        """Remove elements that were never drawn; return whether anything is left."""
        self.kids = [kid for kid in self.kids if not isinstance(kid, Element) or kid.prune()]
        return bool(self.kids)

    def refer_to(self, other: Element) -> None:
        """Add a reference to another element, once."""
        if other not in self.refers_to:
            self.refers_to += (other,)

    def nearest(self, tag: Tag) -> Element | None:
        """Return the element of a type that this one is, or is in."""
        element: Element | None = self
        while element is not None and element.tag is not tag:
            element = element.parent
        return element

    def content_items(self) -> Iterator[tuple[ContentItem, Element]]:
        """Yield the marked content of this element and of those in it, each with its own element."""
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.content_items()
            elif isinstance(kid, ContentItem):
                yield kid, self


def write_tree(
    root: Element,
    pages: Sequence[IndirectObject],
    links: Sequence[IndirectObject],
    objects: ObjectTable,
    roles: Mapping[Tag, Role],
) -> str:
    """Write the tree of a file with its ``pages`` and ``links``; return the reference to its root.

    In the parent tree a page has the key of its index, a link that of its own index behind all pages. With ``roles``
    the root has the one element as the only item of an array, and namespaces (ISO 32000-2, § 14.7.2).
    """
    root.prune()
    writer = _Writer(objects, pages, links, roles)
    top = objects.reserve()
    document = writer.write(root, top.reference)
    tree = objects.reserve()
    writer.fill_references()
    numbers = "".join(f"{number - 1}[{' '.join(elements)}]" for number, elements in sorted(writer.sequences.items()))
    numbers += "".join(f"{len(pages) + link} {own} " for link, own in sorted(writer.links.items()))
    tree.fill(f"<</Nums[{numbers}]>>")
    names = "".join(f"{text_string(id_)}{own} " for id_, own in sorted(writer.ids))
    kids = f"/K[{document}]/Namespaces[{' '.join(writer.namespaces.values())}]" if roles else f"/K {document}"
    next_key = len(pages) + max([*writer.links, -1]) + 1
    entries = f"{kids}/ParentTree {tree.reference}/ParentTreeNextKey {next_key}"
    top.fill(f"<</Type/StructTreeRoot{entries}{f'/IDTree<</Names[{names}]>>' if names else ''}>>")
    return top.reference


class _Writer:
    """Writes elements, and records the element of each sequence, link and id."""

    def __init__(
        self,
        objects: ObjectTable,
        pages: Sequence[IndirectObject],
        links: Sequence[IndirectObject],
        roles: Mapping[Tag, Role],
    ) -> None:
        self._objects = objects
        self._pages = [page.reference for page in pages]
        self._links = [link.reference for link in links]
        self.namespaces = {
            name: objects.add(f"<</Type/Namespace/NS{text_string(name)}>>")
            for name in dict.fromkeys(role.namespace for role in roles.values())
        }
        self._roles = {tag: f"/S/{role.type}/NS {self.namespaces[role.namespace]}" for tag, role in roles.items()}
        self.sequences: dict[int, list[str]] = {}
        self.links: dict[int, str] = {}
        self.ids: list[tuple[str, str]] = []
        self._referring: list[tuple[IndirectObject, str, Element]] = []

    def write(self, element: Element, parent: str) -> str:
        item = self._objects.reserve()
        own = element.reference = item.reference
        first = next((kid.page for kid in element.kids if not isinstance(kid, Element)), 0)
        kids = [self._kid(kid, own, first) for kid in element.kids]
        entries = f"{self._roles.get(element.tag) or f'/S/{element.tag.value}'}/P {parent}"
        if first:
            entries += f"/Pg {self._pages[first - 1]}"
        entries += f"/K {kids[0]}" if len(kids) == 1 else f"/K[{' '.join(kids)}]"
        if element.attributes:
            entries += f"/A{element.attributes}"
        if element.alternative:
            entries += f"/Alt{text_string(element.alternative)}"
        if element.id:
            entries += f"/ID{text_string(element.id)}"
            self.ids.append((element.id, own))
        if element.refers_to:
            self._referring.append((item, entries, element))
        else:
            item.fill(f"<<{entries}>>")
        return own

    def fill_references(self) -> None:
        """Write the elements that refer to others, which are all written by now."""
        for item, entries, element in self._referring:
            references = " ".join(other.reference for other in element.refers_to if other.reference)
            item.fill(f"<<{entries}/Ref[{references}]>>" if references else f"<<{entries}>>")

    def _kid(self, kid: Element | ContentItem | Annotated, own: str, first: int) -> str:
        match kid:
            case Element():
                return self.write(kid, own)
            case ContentItem():
                of_page = self.sequences.setdefault(kid.page, [])
                of_page += ["null"] * (kid.number + 1 - len(of_page))
                of_page[kid.number] = own
                if kid.page == first:
                    return str(kid.number)
                return f"<</Type/MCR/Pg {self._pages[kid.page - 1]}/MCID {kid.number}>>"
            case _:
                self.links[kid.link] = own
                return f"<</Type/OBJR/Pg {self._pages[kid.page - 1]}/Obj {self._links[kid.link]}>>"
