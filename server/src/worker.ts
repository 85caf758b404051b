import type { AppContext } from './context.ts';
import { vendorWebhooks } from './dialects/index.ts';
import { startCleanUp } from './jobs/clean-up.ts';
import { dispatch } from './jobs/dispatch.ts';
import { startResealing } from './jobs/reseal.ts';
import { startSequencer } from './jobs/sequencer.ts';
import { startStimulusLoop } from './jobs/stimulus-loop.ts';
import { startTimerLoop } from './jobs/timer-loop.ts';
import { automationStimuli, sealedAutomations, startAutomations } from './modules/automations/index.ts';
import { startCampaigns } from './modules/campaigns/index.ts';
import { startDelivering } from './modules/deliveries/index.ts';
import { startFileSweep } from './modules/documents/index.ts';
import { conversationStimuli, giveUpOnStimulus } from './modules/engagement/index.ts';
import { followUpStimuli } from './modules/follow-ups/index.ts';
import { startSnapshotRenewal } from './modules/leads/index.ts';
import { sealedModels } from './modules/llms/index.ts';
import { peopleStimuli, startNotifying } from './modules/people/index.ts';
import { runStimuli } from './modules/runs/index.ts';
import {
  nativeWebhooks,
  sealedEndpoints,
  startTellingOwners,
  startWebhookDelivery,
  startWebhookFanOut,
} from './modules/webhooks/index.ts';

/** How many leads are served at once; each holds a connection while it is. */
const LEADS_AT_ONCE = 4;

/** Whose webhooks are sent. */
const webhooks = new Map([nativeWebhooks, ...vendorWebhooks].map((dialect) => [dialect.name, dialect]));

/** The jobs of a process, under way. */
export interface Worker {
  /** Ends what is under way first. */
  stop(): Promise<void>;
}

/** The jobs of a process: the leads' inboxes and timers, campaigns, the telling of people, automations, the numbering of events, webhooks, clean-up, the sweep of files and the renewal of snapshots. */
export function startWorker(context: AppContext): Worker {
  const { publicUrl } = context.config;
  const loops = [
    startStimulusLoop(context, {
      handle: dispatch({
        ...conversationStimuli(publicUrl),
        ...peopleStimuli,
        ...runStimuli,
        ...followUpStimuli(publicUrl),
        ...automationStimuli,
      }),
      onDead: giveUpOnStimulus,
      concurrency: LEADS_AT_ONCE,
    }),
    startTimerLoop(context),
    startDelivering(context),
    startCampaigns(context),
    startNotifying(context, context.notifier),
    startAutomations(context),
    startSequencer(context),
    startWebhookFanOut(context, webhooks),
    startWebhookDelivery(context, webhooks),
    startTellingOwners(context, context.notifier),
    startResealing(context, [sealedEndpoints, sealedModels, sealedAutomations]),
    startCleanUp(context),
    startFileSweep(context),
    startSnapshotRenewal(context),
  ];
  return {
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}
