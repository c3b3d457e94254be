import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWebSocketReceiver } from '@statelyai/inspect';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { WebSocket } from 'ws';
import { runSteps } from '../../checker/trace/replay.ts';
import type { Checkable } from '../../checker/scenario/scenario.ts';
import { valuesOf } from '../../checker/scenario/scenario.ts';
import { playLive } from '../../cli/inspect/live.ts';
import { startRelay } from '../../cli/inspect/relay.ts';
import type { Relay } from '../../cli/inspect/relay.ts';
import type { WireEvent } from '../../cli/inspect/protocol.ts';
import { main } from '../../cli/main.ts';
import { scenarios } from '../../machines/index.ts';
import link from './fixtures/link.ts';
import { system as awkwardSystem } from './fixtures/awkward.ts';
import { fixtures, refhold } from './harness.ts';
import { randomRun } from '../../cli/inspect/choose.ts';

const awkward = awkwardSystem as unknown as Checkable['system'];
const steps = ['snoop: open', 'delete net0', 'snoop: close'];
const { system } = link.build({});
const played = (): WireEvent[] => playLive(system, 'link', runSteps(system, steps), () => 0);

/** The events by the names of the actors: `snoop → net0: hold`. */
function told(events: readonly WireEvent[]): string[] {
  const names = new Map<string | undefined, string>();
  return events.flatMap((event) => {
    if (event.type === '@xstate.actor') {
      names.set(event.sessionId, event.name);
      return [`${event.name} in ${names.get(event.parentId) ?? 'nothing'}`];
    }
    const name = names.get(event.sessionId)!;
    if (event.event.type.startsWith('xstate.')) return [];
    if (event.type === '@xstate.event')
      return [`${names.get(event.sourceId) ?? '·'} → ${name}: ${event.event.type}`];
    const { value, context } = event.snapshot as { value: unknown; context: unknown };
    return [`${name} is ${JSON.stringify([value, context])}`];
  });
}

/** The events as the types of @statelyai/inspect 0.7 and its receivers have them. */
const base = {
  sessionId: v.pipe(v.string(), v.nonEmpty()),
  rootId: v.string(),
  createdAt: v.pipe(v.string(), v.regex(/^\d+$/)),
  id: v.string(),
  _version: v.literal('0.7.2'),
};
const event = v.looseObject({ type: v.string() });
const snapshot = v.looseObject({ status: v.picklist(['active', 'done', 'error', 'stopped']) });
const wireSchema = v.variant('type', [
  v.strictObject({
    type: v.literal('@xstate.actor'),
    ...base,
    name: v.string(),
    parentId: v.optional(v.string()),
    definition: v.pipe(v.string(), v.parseJson(), v.looseObject({ id: v.string() })),
    snapshot,
  }),
  v.strictObject({ type: v.literal('@xstate.event'), ...base, sourceId: v.optional(v.string()), event }),
  v.strictObject({ type: v.literal('@xstate.snapshot'), ...base, event, snapshot }),
]);

describe('a replay with running actors', () => {
  it('says who sends what to whom, in order', () => {
    expect(told(played())).toMatchInlineSnapshot(`
      [
        "link in nothing",
        "dladm in link",
        "net0 in link",
        "snoop in link",
        "· → link: snoop: open",
        "link is [{},{"steps":1,"last":"snoop: open"}]",
        "snoop → snoop: open",
        "snoop is ["reading",{}]",
        "snoop → net0: hold",
        "net0 is ["visible",{"refs":2}]",
        "· → link: delete net0",
        "link is [{},{"steps":2,"last":"delete net0"}]",
        "dladm → net0: delete",
        "net0 is ["freed",{"refs":0}]",
        "· → link: snoop: close",
        "link is [{},{"steps":3,"last":"snoop: close"}]",
        "snoop → snoop: close",
        "snoop is ["gone",{}]",
        "snoop → net0: release",
        "net0 is ["freed",{"refs":-1}]",
      ]
    `);
  });

  it('describes the machines as they are defined', () => {
    const definitions = played().flatMap((one) =>
      one.type === '@xstate.actor' ? [JSON.parse(one.definition) as unknown] : [],
    );
    expect(definitions).toMatchObject([
      { id: 'link', on: { 'snoop: open': { description: 'dls_mgmt.c: dls_devnet_hold' } } },
      { id: 'dladm' },
      { id: 'link', initial: 'visible', context: { refs: 1 }, states: { freed: {} } },
      { id: 'observer', states: { reading: { on: { close: 'gone' } } } },
    ]);
  });

  it('has awkward names apart', () => {
    const run = runSteps(
      awkward,
      awkward.steps.map(({ name }) => name),
    );
    expect(told(playLive(awkward, 'end', run)).filter((line) => line.includes('→'))).toEqual([
      '· → end: end',
      'loop → end: end',
      'loop → a:b,c|d: end',
      '· → end: it\'s "over": 100% \u0007',
      'a:b,c|d → end: a;b #1 "x"',
    ]);
  });

  test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
    '%s: running actors come to the states of the model',
    (name, scenario) => {
      const built = scenario.build(valuesOf(scenario, undefined));
      for (const seed of [1, 2, 3]) {
        const { run } = randomRun(built.system, 60, seed);
        expect(run.taken.length).toBeGreaterThan(0);
        const events = playLive(built.system, name, run);
        const taken = events.filter((one) => one.type === '@xstate.event' && one.sessionId === one.rootId);
        // The first event of the system is that it starts.
        expect(taken).toHaveLength(run.taken.length + 1);
      }
    },
  );

  it('refuses a run that is not what the actors do', () => {
    const run = runSteps(system, steps);
    const states = run.states.map((state) => [...state]);
    const taken = run.taken.map((one, i) => (i === 1 ? { ...one, after: states[1]! } : one));
    expect(() => playLive(system, 'link', { states: run.states, taken })).toThrow(
      /RH539.*net0, after step 2, "delete net0"/,
    );
  });
});

