import { automationCommands } from './automation-commands.ts';
import { campaignCommands } from './campaign-commands.ts';
import type { Command, CommandGroup } from './command.ts';
import { keyCommands } from './key-commands.ts';
import { knowledgeCommands } from './knowledge-commands.ts';
import { leadCommands } from './lead-commands.ts';
import { llmCommands } from './llm-commands.ts';
import { memberCommands } from './member-commands.ts';
import { simulate } from './simulate-command.ts';
import { suppressionCommands } from './suppression-commands.ts';
import { understandCommand } from './understand-command.ts';
import { webhookCommands } from './webhook-commands.ts';
import { workflowCommands } from './workflow-commands.ts';
import { workspaceCommands } from './workspace-commands.ts';

/** All commands, in the order of the help. */
export const groups: readonly CommandGroup[] = [
  workspaceCommands,
  keyCommands,
  memberCommands,
  workflowCommands,
  knowledgeCommands,
  llmCommands,
  leadCommands,
  suppressionCommands,
  campaignCommands,
  webhookCommands,
  automationCommands,
];

/** Commands of no group. */
export const soloCommands: readonly Command[] = [simulate, understandCommand];
