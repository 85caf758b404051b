export type Path = readonly (string | number)[];

/** One thing wrong with a workflow: where it stands, and what to do about it. */
export interface Problem {
  readonly path: Path;
  readonly message: string;
  /** An error keeps the workflow from being used; a warning does not. */
  readonly severity: 'error' | 'warning';
  /** `key` where the key itself is wrong, such as an unknown one. */
  readonly at?: 'key';
  /** The path of the key that an unknown one probably means. */
  readonly meant?: Path;
  readonly isMissing?: true;
}

export function error(path: Path, message: string): Problem {
  return { path, message, severity: 'error' };
}

export function warning(path: Path, message: string): Problem {
  return { path, message, severity: 'warning' };
}

/** The way to a value as people write it: `fields[2].options`; empty for the whole workflow. */
export function formatPath(path: Path): string {
  return path
    .map((step) => {
      if (typeof step === 'number') return `[${step}]`;
      return /^[A-Za-z_][\w-]*$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
    })
    .join('')
    .replace(/^\./, '');
}

/** Whether a path leads to the same place as another, or further in. */
export function startsWith(path: Path, start: Path): boolean {
  return start.every((step, index) => path[index] === step);
}

/** The value at a path of plain data; undefined where there is none. */
export function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => (isRecord(value) ? value[step] : undefined), root);
}

/** Whether a value is an object or an array, whose own entries can be read by key. */
export function isRecord(value: unknown): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null;
}
