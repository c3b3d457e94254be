import { alternative } from './alternative.ts';
import { asItWas } from './asItWas.ts';
import { landed } from './landed.ts';
import { patches } from './patches.ts';

export const variants = { ...asItWas, ...patches, ...landed, ...alternative };
