/** Layout by the Eclipse Layout Kernel, in a worker of its own that is loaded when a machine is first drawn. */
import ELK from 'elkjs/lib/elk-api.js';
import type { ElkNode } from 'elkjs/lib/elk-api.js';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';

let engine: InstanceType<typeof ELK> | undefined;

/** Gives every node and edge of a graph its place. */
export function layOut(graph: ElkNode): Promise<ElkNode> {
  engine ??= new ELK({ workerUrl, workerFactory: (url) => new Worker(url!) });
  return engine.layout(graph);
}
