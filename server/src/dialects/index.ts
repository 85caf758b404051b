import type { MountedDialect } from '../http/face.ts';
import type { WebhookDialect } from '../modules/webhooks/index.ts';
import { coachbot } from './coachbot/index.ts';
import { convocore, convocoreWebhooks } from './convocore/index.ts';
import { nexor, nexorWebhooks } from './nexor/index.ts';
import { omni, omniWebhooks } from './omni/index.ts';
import { vorel, vorelWebhooks } from './vorel/index.ts';

/** The vendors whose APIs this server answers. A new one is a folder beside this file and a line here. */
export const mountedDialects: readonly MountedDialect[] = [coachbot, omni, nexor, vorel, convocore];

/** The vendors whose webhooks this server sends. */
export const vendorWebhooks: readonly WebhookDialect[] = [
  omniWebhooks,
  nexorWebhooks,
  vorelWebhooks,
  convocoreWebhooks,
];
