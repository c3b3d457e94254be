import { useEffect, useRef } from 'preact/hooks';
import type { VNode } from 'preact';
import { bindings, helpIsOpen } from '../state/keys.ts';

const shown: Readonly<Record<string, string>> = { ArrowDown: '↓', ArrowUp: '↑', Backspace: '⌫' };

export function Help(): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = helpIsOpen.value;
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog ref={dialog} aria-label="Keys" onClose={() => (helpIsOpen.value = false)}>
      <h2>Keys</h2>
      <table>
        <tbody>
          {bindings.map(({ keys, does }) => (
            <tr key={does}>
              <td>
                {keys.length > 3 ? (
                  <>
                    <kbd>{keys[0]}</kbd> to <kbd>{keys.at(-1)}</kbd>
                  </>
                ) : (
                  keys.map((key) => <kbd key={key}>{shown[key] ?? key}</kbd>)
                )}
              </td>
              <td>{does}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="dim">The address says where you are. Paste it into a ticket; `refhold explore` opens it.</p>
      <button type="button" onClick={() => (helpIsOpen.value = false)}>
        Close
      </button>
    </dialog>
  );
}
