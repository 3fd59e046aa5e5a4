"""`{% load head %}`: what the head of a page says to search engines and to those who share the page."""

import json
from typing import Any

from django import template

register = template.Library()

# Inside a data block nothing may end it or begin markup; JSON reads the escapes back.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


class Remembered(template.Node):
    """Prints what it holds, and lets the rest of the page repeat it."""

    def __init__(self, nodelist: template.NodeList, name: str) -> None:
        self.nodelist, self.name = nodelist, name

    def render(self, context: template.Context) -> str:
        text = self.nodelist.render(context)
        context[self.name] = text
        return text


@register.tag(name="remember")
def remember(parser: Any, token: Any) -> Remembered:
    """`{% remember page_title %}…{% endremember %}`: a block's text may stand only once in a template; this repeats it by name."""
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endremember",))
    parser.delete_first_token()
    return Remembered(nodelist, name)


class StructuredData(template.Node):
    """The page's facts as a block of data: a browser runs nothing of it, and the policy needs no exception."""

    def render(self, context: template.Context) -> str:
        facts = context.get("structured")
        if not facts:
            return ""
        said = json.dumps({"@context": "https://schema.org", "@graph": facts}, ensure_ascii=False).translate(_ESCAPES)
        return f'<script type="application/ld+json">{said}</script>'


@register.tag(name="structured_data")
def structured_data(parser: Any, token: Any) -> StructuredData:
    """`{% structured_data %}`: the list `structured` of the page's context (schema.org), nothing where there is none."""
    return StructuredData()
