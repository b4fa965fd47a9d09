"""Reads XML or HTML from standard input, and prints its elements as JSON: an independent judge of what the reporters write."""

import json
import sys
from html.parser import HTMLParser
from xml.etree import ElementTree

elements = []


class Page(HTMLParser):
    def handle_starttag(self, tag, attrs):
        elements.append({"tag": tag, **dict(attrs)})


text = sys.stdin.buffer.read().decode("utf-8", "strict")
if sys.argv[1] == "html":
    Page(convert_charrefs=True).feed(text)
else:
    elements = [{"tag": element.tag, **element.attrib} for element in ElementTree.fromstring(text).iter()]
print(json.dumps(elements))
