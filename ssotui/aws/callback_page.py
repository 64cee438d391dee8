"""The pages that the browser shows after the redirect from AWS, as complete HTTP responses."""

from __future__ import annotations

_LOOK = """
:root { color-scheme: light dark; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 16px/1.5 system-ui, sans-serif;
       background: Canvas; color: CanvasText; }
main { max-width: 28rem; margin: 2rem; padding: 2rem 2.5rem; border: 1px solid color-mix(in srgb, GrayText 40%, Canvas);
       border-radius: 14px; text-align: center; }
.sign { font-size: 2.6rem; line-height: 1; margin: 0 0 1rem; }
.good { color: #0a8f5b; } .bad { color: #c4422b; }
h1 { font-size: 1.3rem; margin: 0 0 .5rem; } p { margin: .5rem 0; } small { color: GrayText; }
"""


def _answer(status: str, title: str, text: str, sign: str) -> bytes:
    kind = "good" if sign == "✓" else "bad"
    body = (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width'>"
        f"<title>{title} – ssotui</title><style>{_LOOK}</style></head><body><main>"
        f"<p class='sign {kind}' aria-hidden='true'>{sign}</p><h1>{title}</h1><p>{text}</p><p><small>ssotui</small></p>"
        "</main></body></html>"
    ).encode()
    head = (
        f"HTTP/1.1 {status}\r\n"
        "Content-Type: text/html; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\n"
        "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'\r\n"
        "Referrer-Policy: no-referrer\r\n"
        "Cache-Control: no-store\r\n"
        "X-Content-Type-Options: nosniff\r\n"
        "Connection: close\r\n\r\n"
    )
    return head.encode() + body


DONE = _answer("200 OK", "You are signed in", "Close this page and return to the terminal.", "✓")
DENIED = _answer("200 OK", "The sign-in was denied", "Nothing was changed. Close this page.", "✗")
NOT_OURS = _answer(
    "400 Bad Request",
    "This is another sign-in",
    "It is not the one that ssotui is waiting for. Start the sign-in again.",
    "✗",
)
NOT_HERE = _answer("404 Not Found", "Nothing here", "ssotui is waiting for a sign-in at another URL.", "✗")
