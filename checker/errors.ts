/**
 * Every error a user can cause, in one place. A code never changes its meaning.
 * RH1xx: the definition of a system; RH2xx: what the model does while it is explored; RH30x: limits; RH31x: checkpoints;
 * RH32x: symmetry;
 * RH4xx: the command line and its files; RH50x: exports and other engines; RH52x: the explorer; RH53x: formats,
 * reporters, and tools that look at systems and traces.
 */
export const errorCatalogue = {
  RH101: {
    title: 'A machine has an effect that the checker would have to drop',
    fix: 'Keep only assign, raise without a delay, and guards in the machine; make the effect a step of the system, or an event that a step delivers to another actor.',
  },
  RH102: {
    title: 'A context holds something that is not plain data',
    fix: 'Hold only JSON values in context and output: null, booleans, finite numbers, strings, arrays and plain objects. Write null for "nothing"; use an object or an array for a Map or a Set.',
  },
  RH103: {
    title: 'A step names an actor that the system does not have',
    fix: 'Correct the name, or add the actor to `actors`.',
  },
  RH104: {
    title: 'A step delivers an event that the receiving machine never mentions',
    fix: "Correct the event's type, or handle it somewhere in the machine.",
  },
  RH105: {
    title: 'Two steps have the same name',
    fix: 'Give each step a name of its own: traces and fairness refer to it.',
  },
  RH106: {
    title: 'An actor is not an XState v5 machine',
    fix: 'Pass what setup({…}).createMachine({…}) returns, or actor(machine, { input }).',
  },
  RH107: {
    title: 'A step is not a function and has no `deliver` function',
    fix: 'Write `(state) => ({ actor: { type: … } })` or `{ by, at, deliver: (state) => … }`.',
  },
  RH108: {
    title: 'A machine cannot start',
    fix: 'Give the instance the input its context needs: actor(machine, { input: { … } }). If the context function throws for another reason, mend it.',
  },
  RH109: {
    title: 'A system has no actors or no steps',
    fix: 'Name at least one actor and at least one step.',
  },
  RH110: {
    title: 'A fair actor does nothing',
    fix: 'Name in `fair` only actors (or other agents) that some step has as its `by`.',
  },
  RH111: {
    title: 'A formula cannot be read',
    fix: 'Write G, F, U, R, W, !, &, |, ->, <-> and parentheses over the names of the atoms.',
  },
  RH201: {
    title: 'A step or property threw',
    fix: 'Mend the function. It must give an answer in every reachable state, and must not modify what it reads (snapshots are frozen).',
  },
  RH202: {
    title: 'A machine threw while it took an event',
    fix: 'Mend the guard or assign that threw. Contexts are frozen: assign must return new values, not modify old ones.',
  },
  RH203: {
    title: "A machine went to XState's status `error`",
    fix: 'Model the failure as a state of the machine; status `error` means that XState gave up on it.',
  },
  RH204: {
    title: 'Something that must be pure answered twice differently',
    fix: 'Depend on nothing but the state: no random numbers, clocks, counters outside the machines, or references to `self`.',
  },
  RH205: {
    title: 'A step returned something that is not deliveries',
    fix: 'Return an object from actor names to event objects with a `type`, or null where the step does not exist.',
  },
  RH206: {
    title: 'A replay through XState disagrees with the exploration',
    fix: 'A guard, assign, step or property is not a pure function of the state. Run with --audit to find out which. If none is, this is a bug of refhold: please report it.',
  },
  RH207: {
    title: 'A step took place that does not exist in that state',
    fix: 'The system has changed since the trace was saved, or the trace was edited. Check again to get a fresh one.',
  },
  RH208: {
    title: 'The state was read after the function had returned',
    fix: 'Read what you need inside the function; do not keep the state for later.',
  },
  RH209: {
    title: 'A property answered with something it may not',
    fix: 'Return true or false, or an object of named values that explains a violation.',
  },
  RH301: {
    title: 'The local states of an actor do not end',
    fix: 'Bound the field that grows (a modulus, a guard), or raise --max-local-states if the machine really has that many states.',
  },
  RH302: {
    title: 'A step or property reads too many actors at once',
    fix: 'Split it: one step or one property per combination of actors it needs, each reading only those. always() takes a list of predicates for this.',
  },
  RH303: {
    title: 'A machine does not come to rest',
    fix: 'Its `always` transitions or raised events form a loop. Add the guard that ends it.',
  },
  RH310: {
    title: 'A file is not a checkpoint of refhold',
    fix: 'Give the file that was named with `refhold check --checkpoint FILE`.',
  },
  RH311: {
    title: 'A checkpoint is damaged',
    fix: 'Take a copy of the checkpoint if there is one, or check from the beginning.',
  },
  RH312: {
    title: 'The model is not the one that the checkpoint was written of',
    fix: 'Undo the change to go on from the checkpoint, or remove the checkpoint and check from the beginning.',
  },
  RH313: {
    title: 'A checkpoint was written by another refhold',
    fix: 'Resume it with the version of refhold that wrote it, on a machine of the same kind, or check from the beginning.',
  },
  RH314: {
    title: 'A checkpoint cannot be written',
    fix: 'Name a file in a folder that may be written to, on a disk with room for twice its size.',
  },
  RH315: {
    title: 'There is no memory for what a checkpoint holds',
    fix: 'Resume it on a machine with as much memory as the one that wrote it.',
  },
  RH316: {
    title: 'There is a file of this name already',
    fix: '`refhold resume FILE` goes on from a checkpoint; to begin anew, remove it or name another file.',
  },
  RH320: {
    title: 'A declaration of symmetry makes no sense',
    fix: 'Name every actor of a family once, in blocks of equal length whose k-th actors run the very same machine object; give instances input of their own.',
  },
  RH321: {
    title: 'Actors that are said to be interchangeable do not start alike',
    fix: 'Let them differ in the names of actors only, which may stand in contexts as strings or keys (not in numbers that stand for them); or leave out the declaration.',
  },
  RH322: {
    title: 'A step has no counterpart for interchangeable actors',
    fix: 'Add the step for every block, under the same name with the names of its own actors; or leave out the declaration.',
  },
  RH323: {
    title: 'A step tells actors apart that are said to be interchangeable',
    fix: 'Let the step treat all blocks alike: no order among them, no first one. If one is special, leave it out of the declaration; --no-symmetry checks without it.',
  },
  RH324: {
    title: 'A machine tells names apart that are said to be interchangeable',
    fix: 'Let guards and assigns compare names only with names that they hold or receive: no fixed name, no sorting. --no-symmetry checks without the declaration.',
  },
  RH325: {
    title: 'Too many ways to exchange actors must be tried',
    fix: 'Let steps and properties look at few blocks at a time (always() takes a list of predicates), or declare fewer blocks; --no-symmetry checks without the declaration.',
  },
  RH330: {
    title: 'Random walks were asked for that make no sense',
    fix: 'depth, walks and swarm are whole numbers from 1 up, the seed is one from 0 to 4294967295.',
  },
  RH401: { title: 'There is no scenario of this name', fix: '`refhold list` shows the scenarios.' },
  RH402: { title: 'The scenario has no such variant', fix: '`refhold show SCENARIO` shows its variants.' },
  RH403: {
    title: 'The scenario has no such option, or the option cannot have that value',
    fix: '`refhold show SCENARIO` shows its options and their values.',
  },
  RH404: { title: 'A file cannot be read', fix: 'Check the path and the permissions.' },
  RH405: {
    title: 'A system file cannot be loaded',
    fix: 'Mend the error in the file; `refhold check FILE` compiles TypeScript itself and needs no configuration.',
  },
  RH406: {
    title: 'A file exports nothing to check',
    fix: 'Export a scenario (`export default defineScenario({…})`) or a system with its properties (`export const system = defineSystem({…}); export const properties = [always(…)]`).',
  },
  RH407: {
    title: 'A file is not a trace of refhold',
    fix: 'Give a file written by `refhold check --json FILE`.',
  },
  RH408: {
    title: 'A value on the command line makes no sense',
    fix: '`refhold COMMAND --help` shows what it takes, with examples.',
  },
  RH410: {
    title: 'The scenario has no options that are changes',
    fix: 'Mark the options that one may propose: `option.change(option.flag(…))`.',
  },
  RH501: {
    title: 'An export would be too large',
    fix: 'Take a smaller size of the model, or another format: promela, tla and mcrl2 keep conditions instead of tables.',
  },
  RH502: {
    title: 'A program that an engine needs is not on this machine',
    fix: 'Install it; `refhold check --help` names what each engine needs.',
  },
  RH503: {
    title: 'TLC is not there',
    fix: 'Download tla2tools.jar (release v1.7.4 of github.com/tlaplus/tlaplus), and name it with --tlc-jar FILE or in TLA2TOOLS_JAR.',
  },
  RH504: {
    title: 'An engine failed, or said something that refhold does not understand',
    fix: 'Its last words stand above. Run the export by hand (`refhold export`); if the engine is a version that refhold should know, please report it.',
  },
  RH505: {
    title: 'What an engine found is not confirmed by XState',
    fix: 'The export and the model differ. Run `refhold check --audit 1`; if that finds nothing, this is a bug of refhold: please report it.',
  },
  RH506: {
    title: 'The state graph is not known as a whole',
    fix: 'Leave out the bounds, or export to promela, tla or mcrl2, from which an engine explores the rest.',
  },
  RH409: { title: 'No property has this name', fix: '`refhold show SCENARIO` shows the properties.' },
  RH520: {
    title: 'The explorer cannot listen there',
    fix: 'Another explorer may be running: use it, or take another port: `refhold explore --port 0` takes any that is free.',
  },
  RH521: {
    title: 'A search cannot be understood',
    fix: 'Write `zone in running`, `net0.ddRef > 1`, `can "step"`, `violates "property"` or `deadlock`, with `and`, `or`, `not` and parentheses.',
  },
  RH522: {
    title: 'A link does not fit the model',
    fix: 'The model has changed since the link was made. Check again, and make a new link from the counterexample.',
  },
  RH523: {
    title: "The explorer's page is not built",
    fix: 'In a checkout, run `npm run build`. In an installed package this is a bug of refhold: please report it.',
  },
  RH524: {
    title: 'A request did not come from the explorer itself',
    fix: 'Open the address that `refhold explore` prints. It answers this machine only, under that name.',
  },
  RH525: {
    title: 'There is nothing at this address',
    fix: 'Open the address that `refhold explore` prints.',
  },
  RH526: {
    title: 'A request of the page makes no sense',
    fix: 'The address may have been cut off or edited. Open `refhold explore` anew.',
  },
  RH527: {
    title: 'There is no memory to look around in the states',
    fix: 'Choose smaller sizes in the options. A check needs less: `refhold check` keeps no index of states.',
  },
  RH530: {
    title: 'There is no format or reporter of this name',
    fix: '`refhold check --help` lists the reporters, `refhold replay --help` the formats of traces.',
  },
  RH531: {
    title: 'Two reports want the same place',
    fix: 'Give all but one of them a file of its own: `--reporter NAME:FILE`.',
  },
  RH532: {
    title: 'There is no trace to be written or shown',
    fix: 'A trace belongs to a violated property, or to a `reachable` one that holds. Check the scenario first to see which there are.',
  },
  RH533: {
    title: 'Several traces do not fit into one document',
    fix: 'Name one with --property, or give a file: each trace then gets one of its own.',
  },
  RH534: {
    title: 'The relay for inspectors cannot listen',
    fix: 'Leave out --port: any free port is taken then.',
  },
  RH535: {
    title: 'An option needs another one, or excludes it',
    fix: '`refhold COMMAND --help` shows what goes together.',
  },
  RH536: {
    title: 'The system has no actor of this name',
    fix: '`refhold show SCENARIO` shows the actors.',
  },
  RH540: {
    title: 'A hash cannot have so many bits',
    fix: 'Take 8 to 63 bits. Without --storage hash, states are kept exactly.',
  },
  RH539: {
    title: 'A running actor does not come to the state of the trace',
    fix: 'Where several regions of a parallel state take the same event, a running XState actor may ask them in another order than the definition has (docs/semantics.md, section 1). If this machine has none, please report it.',
  },
} as const satisfies Record<string, { title: string; fix: string }>;

