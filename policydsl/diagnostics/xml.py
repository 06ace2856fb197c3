"""Write XML that every reader takes, whatever text an author or a file name brings in."""

import re
from xml.etree import ElementTree

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """Replace what XML cannot hold.

    >>> legal("a\\x07b")
    'a\ufffdb'
    """
    return _NOT_XML.sub("\ufffd", text)


def written(root: ElementTree.Element) -> str:
    """Give the text of *root*, a level of indentation for each level of it."""
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=False) + "\n"
