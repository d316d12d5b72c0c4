"""The template tags of the page parts, the frame, and what a browser's choice does to the page."""

import json
import re
from pathlib import Path

import pytest
from django.template import TemplateSyntaxError, engines
from django.test import Client

from kollega.web.appearance import Appearance
from kollega.web.shell import build_shell
from kollega.web.styleguide.forms import SampleForm
from kollega.web.templatetags import assets
from kollega.web.templatetags.ui import initials


def rendered(source: str, **context: object) -> str:
    text: str = engines["django"].from_string("{% load ui assets %}" + source).render(context)
    return text


def test_an_unknown_icon_fails_the_page() -> None:
    with pytest.raises(TemplateSyntaxError):
        rendered('{% icon "no-such-icon" %}')


def test_a_part_escapes_its_words_and_keeps_its_content() -> None:
    page = rendered('{% banner tone="bad" title=title %}<b>{{ title }}</b>{% endbanner %}', title="<i>")
    assert "&lt;i&gt;" in page
    assert "<b>&lt;i&gt;</b>" in page


def test_an_unknown_fact_is_written_out() -> None:
    assert "Not given" in rendered('{% fact "Phone" "" %}')
    assert "Not given" not in rendered('{% fact "Visits" 0 %}')


@pytest.mark.parametrize(
    ("name", "short"), [("Anna Berg", "AB"), ("åse maria ødegård", "ÅØ"), ("Cher", "C"), ("", "?"), ("42", "?")]
)
def test_initials(name: str, short: str) -> None:
    assert initials(name) == short


def test_every_form_gets_its_own_idempotency_key() -> None:
    page = rendered("{% idempotency_key %}{% idempotency_key %}")
    keys = re.findall(r'value="([0-9a-f-]{36})"', page)
    assert len(set(keys)) == 2


def test_a_wrong_field_is_wired_for_screen_readers() -> None:
    page = rendered("{% field form.email %}", form=SampleForm({"email": "anna"}))
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="id_email-hint id_email-error"' in page
    assert page.index('id="id_email-hint"') < page.index('id="id_email-error"') < page.index("<input")
    assert "(optional)" in page


def test_several_of_many_are_checkboxes_and_one_of_many_are_cards() -> None:
    many = rendered("{% field form.channels %}", form=SampleForm({"channels": ["phone"]}))
    assert many.count('type="checkbox" name="channels"') == 2
    assert 'class="checkbox" checked' in many
    assert "radio" not in many
    one = rendered("{% field form.place %}", form=SampleForm())
    assert one.count('type="radio" name="place"') == 2


def test_two_errors_make_a_linked_summary_and_one_does_not() -> None:
    assert 'href="#id_born"' in rendered("{% error_summary form %}", form=SampleForm({"name": ""}))
    whole = {"name": "Berg", "born": "1984-05-02", "date": "3/3", "start": "9", "language": "sv", "place": "room"}
    assert rendered("{% error_summary form %}", form=SampleForm(whole)).strip() == ""
    assert rendered("{% error_summary form %}", form=SampleForm(whole | {"start": "x"})).strip() == ""


def test_an_entry_without_a_build_is_a_comment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(assets, "BUILD", tmp_path)
    assert rendered('{% entry "base" %}{% preload_font %}').startswith("<!-- no build")


def test_an_entry_links_its_styles_shared_chunks_and_module(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    chunks = {
        "frontend/entries/calendar.ts": {"file": "assets/calendar.js", "css": ["c.css"], "imports": ["_shared.js"]},
        "_shared.js": {"file": "assets/shared.js", "css": ["s.css"]},
    }
    (tmp_path / "manifest.json").write_text(json.dumps(chunks))
    monkeypatch.setattr(assets, "BUILD", tmp_path)
    assets._read_manifest.cache_clear()
    page = rendered('{% entry "calendar" %}')
    assets._read_manifest.cache_clear()
    assert 'href="/static/build/c.css"' in page
    assert 'href="/static/build/s.css"' in page
    assert 'rel="modulepreload" href="/static/build/assets/shared.js"' in page
    assert page.endswith('<script type="module" src="/static/build/assets/calendar.js"></script>')


def test_the_menu_holds_only_what_may_be_opened() -> None:
    frame = build_shell(urls={"clients": "/c", "calendar": "/k"}, counts={"clients": 0}, current="clients")
    assert [item.key for item in frame.menu] == ["calendar", "clients"]
    assert [item.current for item in frame.menu] == [False, True]
    assert frame.menu[1].count is None


def test_a_phone_has_today_else_the_calendar_then_clients_and_what_to_sign() -> None:
    urls = dict.fromkeys(("calendar", "clients", "team", "settings"), "/")
    assert [item.key for item in build_shell(urls=urls).phone_places] == ["calendar", "clients", "team"]
    urls |= dict.fromkeys(("today", "notes"), "/")
    assert [item.key for item in build_shell(urls=urls).phone_places] == ["today", "clients", "notes"]


def test_the_look_of_the_pages_survives_its_cookie() -> None:
    look = Appearance(theme="dark", rail=True, names_hidden=True, keys=False)
    assert Appearance.parse(str(look)) == look
    assert Appearance.parse("") == Appearance()
    assert Appearance.parse("<script>.purple") == Appearance()


def test_a_chosen_theme_is_in_the_first_byte_of_the_next_page() -> None:
    browser = Client()
    answer = browser.post("/appearance/", {"theme": "dark", "rail": "on", "next": "/styleguide/"})
    assert answer.headers["Location"] == "/styleguide/"
    assert b'data-theme="dark" data-rail="on"' in browser.get("/styleguide/").content[:200]
    assert browser.post("/appearance/", {"theme": "auto"}, headers={"X-Requested-With": "fetch"}).status_code == 204
    assert b"data-theme" not in browser.get("/styleguide/").content[:200]


def test_choosing_a_look_does_not_lead_to_another_site() -> None:
    assert Client().post("/appearance/", {"next": "https://example.org/"}).headers["Location"] == "/"


def test_a_chosen_language_holds_for_the_next_page() -> None:
    browser = Client()
    browser.post("/appearance/", {"language": "de"})
    assert b'<html lang="de"' in browser.get("/styleguide/").content[:200]


def test_the_styleguide_breaks_no_rule_of_the_content_policy() -> None:
    page = Client().get("/styleguide/").content.decode()
    assert " style=" not in page
    assert not re.findall(r"\son\w+=", page)
    assert "data:image" not in page
    assert all("src=" in tag or "application/json" in tag for tag in re.findall(r"<script[^>]*>", page))


def test_a_refused_form_comes_back_with_422_and_what_was_typed() -> None:
    answer = Client().post("/styleguide/", {"name": "", "email": "anna"})
    assert answer.status_code == 422
    assert b'value="anna"' in answer.content


@pytest.mark.parametrize(("target", "start"), [("dialog-host", b"<dialog"), ("", b"<!doctype html>")])
def test_a_dialog_is_a_fragment_for_its_host_and_a_page_for_everybody_else(target: str, start: bytes) -> None:
    answer = Client().get("/styleguide/dialog/", headers={"HX-Target": target})
    assert answer.content.lstrip().startswith(start)
