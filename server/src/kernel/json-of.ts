/**
 * A T as the JSON that Postgres gave: an answer takes it as it is, and it is parsed only where its fields are wanted.
 * `version` is what an ETag says of it.
 */
export class JsonOf<T> {
  readonly text: string;
  readonly version: string | undefined;

  constructor(text: string, version?: string) {
    this.text = text;
    this.version = version;
  }

  parse(): T {
    return JSON.parse(this.text);
  }
}
