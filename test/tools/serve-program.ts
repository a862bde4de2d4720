import { serveCommand } from '../../src/tools/serve/serve-command.js';

await serveCommand((line) => {
  console.log(line);
}).parseAsync();
