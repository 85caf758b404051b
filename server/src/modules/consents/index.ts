import { addLeadConsentOperation } from './add-lead-consent.ts';
import { listLeadConsentsOperation } from './list-lead-consents.ts';
import { withdrawLeadConsentOperation } from './withdraw-lead-consent.ts';

export { addLeadConsent, type NewConsent } from './add-lead-consent.ts';
export { listLeadConsents } from './list-lead-consents.ts';
export { withdrawLeadConsent } from './withdraw-lead-consent.ts';

export const consentOperations = [
  listLeadConsentsOperation,
  addLeadConsentOperation,
  withdrawLeadConsentOperation,
] as const;
