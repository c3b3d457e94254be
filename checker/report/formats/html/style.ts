/** The look of the page, in the reader's choice of dark and light. No fonts, no images: nothing is loaded. */
export const style = `
:root {
  color-scheme: light dark;
  --page: light-dark(#fbfbfa, #16181b);
  --paper: light-dark(#ffffff, #1d2024);
  --ink: light-dark(#1d2126, #e3e6ea);
  --faint: light-dark(#5d6670, #98a2ad);
  --line: light-dark(#dfe2e5, #33383e);
  --accent: light-dark(#1f5fa8, #7db4f5);
  --changed: light-dark(#fff3cf, #3a3213);
  --bad: light-dark(#b3261e, #ff8a80);
  --bad-paper: light-dark(#fdecea, #3a1b1a);
  --good: light-dark(#1b6e3c, #74d19a);
  --good-paper: light-dark(#e6f4ea, #16301f);
  --loop: light-dark(#8a3ab9, #d19bf5);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 110rem; margin: 0 auto; padding: 2rem 1.5rem 4rem; }
h1 { font-size: 1.35rem; line-height: 1.3; margin: 0 0 .25rem; text-wrap: balance; }
h2 { font-size: 1rem; margin: 2rem 0 .5rem; }
p { margin: .25rem 0; max-width: 48rem; }
code, .state, .event, .data, dd { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; font-size: .86em; }
.faint { color: var(--faint); }
.badge { display: inline-block; border-radius: 1rem; padding: .1rem .7rem; font-weight: 600; font-size: .85rem; }
.violates { color: var(--bad); background: var(--bad-paper); }
.reaches { color: var(--good); background: var(--good-paper); }
.options { display: flex; flex-wrap: wrap; gap: .25rem .75rem; padding: 0; margin: .5rem 0; list-style: none; }
.scroll { width: fit-content; max-width: 100%; overflow: auto; max-height: 92vh; border: 1px solid var(--line); border-radius: .5rem; background: var(--paper); margin-top: 1.25rem; }
table { border-collapse: separate; border-spacing: 0; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .45rem .75rem; border-bottom: 1px solid var(--line); }
tbody tr:last-child > * { border-bottom: 0; }
thead th { position: sticky; top: 0; z-index: 2; background: var(--paper); font-size: .85rem; color: var(--faint); font-weight: 600; white-space: nowrap; }
tbody th { position: sticky; left: 0; z-index: 1; background: var(--paper); font-weight: 600; min-width: 16rem; max-width: 26rem; }
tbody th small { display: block; font-weight: 400; color: var(--faint); }
td.number { width: 1%; color: var(--faint); text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
td.actor { min-width: 9.5rem; max-width: 24rem; overflow-wrap: break-word; border-left: 1px solid var(--line); }
td.still { color: var(--faint); }
td.changed { background: var(--changed); }
td.takes .event { display: block; color: var(--accent); font-weight: 600; }
td.takes .event::before { content: "\\2192\\00a0"; }
td .change { display: block; }
td .change del { color: var(--bad); text-decoration-thickness: 1px; }
td .change ins { color: var(--good); text-decoration: none; font-weight: 600; }
tr.loop td.number { box-shadow: inset 3px 0 0 var(--loop); color: var(--loop); }
tr.mark td { color: var(--loop); font-weight: 600; }
tr.finding > td { background: var(--bad-paper); color: var(--bad); font-weight: 600; }
tr.finding.reaches > td { background: var(--good-paper); color: var(--good); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: .5rem 0; }
dt { color: var(--faint); } dd { margin: 0; overflow-wrap: anywhere; }
.waits { padding-left: 1.2rem; margin: .5rem 0; max-width: 60rem; }
.waits .cycle { color: var(--bad); }
footer { margin-top: 2.5rem; font-size: .85rem; color: var(--faint); }
@media print { .scroll { overflow: visible; max-height: none; border: 0; } }
`;
