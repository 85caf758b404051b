import { coachbot } from './coachbot.ts';
import { convocore } from './convocore.ts';
import type { TestFace } from './face.ts';
import { nexor } from './nexor.ts';
import { omni } from './omni.ts';
import { vorel } from './vorel.ts';

export const faces: readonly TestFace[] = [coachbot, omni, nexor, vorel, convocore];
