import type { ElementReader, ElementWriter } from '../data-contract/element-serializer.js';

/** How a value is the content of a header. */
export interface HeaderContent {
  /** The value when a message has no such header. */
  readonly missing: unknown;
  /** Writes attributes and content of the element just started. @throws ValueError */
  readonly write: ElementWriter;
  /** Reads the start tag that the reader stands on. @throws ValueError */
  readonly read: ElementReader;
}
