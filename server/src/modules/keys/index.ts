import { createKeyOperation } from './create-key.ts';
import { getKeyOperation } from './get-key.ts';
import { listKeysOperation } from './list-keys.ts';
import { revokeKeyOperation } from './revoke-key.ts';

export type { ApiKey } from './api-key.ts';
export { createKey, type NewKey } from './create-key.ts';
export { getKey } from './get-key.ts';
export { isUsableSecret } from './is-usable-secret.ts';
export { listKeys } from './list-keys.ts';
export { revokeKey } from './revoke-key.ts';

export const keyOperations = [createKeyOperation, listKeysOperation, getKeyOperation, revokeKeyOperation] as const;
