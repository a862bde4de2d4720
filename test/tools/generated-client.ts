import type { ChannelFactory } from '../../src/index.js';
import { svcutil } from '../../src/tools/index.js';
import type { GeneratedProject } from './generated-project.js';

/** A generated client, as a test calls it. */
export type Operations = Readonly<
  Record<string, (...args: readonly unknown[]) => Promise<unknown>>
>;

/** A client that is made of a document, and what its module exports. */
export interface GeneratedClient extends AsyncDisposable {
  readonly client: Operations;
  readonly exports: Readonly<Record<string, unknown>>;
}

/** Makes a client of the document at an address: writes its code into the project, compiles and imports it, and opens a channel. */
export async function generatedClient(
  project: GeneratedProject,
  source: string,
  factoryName: string,
): Promise<GeneratedClient> {
  const { files } = await svcutil({ sources: [source], fileName: 'service', config: null });
  for (const file of files) project.write(file.name, file.text);
  const problems = project.compile(['service.ts'], { experimentalDecorators: true });
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const exports = await project.import('service.js');
  const factory = (exports[factoryName] as () => ChannelFactory<object>)();
  const client = (await factory.createChannel()) as unknown as Operations;
  return { client, exports, [Symbol.asyncDispose]: () => factory.close() };
}
