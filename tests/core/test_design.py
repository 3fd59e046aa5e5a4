"""The visual language keeps its promises: contrast, weight, no inline style, labels and errors tied to fields."""

import gzip
import re
from pathlib import Path

import pytest
from crispy_forms.bootstrap import AppendedText, FormActions, InlineCheckboxes, InlineRadios, StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import ButtonHolder, Column, Div, Fieldset, Hidden, Layout, Row, Submit
from crispy_forms.utils import render_crispy_form
from django import forms
from django.template.loader import render_to_string
from django.test import Client

ROOT = Path(__file__).resolve().parents[2]
CSS = sorted((ROOT / "static" / "css").glob("*.css"))
# Mail programs know no style sheets: the policy is for pages.
# A mail has no stylesheet to link to and no policy to keep.
MAIL = ROOT / "templates" / "outbox" / "mail.html"
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*.html") if path != MAIL)
COMPONENTS = sorted((ROOT / "templates" / "components").glob("*.html"))

TEXT_PAIRS = [
    *((text, ground) for text in ("ink", "ink-2", "link") for ground in ("paper", "paper-2", "brand-soft")),
    *((state, f"{state}-bg") for state in ("neutral", "info", "wait", "good", "bad", "note")),
    *(("ink", f"{state}-bg") for state in ("info", "wait", "good", "bad")),
    *((state, "paper") for state in ("bad", "wait", "brand")),
    ("ink", "paper-3"),
    ("ink-2", "paper-3"),
    ("on-brand", "brand"),
    ("on-brand", "brand-strong"),
    ("brand", "brand-soft"),
    ("link", "paper-3"),
    ("bad", "bad-bg"),
    *((text, ground) for text in ("on-deep", "on-deep-2") for ground in ("deep", "deep-2")),
    ("on-accent", "accent"),
]
SHAPE_PAIRS = [
    ("focus", "paper"),
    ("focus", "paper-2"),
    ("focus", "brand-soft"),
    ("line-strong", "paper"),
    ("deep-focus", "deep"),
    ("deep-focus", "deep-2"),
]


def _tokens(scheme: str) -> dict[str, str]:
    """Colour tokens of a scheme: the light ones, for dark overlaid with the dark block."""
    text = (ROOT / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    light, dark = text.split("@media screen and (prefers-color-scheme: dark)")
    dark = dark.split("@media (prefers-contrast")[0]
    colour = re.compile(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6});")
    found = dict(colour.findall(light))
    return found if scheme == "light" else {**found, **dict(colour.findall(dark))}


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_at_least_4_5_to_1(scheme: str) -> None:
    tokens = _tokens(scheme)
    weak = {pair: ratio for pair in TEXT_PAIRS if (ratio := _contrast(*(tokens[name] for name in pair))) < 4.5}
    assert weak == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_focus_and_edges_of_controls_stand_out_at_least_3_to_1(scheme: str) -> None:
    tokens = _tokens(scheme)
    weak = {pair: ratio for pair in SHAPE_PAIRS if (ratio := _contrast(*(tokens[name] for name in pair))) < 3}
    assert weak == {}


def test_all_styles_together_weigh_less_than_40_kilobytes_compressed() -> None:
    assert sum(len(gzip.compress(path.read_bytes())) for path in CSS) < 40_000


def test_every_custom_property_that_is_used_is_declared() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in CSS)
    declared = set(re.findall(r"(--[a-z0-9-]+)\s*:", text))
    assert set(re.findall(r"var\((--[a-z0-9-]+)", text)) - declared == set()


