import { program } from 'commander';
import { measureClients } from './client-latency.js';
import { measureServices } from './service-throughput.js';

program
  .name('npm run bench --')
  .description(
    'Measures the stack against peers in the same run. The XML reader and writer have programs of their own: build/bench/xml-reader.js, build/bench/xml-writer.js.',
  )
  .option('--json', 'print JSON')
  .option('--only <part>', 'services or clients')
  .option('--rounds <n>', 'rounds of load on each server', Number, 7)
  .option('--seconds <n>', 'seconds of load in each round', Number, 2)
  .parse();
const options = program.opts<{
  readonly json?: true;
  readonly only?: string;
  readonly rounds: number;
  readonly seconds: number;
}>();

const services =
  options.only === 'clients' ? [] : await measureServices(options.rounds, options.seconds);
const clients = options.only === 'services' ? [] : await measureClients(4_000);

if (options.json === true)
  console.log(JSON.stringify({ node: process.version, services, clients }, null, 2));
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
      `  ${row.client.padEnd(34)} ${String(row.concurrency).padStart(2)} at a time  ${row.callsPerSecond.toFixed(0).padStart(6)} /s  p50 ${row.p50.toFixed(2)} ms  p99 ${row.p99.toFixed(2)} ms`,
    );
  }
}
