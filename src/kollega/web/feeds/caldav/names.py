"""Names of CalDAV in XML, written with their namespace in braces as ElementTree has them."""

from xml.etree import ElementTree

DAV = "{DAV:}"
CAL = "{urn:ietf:params:xml:ns:caldav}"
SERVER = "{http://calendarserver.org/ns/}"

for prefix, space in (("D", DAV), ("C", CAL), ("CS", SERVER)):
    ElementTree.register_namespace(prefix, space[1:-1])
