import { defaultGraphSettings } from './object-graph.js';
import type { GraphSettings } from './object-graph.js';

/** How data contracts are written and read. .NET's DataContractSerializerSettings. */
export interface DataContractSerializerSettings {
  /** Most members and items of all objects of a part together. Default 2,147,483,647; a message has its own limits. */
  readonly maxItemsInObjectGraph?: number | undefined;
  /** Every object, list and string is written once and referred to after that (`z:Id`, `z:Ref`). Default false. */
  readonly preserveObjectReferences?: boolean | undefined;
  /** What classes with `isExtensible` do not know is not kept, and not written. Default false. */
  readonly ignoreExtensionDataObject?: boolean | undefined;
}

/** What is wrong with settings, or null. */
export function settingsProblem({
  maxItemsInObjectGraph: items,
}: DataContractSerializerSettings): string | null {
  if (items === undefined || (Number.isSafeInteger(items) && items >= 1)) return null;
  return `maxItemsInObjectGraph is ${String(items)}; it must be a whole number from 1.`;
}

/** The settings of graphs. */
export function graphSettings({
  maxItemsInObjectGraph: maxItems = defaultGraphSettings.maxItems,
  preserveObjectReferences = false,
  ignoreExtensionDataObject = false,
}: DataContractSerializerSettings): GraphSettings {
  if (
    maxItems === defaultGraphSettings.maxItems &&
    !preserveObjectReferences &&
    !ignoreExtensionDataObject
  )
    return defaultGraphSettings;
  return {
    maxItems,
    preservesReferences: preserveObjectReferences,
    ignoresExtensions: ignoreExtensionDataObject,
  };
}
