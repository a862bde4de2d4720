import { randomUUID } from 'node:crypto';

/** An identifier of a message or a sequence: a URI, by default `urn:uuid:` and a random GUID. */
export type UniqueId = string;

/** Makes identifiers. Injected, so that tests can make them predictable. */
export interface IdGenerator {
  next(): UniqueId;
}

/** Random GUIDs as `urn:uuid:...`, WCF's form. */
export const randomIds: IdGenerator = { next: () => `urn:uuid:${randomUUID()}` };
