import { createWebhookEndpointOperation } from './create-webhook-endpoint.ts';
import { deleteWebhookEndpointOperation } from './delete-webhook-endpoint.ts';
import { getWebhookDeliveryOperation } from './get-webhook-delivery.ts';
import { getWebhookEndpointOperation } from './get-webhook-endpoint.ts';
import { listWebhookDeliveriesOperation } from './list-webhook-deliveries.ts';
import { listWebhookEndpointsOperation } from './list-webhook-endpoints.ts';
import { replayWebhookDeliveryOperation } from './replay-webhook-delivery.ts';
import { replayWebhookEventsOperation } from './replay-webhook-events.ts';
import { rotateWebhookSecretOperation } from './rotate-webhook-secret.ts';
import { testWebhookEndpointOperation } from './test-webhook-endpoint.ts';
import { updateWebhookEndpointOperation } from './update-webhook-endpoint.ts';

export type { Event } from '../events/index.ts';
export { createWebhookEndpoint } from './create-webhook-endpoint.ts';
export { deleteWebhookEndpoint } from './delete-webhook-endpoint.ts';
export { startWebhookDelivery } from './deliver.ts';
export { sealedEndpoints, type WebhookEndpoint } from './endpoint.ts';
export { endpointHeaders } from './endpoint-input.ts';
export { startWebhookFanOut } from './fan-out.ts';
export { getWebhookEndpoint } from './get-webhook-endpoint.ts';
export { listWebhookEndpoints } from './list-webhook-endpoints.ts';
export type { WebhookDialects } from './make-deliveries.ts';
export { nativeWebhooks } from './native-webhooks.ts';
export { hexSignature, minutes, newHexSecret, textIn, unlessGone } from './shared-manners.ts';
export { startTellingOwners } from './tell-owners.ts';
export { testWebhookEndpoint } from './test-webhook-endpoint.ts';
export type { SignedWebhook, WebhookDialect, WebhookFact } from './webhook-dialect.ts';

export const webhookOperations = [
  createWebhookEndpointOperation,
  listWebhookEndpointsOperation,
  getWebhookEndpointOperation,
  updateWebhookEndpointOperation,
  deleteWebhookEndpointOperation,
  rotateWebhookSecretOperation,
  testWebhookEndpointOperation,
  replayWebhookEventsOperation,
  listWebhookDeliveriesOperation,
  getWebhookDeliveryOperation,
  replayWebhookDeliveryOperation,
] as const;
