import type { CommandGroup } from './command.ts';
import { keyCommands } from './key-commands.ts';
import { leadCommands } from './lead-commands.ts';
import { workflowCommands } from './workflow-commands.ts';
import { workspaceCommands } from './workspace-commands.ts';

/** All commands, in the order of the help. */
export const groups: readonly CommandGroup[] = [workspaceCommands, keyCommands, workflowCommands, leadCommands];
