/** What the server tells the page: it stands in the page as JSON. */
export interface ChatPageConfig {
  readonly workspace: { readonly slug: string; readonly name: string };
  readonly agent: { readonly name: string; readonly role: string | null };
  /** The workflow of this page, or null where the workspace has none. */
  readonly workflow: string | null;
  readonly workflows: readonly { readonly key: string; readonly name: string }[];
}
