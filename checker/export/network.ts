/**
 * What exports are written from: a synchronised network of automata. Each actor is an automaton over its local states;
 * each step is a decision (who was looked at) that leads to a set of deliveries, which all receivers take at once or not
 * at all. The numbers are those of the learned relation.
 */
import type { Bound } from '../explore/types.ts';
import type { FairSet } from '../liveness/fairness.ts';
import type { Formula } from '../property/formula.ts';
import type { PropertyKind } from '../property/types.ts';
import type { LocalState } from '../trace/types.ts';
import type { Decision, Decisions } from './decision.ts';

/** The receiver does not take the event there. */
export const REFUSES = -1;
/** Nobody knows where the event leads: to a local state that was never reached, or the machine threw. */
export const LEADS_NOWHERE = -2;

export interface Network {
  readonly actors: readonly Automaton[];
  readonly events: readonly NetworkEvent[];
  /** Sets of deliveries, as positions in `events`. Set 0 is empty: the step does not exist. */
  readonly sets: readonly (readonly number[])[];
  readonly steps: readonly NetworkStep[];
  readonly properties: readonly NetworkProperty[];
  /** 1 where a state without steps is an accepted end. */
  readonly ends: Decision;
  /** Promises of fairness. */
  readonly fair: readonly FairSet[];
  readonly explored: Explored;
  readonly decisions: Decisions;
}

/** What was explored to learn the network. */
export interface Explored {
  /** Then the local states of the actors are those that are reached, and no others. */
  readonly complete: boolean;
  readonly bound?: Bound;
  readonly states: number;
  readonly transitions: number;
  /** Steps from the first state to the farthest. */
  readonly depth: number;
}

/** One actor. It starts in local state 0. */
export interface Automaton {
  readonly name: string;
  /** Id of its machine. */
  readonly machine: string;
  readonly states: readonly LocalState[];
}

/** One event for one actor. */
export interface NetworkEvent {
  readonly actor: number;
  /** Its type, and its payload where it has one, as JSON. */
  readonly label: string;
  readonly type: string;
  /** By local state: the next one, {@link REFUSES} or {@link LEADS_NOWHERE}. */
  readonly targets: Int32Array;
}

export interface NetworkStep {
  readonly name: string;
  readonly by?: string;
  readonly at?: string;
  readonly about?: string;
  readonly fairness: 'none' | 'weak' | 'strong';
  /** Answers are positions in `sets`, or UNEXPLORED. */
  readonly decision: Decision;
  /** The sets, other than 0, that it may lead to. */
  readonly sets: readonly number[];
}

/** A condition on a step: on the state before it, if it delivers this set. */
export interface StepCondition {
  readonly step: number;
  readonly set: number;
  /** 1: the property finds something. */
  readonly finding: readonly Decision[];
}

export interface NetworkProperty {
  readonly kind: PropertyKind;
  readonly name: string;
  readonly about?: string;
  /** `always`, `never`, `reachable`: it finds something where one of these is 1. */
  readonly findings: readonly Decision[];
  /** `onStep`: one entry per step that it is about, and set that the step may deliver. */
  readonly onSteps: readonly StepCondition[];
  /** `recoverable` and temporal ones: what it speaks of; 1 for true. */
  readonly atoms: readonly { readonly name: string; readonly decision: Decision }[];
  readonly formula?: Formula;
  readonly text?: string;
}

/** Local states of an actor that take an event. */
export function takers({ targets }: NetworkEvent): number[] {
  return [...targets.keys()].filter((local) => targets[local]! >= 0);
}

/** Local states of an actor in which nobody knows what becomes of an event. */
export function lost({ targets }: NetworkEvent): number[] {
  return [...targets.keys()].filter((local) => targets[local] === LEADS_NOWHERE);
}

/** Local states by actor. */
export function sizesOf({ actors }: Pick<Network, 'actors'>): number[] {
  return actors.map(({ states }) => states.length);
}
