"""Reads what the load tester writes for other programs, with Python's own parsers, and prints it as JSON."""

import csv
import json
import sys
import xml.etree.ElementTree as ElementTree


def read_junit(text):
    root = ElementTree.fromstring(text)
    suites = []
    for suite in root.iter("testsuite"):
        cases = []
        for case in suite.iter("testcase"):
            problems = [
                {"element": problem.tag, "message": problem.get("message"), "type": problem.get("type"), "text": problem.text}
                for problem in case
            ]
            cases.append({"name": case.get("name"), "classname": case.get("classname"), "problems": problems})
        properties = {item.get("name"): item.get("value") for item in suite.iter("property")}
        suites.append({**suite.attrib, "properties": properties, "cases": cases})
    return suites


def read_csv(text):
    return list(csv.DictReader(text.splitlines(), strict=True))


def read_markdown_tables(text):
    """The rows of the tables, each a list of its cells: a bar with a backslash before it is no end of a cell."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    rows = csv.reader(lines, delimiter="|", quoting=csv.QUOTE_NONE, escapechar="\\", strict=True)
    return [[cell.strip() for cell in row[1:-1]] for row in rows]


READERS = {"junit": read_junit, "csv": read_csv, "markdown": read_markdown_tables}

text = sys.stdin.buffer.read().decode("utf-8")
json.dump(READERS[sys.argv[1]](text), sys.stdout)
