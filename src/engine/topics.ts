import type { Flow, Flows } from '../content/types.js';

/** The flow that answers a topic, where these flows have one. */
export function flowOfTopic(flows: Flows, topic: string): Flow | undefined {
  return Object.values(flows).find((flow) => flow.topic === topic);
}
