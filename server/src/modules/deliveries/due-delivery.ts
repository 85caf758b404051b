import type { SendPurpose } from '../../engagement/policy/send-facts.ts';
import type { Template } from '../../kernel/template.ts';

/** A delivery with what is needed to let it go. */
export interface DueDelivery {
  readonly id: string;
  readonly leadId: string;
  readonly messageId: string;
  readonly conversationId: string;
  readonly agentId: string;
  readonly channel: string;
  readonly purpose: SendPurpose;
  readonly status: 'pending' | 'sending' | 'unknown';
  readonly attempts: number;
  readonly lastError: string | null;
  /** Why it is not tried again; null while nothing stopped it. */
  readonly stopReason: string | null;
  /** An earlier try may have arrived. */
  readonly mayHaveArrived: boolean;
  readonly text: string;
  readonly template: Template | null;
  readonly isTest: boolean;
  readonly workflowId: string | null;
  readonly workflowVersion: number | null;
}
