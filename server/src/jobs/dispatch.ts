import type { StimulusHandler } from './claim-stimulus.ts';

/** Who handles which kind of stimulus: each module gives its own. */
export type StimulusHandlers = Readonly<Record<string, StimulusHandler>>;

/** One handler of all kinds. A kind that nobody handles is an error of that stimulus, which is then set aside. */
export function dispatch(handlers: StimulusHandlers): StimulusHandler {
  const byKind = new Map(Object.entries(handlers));
  return (ctx, stimulus) => {
    const handle = byKind.get(stimulus.kind);
    if (!handle) throw new Error(`nobody handles a stimulus of the kind ${stimulus.kind}`);
    return handle(ctx, stimulus);
  };
}
