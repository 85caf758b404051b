import type { MountedDialect } from '../../http/face.ts';
import { coachbotFace } from './face.ts';
import { createLeadOperation } from './routes/create-lead.ts';
import { getLeadOperation } from './routes/get-lead.ts';

/** The API of Coachbot over Foyer's verbs. */
export const coachbot: MountedDialect = {
  name: 'coachbot',
  prefix: '/coachbot',
  title: 'Foyer as Coachbot',
  face: coachbotFace,
  operations: [createLeadOperation, getLeadOperation],
  openApi: { path: '/openapi.json' },
};
