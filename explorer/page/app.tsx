import type { ComponentChildren, VNode } from 'preact';
import { go, leaveTrace, place } from './state/place.ts';
import { pane, show } from './state/keys.ts';
import { failure } from './state/scene.ts';
import { FailureNote } from './parts/failure.tsx';
import { Header } from './parts/header.tsx';
import { Help } from './parts/help.tsx';
import { HerePanel } from './parts/here.tsx';
import { PropertiesPanel } from './parts/properties.tsx';
import { TracePanel } from './parts/trace.tsx';
import { Transport } from './parts/transport.tsx';
import { MachinesView } from './machines/view.tsx';
import { MatrixView } from './matrix/view.tsx';
import { SequenceView } from './sequence/view.tsx';
import { SpaceView } from './space/view.tsx';
import type { View } from '../shared/place.ts';

const views: readonly (readonly [View, string, string])[] = [
  ['machines', 'Machines', 'm'],
  ['sequence', 'Sequence', 's'],
  ['space', 'State space', 'w'],
  ['matrix', 'Matrix', 'x'],
];

const panes = [
  ['verdicts', 'Properties'],
  ['trace', 'Trace'],
  ['here', 'State'],
] as const;

export function App(): VNode {
  return (
    <div class="app" data-pane={pane.value} data-view={place.value.view}>
      <Header />
      {failure.value && (
        <FailureNote failure={failure.value}>
          {failure.value.code === 'RH522' && (
            <button type="button" onClick={() => go({ ...leaveTrace, path: [], at: 0, model: undefined })}>
              Go to the first state
            </button>
          )}
        </FailureNote>
      )}
      <aside class="rail left">
        <PropertiesPanel />
        <TracePanel />
      </aside>
      <main class="centre">
        <Tabs />
        <div class="view" id="view" role="tabpanel" aria-label={place.value.view}>
          {viewOf(place.value.view)}
        </div>
      </main>
      <aside class="rail right">
        <HerePanel />
      </aside>
      <Transport />
      <Help />
    </div>
  );
}

function viewOf(view: View): VNode {
  switch (view) {
    case 'machines':
      return <MachinesView />;
    case 'sequence':
      return <SequenceView />;
    case 'space':
      return <SpaceView />;
    case 'matrix':
      return <MatrixView />;
  }
}

/** The views; on narrow screens also what stands beside them elsewhere. */
function Tabs(): VNode {
  const { view } = place.value;
  return (
    <nav class="tabs" role="tablist" aria-label="Views" onKeyDown={moveFocus}>
      {panes.map(([name, title]) => (
        <Tab key={name} narrow selected={pane.value === name} onClick={() => (pane.value = name)}>
          {title}
        </Tab>
      ))}
      {views.map(([name, title, key]) => (
        <Tab
          key={name}
          narrow={false}
          selected={view === name}
          shown={pane.value === 'view'}
          onClick={() => show(name)}
        >
          {title} <kbd>{key}</kbd>
        </Tab>
      ))}
    </nav>
  );
}

function Tab(props: {
  readonly narrow: boolean;
  readonly selected: boolean;
  readonly shown?: boolean;
  readonly onClick: () => void;
  readonly children: ComponentChildren;
}): VNode {
  const { narrow, selected, shown = true, onClick, children } = props;
  return (
    <button
      type="button"
      role="tab"
      class={`tab${narrow ? ' narrow' : ''}${shown ? '' : ' aside'}`}
      aria-selected={selected}
      onClick={onClick}
    >
      {children}
    </button>
  );
}

/** Arrow keys move between tabs, as in every tab list. */
function moveFocus(event: KeyboardEvent): void {
  const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  if (by === 0) return;
  const list = event.currentTarget as HTMLElement;
  const tabs = [...list.querySelectorAll<HTMLElement>('[role=tab]')].filter(
    (tab) => tab.offsetParent !== null,
  );
  const now = tabs.indexOf(document.activeElement as HTMLElement);
  tabs[(now + by + tabs.length) % tabs.length]?.focus();
}
