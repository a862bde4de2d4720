// The package as users install it: packs it, installs it into an empty project and runs it there. Needs a registry or npm's cache.
export default {
  files: ['test/package/**/*.test.ts'],
  typescript: { rewritePaths: { 'test/': 'build/test/' }, compile: false },
  nodeArguments: ['--enable-source-maps'],
  timeout: '5m',
};
