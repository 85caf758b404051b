import { addSuppressionOperation } from './add-suppression.ts';
import { listSuppressionsOperation } from './list-suppressions.ts';
import { removeSuppressionOperation } from './remove-suppression.ts';

export { addSuppression, newSuppressionSchema } from './add-suppression.ts';
export { type Address, hashOf, lockHashes, matchKeyOf } from './address.ts';
export { listSuppressions } from './list-suppressions.ts';
export { removeSuppression } from './remove-suppression.ts';
export { lift, suppress } from './suppress.ts';
export { type Suppression, suppressionReasons } from './suppression.ts';

export const suppressionOperations = [
  addSuppressionOperation,
  listSuppressionsOperation,
  removeSuppressionOperation,
] as const;
