import { getAgentOperation } from './get-agent.ts';
import { listAgentsOperation } from './list-agents.ts';
import { updateAgentOperation } from './update-agent.ts';

export type { Agent } from './agent.ts';
export { autonomies, selectAgents } from './agent.ts';
export { getAgent } from './get-agent.ts';
export { listAgents } from './list-agents.ts';
export { requireAgent } from './require-agent.ts';
export { updateAgent } from './update-agent.ts';
export { insertAgent, replaceAgentIdentity } from './write-agent.ts';

export const agentOperations = [listAgentsOperation, getAgentOperation, updateAgentOperation] as const;
