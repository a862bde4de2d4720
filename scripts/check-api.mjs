// Holds the public surface against the API reports in etc/: one for each sub-path of package.json. With --update they are
// written anew; a change of them belongs into the same commit, with a line in CHANGELOG.md.
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';

const root = resolve(import.meta.dirname, '..');
const isUpdate = process.argv.includes('--update');
const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const entries = Object.entries(exports).filter(([, target]) => typeof target === 'object');

mkdirSync(join(root, 'etc'), { recursive: true });
let changed = 0;
for (const [subPath, { types }] of entries) {
  const name = subPath === '.' ? 'channelstack' : `channelstack.${subPath.slice(2)}`;
  const config = ExtractorConfig.prepare({
    configObjectFullPath: join(root, 'api-extractor.json'),
    packageJsonFullPath: join(root, 'package.json'),
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: join(root, types),
      compiler: { tsconfigFilePath: join(root, 'tsconfig.build.json') },
      apiReport: {
        enabled: true,
        reportFileName: `${name}.api.md`,
        reportFolder: join(root, 'etc'),
        reportTempFolder: join(root, 'build', 'api'),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        extractorMessageReporting: {
          default: { logLevel: 'warning' },
          'ae-missing-release-tag': { logLevel: 'none' },
          'ae-forgotten-export': { logLevel: 'warning', addToApiReportFile: true },
          'ae-unresolved-link': { logLevel: 'none' },
          'ae-undocumented': { logLevel: 'none' },
        },
        tsdocMessageReporting: { default: { logLevel: 'none' } },
        compilerMessageReporting: { default: { logLevel: 'none' } },
      },
    },
  });
  const result = Extractor.invoke(config, { localBuild: isUpdate, showVerboseMessages: false });
  if (result.apiReportChanged && !isUpdate) {
    changed += 1;
    console.error(
      `etc/${name}.api.md does not say what the package exports; run "npm run api" and look at the change.`,
    );
  }
}
if (changed > 0) process.exit(1);
console.log(`${entries.length} API reports ${isUpdate ? 'written' : 'hold'}.`);
