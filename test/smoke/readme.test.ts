import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { check } from '../../checker/index.ts';
import { EXIT } from '../../cli/exit.ts';
import { properties, system } from './readme-example.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const readme = read('README.md');

/** Contents of the first block of this language. */
function block(language: string): string {
  return new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'ms').exec(readme)![1]!;
}

describe('README', () => {
  it('shows the example that is tested', () => {
    expect(block('ts')).toBe(read('test/smoke/readme-example.ts'));
  });

  it('tells the truth about the example', async () => {
    const { properties: results, exploration } = await check(system, properties);
    expect(exploration.states).toBe(6);
    expect(results.map(({ verdict }) => verdict)).toEqual(['violated', 'holds']);
    expect(results[0]!.trace!.steps.map(({ step }) => step)).toEqual([
      'reaper: look',
      'reader: open',
      'reaper: free',
    ]);
  });

  it('shows what the command prints, and its exit code', () => {
    const run = spawnSync(
      process.execPath,
      ['dist/cli/bin.js', 'check', 'test/smoke/readme-example.ts', '--no-color'],
      { cwd: root, encoding: 'utf8' },
    );
    const printed = run.stdout.replace(/ +$/gm, '');
    expect(printed).toContain(block('text'));
    expect(run.status).toBe(12);
  });

  it.each(Object.entries(EXIT))('lists the exit code for %s', (_, code) => {
    expect(readme).toMatch(new RegExp(`^\\| (\\d+ or )?${code}( or \\d+)? +\\|`, 'm'));
  });
});

describe('links between documents', () => {
  const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' });
  const documents = ['README.md', 'bench/README.md', ...docs.map((path) => `docs/${path}`)];
  it.each(documents.filter((path) => path.endsWith('.md')))('%s', (document) => {
    const targets = [...read(document).matchAll(/\]\((?!\w+:|#)([^)#]+)/g)].map(([, target]) => target!);
    expect(targets.filter((target) => !existsSync(join(root, dirname(document), target)))).toEqual([]);
  });
});
