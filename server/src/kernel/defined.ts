/** Without the keys whose value is undefined, so that what was not sent stays as it is. The guarantee: nothing else is left out. */
export function defined<T extends object>(object: T): Defined<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Defined<T>;
}
export type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };
