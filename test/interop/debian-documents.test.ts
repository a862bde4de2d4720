import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { svcutil } from '../../src/tools/index.js';
import { generatedProject } from '../tools/generated-project.js';
import { peerTest } from './peer-test.js';
import type { PeerRequirement } from './peer-test.js';

/** Where the packages of Debian that bring WSDL documents along are unpacked; `.ci/run` names and unpacks them. */
const folder = process.env['DEBIAN_DOCUMENTS'] ?? '';
const unpacked: PeerRequirement = {
  available: folder !== '',
  needs:
    'DEBIAN_DOCUMENTS, the folder into which packages of Debian with WSDL documents are unpacked',
};

peerTest(
  unpacked,
  'every WSDL document of a package of Debian gives code that compiles',
  async (t) => {
    t.timeout(240_000);
    const documents = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.wsdl'))
      .sort();
    t.true(documents.length >= 40, `there are ${String(documents.length)} documents`);
    using project = generatedProject();
    const names: string[] = [];
    for (const document of documents) {
      const fileName = document.replace(/[^A-Za-z\d]+/g, '-').toLowerCase();
      const { files } = await svcutil({ sources: [join(folder, document)], fileName });
      t.is(files.length, 1, `of ${document}`);
      for (const file of files) {
        project.write(file.name, file.text);
        names.push(file.name);
      }
    }
    t.deepEqual(project.compile(names), []);
  },
);
