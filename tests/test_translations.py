"""Every message of ours in Japanese and Kannada: there, not fuzzy, in its own letters, with the same placeholders."""

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from django.core.management import call_command
from django.template import engines
from django.utils import translation

from portal.core import messages as catalogues
from portal.core.message_sources import Found, in_python, in_template, messages_of_ours

ROOT = Path(__file__).resolve().parents[1]
LETTERS = {"ja": re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]"), "kn": re.compile(r"[\u0c80-\u0cff]")}
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[a-z0-9]|%[sd]")
# Names and signs that are the same in every language.
ALIKE = {"API"}


def catalogue(language: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


@cache
def messages(language: str) -> list[Message]:
    return [message for message in catalogues.read(catalogue(language)) if message.id]


@cache
def found() -> list[Found]:
    return list(messages_of_ours())


def texts(value: str | list[str] | tuple[str, ...]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


# Complete. `./setu manage make_messages` brings the catalogues up to date.


def forms(text: str | tuple[str, ...] | list[str], context: str | None) -> tuple[str | tuple[str, ...], str | None]:
    return (text if isinstance(text, str) else tuple(text)), context or None


@pytest.mark.parametrize("language", LETTERS)
def test_a_catalogue_holds_what_the_sources_say_and_nothing_else(language: str) -> None:
    # A text that stands somewhere alone and elsewhere with its plural is one message, with the plural.
    plural = {(one.text[0], one.context) for one in found() if not isinstance(one.text, str)}
    said = {forms(one.text, one.context): one.file for one in found() if (one.text, one.context) not in plural}
    held = {forms(message.id, message.context) for message in messages(language)}
    assert {one: file for one, file in said.items() if one not in held} == {}, "missing from the catalogue"
    assert sorted(map(str, held - set(said))) == [], "used by no source"


@pytest.mark.parametrize("language", LETTERS)
def test_no_message_is_empty_or_guessed(language: str) -> None:
    assert [m.id for m in messages(language) if m.fuzzy or not all(texts(m.string))] == []


@pytest.mark.parametrize("language", LETTERS)
def test_a_catalogue_is_written_as_the_command_writes_it(language: str, tmp_path: Path) -> None:
    # Else the next person's run hides the change in a thousand others. The order is free: branches are merged at the end.
    copy = tmp_path / "django.po"
    catalogues.write(copy, catalogues.read(catalogue(language)))
    assert copy.read_text(encoding="utf-8") == catalogue(language).read_text(encoding="utf-8")


# Letters and placeholders


@pytest.mark.parametrize("language", LETTERS)
def test_every_text_is_written_in_its_own_letters(language: str) -> None:
    wrong = []
    for message in messages(language):
        if texts(message.id)[0] in ALIKE:
            continue
        # What is only placeholders and markup has no letters of any language.
        bare = re.sub(r"<[^>]+>|%\([a-z_]+\)[a-z0-9]", "", texts(message.id)[0])
        if re.search(r"[A-Za-z]", bare) and not all(LETTERS[language].search(text) for text in texts(message.string)):
            wrong.append((message.id, message.string))
    assert wrong == []


@pytest.mark.parametrize("language", LETTERS)
def test_placeholders_are_the_same(language: str) -> None:
    wrong = [
        (m.id, text)
        for m in messages(language)
        for text in texts(m.string)
        if set(PLACEHOLDER.findall(text)) - set(PLACEHOLDER.findall(" ".join(texts(m.id))))
    ]
    assert wrong == []


# How messages are found


def test_each_form_in_python_is_found(tmp_path: Path) -> None:
    module = tmp_path / "words.py"
    module.write_text(
        """
from django.utils.translation import gettext_lazy as _, ngettext
plain = _("plain")
joined = gettext("in two " "parts")
noop = gettext_noop("only marked")
lazy = gettext_lazy('lazy')
pair = ngettext("%d firm", "%d firms", count)
lazy_pair = ngettext_lazy("%d plot", "%d plots", "count")
month = pgettext("month", "May")
lazy_month = pgettext_lazy("month", "March")
both = npgettext("seat", "%d chair", "%d chairs", count)
lazy_both = npgettext_lazy("seat", "%d stool", "%d stools", "count")
elsewhere = _(variable)
# _("a remark")
""",
        encoding="utf-8",
    )
    assert [(one.text, one.context) for one in in_python(module, "words.py")] == [
        ("plain", None),
        ("in two parts", None),
        ("only marked", None),
        ("lazy", None),
        (("%d firm", "%d firms"), None),
        (("%d plot", "%d plots"), None),
        ("May", "month"),
        ("March", "month"),
        (("%d chair", "%d chairs"), "seat"),
        (("%d stool", "%d stools"), "seat"),
    ]


TEMPLATES = {
    '{% load i18n %}{% translate "plain" %}': ("plain", None),
    "{% load i18n %}{% trans 'older name' %}": ("older name", None),
    '{% load i18n %}{% translate "filtered"|upper as shout %}': ("filtered", None),
    '{% load i18n %}{% translate "May" context "month" %}': ("May", "month"),
    '{% load i18n %}{% translate "only marked" noop %}': ("only marked", None),
    '{% load i18n %}{% translate "25 % more" %}': ("25 %% more", None),
    '{% load i18n %}{% translate "one \\"quoted\\" word" %}': ('one "quoted" word', None),
    "{% load i18n %}{% blocktranslate %}by {{ who }} at 5 %{% endblocktranslate %}": ("by %(who)s at 5 %%", None),
    "{% load i18n %}{% blocktranslate trimmed %}\n  two\n  lines\n{% endblocktranslate %}": ("two lines", None),
    '{% load i18n %}{% blocktranslate context "month" %}March{% endblocktranslate %}': ("March", "month"),
    "{% load i18n %}{% blocktranslate asvar x %}kept{% endblocktranslate %}": ("kept", None),
    "{% load i18n %}{% blocktranslate count n=rows|length with a=b %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}": (
        ("%(n)s row", "%(n)s rows"),
        None,
    ),
    "{% load i18n %}{% blocktranslate trimmed count n=n context 'seat' %}\n one\n{% plural %}\n many\n{% endblocktranslate %}": (
        ("one", "many"),
        "seat",
    ),
    '{{ _("in an expression") }}': ("in an expression", None),
    '{{ value|default:_("as an argument") }}': ("as an argument", None),
    '{% if a == _("in a condition") and b %}{% endif %}': ("in a condition", None),
    '{% with a=_("in a with") %}{% endwith %}': ("in a with", None),
    '{% include "components/logo.html" with label=_("in an include") only %}': ("in an include", None),
    '{% for one in many %}{% empty %}{{ _("in an empty list") }}{% endfor %}': ("in an empty list", None),
    '{% if a %}{% elif b %}{% else %}{{ _("deep") }}{% endif %}': ("deep", None),
    '{% extends "base.html" %}{% block content %}{{ _("in a block") }}{% endblock %}': ("in a block", None),
    '{% load i18n %}{% language "ja" %}{% translate "in another language" %}{% endlanguage %}': ("in another language", None),
}


@pytest.mark.parametrize("text", TEMPLATES)
def test_each_form_in_a_template_is_found_once(text: str) -> None:
    assert [(one.text, one.context) for one in in_template(text, "x.html")] == [TEMPLATES[text]]


@pytest.mark.parametrize(
    "text", ["{% load i18n %}{% translate word %}", '{% comment %}{{ _("no") }}{% endcomment %}', "{# _('no') #}"]
)
def test_what_names_no_message_is_none(text: str) -> None:
    assert list(in_template(text, "x.html")) == []


def test_a_context_that_is_no_literal_is_refused() -> None:
    with pytest.raises(ValueError, match=r"x\.html"):
        list(in_template('{% load i18n %}{% translate "May" context kind %}', "x.html"))


def test_what_is_found_is_what_a_page_asks_for() -> None:
    # The same text through the catalogue and back: a key that Django does not ask for would stay English.
    for text in ('{% load i18n %}{% translate "up to %(rate)s %" %}', "{% load i18n %}{% translate 'Segments' %}"):
        [one] = in_template(text, "x.html")
        with translation.override("ja"):
            assert engines["django"].from_string(text).render() == translation.gettext(str(one.text)).replace("%%", "%")


# How a catalogue is brought up to date


def test_new_messages_come_in_empty_vanished_ones_leave_and_translations_stay() -> None:
    old = Catalog(locale="ja", version="Setu", header_comment="# Ours.", fuzzy=False)
    old.project = ""
    old.add("kept", "残る", locations=[("portal/old.py", 3)])
    old.add("gone", "消える")
    old.add("guessed", "推測", flags={"fuzzy"})
    old.add("got a plural", "単数")
    new = catalogues.updated(
        old,
        [
            Found("new", None, "portal/a.py"),
            Found("kept", None, "portal/a.py"),
            Found("kept", "elsewhere", "portal/a.py"),
            Found("kept", None, "portal/b.py"),
            Found("guessed", None, "portal/b.py"),
            Found(("got a plural", "got plurals"), None, "portal/b.py"),
        ],
    )
    assert [(m.id, m.context, m.string or "", m.locations, m.fuzzy) for m in new if m.id] == [
        ("new", None, "", [("portal/a.py", None)], False),
        ("kept", None, "残る", [("portal/a.py", None), ("portal/b.py", None)], False),
        ("kept", "elsewhere", "", [("portal/a.py", None)], False),
        ("guessed", None, "推測", [("portal/b.py", None)], True),
        (("got a plural", "got plurals"), None, ("", ""), [("portal/b.py", None)], False),
    ]
    assert (new.header_comment, new.project, new.version, new.fuzzy) == ("# Ours.", "", "Setu", False)


def test_a_second_run_of_the_command_changes_nothing(tmp_path: Path, settings, capsys) -> None:
    for language in LETTERS:
        copy = tmp_path / language / "LC_MESSAGES" / "django.po"
        copy.parent.mkdir(parents=True)
        copy.write_bytes(catalogue(language).read_bytes())
    settings.LOCALE_PATHS = [tmp_path]
    call_command("make_messages")
    once = {file: file.read_bytes() for file in tmp_path.rglob("*.po")}
    call_command("make_messages")
    assert {file: file.read_bytes() for file in tmp_path.rglob("*.po")} == once
    assert "ja: " in capsys.readouterr().out
