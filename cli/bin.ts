#!/usr/bin/env node
import { processIo } from './io.ts';
import { complain, main } from './main.ts';
import { catchStrays, leave, tolerateClosedPipes } from './process.ts';

const argv = process.argv.slice(2);
const io = processIo();
tolerateClosedPipes();
catchStrays((thrown) => complain(thrown, argv, io));
leave(await main(argv, io));