describe('the relay', () => {
  let relay: Relay;
  let events: readonly WireEvent[];
  beforeAll(async () => {
    events = played();
    relay = await startRelay({ port: 0, events, viewer: 'https://viewer.example/inspect?a=1&b' });
  });
  afterAll(() => relay.close());

  /** Everything that a client of ours receives. */
  function receive(count: number, origin?: string): Promise<unknown[]> {
    return new Promise((resolve, reject) => {
      const got: unknown[] = [];
      const socket = new WebSocket(`ws://${relay.host}`, origin === undefined ? {} : { origin });
      socket.on('error', reject);
      socket.on('message', (data: Buffer) => {
        got.push(JSON.parse(data.toString('utf8')));
        if (got.length === count) socket.close();
      });
      socket.on('close', () => {
        resolve(got);
      });
    });
  }

  it('gives every client every event, in order, and each follows the schema', async () => {
    const all = await Promise.all([receive(events.length), receive(events.length)]);
    for (const got of all) {
      expect(got).toEqual(JSON.parse(JSON.stringify(events)));
      expect(got.map((one) => Number((one as WireEvent).id))).toEqual(events.map((_, i) => i));
      for (const one of got) expect(v.safeParse(wireSchema, one).issues).toBeUndefined();
    }
  });

  it('is understood by the receiver of @statelyai/inspect', async () => {
    const got: unknown[] = [];
    await new Promise<void>((resolve) => {
      createWebSocketReceiver({ server: `ws://${relay.host}` }).subscribe((one) => {
        got.push(one);
        if (got.length === events.length) resolve();
      });
    });
    expect(got).toEqual(JSON.parse(JSON.stringify(events)));
  });

  interface Answer {
    readonly status: number;
    readonly text: string;
    readonly policy: string;
  }
  const get = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const asked = request(`http://${relay.host}${path}`, { headers, agent: false }, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
        response.on('end', () => {
          const policy = String(response.headers['content-security-policy']);
          resolve({ status: response.statusCode!, text, policy });
        });
      });
      asked.on('error', reject);
      asked.end();
    });

  it('shows the viewer to its own page only', async () => {
    const { status, text, policy } = await get('/');
    expect(status).toBe(200);
    expect(text).toContain('src="https://viewer.example/inspect?a=1&#38;b"');
    expect(text).toContain('const origin = "https://viewer.example"');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`connect-src ws://${relay.host};`);
    expect(policy).toContain('frame-src https://viewer.example;');
    expect((await get('/etc/passwd')).status).toBe(404);
  });

  it('refuses pages of others, by whatever name they find it', async () => {
    expect((await get('/', { host: 'evil.example' })).status).toBe(403);
    expect((await get('/', { origin: 'https://evil.example' })).status).toBe(403);
    await expect(receive(1, 'https://evil.example')).rejects.toThrow(/401|403/);
    await expect(receive(1, 'null')).rejects.toThrow(/401|403/);
    expect(await receive(1, `http://${relay.host}`)).not.toHaveLength(0);
  });

  it('cannot be reached from other machines', async () => {
    const [, port] = relay.host.split(':');
    const outside = Object.values(networkInterfaces())
      .flatMap((all) => all ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    for (const { address } of outside) {
      const refused = new Promise((resolve) => {
        const socket = new WebSocket(`ws://${address}:${port!}`);
        socket.on('open', () => {
          resolve('open');
        });
        socket.on('error', (error) => {
          resolve((error as { code?: string }).code);
        });
      });
      expect(await refused).toBe('ECONNREFUSED');
    }
    expect(relay.host).toMatch(/^127\.0\.0\.1:\d+$/);
  });

  it('says when its port is taken', async () => {
    await expect(startRelay({ port: Number(relay.host.split(':')[1]), events })).rejects.toThrow(
      /RH534.*EADDRINUSE/,
    );
  });

  it('has no page without a viewer', async () => {
    const bare = await startRelay({ port: 0, events });
    const response = await fetch(`http://${bare.host}/`);
    expect(response.status).toBe(404);
    await bare.close();
  });
});