def test_every_stylesheet_is_linked_by_the_frame_or_by_the_pages_that_need_it() -> None:
    linked = {name for path in TEMPLATES for name in re.findall(r"css/([a-z-]+\.css)", path.read_text(encoding="utf-8"))}
    assert {path.name for path in CSS} - linked == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_no_template_holds_inline_style_or_script(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=\s*[\"']|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_each_component_says_first_what_it_is_for(path: Path) -> None:
    assert re.match(r"\{# [A-Z]|\{% comment %\} [A-Z]", path.read_text(encoding="utf-8"))


class Promise(forms.Form):
    text = forms.CharField(label="Promise", help_text="In one sentence.")
    due = forms.DateField(label="Due", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    at = forms.TimeField(label="At", required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    zone = forms.ChoiceField(label="Zone", choices=[("Asia/Tokyo", "Tokyo")], required=False)
    segments = forms.MultipleChoiceField(label="Segments", choices=[("cell", "Cell")], required=False)
    notes = forms.CharField(label="Notes", widget=forms.Textarea, required=False)
    side = forms.ChoiceField(
        label="Side",
        choices=[("state", "State"), ("guest", "Guest")],
        widget=forms.RadioSelect,
        help_text="Who gave it.",
    )
    topics = forms.MultipleChoiceField(
        label="Topics", choices=[("land", "Land")], widget=forms.CheckboxSelectMultiple, required=False
    )
    shared = forms.BooleanField(label="Shared", required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.layout = Layout(
            Fieldset("What", "text", Row("due", "at", "zone"), "segments", "notes"),
            Fieldset("Who", "side", "topics", "shared", "token"),
            Submit("save", "Save"),
        )
        return helper


def _element(html: str, id_: str) -> str:
    match = re.search(rf'<[a-z]+ [^>]*\bid="{id_}"[^>]*>', html)
    assert match, f"no element with id {id_}"
    return match.group()


def test_hint_and_error_are_tied_to_the_field() -> None:
    html = render_crispy_form(Promise({"text": ""}))
    field = _element(html, "id_text")
    assert 'aria-describedby="id_text_helptext id_text_error"' in field
    assert 'aria-invalid="true"' in field
    _element(html, "id_text_helptext")
    _element(html, "id_text_error")
    assert '<label for="id_text">' in html


def test_a_group_of_radios_is_a_fieldset_with_legend_hint_and_error() -> None:
    html = render_crispy_form(Promise({}))
    group = html[html.index('id="div_id_side"') :]
    assert '<fieldset aria-describedby="id_side_helptext id_side_error">' in group
    assert re.search(r"<legend>\s*Side", group)
    assert '<label for="id_side_1">Guest</label>' in group


def test_the_summary_leads_to_each_wrong_field_and_comes_first() -> None:
    html = render_crispy_form(Promise({}))
    assert 'href="#id_text"' in html and 'href="#id_side_0"' in html
    assert html.index("error-summary") < html.index('id="id_text"')


def test_a_fresh_form_shows_no_summary() -> None:
    assert "error-summary" not in render_crispy_form(Promise())


def test_only_optional_fields_say_so() -> None:
    html = render_crispy_form(Promise())
    marked = re.findall(r'<(?:label for="id_(\w+)"|legend)>\s*[^<]*<span class="optional">', html)
    assert sorted(filter(None, marked)) == ["at", "due", "notes", "segments", "zone"]


def test_what_was_typed_comes_back_inert() -> None:
    html = render_crispy_form(Promise({"text": "<img src=x onerror=alert(1)>{{7*7}}", "notes": "</textarea><script>"}))
    assert "<img" not in html and "<script" not in html
    assert "{{7*7}}" in html


def test_every_layout_object_that_the_desk_uses_has_its_template() -> None:
    helper = FormHelper()
    helper.layout = Layout(
        Div(AppendedText("text", "acre"), css_class="one"),
        Column("due", css_id="two"),
        InlineRadios("side"),
        InlineCheckboxes("topics"),
        FormActions(StrictButton("Draft", type="submit", css_class="btn-quiet"), Hidden("step", "1")),
        ButtonHolder(Submit("save", "Save")),
    )
    html = render_crispy_form(Promise(), helper)
    assert '<div class="one">' in html and "<span>acre</span>" in html and '<div id="two">' in html
    assert html.count("choices-inline") == 2
    assert 'class="btn btn-quiet"' in html and '<input type="hidden" name="step" value="1"' in html
    assert 'class="btn btn-primary"' in html


@pytest.mark.parametrize("template", [None, "setu/table_inline_formset.html"])
def test_a_whole_formset_is_written_as_rows_or_as_a_table(template: str | None) -> None:
    helper = FormHelper()
    helper.template = template
    helper.add_input(Submit("save", "Save"))
    rows = forms.formset_factory(Promise, extra=0)
    data = {"p-TOTAL_FORMS": "2", "p-INITIAL_FORMS": "0", "p-0-text": "kept", "p-1-due": "never", "p-1-token": "t"}
    html = render_crispy_form(rows(data, prefix="p"), helper)
    assert html.count("<form") == 1 and 'name="p-TOTAL_FORMS" value="2"' in html
    assert 'value="kept"' in html and 'name="p-1-token" value="t"' in html
    assert 'href="#id_p-1-due"' in html
    assert ("<td" in html) == bool(template)


def test_rows_keep_their_prefix_and_their_own_errors() -> None:
    rows = forms.formset_factory(Promise, extra=1)
    data = {"p-TOTAL_FORMS": "1", "p-INITIAL_FORMS": "0", "p-0-notes": "typed", "p-0-due": "2024-02-30"}
    html = render_to_string(
        "components/formset.html", {"formset": rows(data, prefix="p"), "row_title": "Promise", "add_label": "Add"}
    )
    assert 'name="p-TOTAL_FORMS" value="1"' in html
    assert 'id="id_p-0-due_error"' in html
    assert "typed" in html
    assert 'name="add_p"' in html and 'id="id_p-__prefix__-text"' in html


def test_one_summary_can_speak_for_a_form_and_its_rows() -> None:
    rows = forms.formset_factory(Promise)({"p-TOTAL_FORMS": "1", "p-INITIAL_FORMS": "0", "p-0-notes": "x"}, prefix="p")
    html = render_to_string(
        "components/error_summary.html", {"form": Promise({}), "formsets": [rows], "has_errors": not rows.is_valid()}
    )
    assert 'href="#id_text"' in html and 'href="#id_p-0-text"' in html
    assert html.count("error-summary") == 1


def test_a_stated_figure_prints_its_source_and_date() -> None:
    html = render_to_string(
        "components/claim.html",
        {
            "value": "525",
            "unit": "firms",
            "stated_by": "the minister",
            "as_of": "10 January 2024",
            "source_title": "F1",
            "lang": "en",
        },
    )
    for part in ("525", "firms", "the minister", "10 January 2024", "F1"):
        assert part in html


def test_an_unknown_fact_is_printed_as_unknown_and_zero_as_zero() -> None:
    html = render_to_string("components/facts.html", {"facts": [{"label": "a", "value": None}, {"label": "b", "value": 0}]})
    assert html.count('class="unknown"') == 1
    assert "<dd>0</dd>" in html


def test_a_mail_is_shown_in_a_frame_that_may_do_nothing() -> None:
    html = render_to_string(
        "components/mail.html",
        {"subject": "s", "sender": "a", "recipient": "b", "sent_at": "now", "frame_url": "/mail/1/html/"},
    )
    assert re.search(r"<iframe [^>]*\bsandbox loading", html)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["", "/ja", "/kn"])
def test_every_component_stands_in_the_style_guide(client: Client, language: str) -> None:
    answer = client.get(f"{language}/styleguide/")
    assert answer.status_code == 200
    shown = {template.name for template in answer.templates}
    missing = [path.name for path in COMPONENTS if f"components/{path.name}" not in shown]
    assert missing == [], "show it with its states in templates/styleguide/"
