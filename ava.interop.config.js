// Tests against peers that others wrote, each in a process of its own: one at a time, with time to build the peers
// and for the retransmission timers of real clients.
export default {
  files: ['test/interop/**/*.test.ts'],
  typescript: { rewritePaths: { 'test/': 'build/test/' }, compile: false },
  nodeArguments: ['--enable-source-maps'],
  concurrency: 1,
  serial: true,
  timeout: '5m',
};
