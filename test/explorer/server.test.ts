import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type {
  Catalogue,
  CheckAnswer,
  Failure,
  MatrixRow,
  Model,
  SearchAnswer,
} from '../../explorer/shared/api.ts';
import { fixtures, refhold } from '../cli/harness.ts';
import { eventsOf, raw, startExplore } from './started.ts';
import type { Response, Running } from './started.ts';

const wayHome = 'there is always a way home';
const page = join(import.meta.dirname, '../../dist/explorer/page');

let explorer: Running;
beforeAll(async () => {
  explorer = await startExplore(['link.ts']);
});
afterAll(async () => {
  await explorer.stop();
});

function failureIn({ body }: Response): Failure {
  return JSON.parse(body) as Failure;
}

async function get<T>(path: string): Promise<T> {
  const { status, body } = await raw(explorer, path);
  expect(status, body).toBe(200);
  return JSON.parse(body) as T;
}

describe('who is answered', () => {
  it('this machine only: it listens on 127.0.0.1', async () => {
    const port = Number(new URL(explorer.address).port);
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((one) => one?.family === 'IPv4' && !one.internal)?.address;
    // A machine without a network has nobody outside.
    if (outside === undefined) return;
    const refused = await new Promise((resolve) => {
      const socket = connect({ host: outside, port });
      socket.on('error', () => resolve(true));
      socket.on('connect', () => {
        socket.destroy();
        resolve(false);
      });
    });
    expect(refused).toBe(true);
  });

  it.each([
    'evil.example',
    'evil.example:PORT',
    '127.0.0.1.evil.example:PORT',
    '127.0.0.1:1',
    'localhost',
    '[::1]:PORT',
    '127.0.0.1:PORT:PORT',
  ])('nobody who came by the name %j (RH524)', async (host) => {
    const { port } = new URL(explorer.address);
    const response = await raw(explorer, '/', { Host: host.replaceAll('PORT', port) });
    expect(response.status).toBe(403);
    expect(failureIn(response).code).toBe('RH524');
    expect(response.body).not.toContain('<html');
  });

  it('this machine under its two names', async () => {
    const { port } = new URL(explorer.address);
    for (const name of ['127.0.0.1', 'localhost']) {
      expect((await raw(explorer, '/', { Host: `${name}:${port}` })).status).toBe(200);
    }
  });

  it('no other site that a browser is looking at', async () => {
    const api = '/api/check?scenario=link.ts';
    expect((await raw(explorer, api, { Origin: 'http://evil.example' })).status).toBe(403);
    expect((await raw(explorer, api, { Origin: 'null' })).status).toBe(403);
    for (const site of ['cross-site', 'same-site']) {
      expect((await raw(explorer, api, { 'Sec-Fetch-Site': site })).status).toBe(403);
      // A link in a ticket opens the page.
      expect((await raw(explorer, '/?scenario=link.ts', { 'Sec-Fetch-Site': site })).status).toBe(200);
    }
    expect((await raw(explorer, '/api/scenarios', { 'Sec-Fetch-Site': 'same-origin' })).status).toBe(200);
  });

  it('nobody who wants to change something', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect((await raw(explorer, '/', {}, method)).status).toBe(404);
    }
    expect(await raw(explorer, '/', {}, 'HEAD')).toMatchObject({ status: 200, body: '' });
  });
});

