// Tests against peers that others wrote, each in a process of its own, and over sockets that lose messages: one file at a
// time, with time to build the peers and for real retransmission timers.
export default {
  files: ['test/interop/**/*.test.ts'],
  typescript: { rewritePaths: { 'test/': 'build/test/' }, compile: false },
  nodeArguments: ['--enable-source-maps'],
  concurrency: 1,
  timeout: '5m',
};
