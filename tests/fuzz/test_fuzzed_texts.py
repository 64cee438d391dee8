"""Text from a keyboard, a clipboard, a browser or AWS: understood or not, and never a crash."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

from hypothesis import strategies as st

from ssotui.aws import callback
from ssotui.core.catalog import Catalog, Known, SessionCatalog
from ssotui.core.model import Account, RoleRef
from ssotui.core.printable import printable
from ssotui.core.profiles import naming
from ssotui.core.search import query, references
from ssotui.shell import bash_line
from tests.files.writers import NOW
from tests.fuzz.examples import fuzz

WORDS = st.text(alphabet="abAB'^$! -é\\n", max_size=10) | st.text(max_size=10)
FIELDS = st.lists(st.text(max_size=10).map(printable), min_size=1, max_size=4)


@fuzz(typed=WORDS, more=WORDS, fields=FIELDS)
def test_a_query_fits_or_not_and_more_words_never_fit_more(typed: str, more: str, fields: list[str]) -> None:
    terms = query.parse(typed)
    text = query.search_text(*fields)
    fits = query.fit(terms, text)
    assert fits >= 0
    assert query.fit((*terms, *query.parse(more)), text) == 0 or fits
    assert all(query.fit((term,), text) for term in terms) == bool(fits)


@fuzz(field=st.text(min_size=1, max_size=10).map(printable).filter(lambda text: text.split() == [text]))
def test_a_word_is_found_by_itself_exactly(field: str) -> None:
    if field.strip("'^$!") == field:
        for typed in (field, f"'{field}", f"^{field}", f"{field}$", f"^{field}$"):
            assert query.fit(query.parse(typed), query.search_text("other", field))
        assert not query.fit(query.parse(f"!{field}"), query.search_text("other", field))


SAFE = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp")), min_size=1, max_size=12).map(printable)
ROLES = st.text("abzABZ019_+=,.@-", min_size=1, max_size=20)
IDS = st.integers(0, 10**12 - 1).map("{:012}".format)


PREFIXES = st.sampled_from(["", "https://", "arn:", "https://console.aws.amazon.com/?", "https://x/start/#/console?"])


@fuzz(text=st.builds("{}{}".format, PREFIXES, st.text(max_size=40)))
def test_whatever_is_pasted_names_something_or_nothing(text: str) -> None:
    references.may_name(text)
    for meant in references.readings_of_paste(text):
        references.named(meant)
        assert references.roles_named(meant, ("acme",), Catalog()) is None


@fuzz(session=SAFE.filter(bool), account=SAFE.filter(bool), account_id=IDS, role=ROLES)
def test_every_way_to_write_a_role_names_that_role(session: str, account: str, account_id: str, role: str) -> None:
    known = SessionCatalog(Known((Account(account_id, account, ""),), NOW), {account_id: Known((role,), NOW)})
    catalog, ref = Catalog({session: known}), RoleRef(session, account_id, role)
    arn = f"arn:aws:sts::{account_id}:assumed-role/AWSReservedSSO_{role}_0123456789abcdef/jane"
    link = f"https://acme.awsapps.com/start/#/console?account_id={account_id}&role_name={quote(role)}"
    for text in (str(ref), f"{session}/{account}/{role}", f"{account_id}/{role}", arn, link):
        assert references.roles_named(text, (session,), catalog) == (ref,)


STATE = "the-state"
PAIRS = st.tuples(st.sampled_from(["state", "code", "error"]), st.sampled_from([STATE, STATE, "x", "", "%ff"]))
PATHS = st.sampled_from([callback.PATH, callback.PATH, "/", "//[", "/oauth/callback/", "*"])
TARGETS = st.one_of(
    st.text(max_size=40).map("/{}".format),
    st.builds("{}?{}".format, PATHS, st.text(max_size=40)),
    st.builds("{}?{}".format, PATHS, st.lists(PAIRS.map("=".join), max_size=4).map("&".join)),
)
METHODS = st.sampled_from(["GET", "GET", "POST", "", "get"])
HOSTS = st.sampled_from(["Host: 127.0.0.1:80", "Host: 127.0.0.1:80", "Host: evil", "host:127.0.0.1:80", "X: y", ""])


def head_of(method: str, target: str, hosts: list[str]) -> bytes:
    return "\r\n".join([f"{method} {target} HTTP/1.1", *hosts, "", ""]).encode("utf-8", "replace")


HEADS = st.builds(head_of, METHODS, TARGETS, st.lists(HOSTS, max_size=3)) | st.binary(max_size=100)


@fuzz(entry=HEADS)
def test_a_callback_gives_a_code_only_with_the_state_and_an_answer_always(entry: bytes) -> None:
    code, page = callback.respond_to(entry, STATE, 80)
    assert page.startswith(b"HTTP/1.1 ")
    if code is not None:
        assert f"state={STATE}".encode() in entry
        assert entry.startswith(b"GET /oauth/callback?")
        assert entry.lower().count(b"host:") >= 1


NAMED = st.sampled_from(["role", "account_name", "session", "region", "x", "", "0", "role.x", "role[0]"])
FORMS = st.builds(
    "{{{}{}}}".format, NAMED, st.sampled_from(["", "", ":slug", ":lower", ":raw", "!r", ":>9", ":{role}"])
)
LITERALS = st.sampled_from([".", "-", "/", "{", "}", "{{", "é", "%"]) | st.text(max_size=4)
TEMPLATES = st.lists(FORMS | LITERALS, max_size=5).map("".join)


@fuzz(template=TEMPLATES, session=st.text(max_size=8), name=st.text(max_size=12), role=st.text(max_size=12))
def test_a_template_is_refused_in_words_or_gives_names_that_every_tool_reads(
    template: str, session: str, name: str, role: str
) -> None:
    fault = naming.template_fault(template)
    if fault is not None:
        assert fault
        return
    made = naming.profile_name(template, session, Account("000000000001", name, ""), role)
    assert naming.SAFE_NAME.fullmatch(made)


@fuzz(line=st.text(max_size=40) | st.text(alphabet="ab '\"\\$`|;&(){}<>", max_size=20), breaks=st.text(max_size=6))
def test_any_line_of_bash_is_taken_apart(line: str, breaks: str) -> None:
    inserted = bash_line.read(line, breaks).insert("ssotui")
    assert inserted is not None
    assert "ssotui".endswith(inserted)


@fuzz(text=st.text(max_size=60))
def test_plain_text_is_one_printable_line_and_stays_as_it_is(text: str) -> None:
    made = printable(text)
    assert not {unicodedata.category(character) for character in made} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert printable(made) == made
