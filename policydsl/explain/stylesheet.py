"""Hold the style of every page: one column, light or dark as the reader's machine is, and print."""

STYLE = """\
:root {
  --paper: #ffffff; --ink: #1d2125; --soft: #59626b; --line: #dfe3e7; --chip: #f1f3f5;
  --good: #17693f; --bad: #a8241a; --wait: #8a5300; --else: #26539c; --plain: #3d4750;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15181b; --ink: #e8eaed; --soft: #a3acb5; --line: #33393f; --chip: #23282d;
    --good: #63c792; --bad: #ff8f82; --wait: #e7b565; --else: #8db5f5; --plain: #b9c2cb;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
  overflow-wrap: anywhere;
}
main { max-width: 52rem; margin: 0 auto; padding: 1.5rem 1.25rem 4rem; }
header { border-top: .375rem solid var(--tone); padding-top: 1.25rem; margin-bottom: 1.75rem; }
.good { --tone: var(--good); } .bad { --tone: var(--bad); } .wait { --tone: var(--wait); }
.else { --tone: var(--else); } .plain { --tone: var(--plain); }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.2; color: var(--tone); }
h2 {
  margin: 2.25rem 0 .5rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line);
  font-size: 1.0625rem; line-height: 1.3;
}
p { margin: 0 0 .6rem; }
.kind { margin: 0 0 .25rem; color: var(--soft); font-size: .875rem; }
.about { margin: .35rem 0 .9rem; font-size: 1.125rem; line-height: 1.4; }
h1 + .lead { margin-top: .35rem; }
.lead { margin: 0; color: var(--soft); font-size: .9375rem; }
ul { list-style: none; margin: 0; padding: 0; }
section > ul > li { padding: .5rem 0; }
section > ul > li + li { border-top: 1px solid var(--line); }
li li { padding: .1rem 0 .1rem 1.25rem; color: var(--soft); font-size: .9375rem; }
.yes > ul > li, .no > ul > li, .open > ul > li, .to > ul > li { padding-left: 1.6rem; }
li li.item, li li.to, li li.open, .to > ul > li { color: var(--ink); }
time { white-space: nowrap; }
.line { display: flex; flex-wrap: wrap; gap: 0 .5rem; align-items: baseline; }
.text { flex: 1 1 60%; min-width: 0; }
.mark { flex: none; width: 1.1rem; font-weight: 700; text-align: center; }
.yes > .line > .mark { color: var(--good); } .no > .line > .mark { color: var(--bad); }
.open > .line > .mark { color: var(--wait); } .to > .line > .mark { color: var(--else); }
section > ul > .no > .line > .text, section > ul > .open > .line > .text,
section > ul > .to > .line > .text { font-weight: 600; }
.cites { flex: 0 1 auto; margin-left: auto; text-align: right; }
code {
  display: inline-block; margin: 0 0 .15rem .25rem; padding: 0 .35rem; border-radius: .25rem;
  background: var(--chip); color: var(--soft); white-space: nowrap;
  font: .75rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace;
}
dl { margin: 0 0 .75rem; }
dl > div { display: grid; grid-template-columns: 12rem 1fr; gap: 0 1rem; padding: .3rem 0; }
dl > div + div { border-top: 1px solid var(--line); }
dt { color: var(--soft); }
dd { margin: 0; white-space: pre-line; }
.member main { max-width: 38rem; font-size: 1.1875rem; line-height: 1.6; }
.member header { border-top-color: var(--else); margin-bottom: 1.25rem; }
.member h1 { color: var(--soft); font-size: 1rem; font-weight: 600; }
.member section p { margin-bottom: 1rem; }
.member section p:first-child { font-size: 1.5rem; line-height: 1.35; font-weight: 600; }
.member section p.aside { color: var(--soft); font-size: 1rem; }
.notice main { max-width: 46rem; }
.notice h1 { color: var(--ink); }
@media (max-width: 34rem) {
  main { padding: 1rem 1rem 3rem; }
  h1 { font-size: 1.5rem; }
  .cites { flex-basis: 100%; margin: .15rem 0 0; text-align: left; }
  .mark ~ .cites { padding-left: 1.6rem; }
  code { margin: 0 .25rem .15rem 0; white-space: normal; }
  dl > div { grid-template-columns: 1fr; }
}
@media print {
  :root {
    --paper: #fff; --ink: #000; --soft: #333; --line: #bbb; --chip: #fff;
    --good: #000; --bad: #000; --wait: #000; --else: #000; --plain: #000;
  }
  @page { margin: 20mm 18mm; }
  html { font-size: 10.5pt; }
  body { line-height: 1.4; }
  main, .member main, .notice main { max-width: none; padding: 0; }
  h1, h2 { break-after: avoid; }
  li, dl > div, p { break-inside: avoid; }
  li:has(> ul > li:nth-child(6)) { break-inside: auto; }
  code { border: 1px solid #ccc; }
}
"""
