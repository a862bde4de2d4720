import { program } from 'commander';
import { measureClients } from './client-latency.js';
import { measureMemory } from './envelope-memory.js';
import { measureHeadline } from './headline.js';
import { measureIdleSessions } from './idle-sessions.js';
import { measureLists, measureSerialization } from './serialization.js';
import { measureMetadataImport } from './metadata-import.js';
import { measureServiceModel } from './service-model.js';
import { measureServices } from './service-throughput.js';
import { measureTypeCheck } from './type-check.js';
import { measureXmlReaders } from './xml-reader.js';
import { measureXmlWriters } from './xml-writer.js';

program
  .name('npm run bench --')
  .description(
    'Measures the stack against peers in the same run. Read the shares: figures depend on the machine and on what else it does.',
  )
  .option('--json', 'print JSON')
  .option(
    '--only <part>',
    'services, clients, model, xml, serialization, types, metadata, memory, sessions or headline',
  )
  .option('--rounds <n>', 'rounds of load on each server', Number, 7)
  .option('--seconds <n>', 'seconds of load in each round', Number, 2)
  .parse();
const options = program.opts<{
  readonly json?: true;
  readonly only?: string;
  readonly rounds: number;
  readonly seconds: number;
}>();

const isWanted = (part: string): boolean => options.only === undefined || options.only === part;
const services = isWanted('services') ? await measureServices(options.rounds, options.seconds) : [];
const clients = isWanted('clients') ? await measureClients(4_000, options.rounds) : [];
const model = isWanted('model') ? await measureServiceModel(options.rounds) : null;
const xml = isWanted('xml') ? [...measureXmlReaders(), ...measureXmlWriters()] : [];
const serialization = isWanted('serialization') ? measureSerialization() : [];
const lists = isWanted('serialization') ? measureLists() : [];
const types = isWanted('types') ? await measureTypeCheck() : [];
const metadata = isWanted('metadata') ? await measureMetadataImport() : [];
const memory = isWanted('memory') ? await measureMemory() : [];
const sessions = isWanted('sessions') ? await measureIdleSessions(10_000) : null;
const headline = isWanted('headline') ? await measureHeadline(20) : null;

if (options.json === true)
  console.log(
    JSON.stringify(
      {
        node: process.version,
        services,
        clients,
        model,
        xml,
        serialization,
        lists,
        types,
        metadata,
        memory,
        sessions,
        headline,
      },
      null,
      2,
    ),
  );
else {
  for (const connections of [...new Set(services.map((row) => row.connections))]) {
    console.log(
      `\nservices, ${String(connections)} connections (each on one processor, loaded by wrk)`,
    );
    for (const row of services.filter((one) => one.connections === connections)) {
      const shares =
        row.baseline === ''
          ? ''
          : `  ${row.throughputShare.toFixed(2)} (by CPU ${row.cpuShare.toFixed(2)}) of ${row.baseline}`;
      console.log(
        `  ${row.server.padEnd(34)} ${row.requestsPerSecond.toFixed(0).padStart(7)} /s  ${row.cpuPerRequest.toFixed(1).padStart(6)} us CPU${shares}`,
      );
    }
  }
  if (clients.length > 0) console.log('\nclient and service in processes of their own');
  for (const row of clients) {
    console.log(
      `  ${row.client.padEnd(38)} ${String(row.concurrency).padStart(2)} at a time  ${row.callsPerSecond.toFixed(0).padStart(6)} /s  p50 ${row.p50.toFixed(2)} ms  p99 ${row.p99.toFixed(2)} ms  ${row.share.toFixed(2)} of request-reply, ${row.shareOfOneByOne.toFixed(2)} of it one by one`,
    );
  }
  if (model !== null) {
    const { channels, serviceModel, extended, bytesPerClient } = model;
    console.log(
      `\na call in one process: ${channels.toFixed(1)} us through channels and formatters, ${serviceModel.toFixed(1)} us more through client and service, ${extended.toFixed(1)} us more with inspectors on both sides`,
    );
    console.log(`an idle typed client: ${bytesPerClient.toFixed(0)} bytes of heap`);
  }
  if (xml.length > 0) console.table(xml);
  if (serialization.length > 0) console.table(serialization);
  for (const { items, microseconds } of lists)
    console.log(
      `  a list of ${String(items)}: ${microseconds.toFixed(2)} us an item, written and read`,
    );
  for (const { program, seconds } of types)
    console.log(`  tsc, with its start, checks ${program} in ${seconds.toFixed(1)} s`);
  for (const { program, megabytes, seconds, peakMegabytes } of metadata)
    console.log(
      `  a document of ${megabytes.toFixed(1)} MB: ${program} ${seconds.toFixed(1)} s, ${peakMegabytes.toFixed(0)} MB`,
    );
  if (memory.length > 0) console.log('\nmemory that reading an envelope of 1 MB takes');
  for (const row of memory)
    console.log(`  ${row.reader.padEnd(34)} ${row.megabytes.toFixed(1).padStart(7)} MB`);
  if (sessions !== null)
    console.log(
      `\n${String(sessions.sessions)} idle reliable sessions: ${sessions.bytesPerSession.toFixed(0)} bytes of heap each`,
    );
  if (headline !== null) console.log(`\n${headline}`);
}