describe('what is answered', () => {
  const outside = join(fixtures, '../../../package.json');

  it.each([
    '/nothing',
    '/package.json',
    '/index.htm',
    '/assets',
    '/assets/',
    '/../package.json',
    '/../../../package.json',
    '/assets/../../../../package.json',
    '/%2e%2e/%2e%2e/%2e%2e/package.json',
    '/..%2f..%2f..%2fpackage.json',
    '/..\\..\\..\\package.json',
    outside,
    `/${outside}`,
    '/link.ts',
    '/api/',
    '/api/check/',
    '/constructor',
    '/__proto__',
  ])('nothing at %s (RH525)', async (path) => {
    const response = await raw(explorer, path);
    expect(response.status).toBe(404);
    expect(failureIn(response).code).toBe('RH525');
    expect(response.body).not.toContain('"dependencies"');
  });

  it('every file of the page, and no other', async () => {
    const files = readdirSync(page, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.\w+$/.test(name),
    );
    expect(files.length).toBeGreaterThan(4);
    for (const file of files) {
      const { status, body } = await raw(explorer, `/${file}`);
      expect([file, status]).toEqual([file, 200]);
      expect(body).toBe(readFileSync(join(page, file), 'utf8'));
    }
  });

  it('with a policy that lets nothing in from elsewhere', async () => {
    const { headers } = await raw(explorer, '/');
    const policy = headers['content-security-policy'] as string;
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:|data:|blob:/);
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('a page that names nothing outside', () => {
    const html = readFileSync(join(page, 'index.html'), 'utf8');
    expect(html).not.toMatch(/(src|href)="(?!\.\/)/);
    expect(html).not.toMatch(/<script(?![^>]*src=)|\sstyle=|\son[a-z]+=/);
    for (const file of readdirSync(join(page, 'assets')).filter((name) => name.endsWith('.css'))) {
      expect(readFileSync(join(page, 'assets', file), 'utf8')).not.toMatch(/url\(|@import/);
    }
  });

  it('the licences of what the page is made of', () => {
    const licences = readFileSync(join(page, 'licenses.md'), 'utf8');
    for (const name of ['preact', 'sigma', 'graphology', 'elkjs']) expect(licences).toContain(name);
  });
});

describe('the API', () => {
  it('lists the file first, then the scenarios', async () => {
    const { scenarios, start } = await get<Catalogue>('/api/scenarios');
    expect(scenarios.map(({ name }) => name)).toEqual(expect.arrayContaining(['os-8627', 'link-names']));
    expect(scenarios[0]!.file).toBe('link.ts');
    expect(start).toBe(new URL(explorer.link).search);
  });

  it('checks as the command does, with progress', async () => {
    const { body } = await raw(explorer, '/api/check?scenario=os-8627');
    const events = eventsOf(body);
    const { event, data } = events.at(-1)!;
    expect(event).toBe('done');
    const answer = data as CheckAnswer;
    expect(answer.recorded).toEqual({ matches: true, differences: [] });
    expect(answer.exploration).toMatchObject({ states: 251, complete: true });
    const trace = answer.properties.find(({ name }) => name === 'dd_ref never underflows')!;
    expect(trace).toMatchObject({ verdict: 'violated', steps: 16 });
    const model = await get<Model>('/api/model?scenario=os-8627');
    const query = `scenario=os-8627&path=${trace.path!}&model=${model.key}`;
    const { findings } = await get<{ findings: { property: string }[] }>(`/api/at?${query}`);
    expect(findings.map(({ property }) => property)).toContain(trace.name);
  });

  it('checks every variant', async () => {
    const { body } = await raw(explorer, '/api/matrix?scenario=link-names');
    const rows = eventsOf(body).flatMap(({ event, data }) => (event === 'row' ? [data as MatrixRow] : []));
    expect(rows.map(({ variant }) => variant)).toContain('illumos-8437');
    for (const { answer } of rows) expect(answer!.recorded!.matches).toBe(true);
  });

  it('searches states, and goes to them by a shortest path', async () => {
    const { total, found } = await get<SearchAnswer>(
      '/api/space/search?scenario=os-8627&q=kernel+in+panicked',
    );
    expect(total).toBeGreaterThan(0);
    const [{ state, distance }] = found as [SearchAnswer['found'][number]];
    const { path } = await get<{ path: string }>(`/api/space/path?scenario=os-8627&state=${state}`);
    expect(path.split('.')).toHaveLength(distance);
    const { states } = await get<{ states: number[] }>(`/api/space/locate?scenario=os-8627&path=${path}`);
    expect(states.at(-1)).toBe(state);
    const { path: shortest } = await get<{ path: string }>(
      `/api/space/shortest?scenario=os-8627&path=${path}`,
    );
    expect(shortest).toBe(path);
  });

  it.each([
    ['/api/model?scenario=../../package.json', 'RH401', 404],
    ['/api/model?scenario=test/cli/fixtures/loop.ts', 'RH401', 404],
    ['/api/model?scenario=os-8627&variant=nothing', 'RH402', 400],
    ['/api/model?scenario=os-8627&set=observers%3D99', 'RH403', 400],
    ['/api/run?scenario=os-8627&path=zz', 'RH522', 400],
    ['/api/run?scenario=os-8627&path=0&model=ffffffff', 'RH522', 400],
    ['/api/run?scenario=os-8627&path=-', 'RH526', 400],
    ['/api/run?scenario=os-8627&loop=1', 'RH526', 400],
    ['/api/space/path?scenario=os-8627&state=x', 'RH526', 400],
    ['/api/space/path?scenario=os-8627&state=999999', 'RH526', 400],
    ['/api/space/search?scenario=os-8627&q=kernl+in+panicked', 'RH521', 400],
  ])('refuses %s (%s)', async (path, code, status) => {
    const response = await raw(explorer, path);
    expect(failureIn(response).code).toBe(code);
    expect(response.status).toBe(status);
    expect(response.body).not.toMatch(/\bat .*\.[jt]s:\d+/);
  });

  it('says a mistake in the model as the command says it', async () => {
    const mistaken = await startExplore(['mistakes/throwing-step.ts']);
    onTestFinished(async () => {
      await mistaken.stop();
    });
    const { body } = await raw(mistaken, `/api/check${new URL(mistaken.link).search}`);
    expect(eventsOf(body).at(-1)).toMatchObject({ event: 'failed', data: { code: 'RH201' } });
  });

  it('ends a check when nobody listens any more, and itself on Ctrl-C', async () => {
    const busy = await startExplore();
    onTestFinished(async () => {
      await busy.stop();
    });
    const stop = new AbortController();
    const response = await fetch(
      `${busy.address}/api/check?scenario=os-8627&variant=recycled&set=observers=2`,
      {
        signal: stop.signal,
      },
    );
    await response.body!.getReader().read();
    stop.abort();
    expect(await busy.stop()).toBe(0);
  });
});

describe('the command', () => {
  const report = join(tmpdir(), `refhold-explore-${process.pid}.json`);
  afterAll(() => {
    rmSync(report, { force: true });
  });

  it('opens the traces of a saved report', async () => {
    await refhold(['check', 'link.ts', '--json', report]);
    expect(existsSync(report)).toBe(true);
    const opened = await startExplore([report]);
    onTestFinished(async () => {
      await opened.stop();
    });
    const { saved } = JSON.parse((await raw(opened, '/api/scenarios')).body) as Catalogue;
    const violated = saved[0]!.properties.find(({ verdict }) => verdict === 'violated')!;
    const query = new URL(opened.link).searchParams;
    expect(query.get('path')).toBe(violated.path);
    expect(query.get('property')).toBe(violated.name);
    const { body } = await raw(opened, `/api/at${new URL(opened.link).search}`);
    const { findings } = JSON.parse(body) as { findings: { property: string }[] };
    expect(findings.map(({ property }) => property)).toContain(violated.name);
  });

  it('opens a trace that was saved alone, and what is known of its trap', async () => {
    await refhold(['check', 'loop.ts', '--trace-to', `json:${report}`, '--property', wayHome]);
    const opened = await startExplore([report]);
    onTestFinished(async () => {
      await opened.stop();
    });
    const { saved } = JSON.parse((await raw(opened, '/api/scenarios')).body) as Catalogue;
    expect(saved[0]!.properties).toMatchObject([{ name: wayHome, trap: { states: 2, steps: ['wanders'] } }]);
    const query = new URL(opened.link).searchParams;
    expect(query.get('path')).toBe(saved[0]!.properties[0]!.path);
    expect(query.get('property')).toBe(wayHome);
    // Numbers of steps are good for this model only, also in a ticket.
    const { key } = JSON.parse((await raw(opened, '/api/model?scenario=loop.ts')).body) as Model;
    expect(query.get('model')).toBe(key);
    // Behind a link that was saved nowhere, the trap is looked for again.
    const { body } = await raw(opened, `/api/trap${new URL(opened.link).search}`);
    const trap = { states: 2, steps: ['wanders'], stuck: [] };
    expect(eventsOf(body).at(-1)).toEqual({ event: 'done', data: { verdict: 'trap', trap } });
  });

  it('opens a link', async () => {
    const query = '?scenario=os-8627&variant=kill&path=0.1&view=space';
    const opened = await startExplore([`http://127.0.0.1:8627/${query}`]);
    onTestFinished(async () => {
      await opened.stop();
    });
    expect(new URL(opened.link).search).toBe(query);
  });

  it.each([
    [['--port', '99999'], 'RH408'],
    [['--port', 'x'], 'RH408'],
    [['nothing'], 'RH401'],
    [['nothing.ts'], 'RH404'],
    [['nothing.json'], 'RH404'],
    [['nothing.json', '--set', 'observers=2'], 'RH535'],
    [['http://127.0.0.1:8627/?scenario=os-8627', '--variant', 'kill'], 'RH535'],
    [['os-8627', '--variant', 'nothing'], 'RH402'],
    [['os-8627', '--set', 'observers=99'], 'RH403'],
    [['http://127.0.0.1:8627/?scenario=nothing'], 'RH401'],
  ])('refuses %j (%s)', async (argv, code) => {
    const { code: exit, err } = await refhold(['explore', ...argv]);
    expect(err).toContain(`✘ ${code}`);
    expect(exit).toBe(2);
  });

  it('says that the port is taken (RH520)', async () => {
    const { port } = new URL(explorer.address);
    const { code, err } = await refhold(['explore', '--port', port]);
    expect(err).toContain(`✘ RH520`);
    expect(err).toContain(`port ${port} of 127.0.0.1 is taken`);
    expect(code).toBe(2);
  });
});
