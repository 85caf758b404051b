import { deleteLlmOperation } from './delete-llm.ts';
import { getLlmOperation } from './get-llm.ts';
import { setLlmOperation } from './set-llm.ts';
import { testLlmOperation } from './test-llm.ts';

export { type EndedCall, type LlmPrompt, prepareCall, settleCall } from './call-llm.ts';
export { deleteLlm } from './delete-llm.ts';
export { getLlm } from './get-llm.ts';
export { type LlmView, sealedModels } from './llm.ts';
export { setLlm } from './set-llm.ts';
export { testLlm } from './test-llm.ts';

export const llmOperations = [getLlmOperation, setLlmOperation, deleteLlmOperation, testLlmOperation] as const;