describe('refhold inspect', () => {
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'refhold-'));
    for (const file of ['link.ts', 'loop.ts']) copyFileSync(join(fixtures, file), join(folder, file));
    await here('check', 'link.ts', '--json', 'run.json');
    await here('check', 'link.ts', '--variant', 'early,stuck', '--json', 'two.json');
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const here = (...argv: readonly string[]) => refhold(argv, { cwd: folder });
  const written = (): string[] =>
    told(
      readFileSync(join(folder, 'e.jsonl'), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as WireEvent),
    );

  it.each([
    ['of a property of a file', ['link.ts', '--property', 'refs never underflow']],
    ['of a saved report', ['run.json', '--property', 'refs never underflow']],
  ])('writes the trace %s', async (_, argv) => {
    const { err, code } = await here('inspect', ...argv, '--out', 'e.jsonl');
    expect(err).toBe('28 events of the inspector: trace of “refs never underflow”, written to e.jsonl\n');
    expect(code).toBe(0);
    expect(written()).toEqual(told(played()));
  });

  it('takes steps by chance, the same for the same seed', async () => {
    const runs = [];
    for (const seed of ['7', '7', '8']) {
      await here('inspect', 'loop.ts', '--steps', '30', '--seed', seed, '--out', 'e.jsonl');
      runs.push(written());
    }
    expect(runs[0]).toEqual(runs[1]);
    expect(runs[0]).not.toEqual(runs[2]);
  });

  it('serves the events until Ctrl-C', async () => {
    let out = '';
    let press: () => void = () => undefined;
    const stream = { columns: 100, write: (text: string) => (out += text) };
    let shown: () => void = () => undefined;
    const printed = new Promise<void>((resolve) => (shown = resolve));
    const ended = main(['inspect', 'run.json'], {
      stdout: {
        ...stream,
        write(text: string) {
          out += text;
          if (text.includes('Ctrl-C')) shown();
        },
      },
      stderr: stream,
      cwd: folder,
      env: {},
      onInterrupt(handler) {
        press = handler;
        return () => undefined;
      },
    });
    await printed;
    const address = /ws:\/\/127\.0\.0\.1:\d+/.exec(out)![0];
    await new Promise<void>((resolve) => {
      new WebSocket(address).on('message', () => {
        resolve();
      });
    });
    expect(out).toContain('--open-viewer shows it in the viewer of Stately.');
    press();
    expect(await ended).toBe(0);
  });

  it.each([
    [['link.ts', '--property', 'x', '--steps', '3'], /RH535.*--steps together with --property/s],
    [['run.json', '--seed', '3'], /RH535.*--seed together with a saved trace/s],
    [['run.json', '--variant', 'early'], /RH535/],
    [['link.ts', '--out', 'x', '--port', '1'], /RH535/],
    [['link.ts', '--out', 'x', '--open-viewer'], /RH535/],
    [['link.ts', '--port', '70000'], /RH408/],
    [['link.ts', '--property', 'refs never undeflow'], /RH409/],
    [
      ['link.ts', '--variant', 'guarded', '--property', 'refs never underflow'],
      /RH532.*holds, without a trace/s,
    ],
    [['two.json'], /RH533.*traces of 2 checks/s],
    [['gone.json'], /RH404/],
  ])('refuses %j', async (argv, says) => {
    const { err, code } = await here('inspect', ...argv);
    expect(err).toMatch(says);
    expect(code).toBe(2);
  });
});
