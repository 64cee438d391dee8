"""The web pages that the user sees: to confirm a sign-in, and in place of the console."""

from __future__ import annotations

from html import escape

from ssotui.demo.http_messages import Response
from ssotui.demo.oidc import Approval

_LOOK = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; min-height: 100vh; display: grid; place-items: center;
       background: Canvas; color: CanvasText; }
main { max-width: 30rem; margin: 2rem; padding: 2rem; border: 1px solid GrayText; border-radius: 12px;
       overflow-wrap: anywhere; }
h1 { font-size: 1.3rem; margin: 0 0 1rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1rem; margin: 1rem 0; }
dt { color: GrayText; } dd { margin: 0; }
.code { font: 600 1.6rem ui-monospace, monospace; letter-spacing: .1em; }
input { font: 1.3rem ui-monospace, monospace; padding: .4rem; width: 100%; box-sizing: border-box; }
button { font: inherit; padding: .5rem 1.4rem; margin: 1rem .6rem 0 0; border-radius: 8px; border: 1px solid GrayText;
         cursor: pointer; }
button.yes { background: #0a6; color: #fff; border-color: #0a6; }
small { color: GrayText; }
"""
_FOOTER = "<small>A simulated organization on this computer (ssotui demo). Nothing here reaches AWS.</small>"
_GUARD = (
    ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"),
    ("Cache-Control", "no-store"),
    ("X-Frame-Options", "DENY"),
)


def message(title: str, text: str, status: int = 200) -> Response:
    """A page with a message."""
    return _page(title, f"<p>{escape(text)}</p>", status)


def ask_code(problem: str = "") -> Response:
    """The page to type the user code."""
    note = f"<p role='alert'>{escape(problem)}</p>" if problem else ""
    form = (
        "<form method='get' action='/device'><label>Enter the code shown in your terminal:"
        "<input name='user_code' autocomplete='off' autofocus required placeholder='ABCD-EFGH'></label>"
        "<button class='yes'>Next</button></form>"
    )
    return _page("Sign in", note + form, 400 if problem else 200)


def ask_device(approval: Approval) -> Response:
    """The page to confirm or deny a device code."""
    code = f"<p>Does this code match the one in your terminal?</p><p class='code'>{escape(approval.user_code)}</p>"
    return _page(
        "Authorization requested", code + _facts(approval) + _choice("/device", "user_code", approval.user_code)
    )


def ask_authorization(approval: Approval) -> Response:
    """The page to confirm or deny a sign-in with an authorization code."""
    return _page("Allow access?", _facts(approval) + _choice("/authorize", "request", approval.code))


def console(account_id: str, name: str, user: str, destination: str) -> Response:
    """The page after a sign-in to the console."""
    facts = {"Account": account_id, "Role": name, "User": user, "Destination": destination}
    return _page("AWS Management Console (simulated)", _table(facts))


def _facts(approval: Approval) -> str:
    instance = approval.center.instance
    return _table({"Program": approval.client.name, "Organization": instance.start_url, "Signed in as": instance.user})


def _table(facts: dict[str, str]) -> str:
    return (
        "<dl>" + "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts.items()) + "</dl>"
    )


def _choice(action: str, name: str, value: str) -> str:
    return (
        f"<form method='post' action='{action}'><input type='hidden' name='{name}' value='{escape(value)}'>"
        "<button class='yes' name='decision' value='approve'>Allow access</button>"
        "<button name='decision' value='deny'>Deny access</button></form>"
    )


def _page(title: str, inside: str, status: int = 200) -> Response:
    text = (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width'>"
        f"<title>{escape(title)}</title><style>{_LOOK}</style></head>"
        f"<body><main><h1>{escape(title)}</h1>{inside}<p>{_FOOTER}</p></main></body></html>"
    )
    # Lone surrogates in hostile names can only be written as character references.
    return Response(status, text.encode("utf-8", "xmlcharrefreplace"), "text/html; charset=utf-8", _GUARD)
