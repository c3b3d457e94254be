/** Names that mean something to SPIN, to the preprocessor that it runs, or to the C that it writes. */
export const PROMELA_WORDS: readonly string[] = (
  'active assert atomic bit bool break byte chan c_code c_decl c_expr c_state c_track d_proctype d_step do else empty ' +
  'enabled eval false fi for full get_priority goto hidden if in init inline int len local ltl mtype nempty never nfull ' +
  'keep kept turn notrace np_ od of pc_value pid printf printm priority proctype provided return run select set_priority short show ' +
  'skip timeout trace true typedef unless unsigned xr xs true false last stutter found unexplored unexplored_step ' +
  'ASSERTED CLAIM KEEPS LIVENESS auto case char const continue default double enum extern float long register signed sizeof static struct switch ' +
  'union void volatile while asm main now linux unix i386 uchar uint ulong ushort'
).split(' ');

/** Words of TLA+, of its standard modules, and of what an export itself defines. */
export const TLA_WORDS: readonly string[] = (
  'ACTION ASSUME ASSUMPTION AXIOM BY CASE CHOOSE CONSTANT CONSTANTS COROLLARY DEF DEFINE DEFS DOMAIN ELSE ENABLED EXCEPT ' +
  'EXTENDS HAVE HIDE IF IN INSTANCE LAMBDA LEMMA LET LOCAL MODULE NEW OBVIOUS OMITTED OTHER PICK PROOF PROPOSITION PROVE ' +
  'QED RECURSIVE SF_ STATE SUBSET SUFFICES TAKE TEMPORAL THEN THEOREM UNCHANGED UNION USE VARIABLE VARIABLES WF_ WITH ' +
  'WITNESS TRUE FALSE BOOLEAN STRING Nat Int Real Seq Append Head Tail Len SubSeq vars Init Next Spec Fairness TypeOK ' +
  'NoUnexploredStep unexplored_step'
).split(' ');

/** Words of mCRL2. */
export const MCRL2_WORDS: readonly string[] = (
  'act allow block comm cons delay div end eqn exists forall glob hide if in init lambda map mod mu nu pbes proc rename ' +
  'sort struct sum val var whr yaled Bag Bool Int List Nat Pos Real Set delta false nil tau true min max succ pred abs ' +
  'floor ceil round exp head tail rhead rtail count System unexplored'
).split(' ');
