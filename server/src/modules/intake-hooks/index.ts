import { createIntakeHookOperation } from './create-intake-hook.ts';
import { deleteIntakeHookOperation } from './delete-intake-hook.ts';
import { listIntakeHooksOperation } from './list-intake-hooks.ts';
import { receiveIntakeOperation } from './receive-intake.ts';
import { updateIntakeHookOperation } from './update-intake-hook.ts';

export { createIntakeHook, type NewIntakeHook } from './create-intake-hook.ts';
export { deleteIntakeHook } from './delete-intake-hook.ts';
export type { IntakeHook } from './intake-hook.ts';
export { listIntakeHooks } from './list-intake-hooks.ts';
export { receiveIntake } from './receive-intake.ts';
export { updateIntakeHook } from './update-intake-hook.ts';

export const intakeHookOperations = [
  createIntakeHookOperation,
  listIntakeHooksOperation,
  updateIntakeHookOperation,
  deleteIntakeHookOperation,
  receiveIntakeOperation,
] as const;
