import type { MountedDialect } from '../http/face.ts';
import { coachbot } from './coachbot/index.ts';
import { convocore } from './convocore/index.ts';
import { nexor } from './nexor/index.ts';
import { omni } from './omni/index.ts';
import { vorel } from './vorel/index.ts';

/** The vendors whose APIs this server answers. A new one is a folder beside this file and a line here. */
export const mountedDialects: readonly MountedDialect[] = [coachbot, omni, nexor, vorel, convocore];
