/** Where Stately serves the viewer. It cannot be installed. */
export const VIEWER = 'https://stately.ai/inspect';

/** A page that shows the viewer in a frame and hands it what the relay says, in order, and to its origin only. */
export function bridgePage(viewer: string, nonce: string): string {
  const { href, origin } = new URL(viewer);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>refhold inspect</title>
<style nonce="${nonce}">
html, body { height: 100%; margin: 0; }
body { display: flex; flex-direction: column; font: 14px system-ui, sans-serif; color-scheme: light dark; }
p { margin: 0; padding: .4rem .8rem; }
iframe { flex: 1; border: 0; width: 100%; }
</style>
</head>
<body>
<p id="status">Loading the viewer from ${escaped(origin)} …</p>
<iframe id="viewer" src="${escaped(href)}" title="Stately's inspector"></iframe>
<script nonce="${nonce}">
const frame = document.getElementById('viewer');
const status = document.getElementById('status');
const origin = ${JSON.stringify(origin).replaceAll('<', '\\u003c')};
const waiting = [];
let ready = false;
let sent = 0;
function hand(event) {
  frame.contentWindow.postMessage(event, origin);
  sent += 1;
  status.textContent = sent + ' inspection events handed to the page of ' + origin + ' in this browser.';
}
addEventListener('message', (message) => {
  if (message.source !== frame.contentWindow || message.origin !== origin) return;
  if (message.data?.type !== '@statelyai.connected') return;
  ready = true;
  waiting.splice(0).forEach(hand);
});
const socket = new WebSocket('ws://' + location.host);
socket.onmessage = ({ data }) => {
  const event = JSON.parse(data);
  if (ready) hand(event);
  else waiting.push(event);
};
</script>
</body>
</html>
`;
}

/** What the page may do: run its own script, talk to the relay, show the viewer. */
export function bridgePolicy(viewer: string, nonce: string, host: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    `connect-src ws://${host}`,
    `frame-src ${new URL(viewer).origin}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
