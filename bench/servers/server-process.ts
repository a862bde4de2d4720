/** What a server process tells its parent, and is asked by it: the port it listens on, and the CPU time it has used so far. */
export function serveParent(port: number): void {
  process.on('message', (question) => {
    if (question !== 'cpu') return;
    const { user, system } = process.cpuUsage();
    process.send?.({ cpu: user + system });
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ port });
}