export type ErrorCode = keyof typeof errorCatalogue;

/** What a {@link RefholdError} says beyond its code. */
export interface ErrorDetails {
  /** What happened here, with the names of this case. */
  readonly what: string;
  /** Where: actor, machine, state, step, property, file; outermost first. */
  readonly where?: readonly string[];
  /** How to mend it, where this case allows to say more than the catalogue does. */
  readonly fix?: string;
  readonly cause?: unknown;
}

/** An error that a user of refhold can cause and mend. `message` holds everything; `code` is stable. */
export class RefholdError extends Error {
  override readonly name = 'RefholdError';
  readonly code: ErrorCode;
  readonly what: string;
  readonly where: readonly string[];
  readonly fix: string;

  constructor(code: ErrorCode, details: ErrorDetails) {
    const { title, fix } = errorCatalogue[code];
    const where = details.where ?? [];
    const lines = [`${code} ${title}: ${details.what}`];
    if (where.length > 0) lines.push(`  where: ${where.join(' › ')}`);
    lines.push(`  fix:   ${details.fix ?? fix}`);
    super(lines.join('\n'), details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.what = details.what;
    this.where = where;
    this.fix = details.fix ?? fix;
  }
}

/** The message of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  if (typeof thrown === 'string') return thrown;
  return typeof thrown === 'object' && thrown !== null ? JSON.stringify(thrown) : String(thrown);
}

/** Calls a function of the user's. What it throws becomes RH201; coded errors keep their code and learn where they were. */
export function callUser<T>(where: readonly string[], call: () => T): T {
  try {
    return call();
  } catch (thrown) {
    const coded = thrown instanceof RefholdError;
    throw new RefholdError(coded ? thrown.code : 'RH201', {
      what: coded ? thrown.what : messageOf(thrown),
      where: coded ? [...where, ...thrown.where] : where,
      cause: thrown,
    });
  }
}
