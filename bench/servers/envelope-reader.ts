import { manyElementsEnvelope, smallEnvelope } from '../xml-documents.js';
import { readers } from '../xml-reader.js';

// Reads a small envelope, so that what every process needs is there, and then one of 1 MB.
const read = Object.entries(readers).find(([name]) => name === process.argv[2])?.[1];
const bytes = Buffer.from(manyElementsEnvelope(9_000));
read?.(Buffer.from(smallEnvelope()));
const before = process.resourceUsage().maxRSS;
read?.(bytes);
process.send?.({ megabytes: (process.resourceUsage().maxRSS - before) / 1_024 });
